"""How fast a network trains: the engine against a bare loop, our step against a first draft, eight runs against one.

Each comparison is made twice: by the clock, which is what a learner sees, and
by the CPU time of the training process, which says what the code costs even
while other programs take the cores away.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median

import psutil  # type: ignore[import-untyped]

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.handle import Handle
from dnnlab.live.pool import Pool
from dnnlab.live.wire import State
from tools.benchmarks.processes import PATIENCE, Helper, helper
from tools.benchmarks.summary import interleaved, line, ratios

LONG = LeNetConfig(epochs=30)
"""The default knobs, but for the length: no run of the benchmark is to be complete."""
RUNS = 8


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast one process trained for a few seconds."""

    rates: Sequence[float]
    """Steps a second of each run, by the clock."""
    cpu: float
    """Steps of all runs together for each second of CPU time."""

    @property
    def together(self) -> float:
        """Steps a second of all runs."""
        return sum(self.rates)


def engine(repetitions: int) -> Iterator[str]:
    """A run in a trainer, looked at four times a second, against the same training as a bare loop."""
    with trainer() as pool, helper("tools.benchmarks.loops") as loops:
        run = pool.start("lenet", LONG, "learner", play=False)
        live = partial(live_speed, pool, [run], seconds=3.0, every=0.25)
        bare = partial(loop_speed, loops, "bare", "tanh", "average", 3.0)
        interleaved(1, live, bare)  # to warm up
        ours, theirs = interleaved(repetitions, live, bare)
    yield from compared("lenet_engine_vs_bare", ours, theirs, ("engine", "bare loop"), "target at least 0.9")


def step(repetitions: int) -> Iterator[str]:
    """The lesson's step against the one that a learner would write first; above 1, ours is faster."""
    with helper("tools.benchmarks.loops") as loops:
        for activation, pooling in (("tanh", "average"), ("ReLU", "max")):
            lesson, draft = (
                partial(loop_speed, loops, name, activation, pooling, 2.0) for name in ("lesson", "first draft")
            )
            interleaved(1, lesson, draft)  # to warm up
            ours, theirs = interleaved(repetitions, lesson, draft)
            name = f"lenet_step_vs_first_draft_{activation.lower()}_{pooling}"
            yield from compared(name, ours, theirs, ("ours", "first draft"), "times faster")


def eight(repetitions: int) -> Iterator[str]:
    """Eight runs in one trainer, each looked at once a second, against one."""
    with trainer() as pool:
        runs = [pool.start("lenet", LONG, f"learner {i}", play=False) for i in range(RUNS)]
        live_speed(pool, runs, seconds=2.0, every=1.0)  # to warm up
        one, all_eight = interleaved(
            repetitions,
            partial(live_speed, pool, runs[:1], seconds=3.0, every=1.0),
            partial(live_speed, pool, runs, seconds=6.0, every=1.0),
        )
    yield from compared("eight_runs_vs_one", all_eight, one, ("eight together", "one"), "target at least 0.85")
    slowest, fastest = [min(speed.rates) for speed in all_eight], [max(speed.rates) for speed in all_eight]
    note = f"{median(slowest):.0f} and {median(fastest):.0f} steps/s; target at least 0.5"
    yield line("eight_runs_slowest_vs_fastest", ratios(slowest, fastest), note)


def compared(name: str, ours: list[Speed], theirs: list[Speed], who: tuple[str, str], note: str) -> Iterator[str]:
    """Two lines: the ratio by the clock, and by CPU time."""
    for suffix, unit, figure in (("", "steps/s", _clock), ("_by_cpu", "steps a CPU second", _cpu)):
        above, below = [figure(speed) for speed in ours], [figure(speed) for speed in theirs]
        raw = f"{who[0]} {median(above):.0f} {unit}, {who[1]} {median(below):.0f}; {note}"
        yield line(name + suffix, ratios(above, below), raw)


def _clock(speed: Speed) -> float:
    return speed.together


def _cpu(speed: Speed) -> float:
    return speed.cpu


@contextmanager
def trainer() -> Iterator[Pool]:
    """A pool with one trainer, warm, ended with the block."""
    pool = Pool("dnnlab.catalogue:CATALOGUE", workers=1)
    try:
        _wait(lambda: pool.ready, 0.05)
        yield pool
    finally:
        pool.close()


def loop_speed(loops: Helper, name: str, activation: str, pooling: str, seconds: float) -> Speed:
    """The speed of one loop of :mod:`tools.benchmarks.loops`."""
    question = {"loop": name, "activation": activation, "pooling": pooling, "seconds": seconds}
    answer = loops.ask(question)
    return Speed(rates=[answer["steps"] / answer["seconds"]], cpu=answer["steps"] / answer["cpu"])


def live_speed(pool: Pool, runs: Sequence[Handle], *, seconds: float, every: float) -> Speed:
    """Play some runs and look at each of them, as its page would; paused before and afterwards."""
    process = psutil.Process(pool.pids[0])
    for run in runs:
        run.play()
    before, began = _cpu_seconds(process), [_look(run) for run in runs]
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        time.sleep(min(every, left))
        for run in runs:
            run.poll()
    after, ended = _cpu_seconds(process), [_look(run) for run in runs]
    for run in runs:
        run.pause()
    for run in runs:
        _wait(lambda run=run: run.poll().status.state is State.PAUSED, 0.01)  # type: ignore[misc]
    done = [(last[1] - first[1], last[0] - first[0]) for first, last in zip(began, ended, strict=True)]
    steps = sum(count for count, _ in done)
    return Speed(rates=[count / passed for count, passed in done], cpu=steps / (after - before))


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _look(run: Handle) -> tuple[float, int]:
    """A status that is published after this moment: when it came, and the steps done.

    Raises:
        RuntimeError: the run does not train.
    """
    old = run.poll().status
    _wait(lambda: run.poll().status is not old, 0.002)
    status = run.poll().status
    if status.state is not State.PLAYING:
        raise RuntimeError(f"a run of the benchmark is {status.state}: {status.message}")
    return time.perf_counter(), status.step


def _wait(condition: Callable[[], bool], pause: float) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"the trainer did not answer within {PATIENCE:.0f} s")
        time.sleep(pause)
