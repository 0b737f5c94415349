"""Gradient ascent beside the run itself: its knobs, its first picture, its curve."""

from __future__ import annotations

import math
import pickle
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.data.photos import PHOTOS, load
from dnnlab.live.config import InvalidConfig
from dnnlab.photo.ascent.figures import ACTIVATION
from dnnlab.photo.ascent.knobs import LAYERS, NOISE, PHOTO, AscentConfig
from dnnlab.photo.ascent.start import SIDES, look, start_of
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET
from dnnlab.photo.given import OWN
from dnnlab.photo.preprocess import prepare
from dnnlab.plots.curves import curves
from dnnlab.plots.palette import DARK, LIGHT, Palette

both_palettes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


def curve(*values: float) -> dict[str, Any]:
    return {"activation": (np.arange(1, len(values) + 1), np.array(values))}


# The knobs


def test_its_knobs_offer_every_network_layer_and_photo() -> None:
    knobs = AscentConfig.knobs()
    assert knobs["net"].options == tuple(NETS) == tuple(SIDES)
    assert knobs["photo"].options == (*PHOTOS, OWN)
    assert set(LAYERS) == {layer.name for facts in NETS.values() for layer in facts.layers}
    assert len(LAYERS) == len(set(LAYERS))
    assert {name for name, knob in knobs.items() if knob.live} == {"rate", "decay", "blur", "jitter"}
    for knob in knobs.values():
        assert knob.kind is str or knob.default in knob.grid(), knob.name


@pytest.mark.parametrize("net", NETS)
def test_every_unit_of_a_network_can_be_excited(net: str) -> None:
    for layer in NETS[net].layers:
        assert AscentConfig(net=net, layer=layer.name, unit=layer.maps - 1)


@pytest.mark.parametrize(
    ("knobs", "sentence"),
    [
        ({"net": SQUEEZENET, "layer": "head"}, r"SqueezeNet 1\.1: There is no layer 'head': the layers are conv1"),
        (
            {"net": EFFICIENTNET, "layer": "conv10"},
            "EfficientNet-Lite0: There is no layer 'conv10': the layers are stem",
        ),
        (
            {"net": EFFICIENTNET, "layer": "stem", "unit": 32},
            r"The units of the layer 'stem' are 0 to 31, got 32\.",
        ),
        ({"net": EFFICIENTNET, "layer": "head", "unit": 1280}, r"unit must be in \[0, 1279\]"),
    ],
)
def test_a_unit_that_is_not_there_is_refused_in_one_sentence(knobs: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidConfig, match=sentence):
        AscentConfig(**knobs)


# The first picture


@pytest.mark.parametrize("net", NETS)
def test_noise_is_faint_and_hangs_on_the_seed(net: str) -> None:
    config = AscentConfig(net=net, layer="logits", unit=281)
    first = start_of(config)
    assert first.shape == (3, SIDES[net], SIDES[net])
    assert first.dtype == np.float32
    view = look(config, first, 0, math.nan, math.nan)
    assert view.picture.astype(float).std() == pytest.approx(10, rel=0.3)  # the mean colours differ a little
    assert view.class_name == "tabby cat"
    np.testing.assert_array_equal(start_of(config), first)
    assert (start_of(config.replace(seed=1)) != first).any()


def test_a_photo_is_needed_only_by_who_starts_from_it() -> None:
    config = AscentConfig(net=EFFICIENTNET, layer="head", start=PHOTO)
    with pytest.raises(ValueError, match="starts from a photo, and was given none"):
        start_of(config)
    cut = prepare(load("cat"), EFFICIENTNET).cut
    assert start_of(config, cut).shape == (3, 144, 144)
    np.testing.assert_array_equal(start_of(config.replace(start=NOISE), cut), start_of(config.replace(start=NOISE)))


def test_a_view_names_the_class_of_layers_that_have_one_map_a_class() -> None:
    for net, layer, name in [
        (SQUEEZENET, "conv10", "daisy"), (SQUEEZENET, "logits", "daisy"), (EFFICIENTNET, "logits", "daisy"),
        (EFFICIENTNET, "head", ""),
    ]:  # fmt: skip
        config = AscentConfig(net=net, layer=layer, unit=985)
        view = look(config, start_of(config), 3, 1.5, -0.5)
        assert (view.class_name, view.layer, view.unit, view.step) == (name, layer, 985, 3)
        assert (view.activation, view.begun) == (1.5, -0.5)
        assert len(pickle.dumps(view)) < 130_000


# The curve


@both_palettes
def test_the_curve_is_a_valid_figure_and_shows_where_it_stands(palette: Palette) -> None:
    made = curves(curve(-1.0, 2.0, 7.25), (ACTIVATION,), palette, height=300, end=200, pinned=curve(0.0, 3.0))
    figure = go.Figure(made.to_plotly_json())  # validates
    behind, front = figure.data
    assert (behind.line.color, behind.line.dash) == (palette.pinned, "dash")
    assert front.line.color == palette.accent
    np.testing.assert_allclose(made.data[1].y, [-1, 2, 7.25])
    assert tuple(figure.layout.xaxis.range) == (0, 200)
    low, high = figure.layout.yaxis.range
    assert low < -1
    assert high > 7.25
    assert {note.text for note in figure.layout.annotations} == {"activation<br><b>7.25</b>", "pinned<br><b>3</b>"}
    assert figure.layout.shapes[0].y0 == figure.layout.shapes[0].y1 == 0


@pytest.mark.parametrize("history", [{}, curve(), curve(0.0), curve(5.0)], ids=["none", "empty", "zero", "one point"])
def test_a_curve_that_has_hardly_begun_is_drawn_too(history: dict[str, Any]) -> None:
    figure = go.Figure(curves(history, (ACTIVATION,), LIGHT, height=300).to_plotly_json())
    low, high = figure.layout.yaxis.range
    assert low < 0 < high
    assert all(trace.mode == "markers" for trace in figure.data if len(trace.x))
    assert figure.layout.xaxis.range[1] >= 1
