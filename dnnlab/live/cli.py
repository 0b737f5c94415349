"""The command line: ``python -m dnnlab list`` and ``python -m dnnlab train ...``.

The same experiments, knobs and steps as on the pages, in this process, without
Streamlit.  Bad input ends with one sentence and exit code 2.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from dnnlab.live.changes import Changes, InvalidEvent, event_text
from dnnlab.live.config import Config, InvalidConfig, Knob
from dnnlab.live.registry import Entry, Registry, resolve
from dnnlab.live.wire import ACTIVE, Change, Event, State, Tune

if TYPE_CHECKING:
    from dnnlab.live.run import Run


def main(registry: Registry, arguments: Sequence[str] | None = None, out: TextIO = sys.stdout) -> int:
    """Run one command; returns the exit code."""
    options = _parser(registry).parse_args(arguments)  # wrong usage: one sentence, exit code 2
    try:
        return _list(registry, out) if options.command == "list" else _train(registry, options, out)
    except InvalidConfig as error:
        print(f"dnnlab: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def command_line(name: str, config: Config, steps: int, changes: Sequence[Change] = (), *, given: bool = False) -> str:
    """The line that repeats a run.

    Args:
        name: the experiment.
        config: the knobs as they were at step 0 (``Status.begun``).
        steps: where to stop.
        changes: what was changed on the way (``Status.changes``).
        given: it was given something, whose file the learner has: FILE stands for it.
    """
    words = ["python -m dnnlab train", name]
    for knob, text in config.to_text().items():
        flag = f"--{knob.replace('_', '-')}"
        words += [f"{flag}={_quoted(text)}"] if text.startswith("-") else [flag, _quoted(text)]
    for change in changes:
        if isinstance(change, Event):
            words += ["--event", _quoted(f"{change.step}:{change.text}")]
            continue
        for knob, value in change.values.items():
            words += ["--tune", _quoted(f"{change.step}:{knob}={config.knobs()[knob].format(value)}")]
    return " ".join([*words, *(["--given", "FILE"] if given else []), "--steps", str(steps)])


def _quoted(word: str) -> str:
    """A word as a shell takes it; in double quotes where these do, since Windows knows no others."""
    if re.fullmatch(r"[\w@%+=:,./-]+", word):
        return word
    return shlex.quote(word) if re.search(r'["$`\\!]', word) else f'"{word}"'


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without a page of usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"dnnlab: {message}\n")


def _parser(registry: Registry) -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m dnnlab", description="Deep networks as a live laboratory.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="the experiments and their knobs")
    train = commands.add_parser("train", help="train one experiment here")
    names = train.add_subparsers(dest="experiment", required=True, metavar="EXPERIMENT")
    for name, entry in registry.experiments.items():
        one = names.add_parser(name, help=entry.summary, description=entry.summary, allow_abbrev=False)
        for knob in registry.config(name).knobs().values():
            shown = f"{knob.help} ({_range(knob)}; default {knob.format(knob.default)})".replace("%", "%%")
            one.add_argument(f"--{knob.name.replace('_', '-')}", dest=f"knob_{knob.name}", metavar="VALUE", help=shown)
        if entry.given:
            one.add_argument("--given", type=Path, metavar="FILE", help="what the run is about, from a file of yours")
        one.add_argument("--steps", type=_count, help="stop after so many steps (default: at the run's end)")
        one.add_argument("--tune", action="append", dest="changes", default=[], metavar="STEP:KNOB=VALUE",
                         type=lambda text: ("tune", text),
                         help="change a live knob once so many steps are done; may be given several times")  # fmt: skip
        one.add_argument("--event", action="append", dest="changes", default=[], metavar="STEP:JSON",
                         type=lambda text: ("event", text),
                         help="do by hand then what a page did; in one order with --tune")  # fmt: skip
        one.add_argument("--json", action="store_true", help="print one JSON object a step")
        one.add_argument("--weights", type=Path, metavar="FILE", help="write the weights there (safetensors)")
    return parser


def _count(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"a number of steps is wanted, got {text!r}")
    return int(text)


def _range(knob: Knob) -> str:
    if knob.options:
        return "|".join(knob.options) + (",..." if knob.read is not None else "")
    if knob.read is not None:
        return "TEXT"
    return "true|false" if knob.low is None else f"{knob.format(knob.low)}..{knob.format(knob.high or 0)}"


def _list(registry: Registry, out: TextIO) -> int:
    for name, entry in registry.experiments.items():
        print(f"{name}: {entry.summary}", file=out)
        for knob in registry.config(name).knobs().values():
            live = ", live" if knob.live else ""
            flag = knob.name.replace("_", "-")
            print(f"    --{flag} {_range(knob)} (default {knob.format(knob.default)}{live})", file=out)
    return 0


def _train(registry: Registry, options: argparse.Namespace, out: TextIO) -> int:
    texts = {key[5:]: text for key, text in vars(options).items() if key.startswith("knob_") and text is not None}
    config = registry.config(options.experiment).from_text(texts)
    given = _given(registry.entry(options.experiment), getattr(options, "given", None))
    schedule = _schedule(options.changes, config)
    if options.weights is not None and (options.weights.is_dir() or not options.weights.parent.is_dir()):
        raise InvalidConfig(f"--weights wants a file in a folder that exists, got {options.weights}")
    os.environ["OMP_NUM_THREADS"] = "1"  # as in the app: the same numbers, bit for bit

    import torch

    torch.set_num_threads(1)
    from dnnlab.live.run import Run

    run = Run(registry, options.experiment, config, None, time.monotonic, given)
    run.open()
    run.play()
    for metrics in _steps(run, schedule, options.steps):
        _report(metrics, run.step, run.total_steps, as_json=options.json, out=out)
    if run.state is State.FINISHED and run.final:
        _report(run.final, run.step, run.total_steps, as_json=options.json, out=out)
    if run.state in (State.FAILED, State.DIVERGED):
        print(f"dnnlab: {run.message}", file=sys.stderr)
        return 1
    if options.weights is not None:
        options.weights.write_bytes(run.weights())
    return 0


def _given(entry: Entry, file: Path | None) -> Any:
    """What a run is given from a file; a file that cannot be used is one sentence."""
    if file is None:
        return None
    try:
        return resolve(entry.given)(file)
    except (OSError, ValueError) as error:
        raise InvalidConfig(f"--given {file}: {error}") from None


def _steps(run: Run, schedule: deque[Change], limit: int | None) -> Iterator[dict[str, float]]:
    """Advance the run to its end or limit, changed as scheduled; yields each step's metrics."""
    while True:
        while schedule and schedule[0].step == run.step:
            _change(run, schedule.popleft())
        if run.state not in ACTIVE or not (run.state is State.FINISHING or limit is None or run.step < limit):
            return
        before = run.step
        run.advance()
        if run.step > before:
            yield run.metrics


def _change(run: Run, change: Change) -> None:
    """Turn knobs, or do something by hand; what the experiment refuses is bad input."""
    if isinstance(change, Tune):
        run.tune(run.config.replace(**change.values))
    elif not run.apply(json.loads(change.text)):
        raise InvalidConfig(f"--event {change.step}:{change.text}: {run.message}")
    run.play()  # more epochs, or what was done by hand, make a complete run go on


def _schedule(given: Sequence[tuple[str, str]], config: Config) -> deque[Change]:
    """What ``--tune`` and ``--event`` say, each as (flag, text), by step and in their order."""
    log = Changes()
    for change in sorted((_read(flag, text, config) for flag, text in given), key=lambda change: change.step):
        log.add(change)
    for change in log.all():
        if isinstance(change, Tune):
            config = config.replace(**change.values)  # now, not when the run has come there
    return deque(log.all())


def _read(flag: str, text: str, config: Config) -> Change:
    """One text: ``STEP:KNOB=VALUE`` or ``STEP:JSON``."""
    step, colon, what = text.partition(":")
    name, equals, value = what.partition("=")
    if not (step.isdigit() and colon and (flag == "event" or (equals and name))):
        raise InvalidConfig(f"--{flag} wants STEP:{'JSON' if flag == 'event' else 'KNOB=VALUE'}, got {text!r}")
    if flag == "event":
        try:
            return Event(step=int(step), text=event_text(json.loads(what)))
        except InvalidEvent as error:
            raise InvalidConfig(f"--event {step}: {error}") from None
        except (ValueError, RecursionError):
            raise InvalidConfig(f"--event wants STEP:JSON, got {text!r}") from None
    name = name.replace("-", "_")
    if name not in config.knobs() or not config.knobs()[name].live:
        live = ", ".join(each.name for each in config.knobs().values() if each.live)
        raise InvalidConfig(f"{name} cannot change while a run goes on; these can: {live}")
    return Tune(step=int(step), values={name: config.knobs()[name].parse(value)})


def _report(metrics: dict[str, float], step: int, total: int | None, *, as_json: bool, out: TextIO) -> None:
    if as_json:
        print(json.dumps({"step": step, **metrics}), file=out, flush=True)
    elif step % 50 == 0 or step == total or step == 1:
        of = "" if total is None else f" of {total:,}"
        values = "  ".join(f"{name.replace('_', ' ')} {value:.4f}" for name, value in metrics.items())
        print(f"step {step:,}{of}  {values}", file=out)
