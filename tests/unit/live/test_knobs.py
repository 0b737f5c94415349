"""The knobs that nearly every experiment has: what a lesson says of its own, and what all of them say."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dnnlab.live import knobs
from dnnlab.live.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual(Config):
    optimizer: str = knobs.optimizer(advice="Adam needs little tuning.")
    learning_rate: float = knobs.learning_rate(1e-3, advice="0.001 suits Adam.")
    batch_size: int = knobs.batch_size(things="Digits")
    epochs: int = knobs.epochs(3, things="digits", advice="Three are enough.")
    run_length: int = knobs.run_length(500, help="Where the run ends.")
    seed: int = knobs.seed("first weights, order of the digits")


DECLARED = Usual.knobs()


def test_they_stand_in_the_order_in_which_the_lesson_names_them() -> None:
    assert list(DECLARED) == ["optimizer", "learning_rate", "batch_size", "epochs", "run_length", "seed"]
    assert {each.group for each in DECLARED.values()} == {"Training"}


def test_those_that_a_run_can_take_over_are_live() -> None:
    assert [name for name, each in DECLARED.items() if each.live] == ["learning_rate", "epochs", "run_length"]


def test_their_help_says_what_they_are_and_what_they_do_here() -> None:
    assert DECLARED["optimizer"].help == "The rule that turns gradients into steps. Adam needs little tuning."
    assert DECLARED["learning_rate"].help == "The size of a step. 0.001 suits Adam."
    assert DECLARED["epochs"].help == "How many times the training digits are gone through. Three are enough."
    assert DECLARED["seed"].help == (
        "Where the random numbers begin: first weights, order of the digits. Same seed, same run, bit for bit."
    )


def test_their_ranges_are_those_of_every_lesson() -> None:
    assert DECLARED["batch_size"].grid() == (16, 32, 64, 128, 256, 512)
    assert (DECLARED["learning_rate"].low, DECLARED["learning_rate"].high) == (1e-5, 1.0)
    assert (DECLARED["seed"].low, DECLARED["seed"].high, DECLARED["seed"].default) == (0, 9999, 0)


def test_a_run_ends_where_its_slider_can_stand() -> None:
    with pytest.raises(TypeError, match="3000 does not stand on the slider's grid: 100, 200, 500, 1000"):
        knobs.run_length(3_000, help="Where the run ends.")
    knobs.run_length(150, low=150, help="Where the run ends.")
