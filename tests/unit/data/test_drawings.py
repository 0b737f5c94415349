"""A drawing is no photo: every stroke of it is read, touching or not."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from dnnlab.cnn.lenet.net.calls import read
from dnnlab.data import digits, mnist
from dnnlab.data.digits import NoDigit, prepare_digit
from dnnlab.data.field import FIELD
from dnnlab.ui.components.pad.component import RADIUS, SOFTNESS
from tools.measure_drawings import compared

Point = tuple[float, float]


def drawn(*strokes: list[Point]) -> np.ndarray:
    """What the pad makes of strokes, (28, 28): component.js's brush."""
    x, y = np.meshgrid(np.arange(FIELD) + 0.5, np.arange(FIELD) + 0.5)
    ink = np.zeros((FIELD, FIELD))
    for stroke in strokes:
        for (ax, ay), (bx, by) in pairwise(stroke):
            dx, dy = bx - ax, by - ay
            along = np.clip(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy or 1), 0, 1)
            distance = np.hypot(x - ax - along * dx, y - ay - along * dy)
            ink = np.maximum(ink, np.clip((RADIUS + SOFTNESS - distance) / (2 * SOFTNESS), 0, 1))
    return np.rint(255 * ink).astype(np.uint8)


def four(gap: float, lean: float = 0.0) -> np.ndarray:
    """A 4 whose upright stands ``gap`` pixels of white away from its corner."""
    upright = 14.1 + 2 * (RADIUS + SOFTNESS) + gap
    return drawn([(8.9 + lean, 5), (8, 15), (14.1, 15)], [(upright + lean, 5), (upright, 23)])


def five(gap: float) -> np.ndarray:
    """A 5 whose hat stands ``gap`` pixels to the right of its neck."""
    body = [(11 + 5 * math.cos(angle), 17.5 - 5 * math.sin(angle)) for angle in np.linspace(2.2, -2.4, 12)]
    hat = 10 + 2 * (RADIUS + SOFTNESS) + gap
    return drawn([(10, 5), (9, 13.5), *body], [(hat, 5), (hat + 5, 5)])


def said(picture: np.ndarray) -> int:
    """What LeNet-5 with its shipped weights reads."""
    return int(read(picture[np.newaxis]).probabilities.argmax())


def test_strokes_that_do_not_touch_are_read() -> None:
    """The smallest: a 4 of two strokes was read as a 1, for one of them was left out."""
    picture = drawn([(8.9, 5), (8, 15), (14.1, 15)], [(17.4, 5), (17.4, 23)])
    assert said(prepare_digit(picture).pixels) == 4


def test_fours_and_fives_in_pieces_are_read() -> None:
    """However far the pieces stand apart, within what a person would draw."""
    fours = [four(gap, lean) for gap in (0.2, 0.7, 1.2, 1.7) for lean in (-0.6, 0.0, 0.6)]
    fives = [five(gap) for gap in (0.0, 0.5, 1.0, 1.5)]
    assert [said(prepare_digit(each).pixels) for each in fours] == [4] * len(fours)
    assert [said(prepare_digit(each).pixels) for each in fives] == [5] * len(fives)


def test_ink_of_a_drawing_is_never_left_out() -> None:
    """Not even a speck: it was put there by hand.  And MNIST's own digits come out as they are."""
    picture = drawn([(8, 6), (8, 20)])
    picture[3, 22] = 255
    prepared = prepare_digit(picture)
    assert prepared.lost == 0
    assert np.count_nonzero(prepared.pixels[:, 20:])
    for digit in mnist.test().images[:500]:
        assert (prepare_digit(digit).pixels == digit).all()


def test_mnists_own_digits_are_read_as_well_after_the_preparation() -> None:
    """A subset of what tools/measure_drawings.py measures: those that lost ink are among its 2,000."""
    figures = compared(2_000)
    assert abs(figures.straight - figures.prepared) <= 0.0002
    assert figures.least_ink == 1.0


def test_a_pad_of_nothing_is_no_digit() -> None:
    """Neither is one with hardly any ink."""
    for level in (0, 9, 70):
        with pytest.raises(NoDigit, match="no digit"):
            digits.prepare_drawing(np.full((FIELD, FIELD), level, np.uint8))
    with pytest.raises(TypeError, match="float64"):
        digits.prepare_drawing(np.zeros((FIELD, FIELD)))  # type: ignore[arg-type]


def test_a_drawing_is_light_ink_however_much_of_it_there_is() -> None:
    """A pad that is mostly inked stays white on black."""
    pixels = digits.prepare_drawing(np.pad(np.full((20, 20), 255, np.uint8), 4)).pixels
    assert (pixels[5:23, 5:23] == 255).all()
    assert pixels[0, 0] == 0


def test_what_a_photo_loses_is_shown() -> None:
    """A neighbour and a speck are left out of a photo, and their picture says so."""
    page = np.full((400, 600), 235, np.uint8)
    page[100:300, 100:130] = 40
    page[100:300, 400:420] = 40
    prepared = prepare_digit(page)
    (shown,) = [step for step in prepared.steps if step.name == "Left out"]
    assert 0.3 < prepared.lost < 0.5
    assert "40" in shown.caption
    scale = shown.pixels.shape[1] / 600
    assert shown.pixels[:, int(390 * scale) :].any()
    assert not shown.pixels[:, : int(300 * scale)].any()
    page[:, 350:] = 235
    alone = prepare_digit(page)
    assert alone.lost == 0
    assert "Left out" not in [step.name for step in alone.steps]
