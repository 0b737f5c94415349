"""A step worked through: its numbers are the run's own, and whoever works them out again gets the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dnnlab.foundations.optimizers.knobs import RaceConfig
from dnnlab.foundations.optimizers.net.experiment import Race
from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.optimizers.views import Worked
from dnnlab.foundations.optimizers.worked import DIGITS, lines
from dnnlab.foundations.point_race.knobs import PointRaceConfig
from dnnlab.foundations.point_race.net.experiment import PointRace
from dnnlab.foundations.weight_race.knobs import NetRaceConfig
from dnnlab.foundations.weight_race.net.experiment import FOLLOWED, WeightRace
from dnnlab.plots.written import in_latex, written
from pages.foundations.optimizers.maths import worked_through
from tests.unit.printed import assert_holds

EVERYBODY: dict[str, Any] = dict.fromkeys(RULES, True)
STEPS = 4


def shown(value: float) -> str:
    return in_latex(written(value, digits=DIGITS))


def races() -> list[tuple[Any, Any, Any]]:
    """Each race before its last step, with what gives a racer's number and its gradient."""
    return [
        (Race(RaceConfig(**EVERYBODY)), lambda race: race.places[:, 0], lambda race: race.gradients[:, 0]),
        (
            PointRace(PointRaceConfig(**EVERYBODY)), lambda race: race.net.theta[:, -1],
            lambda race: race.net.gradient[:, -1],
        ),
        (WeightRace(NetRaceConfig(**EVERYBODY)), lambda race: race.places[:, FOLLOWED].numpy(), lambda race: None),
    ]  # fmt: skip


@pytest.mark.parametrize("which", range(3), ids=["surface", "playground", "digits"])
def test_the_numbers_are_those_of_the_run_and_work_out(which: int) -> None:
    race, number, gradient = races()[which]
    for _ in range(STEPS - 1):
        race.step()
    before, memory = np.array(number(race), np.float64), race.view().worked.remembered.copy()
    race.step()
    worked = race.view().worked
    after = np.array(number(race), np.float64)
    assert worked.before == pytest.approx(before, rel=0, abs=0)
    assert worked.after == pytest.approx(after, rel=0, abs=0)
    assert np.array_equal(worked.memory, memory, equal_nan=True)
    if gradient(race) is not None:
        assert (worked.gradients == gradient(race)).all()
    assert (worked.steps == STEPS).all()
    for k, key in enumerate(race.keys):
        told = lines(key, worked, k)
        assert_holds(r" \\ ".join(told), significant=DIGITS, results=len(told))
        for value in (before[k], after[k], worked.gradients[k]):
            assert shown(float(value)).lstrip("-") in " ".join(told)
        for old, new in zip(worked.memory[k], worked.remembered[k], strict=True):
            assert np.isnan(old) or shown(float(old)) in " ".join(told)
            assert np.isnan(new) or f"= {shown(float(new))}" in " ".join(told)
        assert told[-1].endswith(f"= {shown(float(after[k]))}")


@pytest.mark.parametrize("key", RULES)
def test_a_number_that_is_off_is_seen(key: str) -> None:
    race = Race(RaceConfig(**EVERYBODY))
    for _ in range(STEPS):
        race.step()
    worked, k = race.view().worked, race.keys.index(key)
    for name in ("after", "remembered"):
        wrong: Worked = replace(worked, **{name: getattr(worked, name) * 1.2})
        if name == "after" or RULES[key].letters:
            with pytest.raises(AssertionError, match="no one number"):
                assert_holds(r" \\ ".join(lines(key, wrong, k)), significant=DIGITS)


def test_before_the_first_step_it_says_what_to_do() -> None:
    race = Race(RaceConfig())
    (said,) = worked_through(race.view().worked, race.keys, "adam")
    assert "press Step" in said
    race.step()
    told = worked_through(race.view().worked, race.keys, "adam")
    assert told[0].startswith("**Step 1 of Adam**")
    assert told[1].count(r"\\") == 5


def test_the_rate_and_the_constants_are_those_of_the_step() -> None:
    race = Race(RaceConfig(**EVERYBODY))
    race.step()
    race.tune(race.config.replace(rate_sgd=0.05, momentum_kept=0.5))
    worked = race.view().worked
    assert worked.rates[0] == 0.01
    assert worked.constants[0, 0] == 0.9
    race.step()
    assert race.view().worked.rates[0] == 0.05
