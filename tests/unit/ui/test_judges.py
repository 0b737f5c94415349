"""Which of a learner's runs count for a prediction: begun with these knobs, kept up to a step, in pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.config import Config, knob
from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import Snapshot, State, Status, Tune
from dnnlab.ui.judges import began_with, pairs, value_at
from dnnlab.ui.tryit import Outcome, Question, Questions, reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Toy(Config):
    rate: float = knob(0.1, low=0.0, high=1.0, live=True, help="")
    noise: float = knob(0.0, low=0.0, high=1.0, live=True, help="")
    shape: str = knob("ring", options=("ring", "moons", "line"), help="")
    seed: int = knob(0, low=0, high=9, help="")


def run(config: Config, value: float = 0.5, *, step: int = 100, **status: Any) -> PastRun:
    """A run that measured ``loss`` at every tenth step: ``value`` times the step."""
    steps = np.arange(10, step + 1, 10)
    others = {"every step": (np.arange(1, step + 1), np.ones(step))}
    said = Status(config=config, begun=config, step=step, **status)
    return PastRun(number=1, snapshot=Snapshot(status=said, curves={"loss": (steps, steps * value), **others}))


def tuned(step: int, **values: float) -> tuple[Tune, ...]:
    return (Tune(step=step, values=values),)


def test_runs_count_that_began_so_whatever_the_seed_oldest_first() -> None:
    runs = [run(Toy(seed=4), 1.0), run(Toy(rate=0.2)), run(LeNetConfig()), run(Toy(), 2.0), run(Toy(shape="moons"))]
    found = began_with(runs, Toy(), "loss", 50)
    assert [(each.config.seed, each.value) for each in found] == [(4, 50.0), (0, 100.0)]
    assert found[0].snapshot is runs[0].snapshot
    assert [each.config.seed for each in began_with(runs, Toy(), "loss", 50, whatever=())] == [0]


@pytest.mark.parametrize(
    ("tunes", "counts"),
    [
        (tuned(49, rate=0.2), False),
        (tuned(50, rate=0.2), True),
        (tuned(3, noise=0.2), True),
        (tuned(3, noise=0.2) + tuned(9, rate=0.2), False),
    ],
)
def test_a_knob_moved_before_the_step_matters_if_it_counts(tunes: tuple[Tune, ...], counts: bool) -> None:
    runs = [run(Toy(), changes=tunes)]
    assert bool(began_with(runs, Toy(), "loss", 50, whatever=("seed", "noise"))) is counts


def test_a_run_that_did_not_come_so_far_or_never_measured_it_does_not_count() -> None:
    assert not began_with([run(Toy(), step=49)], Toy(), "loss", 50)
    assert not began_with([run(Toy())], Toy(), "loss", 9)
    assert not began_with([run(Toy())], Toy(), "accuracy", 50)


def test_without_a_step_runs_are_judged_at_their_end_by_the_final_figure_if_there_is_one() -> None:
    done = {"state": State.FINISHED, "latest": {"loss": 0.3}}
    assert [each.value for each in began_with([run(Toy(), **done)], Toy(), "loss")] == [0.3]
    assert [each.value for each in began_with([run(Toy(), final={"loss": 0.2}, **done)], Toy(), "loss")] == [0.2]
    assert not began_with([run(Toy(), state=State.PAUSED, latest={"loss": 0.3})], Toy(), "loss")
    assert not began_with([run(Toy(), changes=tuned(99, rate=0.2), **done)], Toy(), "loss")


def test_a_pair_differs_in_exactly_these_knobs() -> None:
    ring, moons = run(Toy(rate=0.2, seed=3), 1.0), run(Toy(rate=0.2, seed=3, shape="moons"), 2.0)
    others = [
        run(Toy(rate=0.2, seed=4, shape="moons")),
        run(Toy(shape="moons")),
        run(Toy(rate=0.2, seed=3, shape="line")),
    ]
    found = pairs([moons, *others, ring], Toy, {"shape": "ring"}, {"shape": "moons"}, "loss", 50)
    assert [(one.value, other.value) for one, other in found] == [(50.0, 100.0)]
    assert not pairs([ring, *others], Toy, {"shape": "ring"}, {"shape": "moons"}, "loss", 50)


def test_what_the_first_of_a_pair_has_may_be_left_open_but_is_something_else() -> None:
    runs = [run(Toy(noise=noise)) for noise in (0.5, 0.1, 0.0, 0.0)]
    found = pairs(runs[:3], Toy, {}, {"noise": 0.0}, "loss", 50)
    assert [(one.config.noise, other.config.noise) for one, other in found] == [(0.5, 0.0), (0.1, 0.0)]
    assert not pairs(runs[2:], Toy, {}, {"noise": 0.0}, "loss", 50)


def test_knobs_that_may_stand_anywhere_may_differ_in_a_pair() -> None:
    runs = [run(Toy(seed=1)), run(Toy(seed=2, shape="moons"))]
    both = {"shape": "ring"}, {"shape": "moons"}
    assert not pairs(runs, Toy, *both, "loss", 50)
    assert len(pairs(runs, Toy, *both, "loss", 50, whatever=("seed",))) == 1


def test_the_newest_pair_stands_last() -> None:
    runs = [run(Toy(), 1.0), run(Toy(shape="moons"), 2.0), run(Toy(), 3.0), run(Toy(shape="moons"), 4.0)]
    one, other = pairs(runs, Toy, {"shape": "ring"}, {"shape": "moons"}, "loss", 50)[-1]
    assert (one.value, other.value) == (150.0, 200.0)


def test_a_value_at_a_step_is_the_last_one_known_there() -> None:
    snapshot = run(Toy(), 1.0, step=105).snapshot
    assert [value_at(snapshot, "loss", step) for step in (9, 10, 57, 105, 106)] == [None, 10.0, 50.0, 100.0, None]
    assert value_at(snapshot, "nothing", 50) is None


def question(step: int) -> Question:
    return Question(
        key=f"toy-{step}", ask="?", options=("a", "b"), todo="", judge=lambda runs: Outcome(0, ""), why="", step=step
    )


@pytest.mark.parametrize(("step", "count"), [(0, 0), (49, 0), (50, 1), (100, 2)])
def test_the_page_looks_again_when_a_run_reaches_a_questions_step(step: int, count: int) -> None:
    questions = Questions(Toy, question(0), question(50), question(100))
    assert reached(questions, Snapshot(status=Status(config=Toy(), step=step))) == count
