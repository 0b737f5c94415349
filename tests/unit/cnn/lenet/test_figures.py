"""Tables, figures and sheets of the digit lesson show the numbers that they are given."""

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.cnn.lenet.figures import confusion_matrix, probability_bars
from dnnlab.cnn.lenet.tiles import cell_tiles, filter_tiles, layer_tiles, mistake_tiles
from dnnlab.cnn.lenet.views import LayerMaps, Predictions
from dnnlab.plots.curves import accuracy_curves, loss_curves
from dnnlab.plots.figures import stack
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.plots.sheets import ZERO

PREDICTIONS = Predictions(
    indices=np.array([7, 3, 9, 1, 4], np.uint16),
    labels=np.array([4, 4, 4, 2, 2], np.uint8),
    predicted=np.array([9, 4, 9, 2, 0], np.uint8),
    confidence=np.array([0.6, 0.9, 0.98, 0.7, 0.55], np.float32),
    loss=np.array([1.2, 0.1, 4.0, 0.4, 0.9], np.float32),
)


def history(steps: int = 1000, accuracy: float = 0.97) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    every, checks = np.arange(1, steps + 1), np.unique([1, *range(50, steps + 1, 50)])
    rise = accuracy * (1 - np.exp(-checks / 20))
    noise = np.random.default_rng(0).uniform(0.8, 1.0, steps)
    return {
        "loss": (every, 2.3 * np.exp(-every / 100) + 0.05),
        "train_accuracy": (every, noise),
        "validation_loss": (checks, 2.3 * np.exp(-checks / 100) + 0.07),
        "validation_accuracy": (checks, rise),
    }


def names(figure) -> list[str]:
    """The curves' names, from the labels beside their ends."""
    return sorted(each.text.split("<br>")[0] for each in figure.layout.annotations)


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


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
@pytest.mark.parametrize("make", [accuracy_curves, loss_curves])
def test_curves_are_labelled_with_name_and_last_value(make, palette):
    figure = make(history(), palette, end=2579)
    assert names(figure) == ["training", "validation"]
    label = next(each for each in figure.layout.annotations if each.text.startswith("validation"))
    assert label.text.endswith("<b>97.0%</b>" if make is accuracy_curves else "<b>0.070</b>")
    assert label.font.color == palette.validation
    assert figure.layout.xaxis.range == (0, 2579)
    assert figure.layout.title.text is None
    assert figure.layout.showlegend is False


def test_a_pinned_run_is_drawn_in_its_own_colour():
    figure = accuracy_curves(history(), LIGHT, pinned=history(500, 0.93))
    assert names(figure) == ["pinned", "training", "validation"]
    assert figure.data[0].line.color == LIGHT.pinned
    assert figure.data[0].y[-1] == pytest.approx(0.93)


@pytest.mark.parametrize("make", [accuracy_curves, loss_curves])
def test_a_run_that_has_not_begun_gives_an_empty_figure(make):
    figure = make({}, LIGHT)
    assert len(figure.data) == 0
    assert figure.layout.xaxis.range[0] == 0


def test_the_accuracy_axis_looks_closer_when_every_run_is_good():
    assert accuracy_curves(history(accuracy=0.5), LIGHT).layout.yaxis.range[0] == 0
    assert accuracy_curves(history(), LIGHT).layout.yaxis.range[0] == 0.8
    assert accuracy_curves(history(), LIGHT, pinned=history(accuracy=0.5)).layout.yaxis.range[0] == 0


def test_training_is_smoothed_over_20_batches_and_validation_is_not():
    given = history()
    training, validation = accuracy_curves(given, LIGHT).data
    assert training.y[0] == pytest.approx(given["train_accuracy"][1][0])
    assert training.y[-1] == pytest.approx(given["train_accuracy"][1][-20:].mean())
    assert list(validation.y) == given["validation_accuracy"][1].tolist()


def test_long_runs_stay_light_and_keep_their_ends():
    for curve in loss_curves(history(20_000), LIGHT).data:
        assert len(curve.x) <= 400
        assert (curve.x[0], curve.x[-1]) == (1, 20_000)


def test_labels_do_not_overlap():
    given = history()
    given["train_accuracy"] = (given["train_accuracy"][0], np.full(1000, 0.97))
    figure = accuracy_curves(given, LIGHT, height=250, pinned=given)
    low, high = figure.layout.yaxis.range
    plot = 250 - figure.layout.margin.t - figure.layout.margin.b
    places = sorted((each.y - low) / (high - low) * plot + each.yshift for each in figure.layout.annotations)
    assert len(places) == 3
    assert min(np.diff(places)) >= 29.9
    assert places[-1] <= plot


def test_a_log_axis_shows_all_positive_losses():
    axis = loss_curves(history(), LIGHT, log=True).layout.yaxis
    assert axis.type == "log"
    assert 10 ** axis.range[0] < 0.05 + 2.3 * np.exp(-10)
    assert 10 ** axis.range[1] > 2.2


def test_a_loss_that_explodes_can_be_drawn():
    given = history(100)
    given["loss"][1][-1] = np.nan
    for log in (False, True):
        assert np.isfinite(loss_curves(given, LIGHT, log=log).layout.yaxis.range).all()


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
    assert bars.text[7] == "91%"
    assert bars.x == tuple("0123456789")


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_all_colours_are_colours(palette):
    figures = (
        accuracy_curves(history(), palette),
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
    assert tiles.columns == 3
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


def test_mistakes_show_the_very_pictures_with_truth_answer_and_confidence():
    images = np.zeros((10, 28, 28), np.uint8)
    images[:] = np.arange(10)[:, None, None]
    tiles = mistake_tiles(PREDICTIONS, images, limit=2)
    assert list(tiles.labels) == ["4→9 98%", "4→9 60%"]
    assert tiles.pixels[:, 0, 0].tolist() == [9, 7]
    assert cell_tiles(PREDICTIONS, images, 2, 0).pixels[:, 0, 0].tolist() == [4]
    assert len(cell_tiles(PREDICTIONS, images, 5, 5).pixels) == 0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_what_is_built_without_validation_is_valid(palette):
    steps = np.arange(1, 60)
    history = {name: (steps, np.linspace(2, 0.1, 59)) for name in ("loss", "validation_loss")}
    history |= {name: (steps, np.linspace(0.1, 0.97, 59)) for name in ("train_accuracy", "validation_accuracy")}
    accuracy, loss = accuracy_curves(history, palette, pinned=history), loss_curves(history, palette, log=True)
    counts = np.eye(10, dtype=np.int64) * 7
    bars = probability_bars(np.full(10, 0.1, np.float32), palette)
    for figure in (accuracy, loss, stack(accuracy, loss), confusion_matrix(counts, palette), bars):
        made = figure.to_plotly_json()
        assert go.Figure(data=made["data"], layout=made["layout"]).data  # plotly rejects unknown names and values
