"""How fast a network trains: the engine against a bare loop, our step against a first draft, eight runs against one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from statistics import median

from dnnlab.cnn.knobs import LeNetConfig
from dnnlab.live.handle import Handle
from dnnlab.live.pool import Pool
from dnnlab.live.wire import State
from tools.bench.processes import PATIENCE, Helper, helper
from tools.bench.summary import interleaved, line, ratios

LONG = LeNetConfig(epochs=30)
"""The default knobs, but for the length: no run of the benchmark is to be complete."""
WARM_UP = 1.0
RUNS = 8


def engine(repetitions: int) -> Iterator[str]:
    """A run in a trainer, looked at four times a second, against the same training as a bare loop."""
    with pool() as trainers, helper("tools.bench.loops") as loops:
        run = trainers.start("lenet", LONG, "learner", play=False)
        live = partial(live_rates, [run], seconds=3.0, every=0.25)
        bare = partial(loop_rate, loops, "bare", "tanh", "average", 3.0)
        interleaved(1, live, bare)  # to warm up
        ours, theirs = interleaved(repetitions, lambda: live()[0], bare)
    note = f"engine {median(ours):.0f} steps/s, bare loop {median(theirs):.0f}; target at least 0.9"
    yield line("lenet_engine_vs_bare", ratios(ours, theirs), note)


def step(repetitions: int) -> Iterator[str]:
    """The lesson's step against the one that a learner would write first; above 1, ours is faster."""
    with helper("tools.bench.loops") as loops:
        for activation, pooling in (("tanh", "average"), ("ReLU", "max")):
            ours, theirs = (partial(loop_rate, loops, name, activation, pooling) for name in ("lesson", "first draft"))
            interleaved(1, partial(ours, WARM_UP), partial(theirs, WARM_UP))
            fast, slow = interleaved(repetitions, partial(ours, 2.0), partial(theirs, 2.0))
            note = f"ours {median(fast):.0f} steps/s, first draft {median(slow):.0f}"
            yield line(f"lenet_step_vs_first_draft_{activation.lower()}_{pooling}", ratios(fast, slow), note)


def eight(repetitions: int) -> Iterator[str]:
    """Eight runs in one trainer, each looked at once a second, against one."""
    with pool() as trainers:
        runs = [trainers.start("lenet", LONG, f"learner {i}", play=False) for i in range(RUNS)]
        live_rates(runs, seconds=WARM_UP, every=1.0)
        one, all_eight = interleaved(
            repetitions,
            lambda: live_rates(runs[:1], seconds=3.0, every=1.0)[0],
            lambda: live_rates(runs, seconds=6.0, every=1.0),
        )
    together = [sum(rates) for rates in all_eight]
    note = f"eight runs {median(together):.0f} steps/s together, one {median(one):.0f}; target at least 0.85"
    yield line("eight_runs_vs_one", ratios(together, one), note)
    slowest, fastest = [min(rates) for rates in all_eight], [max(rates) for rates in all_eight]
    note = f"{median(slowest):.0f} and {median(fastest):.0f} steps/s; target at least 0.5"
    yield line("eight_runs_slowest_vs_fastest", ratios(slowest, fastest), note)


@contextmanager
def pool() -> Iterator[Pool]:
    """One trainer, warm, ended with the block."""
    made = Pool("dnnlab.catalogue:CATALOGUE", workers=1)
    try:
        _wait(lambda: made.ready, 0.05)
        yield made
    finally:
        made.close()


def loop_rate(loops: Helper, name: str, activation: str, pooling: str, seconds: float) -> float:
    """Steps a second of one loop."""
    question = {"loop": name, "activation": activation, "pooling": pooling, "seconds": seconds}
    answer = loops.ask(question)
    return float(answer["steps"] / answer["seconds"])


def live_rates(runs: Sequence[Handle], *, seconds: float, every: float) -> list[float]:
    """Play some runs and look at each of them, as its page would; the steps a second of each. Paused afterwards."""
    for run in runs:
        run.play()
    began = [_look(run) for run in runs]
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        time.sleep(min(every, left))
        for run in runs:
            run.poll()
    ended = [_look(run) for run in runs]
    for run in runs:
        run.pause()
    for run in runs:
        _wait(lambda run=run: run.poll().status.state is State.PAUSED, 0.01)  # type: ignore[misc]
    return [(last[1] - first[1]) / (last[0] - first[0]) for first, last in zip(began, ended, strict=True)]


def _look(run: Handle) -> tuple[float, int]:
    """A status that is published after this moment: when it came, and the steps done."""
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
