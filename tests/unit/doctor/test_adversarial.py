"""What the doctor says of games, from shipped traces and from a run in full."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from dnnlab.doctor.adversarial import (
    COLLAPSE,
    DIVERGENCE,
    HEALTHY,
    MEMORISING,
    OSCILLATION,
    TOO_STRONG,
    TROUBLES,
    UNDER_WAY,
    adversarial,
)
from dnnlab.doctor.diagnosis import Remedy, Trace
from dnnlab.paths import ASSETS

FILE = ASSETS / "doctor" / "adversarial" / "traces.npz"
STEPS = np.arange(0, 2_000, 50)
WELL = {
    "discriminator_loss": 1.35, "generator_loss": 0.75, "generator_gradient": 1.5, "d_fake": 0.48, "modes": 8.0,
    "good_share": 0.85, "diversity": 0.98, "movement": 0.1, "ranking": 0.55, "js": 0.07,
}  # fmt: skip


def trace(values: Mapping[str, float]) -> Trace:
    """A run that has been like this all the time."""
    return {name: (STEPS, np.full(len(STEPS), value)) for name, value in values.items()}


def says(values: Mapping[str, float]) -> list[str]:
    return [each.name for each in adversarial(modes=8)(trace({**WELL, **values}))]


def test_a_game_that_goes_well_is_healthy() -> None:
    (found,) = adversarial(modes=8)(trace(WELL))
    assert found.name == HEALTHY and found.healthy and "8 of 8 modes" in found.sentence


def test_one_that_is_not_there_yet_is_under_way() -> None:
    assert says({"js": 0.4, "modes": 5.0}) == [UNDER_WAY]


def test_few_modes_and_little_diversity_are_mode_collapse() -> None:
    assert says({"modes": 1.0, "diversity": 0.1, "js": 0.5}) == [COLLAPSE]


def test_few_modes_of_good_fakes_are_mode_collapse_too() -> None:
    assert says({"modes": 3.0, "good_share": 0.8, "js": 0.3}) == [COLLAPSE]


def test_a_collapse_that_hops_is_told_with_its_figure() -> None:
    first, second = adversarial(modes=8)(trace({**WELL, "modes": 1.0, "diversity": 0.1, "movement": 1.7, "js": 0.6}))
    assert first.name == COLLAPSE and "hop" in first.sentence and "1.7" in first.sentence
    assert second.name == OSCILLATION


def test_a_discriminator_that_ranks_all_pairs_rightly_is_too_strong() -> None:
    values = {"ranking": 0.999, "js": 0.69}
    assert says(values) == [TOO_STRONG]
    fading = dict(trace({**WELL, **values}))
    fading["generator_gradient"] = STEPS, np.geomspace(1.0, 1e-6, len(STEPS))
    (found,) = adversarial(modes=8)(fading)
    assert "vanished" in found.sentence


def test_fakes_that_never_settle_far_from_the_data_oscillate() -> None:
    assert says({"movement": 1.2, "js": 0.5}) == [OSCILLATION]
    assert says({"movement": 1.2, "js": 0.1}) == [HEALTHY]


def test_losses_without_end_are_divergence_and_come_first() -> None:
    assert says({"generator_loss": 1e7, "modes": 0.0, "diversity": 0.0, "js": 0.69})[0] == DIVERGENCE
    early = {name: (steps[:3], values[:3]) for name, (steps, values) in trace({"generator_loss": 1e7}).items()}
    assert [each.name for each in adversarial(modes=8)(early)] == [DIVERGENCE]
    assert says({"discriminator_loss": float("nan")}) == [DIVERGENCE]


def test_known_examples_and_copies_are_memorising() -> None:
    assert says({"known": 0.9, "copying": 0.5}) == [MEMORISING]
    assert says({"known": 0.55, "copying": 0.5}) == [HEALTHY]


def test_nothing_is_said_of_a_few_looks() -> None:
    short = {name: (steps[:5], values[:5]) for name, (steps, values) in trace(WELL).items()}
    assert adversarial(modes=8)(short) == [] and adversarial(modes=8)({}) == []


def test_remedies_are_those_of_the_trouble() -> None:
    remedy = Remedy("More steps of D", {"discriminator_steps": 5})
    doctor = adversarial(modes=8, remedies={COLLAPSE: [remedy]})
    collapsed, _ = trace({**WELL, "modes": 1.0, "diversity": 0.1}), None
    assert doctor(collapsed)[0].remedies == [remedy]
    assert not doctor(trace({**WELL, "ranking": 0.999}))[0].remedies


@pytest.mark.parametrize("missing", ["movement", "copying", "generator_gradient", "ranking"])
def test_what_was_not_measured_is_not_told(missing: str) -> None:
    values = {name: value for name, value in WELL.items() if name != missing}
    assert [each.name for each in adversarial(modes=8)(trace(values))] == [HEALTHY]


@cache
def prepared() -> list[tuple[dict[str, Any], Trace]]:
    with np.load(FILE) as kept:
        about = json.loads(str(kept["about"]))
        names = [name.partition("/") for name in kept.files if "/" in name]
        return [
            (each, {name: tuple(kept[f"{place}/{name}"]) for at, _, name in names if int(at) == place})
            for place, each in enumerate(about)
        ]


def test_the_card_says_how_many_of_the_shipped_games_are_told_rightly() -> None:
    """Recomputed from the curves, of both groups; half of them have seeds that the thresholds were not chosen on."""
    card = FILE.with_name("card.md").read_text(encoding="utf-8")
    groups = {each["group"]: set[int]() for each, _ in prepared()}
    for group in groups:
        cases = [each for each in prepared() if each[0]["group"] == group]
        groups[group] = {each["seed"] for each, _ in cases}
        found = [[finding.name for finding in adversarial(modes=told["modes"])(trace)] for told, trace in cases]
        right = sum(names[:1] == [told["true"]] for names, (told, _) in zip(found, cases, strict=True))
        assert f"{group}: {right} of {len(cases)}" in card
        healthy = [names for names, (told, _) in zip(found, cases, strict=True) if told["true"] == HEALTHY]
        false = sum(names != [HEALTHY] for names in healthy)
        assert f"false alarms {group}: {false} of {len(healthy)}" in card
    assert not groups["for setting"] & groups["for judging"]
    assert {told["true"] for told, _ in prepared()} == {*TROUBLES, HEALTHY}
