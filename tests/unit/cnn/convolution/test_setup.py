"""What the convolution lesson puts together: input, weights, geometry, and the line of PyTorch that does the same."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from dnnlab.cnn import kernels
from dnnlab.cnn.convolution.knobs import (
    CUSTOM,
    FILTERS,
    GROUPS,
    LAYERS,
    NUMBERS,
    SIGNAL,
    TRANSPOSED,
    ConvolutionConfig,
    read_layers,
    read_slices,
    resized,
    write_slices,
)
from dnnlab.cnn.convolution.net.calls import convolve, matrices, transpose
from dnnlab.cnn.convolution.setup import SHARE, Setup, full_colour, prepare
from dnnlab.live.config import InvalidConfig

PICTURE = np.random.default_rng(0).integers(0, 256, (3, 24, 31), dtype=np.uint8)


def computed(setup: Setup) -> np.ndarray:
    """What the lesson's calls make of a setup."""
    if setup.kind == "transposed":
        pads = (setup.padding[0], setup.padding[2])
        return transpose(setup.inputs, setup.weight, setup.bias, setup.stride, pads, setup.dilation, setup.relu)
    return convolve(
        setup.inputs, setup.weight, setup.bias, setup.stride, setup.padding, setup.padding_mode, setup.dilation,
        setup.groups, setup.relu,
    )  # fmt: skip


def by_torch(setup: Setup) -> np.ndarray:
    """What the line on the page makes of it, given the same weights."""
    layer = eval(setup.torch_line(), {"nn": nn})
    convolution = next(m for m in layer.modules() if isinstance(m, nn.modules.conv._ConvNd))
    x, weight = torch.from_numpy(setup.inputs), torch.from_numpy(setup.weight.copy())
    if setup.signal:
        x, weight = x[:, 0], weight[:, :, 0]
    with torch.no_grad():
        assert convolution.weight.shape == weight.shape
        convolution.weight.copy_(weight)
        convolution.bias.copy_(torch.from_numpy(setup.bias))
        y = layer(x[None])[0].numpy()
    return y[:, np.newaxis] if setup.signal else y


SETTINGS = [
    {},
    {"bias": -50, "activation": "ReLU", "flip": True, "kernel": "emboss"},
    {"stride": 2, "padding": "same"},
    {"stride": 3, "padding": "same", "padding_mode": "replicate", "kernel_size": 5},
    {"padding": "3", "padding_mode": "reflect", "dilation": 2, "kernel_size": 5, "kernel": "gaussian blur"},
    {"padding": "2", "padding_mode": "circular", "dilation": 3},
    {"kernel": CUSTOM, "weights": "1,2;3,4", "kernel_size": 2, "padding": "same"},
]


POSSIBLE = [
    (layer, settings)
    for layer in LAYERS
    for settings in SETTINGS
    if layer != TRANSPOSED or settings.get("padding") != "same"  # a transposed convolution has no such padding
]


@pytest.mark.parametrize(("layer", "settings"), POSSIBLE, ids=str)
def test_the_line_of_pytorch_does_what_the_window_shows(layer: str, settings: dict[str, object]) -> None:
    config = ConvolutionConfig(layer=layer, **settings)  # type: ignore[arg-type]
    setup = prepare(config, PICTURE)
    ours = computed(setup)
    assert ours.shape == setup.output
    np.testing.assert_allclose(ours, by_torch(setup), rtol=1e-4, atol=1e-2)  # of sums of up to 10^5


def test_a_causal_signal_knows_nothing_of_its_future() -> None:
    config = ConvolutionConfig(layer=SIGNAL, padding="causal", kernel="gaussian blur", kernel_size=5, dilation=2)
    setup = prepare(config, PICTURE)
    assert setup.padding == (0, 0, 8, 0)
    np.testing.assert_allclose(computed(setup), by_torch(setup), rtol=1e-4, atol=1e-2)


@pytest.mark.parametrize("groups", ["1", "2", "4"])
def test_groups_share_out_the_channels(groups: str) -> None:
    setup = prepare(ConvolutionConfig(layer=GROUPS, groups=groups), PICTURE)
    assert setup.weight.shape == (4, 4 // int(groups), 3, 3)
    assert setup.parameters() == sum(each.numel() for each in eval(setup.torch_line(), {"nn": nn}).parameters())
    np.testing.assert_allclose(computed(setup), by_torch(setup), rtol=1e-4, atol=1e-2)


def test_the_size_formula_ends_with_what_comes_out() -> None:
    for settings in SETTINGS:
        setup = prepare(ConvolutionConfig(**settings), PICTURE)  # type: ignore[arg-type]
        assert setup.size_formula().endswith(f"= {computed(setup).shape[2]}")
    setup = prepare(ConvolutionConfig(layer=TRANSPOSED, stride=3, padding="1", dilation=2), PICTURE)
    assert setup.size_formula().endswith(f"= {computed(setup).shape[2]}")


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", ["0", "1", "3", "same"])
@pytest.mark.parametrize("dilation", [1, 2])
def test_the_inside_of_an_output_is_what_the_padding_cannot_change(stride: int, padding: str, dilation: int) -> None:
    config = ConvolutionConfig(
        kernel=CUSTOM, weights="1,2,3;4,5,6;7,8,9", stride=stride, padding=padding, dilation=dilation
    )
    setup = prepare(config, PICTURE)
    bright = np.maximum(PICTURE, 1)
    changed = computed(prepare(config, bright)) != computed(prepare(config.replace(padding_mode="replicate"), bright))
    assert not changed[:, setup.inner(0), setup.inner(1)].any()
    changed[:, setup.inner(0), setup.inner(1)] = True
    assert changed.all(), "all the rest sees padding"


@pytest.mark.parametrize("padding", ["0", "1", "2", "3"])
def test_the_inside_of_a_transposed_output_gets_every_stamp(padding: str) -> None:
    grid = ";".join([",".join("1" * 6)] * 6)
    weights = ";".join([",".join("1" * 3)] * 3)
    config = ConvolutionConfig(
        layer=TRANSPOSED, source=NUMBERS, numbers=grid, kernel=CUSTOM, weights=weights, padding=padding
    )
    setup = prepare(config, None)
    whole = computed(setup)[0] == 9
    assert whole[setup.inner(0), setup.inner(1)].all()
    assert whole.sum() == whole[setup.inner(0), setup.inner(1)].size


def test_colours_are_scaled_by_the_inside_and_not_by_the_padded_rim() -> None:
    smooth = np.broadcast_to(np.arange(100, 180, dtype=np.uint8), (3, 60, 80)).copy()  # one more from pixel to pixel
    setup = prepare(ConvolutionConfig(), smooth)
    outputs = computed(setup)
    assert full_colour(setup, outputs) == 8, "the left Sobel of a slope of 1"
    assert np.abs(outputs).max() > 300
    rough = prepare(ConvolutionConfig(padding="0"), PICTURE)
    values = np.abs(computed(rough))
    assert (values <= full_colour(rough, values)).mean() == pytest.approx(SHARE, abs=0.01)


def test_an_output_with_nothing_inside_is_scaled_by_its_rim() -> None:
    setup = prepare(ConvolutionConfig(), np.full((3, 20, 20), 10, np.uint8))
    outputs = computed(setup)
    assert full_colour(setup, outputs) == np.abs(outputs).max() == 40
    tiny = prepare(ConvolutionConfig(source=NUMBERS, kernel_size=7, padding="3"), None)
    assert full_colour(tiny, computed(tiny)) == np.abs(computed(tiny)).max() > 0


def test_four_filters_have_their_names() -> None:
    setup = prepare(ConvolutionConfig(layer=FILTERS, kernel="sharpen"), PICTURE)
    assert setup.map_names == ("sharpen", "left sobel", "top sobel", "laplacian")
    for filter, name in zip(setup.weight, setup.map_names, strict=True):
        assert kernels.name_of(filter[0]) == name


def test_a_signal_gets_what_the_kernel_does_to_equal_rows() -> None:
    rows = np.repeat(PICTURE[:, :1], 9, axis=1)
    signal = computed(prepare(ConvolutionConfig(layer=SIGNAL, padding="0"), rows))
    picture = computed(prepare(ConvolutionConfig(padding="0"), rows))
    np.testing.assert_allclose(signal[0, 0], picture[0, 3], rtol=1e-4, atol=1e-2)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"kernel_size": 4}, "sizes 3, 5, 7"),
        ({"layer": FILTERS, "kernel": "identity", "kernel_size": 1}, "choose a larger size"),
        ({"padding": "causal"}, "belongs to signals"),
        ({"layer": TRANSPOSED, "padding": "same"}, "choose a number"),
        ({"weights": "1,2;3"}, "equally long"),
        ({"weights": "1|1,2"}, "one size"),
        ({"stack": "3,1"}, "A layer is its kernel's size"),
        ({"stack": "3,1,1;" * 5 + "3,1,1"}, "at most five layers"),
    ],
)
def test_what_does_not_go_together_is_said(settings: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidConfig, match=said):
        ConvolutionConfig(**settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"kernel_size": 7, "padding": "0"}, "The kernel spans 7 pixels"),
        ({"padding": "6", "padding_mode": "reflect"}, "needs a picture larger than 6 pixels"),
        ({"padding": "7", "padding_mode": "circular"}, "needs a picture larger than 6 pixels"),
        ({"layer": TRANSPOSED, "padding": "7"}, "take less padding"),
    ],
)
def test_what_does_not_fit_the_picture_is_said(settings: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        prepare(ConvolutionConfig(source=NUMBERS, **settings), None)  # type: ignore[arg-type]


def test_slices_survive_the_link() -> None:
    weight = np.round(np.random.default_rng(1).normal(size=(4, 2, 3, 3)), 2).astype(np.float32)
    again = np.stack(read_slices(write_slices(weight))).reshape(weight.shape)
    np.testing.assert_allclose(again, weight)
    assert read_slices("") == []


def test_the_largest_kernel_fits_into_the_link() -> None:
    weight = np.full((4, 4, 7, 7), -12.5, np.float32)
    config = ConvolutionConfig(layer=GROUPS, groups="1", kernel=CUSTOM, kernel_size=7, weights=write_slices(weight))
    np.testing.assert_array_equal(prepare(config, PICTURE).weight, weight)


def test_a_custom_kernel_keeps_its_middle_when_its_size_changes() -> None:
    kernel = np.arange(9, dtype=np.float32).reshape(3, 3)
    assert resized(kernel, 1).tolist() == [[4]]
    np.testing.assert_array_equal(resized(kernel, 5)[1:4, 1:4], kernel)
    np.testing.assert_array_equal(resized(kernel, 3), kernel)
    assert resized(kernel, 2).tolist() == [[0, 1], [3, 4]]


def test_layers_are_read() -> None:
    assert read_layers("3,1,1;5,2,3") == [(3, 1, 1), (5, 2, 3)]
    for bad in ("", "0,1,1", "3,5,1", "3,1,4", "a,1,1"):
        with pytest.raises(ValueError, match="A layer is"):
            read_layers(bad)


def test_the_three_matrices() -> None:
    grid = np.random.default_rng(2).normal(size=(1, 6, 6)).astype(np.float32)
    found = matrices(grid, kernels.preset("left sobel")[np.newaxis, np.newaxis], 1, 1)
    assert found.shared.shape == found.unshared.shape == found.dense.shape == (36, 36)
    assert found.difference < 1e-5
    assert found.there_and_back < 1e-5
    assert len(np.unique(found.shared[found.shared != 0])) == 4  # 1, 2, -1, -2
    assert len(np.unique(found.unshared)) > 200
    assert (found.dense != 0).all()
    np.testing.assert_allclose(found.answers[0], found.answers[2], atol=1e-5)
