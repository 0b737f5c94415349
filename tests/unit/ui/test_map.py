"""The map: what it packs, and what a decoder is to the browser."""

from __future__ import annotations

import json
import math
import struct
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from dnnlab.nn.decoders import layers_of, travelling
from dnnlab.nn.modules import Tied
from dnnlab.plots.decoders import MOST_BYTES, Decoder, Dense, Grid, Plane, Transposed
from dnnlab.plots.palette import LIGHT
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.kinds.map import Ellipse, MapPanel, Place

WINDOW = np.full(2, -1.0, np.float32), np.full(2, 1.0, np.float32)


def header(packed: bytes) -> dict[str, Any]:
    (length,) = struct.unpack_from("<I", packed)
    found: dict[str, Any] = json.loads(packed[4 : 4 + length])
    return found


def test_points_and_classes_travel_as_bytes() -> None:
    points = np.array([[0.0, 1.5], [np.nan, 2.0]], np.float32)
    panel = MapPanel(title="map", points=points, classes=[3, 9], names=tuple("0123456789"))
    _, blocks = payload.decode(payload.encode([panel], LIGHT))
    assert np.array_equal(np.frombuffer(blocks[0][0], "<f4").reshape(2, 2), points, equal_nan=True)
    assert list(blocks[0][1]) == [3, 9]


def test_points_without_classes_have_one_colour() -> None:
    packed = MapPanel(title="map", points=np.zeros((4, 2))).pack()
    assert packed.spec["coloured"] is False and list(packed.blocks[1]) == [0, 0, 0, 0]


@pytest.mark.parametrize("points", [np.zeros((3, 3)), np.zeros(4), np.zeros((5_001, 2))], ids=["three", "flat", "many"])
def test_what_is_no_map_is_refused(points: np.ndarray) -> None:
    with pytest.raises(ValueError, match="points"):
        MapPanel(title="map", points=points).pack()


def test_every_point_has_a_class() -> None:
    with pytest.raises(ValueError, match="classes"):
        MapPanel(title="map", points=np.zeros((3, 2)), classes=[1]).pack()


def test_an_ellipse_is_two_half_axes_and_a_turn() -> None:
    turn = 0.4
    axes = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    covariance = axes @ np.diag([9.0, 1.0]) @ axes.T
    ellipse = Ellipse(mean=(1, 2), covariance=tuple(map(tuple, covariance)), sigmas=2)
    told = MapPanel(title="map", points=np.zeros((1, 2)), ellipses=[ellipse]).pack().spec["ellipses"][0]
    assert (told["long"], told["short"]) == pytest.approx((6, 2))
    assert math.tan(told["turn"]) == pytest.approx(math.tan(turn))


def test_what_is_not_finite_is_left_out() -> None:
    places = [Place(x=math.nan, y=0, label="lost"), Place(x=0, y=0, label="here")]
    ellipses = [Ellipse(mean=(math.inf, 0), covariance=((1, 0), (0, 1)))]
    spec = MapPanel(title="map", points=np.zeros((1, 2)), places=places, ellipses=ellipses).pack().spec
    assert [each["label"] for each in spec["places"]] == ["here"] and spec["ellipses"] == []


def test_a_large_decoder_travels_as_a_grid() -> None:
    small, large = (nn.Sequential(nn.Linear(2, n), nn.ReLU(), nn.Linear(n, 784), nn.Sigmoid()) for n in (300, 1_000))
    plane = Plane.of_code(2)
    told = [header(packed := travelling(each, plane, (1, 28, 28), WINDOW)) for each in (small, large)]
    assert [each["kind"] for each in told] == ["layers", "grid"]
    assert told[1]["rows"] == told[1]["columns"] == 24 and len(packed) <= MOST_BYTES


def test_what_the_browser_does_not_know_travels_as_a_grid() -> None:
    strange = nn.Sequential(nn.Linear(2, 12), nn.Softplus(), nn.Unflatten(1, (3, 2, 2)))
    assert header(travelling(strange, Plane.of_code(2), (3, 2, 2), WINDOW))["kind"] == "grid"


def test_a_grid_holds_what_the_decoder_makes_of_its_crossings() -> None:
    strange = nn.Sequential(nn.Linear(2, 4), nn.Softplus())
    packed = travelling(strange, Plane.of_code(2), (1, 2, 2), (np.array([-1, -2.0]), np.array([1, 2.0])))
    (length,) = struct.unpack_from("<I", packed)
    pixels = np.frombuffer(packed[4 + length :], np.uint8).reshape(24, 24, 4)
    with torch.inference_mode():
        wanted = strange(torch.tensor([[-1.0, -2.0], [1.0, -2.0], [1.0, 2.0]])).clamp(0, 1) * 255
    assert np.abs(pixels[[0, 0, 23], [0, 23, 23]] - wanted.numpy()).max() <= 0.5


def test_normalisation_is_worked_into_the_layer_before_it() -> None:
    generator = torch.Generator().manual_seed(0)
    net = nn.Sequential(nn.Linear(2, 8), nn.BatchNorm1d(8), nn.LeakyReLU(0.2), nn.Unflatten(1, (2, 2, 2)),
                        nn.ConvTranspose2d(2, 3, 4, 2, 1, bias=False), nn.BatchNorm2d(3), nn.Tanh())  # fmt: skip
    with torch.no_grad():
        for _ in range(5):
            net(torch.randn(16, 2, generator=generator))
    dense, convolution = layers_of(net.eval())
    assert isinstance(dense, Dense) and isinstance(convolution, Transposed)
    x = torch.randn(5, 2, generator=generator)
    with torch.inference_mode():
        wanted = net[:2](x).numpy()
    assert x.numpy() @ dense.weight.T + dense.bias == pytest.approx(wanted, abs=1e-5)
    assert (dense.activation, dense.slope, convolution.activation, convolution.size) == (
        "leaky ReLU",
        0.2,
        "tanh",
        (4, 4),
    )
    Decoder(layers=[dense, convolution], plane=Plane.of_code(2), picture=(3, 4, 4), low=-1).pack()


def test_tied_weights_travel_transposed() -> None:
    other = nn.Linear(5, 3)
    (layer,) = layers_of(nn.Sequential(Tied(other)))
    assert np.array_equal(layer.weight, other.weight.detach().numpy().T) and layer.bias.shape == (5,)


@pytest.mark.parametrize("picture", [(1, 3, 3), (3, 2, 2)])
def test_layers_that_do_not_fit_are_refused(picture: tuple[int, int, int]) -> None:
    layers = [Dense(weight=np.zeros((4, 2), np.float32), bias=np.zeros(4, np.float32))]
    with pytest.raises(ValueError, match="last layer"):
        Decoder(layers=layers, plane=Plane.of_code(2), picture=picture).pack()


def test_a_grid_has_two_crossings_a_side_at_least() -> None:
    with pytest.raises(ValueError, match="grid"):
        Grid(pixels=np.zeros((1, 4, 2, 2), np.uint8), low=(0, 0), high=(1, 1)).pack()
