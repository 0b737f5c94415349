"""The colours can be read and told apart, in the light and in the dark."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import fields

import numpy as np
import pytest
from numpy.typing import NDArray

from dnnlab.plots.palette import DARK, LIGHT, Palette

both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)

# Full deuteranopia and protanopia in linear RGB (Machado, Oliveira and Fernandes 2009, table 1, severity 1).
DEUTERANOPIA = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
PROTANOPIA = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
EYES = {"all cones": np.eye(3), "deuteranopia": np.array(DEUTERANOPIA), "protanopia": np.array(PROTANOPIA)}


def linear(colour: str) -> NDArray[np.float64]:
    """Linear RGB of ``#rrggbb`` (IEC 61966-2-1)."""
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.1), from 1 to 21."""
    low, high = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, eye: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE 1976 L*a*b* under D65, as an eye with these cones sees it."""
    seen = np.clip(eye @ linear(colour), 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    ratio = xyz / [0.9505, 1.0, 1.089]
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one: str, other: str, eye: str = "all cones") -> float:
    """Colour difference ΔE*ab; about 2 is just noticeable."""
    return float(np.linalg.norm(lab(one, EYES[eye]) - lab(other, EYES[eye])))


def test_the_measures_are_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert lab("#ff0000", np.eye(3)) == pytest.approx([53.2, 80.1, 67.2], abs=0.2)


@both
def test_every_colour_is_a_colour(palette: Palette) -> None:
    colours = [getattr(palette, each.name) for each in fields(palette) if each.name not in ("name", "classes")]
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in [*colours, *palette.classes])


@both
@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize("ink", ["text", "muted"])
def test_words_can_be_read(palette: Palette, ink: str, ground: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


@both
@pytest.mark.parametrize(
    "name", ["accent", "train", "validation", "pinned", "positive", "negative", "right", "wrong", "real", "generated"]
)
def test_lines_and_marks_stand_out(palette: Palette, name: str) -> None:
    """3 to 1 for graphical objects, WCAG 2.1, success criterion 1.4.11."""
    assert contrast(getattr(palette, name), palette.background) >= 3


@both
@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize(
    ("one", "other"), [("train", "validation"), ("positive", "negative"), ("real", "generated"), ("right", "wrong")]
)
def test_pairs_can_be_told_apart_by_all(palette: Palette, one: str, other: str, eye: str) -> None:
    assert difference(getattr(palette, one), getattr(palette, other), eye) >= 25


@both
def test_ten_classes_ten_colours(palette: Palette) -> None:
    assert len(palette.classes) == 10
    closest = min(itertools.combinations(palette.classes, 2), key=lambda pair: difference(*pair))
    assert difference(*closest) >= 15, closest


@both
def test_zero_is_the_pages_own_ground(palette: Palette) -> None:
    assert palette.zero == palette.background


def test_the_browser_gets_plain_data() -> None:
    assert json.loads(json.dumps(LIGHT.to_json()))["classes"] == list(LIGHT.classes)
