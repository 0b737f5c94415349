"""Tables, figures and sheets of the digit lesson show the numbers that they are given."""

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.cnn.lenet.figures import confusion_matrix, probability_bars
from dnnlab.cnn.lenet.tiles import cell_tiles, filter_tiles, layer_tiles, mistake_tiles
from dnnlab.cnn.lenet.views import LayerMaps, Predictions
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.plots.sheets import ZERO

PREDICTIONS = Predictions(
    indices=np.array([7, 3, 9, 1, 4], np.uint16),
    labels=np.array([4, 4, 4, 2, 2], np.uint8),
    predicted=np.array([9, 4, 9, 2, 0], np.uint8),
    confidence=np.array([0.6, 0.9, 0.98, 0.7, 0.55], np.float32),
    loss=np.array([1.2, 0.1, 4.0, 0.4, 0.9], np.float32),
)


def test_accuracy_is_the_share_of_right_answers():
    assert PREDICTIONS.accuracy == 0.4


def test_confusion_counts_true_digits_in_rows_and_answers_in_columns():
    counts = PREDICTIONS.confusion()
    assert counts.shape == (10, 10)
    assert counts.sum() == 5
    assert counts[4, 9] == 2
    assert counts[9, 4] == 0


def test_a_cell_holds_its_digits_the_surest_first():
    assert PREDICTIONS.cell(4, 9).tolist() == [2, 0]
    assert PREDICTIONS.cell(5, 5).tolist() == []


def test_mistakes_come_with_the_highest_loss_first():
    assert PREDICTIONS.mistakes().tolist() == [2, 0, 4]


def test_the_confusion_matrix_parts_errors_from_right_answers():
    counts = PREDICTIONS.confusion()
    errors, right = confusion_matrix(counts, LIGHT).data
    assert errors.z[4][9] == 2
    assert errors.z[4][4] is None
    assert right.z[4][4] == 1
    assert right.z[4][9] is None
    assert errors.text[4][9] == "2"
    assert errors.text[0][0] == ""
    assert list(errors.customdata[4][9]) == [4, 9]


def test_the_largest_probability_stands_out():
    probabilities = np.full(10, 0.01, np.float32)
    probabilities[7] = 0.91
    bars = probability_bars(probabilities, LIGHT).data[0]
    assert [i for i, colour in enumerate(bars.marker.color) if colour == LIGHT.accent] == [7]
    assert bars.text == tuple(f"{share}\N{NO-BREAK SPACE}%" for share in [1] * 7 + [91] + [1] * 2)
    assert bars.y == tuple("0123456789")


def test_numbers_that_have_overflowed_are_no_answer():
    bars = probability_bars(np.full(10, np.nan, np.float32), LIGHT).data[0]
    assert list(bars.x) == [0.0] * 10
    assert list(bars.text) == [""] * 10


def test_the_probabilities_add_up_as_they_are_written():
    probabilities = np.array([0.8178, 0.1667, 0.0143, 0.0012, *[0.0] * 6], np.float32)
    bars = probability_bars(probabilities, LIGHT).data[0]
    assert [text[:-2] for text in bars.text[:5]] == ["81.8", "16.7", "1.4", "0.1", ""]
    assert bars.customdata[3] == "0.12\N{NO-BREAK SPACE}%", "under the pointer all digits"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_all_colours_are_colours(palette):
    figures = (
        confusion_matrix(PREDICTIONS.confusion(), palette),
        probability_bars(np.full(10, 0.1, np.float32), palette),
    )
    for figure in figures:
        colours = re.findall(r'"(#[^"]*)"', figure.to_json())
        assert colours
        assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in colours)


def test_filters_share_one_scale_that_is_symmetric_about_0():
    filters = np.zeros((6, 5, 5), np.float32)
    filters[0, 0, 0], filters[3, 1, 1] = -0.5, 0.25
    tiles = filter_tiles(filters)
    assert tiles.paint == "diverging"
    assert tiles.columns == 0, "as many in a row as are largest there"
    assert tiles.pixels[0, 0, 0] == 1
    assert tiles.pixels[3, 1, 1] == ZERO + 64
    assert tiles.pixels[5, 4, 4] == ZERO


def test_every_layer_becomes_a_sheet():
    shapes = {"input": (1, 32, 32), "conv1": (6, 28, 28), "pool1": (6, 14, 14), "conv2": (16, 10, 10)}
    shapes |= {"pool2": (16, 5, 5), "dense1": (120,), "dense2": (84,), "logits": (10,)}
    random = np.random.default_rng(0)
    maps = LayerMaps(**{name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()})
    tiles = layer_tiles(maps)
    assert list(tiles) == list(shapes)
    assert {name: each.pixels.size for name, each in tiles.items()} == {
        name: np.prod(shape) for name, shape in shapes.items()
    }
    assert tiles["input"].paint == "grey"
    assert {each.paint for name, each in tiles.items() if name != "input"} == {"diverging"}
    assert [tiles[name].columns for name in ("input", "conv1", "pool1", "conv2", "pool2")] == [1, 2, 2, 4, 4]
    columns = [tiles[name].pixels.shape for name in ("dense1", "dense2", "logits")]
    assert columns == [(1, 30, 4), (1, 28, 3), (1, 10, 1)]


def test_mistakes_show_the_very_pictures_with_truth_answer_and_confidence():
    images = np.zeros((10, 28, 28), np.uint8)
    images[:] = np.arange(10)[:, None, None]
    tiles = mistake_tiles(PREDICTIONS, images, limit=2)
    assert list(tiles.labels) == ["4→9 98\N{NO-BREAK SPACE}%", "4→9 60\N{NO-BREAK SPACE}%"]
    assert tiles.pixels[:, 0, 0].tolist() == [9, 7]
    assert cell_tiles(PREDICTIONS, images, 2, 0).pixels[:, 0, 0].tolist() == [4]
    assert len(cell_tiles(PREDICTIONS, images, 5, 5).pixels) == 0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_what_is_built_without_validation_is_valid(palette):
    counts = np.eye(10, dtype=np.int64) * 7
    bars = probability_bars(np.full(10, 0.1, np.float32), palette)
    for figure in (confusion_matrix(counts, palette), bars):
        made = figure.to_plotly_json()
        assert go.Figure(data=made["data"], layout=made["layout"]).data  # plotly rejects unknown names and values
