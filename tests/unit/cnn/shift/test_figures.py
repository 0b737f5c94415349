"""The figures about shifted and permuted digits show the stored measures; their modules bring no torch."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.cnn.shift.figures import (
    MARGIN,
    UNRELATED,
    accuracy_against_shift_figure,
    colours,
    distance_figure,
    how_far,
    permutation_figure,
)
from dnnlab.cnn.shift.measures import STAGES, ShiftMeasures, measures
from dnnlab.cnn.shift.views import NETS
from dnnlab.plots.palette import DARK, LIGHT

MEASURES = ShiftMeasures(
    distances=np.arange(9),
    digits=200,
    right=np.stack([np.outer(np.linspace(high, low, 9).astype(int), np.ones(4, int)) for high, low in
                    ((190, 20), (196, 24), (198, 196))]),
    ink_lost=np.linspace(0, 0.05, 9),
    feature_distances=np.array([[0.63], [0.75], [0.56], [0.0]]) * np.arange(9),
    permuted_accuracy=np.array([[[0.97, 0.98, 0.96], [0.97, 0.96, 0.97]], [[0.99, 0.99, 0.99], [0.95, 0.94, 0.93]]]),
)  # fmt: skip
both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


def labels(figure: go.Figure) -> list:
    """The networks' names beside the ends of their curves, from bottom to top."""
    return [each for each in figure.layout.annotations if each.x == 8 and each.xanchor == "left"]


def shares(figure: go.Figure) -> list:
    """The percentages beside the dots of the learner's shift, from bottom to top."""
    return [each for each in figure.layout.annotations if "%" in each.text]


def spans(figure: go.Figure, notes: list) -> list[tuple[float, float]]:
    """Bottom and top of labels, in pixels above the axis, from bottom to top."""
    low, high = figure.layout.yaxis.range
    plot = figure.layout.height - MARGIN["t"] - MARGIN["b"]
    centres = [(each.y - low) / (high - low) * plot + each.yshift for each in notes]
    halves = [7.5 * (each.text.count("<br>") + 1) for each in notes]
    return sorted((centre - half, centre + half) for centre, half in zip(centres, halves, strict=True))


@both
def test_each_network_has_its_curve_and_its_name_in_its_own_colour(palette):
    figure = accuracy_against_shift_figure(MEASURES, palette)
    assert len(figure.data) == len(NETS)
    for curve, values, colour in zip(figure.data, MEASURES.accuracy(), colours(palette).values(), strict=True):
        assert curve.y == pytest.approx(100 * values)
        assert list(curve.x) == list(range(9))
        assert curve.line.color == colour
    assert [each.text for each in labels(figure)] == ["MLP", "LeNet-5", "LeNet-5,<br>global pooling"]
    assert [each.font.color for each in labels(figure)] == list(colours(palette).values())
    assert figure.layout.showlegend is False
    assert figure.layout.title.text is None


@pytest.mark.parametrize(("shift", "at"), [(0, 0), (3, 3), (-3, 3), (8, 8), (11, 8)])
def test_the_learners_shift_is_marked_and_its_accuracies_are_written_at_its_dots(shift, at):
    figure = accuracy_against_shift_figure(MEASURES, LIGHT, shift)
    markers = [each for each in figure.layout.shapes if each.type == "line" and each.x0 == each.x1]
    assert [each.x0 for each in markers] == [at]
    told = [float(re.fullmatch(r"<b>([\d.]+)\s%</b>", each.text)[1]) for each in shares(figure)]
    assert told == pytest.approx((100 * MEASURES.accuracy()[:, at]).tolist(), abs=0.051)
    assert [each.x for each in shares(figure)] == [at] * 3
    assert [each.y for each in shares(figure)] == pytest.approx((100 * MEASURES.accuracy()[:, at]).tolist())
    assert [each.text for each in labels(figure)] == ["MLP", "LeNet-5", "LeNet-5,<br>global pooling"]  # names alone
    for curve in figure.data:
        sizes = list(curve.marker.size)
        assert sizes.index(max(sizes)) == at
        assert sizes.count(max(sizes)) == 1


def test_without_a_shift_nothing_is_marked():
    figure = accuracy_against_shift_figure(MEASURES, LIGHT)
    assert not [each for each in figure.layout.shapes if each.type == "line" and each.x0 == each.x1]
    assert all(set(curve.marker.size) == {5} for curve in figure.data)
    assert not shares(figure)


def test_the_stretch_where_ink_leaves_the_picture_is_shaded():
    shapes = accuracy_against_shift_figure(MEASURES, LIGHT).layout.shapes
    assert [(each.x0, each.x1) for each in shapes if each.type == "rect"] == [(6, 8)]


@pytest.mark.parametrize("height", [220, 300, 420])
@pytest.mark.parametrize("ends", [(20, 24, 196), (20, 20, 20), (199, 200, 200), (0, 100, 104)])
@pytest.mark.parametrize("notes", [labels, shares])
def test_names_and_shares_do_not_overlap_and_stay_in_the_figure(height, ends, notes):
    right = MEASURES.right.copy()
    right[:, -1] = np.array(ends)[:, None]
    figure = accuracy_against_shift_figure(replace(MEASURES, right=right), LIGHT, 8, height=height)
    found = spans(figure, notes(figure))
    assert len(found) == 3
    assert all(above[0] >= below[1] - 0.1 for below, above in pairwise(found))
    assert found[0][0] >= -0.1
    assert found[-1][1] <= height - MARGIN["b"] + 0.1


@pytest.mark.parametrize("shift", [0, 1, 2, -2, 20])
def test_distances_are_those_at_one_pixel_and_at_the_learners_shift(shift):
    figure = distance_figure(MEASURES, LIGHT, shift)
    far = min(abs(shift), 8)
    wanted = [1, far] if far > 1 else [1]
    assert len(figure.data) == len(wanted)
    for bars, at in zip(figure.data, wanted, strict=True):
        expected = MEASURES.feature_distances[:, at]
        assert bars.x == pytest.approx(expected)
        assert list(bars.text) == [f"{at} pixel{'s' * (at > 1)}: {how_far(value)}" for value in expected]
    names = [each for each in figure.layout.annotations if each.yref != "paper"]
    assert [each.text for each in names] == list(STAGES)
    for bars in figure.data:
        assert all(name.y < place < name.y + 1 for name, place in zip(names, bars.y, strict=True))
    low, high = figure.layout.yaxis.range
    assert low > high  # the picture on top
    (apart,) = figure.layout.shapes
    assert apart.x0 == apart.x1 == pytest.approx(2**0.5)


def test_a_distance_is_told_down_to_a_thousandth():
    assert [how_far(each) for each in (0.0, 2.5e-6, 0.625, 1.2109)] == ["0", "<0.001", "0.625", "1.21"]


def test_what_the_distances_axis_shows_is_what_was_measured():
    assert measures().feature_distances.max() < UNRELATED
    _, convolved, pooled, whole = measures().feature_distances[:, 1]
    assert whole < pooled < 0.8 * convolved  # at one pixel pooling helps, which the page says
    _, convolved, pooled, _ = measures().feature_distances[:, 4]
    assert pooled > 0.9 * convolved


def test_wrong_answers_on_permuted_pixels_stand_beside_those_on_pixels_as_they_are():
    bars, runs = permutation_figure(MEASURES, LIGHT).data
    assert bars.y == pytest.approx([3, 10 / 3, 1, 6])
    assert len(runs.y) == 12
    for x, mean in zip(bars.x, bars.y, strict=True):
        assert np.mean([y for place, y in zip(runs.x, runs.y, strict=True) if place == x]) == pytest.approx(mean)


def test_the_permutation_figure_says_what_is_what():
    figure = permutation_figure(MEASURES, LIGHT)
    assert list(figure.layout.xaxis.ticktext) == ["as they are", "permuted"] * 2
    texts = [each.text for each in figure.layout.annotations]
    shares = [f"<b>{share}\N{NO-BREAK SPACE}%</b>" for share in ("3", "3.33", "1", "6")]
    assert texts == [*shares, "MLP", "LeNet-5"]
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.yaxis.range[1] > 7
    assert figure.layout.yaxis.ticksuffix == "\N{NO-BREAK SPACE}%", "with the decimals that its ticks need"
    assert figure.layout.yaxis.tickformat is None


@both
def test_what_is_built_without_validation_is_valid_and_in_the_palettes_colours(palette):
    for figure in (
        accuracy_against_shift_figure(MEASURES, palette, 4),
        distance_figure(MEASURES, palette),
        permutation_figure(MEASURES, palette),
    ):
        made = figure.to_plotly_json()
        assert go.Figure(data=made["data"], layout=made["layout"]).data  # plotly rejects unknown names and values
        found = re.findall(r'"(#[^"]*)"', figure.to_json())
        assert found
        assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in found)
