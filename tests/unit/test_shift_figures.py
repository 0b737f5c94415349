"""The figures about shifted and permuted digits show the stored measures; their modules bring no torch."""

import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.cnn.shift_figures import (
    MARGIN,
    accuracy_against_shift_figure,
    colours,
    distance_figure,
    permutation_figure,
)
from dnnlab.cnn.shift_measures import STAGES, ShiftMeasures
from dnnlab.cnn.shift_views import NETS
from dnnlab.palette import DARK, LIGHT

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


@both
def test_each_network_has_its_curve_and_its_name_in_its_own_colour(palette):
    figure = accuracy_against_shift_figure(MEASURES, palette)
    assert len(figure.data) == len(NETS)
    for curve, values, colour in zip(figure.data, MEASURES.accuracy(), colours(palette).values(), strict=True):
        assert curve.y == pytest.approx(values)
        assert list(curve.x) == list(range(9))
        assert curve.line.color == colour
    assert [each.text for each in labels(figure)] == ["MLP", "LeNet-5", "LeNet-5,<br>global pooling"]
    assert [each.font.color for each in labels(figure)] == list(colours(palette).values())
    assert figure.layout.showlegend is False
    assert figure.layout.title.text is None


@pytest.mark.parametrize(("shift", "at"), [(0, 0), (3, 3), (-3, 3), (8, 8), (11, 8)])
def test_the_learners_shift_is_marked_and_its_accuracies_are_written(shift, at):
    figure = accuracy_against_shift_figure(MEASURES, LIGHT, shift)
    markers = [each for each in figure.layout.shapes if each.type == "line" and each.x0 == each.x1]
    assert [each.x0 for each in markers] == [at]
    written = [float(re.search(r"<b>([\d.]+)%</b>", each.text)[1]) for each in labels(figure)]
    assert written == pytest.approx((100 * MEASURES.accuracy()[:, at]).tolist(), abs=0.051)
    for curve in figure.data:
        sizes = list(curve.marker.size)
        assert sizes.index(max(sizes)) == at
        assert sizes.count(max(sizes)) == 1


def test_without_a_shift_nothing_is_marked():
    figure = accuracy_against_shift_figure(MEASURES, LIGHT)
    assert not [each for each in figure.layout.shapes if each.type == "line" and each.x0 == each.x1]
    assert all(set(curve.marker.size) == {5} for curve in figure.data)
    assert not any("%" in each.text for each in labels(figure))


def test_the_stretch_where_ink_leaves_the_picture_is_shaded():
    shapes = accuracy_against_shift_figure(MEASURES, LIGHT).layout.shapes
    assert [(each.x0, each.x1) for each in shapes if each.type == "rect"] == [(6, 8)]


@pytest.mark.parametrize("height", [220, 300, 420])
@pytest.mark.parametrize("ends", [(20, 24, 196), (20, 20, 20), (199, 200, 200), (0, 100, 104)])
def test_names_do_not_overlap_and_stay_in_the_figure(height, ends):
    right = MEASURES.right.copy()
    right[:, -1] = np.array(ends)[:, None]
    figure = accuracy_against_shift_figure(replace(MEASURES, right=right), LIGHT, 8, height=height)
    plot = height - MARGIN["t"] - MARGIN["b"]
    low, high = figure.layout.yaxis.range
    spans = sorted(
        (
            (each.y - low) / (high - low) * plot + each.yshift - 7.5 * lines,
            (each.y - low) / (high - low) * plot + each.yshift + 7.5 * lines,
        )
        for each in labels(figure)
        for lines in [each.text.count("<br>") + 1]
    )
    assert len(spans) == 3
    assert all(above[0] >= below[1] - 0.1 for below, above in pairwise(spans))
    assert spans[0][0] >= -0.1
    assert spans[-1][1] <= plot + MARGIN["t"] + 0.1


@pytest.mark.parametrize("shift", [1, 2, -2, 20])
def test_distances_are_those_of_the_shift_from_picture_to_global_pooling(shift):
    figure = distance_figure(MEASURES, LIGHT, shift)
    expected = MEASURES.feature_distances[:, min(abs(shift), 8)]
    (bars,) = figure.data
    assert bars.x == pytest.approx(expected)
    assert list(bars.text) == [f"{value:.2f}" for value in expected]
    assert list(bars.y) == list(STAGES)
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.xaxis.range[0] == 0
    assert figure.layout.xaxis.range == distance_figure(MEASURES, LIGHT, 5).layout.xaxis.range  # bars compare


def test_wrong_answers_on_permuted_pixels_stand_beside_those_on_pixels_as_they_are():
    bars, runs = permutation_figure(MEASURES, LIGHT).data
    assert bars.y == pytest.approx([0.03, 0.1 / 3, 0.01, 0.06])
    assert len(runs.y) == 12
    for x, mean in zip(bars.x, bars.y, strict=True):
        assert np.mean([y for place, y in zip(runs.x, runs.y, strict=True) if place == x]) == pytest.approx(mean)


def test_the_permutation_figure_says_what_is_what():
    figure = permutation_figure(MEASURES, LIGHT)
    assert list(figure.layout.xaxis.ticktext) == ["as they are", "permuted"] * 2
    texts = [each.text for each in figure.layout.annotations]
    assert texts == ["<b>3.0%</b>", "<b>3.3%</b>", "<b>1.0%</b>", "<b>6.0%</b>", "MLP", "LeNet-5"]
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.yaxis.range[1] > 0.07


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


def test_pages_get_figures_and_measures_without_torch(root):
    watch = (
        "import sys\n"
        "from dnnlab.cnn import shift_figures, shift_measures, shift_pixels, shift_views\n"
        "print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", watch], cwd=root, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "False", done.stderr
