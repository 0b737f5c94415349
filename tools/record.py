"""Record a run of an experiment for its page to play on arrival.

    python -m tools.record lenet --frames 60 --spacing quadratic
    python -m tools.record again

The experiment runs to its end, or for ``--steps``, with its default knobs or
those that are given.  The file goes to assets/<topic>/<lesson>/recording.npz.
``again`` makes every recording that ships anew, with the command that it notes.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported: the same numbers as in a trainer, bit for bit

import argparse
import shlex
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.config import Config, InvalidConfig
from dnnlab.live.history import History
from dnnlab.live.recorded import Recorded, command_of, place, save
from dnnlab.live.registry import Registry
from dnnlab.live.run import Run
from dnnlab.live.wire import State

LARGEST = 1_000_000
"""Bytes of a recording: every visitor's page reads it before anything moves."""
POINTS = 6_000
"""Values kept of each metric: up to here all of them."""
SPACINGS = {"even": 1, "quadratic": 2}
"""The power of a frame's place that its step grows with."""


def record(
    registry: Registry, name: str, config: Config, *, frames: int, spacing: str = "even", steps: int | None = None
) -> Recorded:
    """Run an experiment to its end, or for so many steps, and keep what it showed.

    Args:
        frames: at most so many views, the first at step 0, the last at the end.
        spacing: ``even``, or ``quadratic``: closer together at the start, where more happens.

    Raises:
        ValueError: fewer than two frames, a run without an end, or one that fails or diverges.
    """
    torch.set_num_threads(1)
    run = Run(registry, name, config, None, time.monotonic)
    run.open()
    if run.state is State.FAILED:
        raise ValueError(f"{name} cannot begin: {run.message}")
    ends = [each for each in (run.total_steps, run.max_steps, steps) if each is not None]
    if frames < 2 or not ends:
        raise ValueError(f"{name}: a recording needs two frames, and an end (--steps)")
    end = min(ends)
    wanted = moments(end, frames, spacing)
    history, seen = History(POINTS), {}
    run.play()
    while run.state is State.PLAYING:
        if run.step in wanted:
            seen[run.step] = _kept_view(run)
        if run.step == end:
            break
        before = run.step
        run.advance()
        if run.step != before:  # it may have been a slice of a step alone
            history.add(run.step, run.metrics)
    while run.state is State.FINISHING:
        run.advance()
    if run.step != end or run.state in (State.FAILED, State.DIVERGED):
        raise ValueError(f"{name} stopped at step {run.step:,}: {run.message}")
    seen[end] = _kept_view(run)
    return Recorded(
        experiment=name, config=config, steps=list(seen), views=list(seen.values()), curves=history.curves(),
        final=run.final, command=command(name, config, frames=frames, spacing=spacing, steps=steps),
    )  # fmt: skip


def _kept_view(run: Run) -> Any:
    """What it shows, down to what is made beside the steps."""
    run.experiment.settle()
    return run.experiment.view()


def save_small(made: Recorded, file: Path) -> None:
    """Write a recording, in place of one that is there.

    Raises:
        ValueError: it is larger than :data:`LARGEST`; says what would make it smaller, and leaves the file as it was.
    """
    new = file.with_name(f".{file.name}")  # numpy would append its ending to any other
    try:
        if (size := _size(made, new)) > LARGEST:
            fewer = frames = len(made.views)
            while fewer > 2 and _size(_thinned(made, fewer), new) > LARGEST:
                fewer = max(2, fewer * 4 // 5)
            advice = f"Record fewer views (--frames {fewer}), or let" if fewer < frames else "Let"
            raise ValueError(
                f"{made.experiment}: this recording has {size / 1e6:.2f} MB, and 1 MB is the most that a page loads. "
                f"{advice} the fields of its view that are only drawn say so: field(metadata=COARSE) from "
                "dnnlab.live.columns keeps them as one byte a value."
            )
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _size(made: Recorded, file: Path) -> int:
    save(made, file)
    return file.stat().st_size


def _thinned(made: Recorded, frames: int) -> Recorded:
    """So many of its views, the first and the last among them."""
    kept = [round(i * (len(made.views) - 1) / (frames - 1)) for i in range(frames)]
    return replace(made, steps=[made.steps[i] for i in kept], views=[made.views[i] for i in kept])


def moments(end: int, frames: int, spacing: str) -> set[int]:
    """The steps to look at: so many between 0 and the end, both included; fewer where two fall together."""
    return {round(end * (i / (frames - 1)) ** SPACINGS[spacing]) for i in range(frames)}


def command(name: str, config: Config, *, frames: int, spacing: str, steps: int | None) -> str:
    """The line that records it again."""
    knobs = [f"--{knob.replace('_', '-')}={text}" for knob, text in config.to_text().items()]
    limit = [] if steps is None else ["--steps", str(steps)]
    return shlex.join(
        ["python", "-m", "tools.record", name, *knobs, "--frames", str(frames), "--spacing", spacing, *limit]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and record; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.experiment == "again":
            shipped = [file for entry in CATALOGUE.experiments.values() if (file := place(entry)).exists()]
            return max((main(shlex.split(command_of(file))[3:]) for file in shipped), default=0)
        _record(options)
    except (InvalidConfig, ValueError) as error:
        print(f"record: {error}", file=sys.stderr)
        return 2
    return 0


def _record(options: argparse.Namespace) -> None:
    name = options.experiment
    texts = {key[5:]: text for key, text in vars(options).items() if key.startswith("knob_") and text is not None}
    config = CATALOGUE.config(name).from_text(texts)
    began = time.perf_counter()
    made = record(CATALOGUE, name, config, frames=options.frames, spacing=options.spacing, steps=options.steps)
    file = options.out or place(CATALOGUE.entry(name))
    file.parent.mkdir(parents=True, exist_ok=True)
    save_small(made, file)
    figures = ", ".join(f"{metric} {value:.4f}" for metric, value in made.final.items()) or "no final figures"
    print(
        f"{name}: {len(made.views)} views up to step {made.steps[-1]:,}, {file.stat().st_size / 1000:,.0f} kB, "
        f"{time.perf_counter() - began:.0f} s; {figures}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.record", description="Record a run for its page.")
    names = parser.add_subparsers(dest="experiment", required=True, metavar="EXPERIMENT")
    names.add_parser("again", help="every recording that ships, with the command that it notes")
    for name, entry in CATALOGUE.experiments.items():
        one = names.add_parser(name, help=entry.summary, allow_abbrev=False)
        one.add_argument("--frames", type=int, required=True, help="views to keep")
        one.add_argument("--spacing", choices=SPACINGS, default="even", help="quadratic: closer together at the start")
        one.add_argument("--steps", type=int, help="stop after so many steps (default: at the run's end)")
        one.add_argument("--out", type=Path, metavar="FILE", help="default: recording.npz in the lesson's assets")
        for knob in CATALOGUE.config(name).knobs():
            one.add_argument(f"--{knob.replace('_', '-')}", dest=f"knob_{knob}", metavar="VALUE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
