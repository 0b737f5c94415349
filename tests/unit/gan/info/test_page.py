"""What the page of InfoGAN says and draws, with the numbers of the moment."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from dnnlab.gan.info.figures import correlation_bars, table_figure
from dnnlab.gan.info.knobs import InfoConfig
from dnnlab.gan.info.matching import matched
from dnnlab.gan.info.shipped import INFO, PLAIN, measured
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.recording import recorded
from pages.gan.info.maths import maths
from pages.gan.info.own import TWINS
from pages.gan.info.panels import figures
from pages.gan.info.scene import InfoScene, told
from pages.gan.info.turn import square

NOW = recorded("infogan").at(1e9)


def test_the_numbers_of_the_moment_are_those_of_the_run_and_stay_below_their_bounds() -> None:
    latest, text = NOW.status.latest, maths(InfoConfig(), NOW)[-1]
    found = [float(each) for each in re.findall(r"= (-?[\d.]+)", text)]
    names = ("information_c1", "information_c2", "information_c3", "discriminator_loss", "generator_loss")
    assert found == pytest.approx([latest[name] for name in names], rel=6e-3, abs=6e-3)
    assert found[0] <= math.log(10)
    broken = replace(NOW, status=replace(NOW.status, latest={**latest, "information_c1": float("nan")}))
    assert not maths(InfoConfig(), broken)[-1].startswith("L_1")


def test_the_bounds_that_are_printed_follow_from_what_is_printed() -> None:
    text = " ".join(maths(InfoConfig(), NOW))
    assert f"{math.log(10):.3f}" in text
    two, best = float(re.findall(r"\\ln 2 \\approx ([\d.]+)", text)[0]), float(re.findall(r"\\le\\; ([\d.]+)", text)[0])
    spread = float(re.findall(r"\\sigma = ([\d.]+)", text)[0])
    assert best == pytest.approx(two - 0.5 * math.log(2 * math.pi * spread**2), abs=1e-3)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_table_has_the_matching_on_its_diagonal(palette: object) -> None:
    table = np.array(measured()[INFO]["table"])
    shown = table_figure(table, palette, height=100).data[0]  # type: ignore[arg-type]
    assert np.diag(shown.z).mean() == pytest.approx(100 * matched(table).share)
    assert sorted(shown.y) == sorted(f"c1 = {code}" for code in range(10))


def test_digits_that_share_a_code_are_named() -> None:
    table = np.diag([100] * 10)
    table[2] = 0
    table[2, 4], table[2, 9] = 52, 48
    assert told(table).endswith("Digits that share a code: c1 = 2: 4 and 9.")
    assert told(np.diag([100] * 10)).endswith("No two digits share a code.")
    assert told(np.full((10, 10), 20)).endswith("No code keeps to a digit.")
    table = np.diag([100] * 10)
    table[3] = 10
    assert told(table).endswith("c1 = 3: many digits.")


def test_correlations_of_both_generators_stand_beside_each_other() -> None:
    both = {name: measured()[name]["correlations"] for name in (INFO, PLAIN)}
    bars = correlation_bars(both, LIGHT, height=100).data
    assert [each.name for each in bars] == [INFO, PLAIN] and len(bars[0].x) == 6
    assert list(bars[1].y) == pytest.approx(np.ravel(both[PLAIN]).tolist())


def test_the_figures_stand_beside_ceiling_and_floor() -> None:
    text = figures()
    for metric in ("matching", "purity", "precision", "coverage"):
        assert f"| {metric} |" in text
    assert "real digits, the ceiling" in text and "matches 10 %" in text and "noise" in text and "purity 1.000" in text


def test_the_squares_mark_the_trained_range() -> None:
    dots = square(1.0)
    assert np.abs(dots).max() == 1.0 and (np.abs(dots).max(1) == 1.0).all()


def test_the_stage_bears_a_run_that_was_not_judged_and_one_that_broke() -> None:
    view = recorded("infogan").views[0]
    broken = replace(view, correlations=np.full((2, 3), np.nan, np.float32), table=np.zeros((10, 10), np.int64))
    for each in (view, broken, NOW.view):
        for palette in (LIGHT, DARK):
            for panel in InfoScene().pictures(each, palette):
                panel.pack()


def test_every_twin_changes_something_that_there_is() -> None:
    for _, change in TWINS:
        assert InfoConfig().replace(**change) != InfoConfig()
