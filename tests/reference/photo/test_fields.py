"""Receptive fields against gradients: the pixels that a number depends on are those with a gradient."""

import numpy as np
import pytest
import torch
from torch import nn

from dnnlab.cnn.geometry import output_size
from dnnlab.photo.facts import EFFICIENTNET, FIRE, NETS, SQUEEZENET
from dnnlab.photo.fields import Box, field_size, geometry, seen_by
from dnnlab.photo.net.models import EfficientNetLite0, MBConv, PhotoNet, SqueezeNet11

LAYERS = {
    EFFICIENTNET: ("stem", "block1", "block2", "block4", "block6", "block9", "logits"),
    SQUEEZENET: ("conv1", "pool1", "fire2", "pool3", "fire5", "pool5", "fire7", "conv10", "logits"),
}


def transparent(net: str) -> PhotoNet:
    """The network with positive weights that average: no path cancels another, and no activation ever cuts."""
    model = {EFFICIENTNET: EfficientNetLite0, SQUEEZENET: SqueezeNet11}[net]().double().eval()
    for name, layer in model.named_modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.constant_(layer.weight, 1 / layer.weight[0].numel())
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
        if isinstance(layer, MBConv):  # what it adds to its input stays small: ReLU6 cuts at 6
            nn.init.constant_(layer.project.norm.weight, 0.1)
        if isinstance(layer, nn.MaxPool2d):  # the same windows, and all of their pixels count
            setattr(model, name, nn.AvgPool2d(layer.kernel_size, layer.stride))
    return model


@pytest.fixture(scope="module", params=NETS)
def traced(request):
    """The network's name, a white picture, and every layer's answer to it."""
    side = NETS[request.param].side
    x = torch.ones(1, 3, side, side, dtype=torch.float64, requires_grad=True)
    model = transparent(request.param)
    trace = model.trace(x)
    assert all(0 < maps.detach().min() <= maps.detach().max() < 6 for maps in trace.values())
    return request.param, x, trace


def support(answer: torch.Tensor, x: torch.Tensor) -> Box:
    """The pixels with a gradient, which have to be a rectangle without holes."""
    (gradient,) = torch.autograd.grad(answer, x, retain_graph=True)
    seen = (gradient[0] != 0).any(dim=0).numpy()  # (S, S)
    rows, columns = (np.flatnonzero(seen.any(axis=axis)) for axis in (1, 0))
    assert seen.sum() == len(rows) * len(columns)
    box = Box(*(int(each) for each in (rows[0], columns[0], rows[-1], columns[-1])))
    assert (box.bottom - box.top + 1, box.right - box.left + 1) == (len(rows), len(columns))
    return box


def test_every_place_sees_what_its_gradient_says(traced):
    net, x, trace = traced
    for layer in LAYERS[net]:
        side = NETS[net].layer(layer).side
        last, middle = side - 1, side // 2
        for row, column in {(0, 0), (middle, middle), (last, last), (0, last), (side // 5, last - side // 7)}:
            maps = trace[layer]
            answer = (maps[0, :, row, column] if maps.ndim == 4 else maps[0]).sum()
            assert seen_by(net, layer, row, column) == support(answer, x), (layer, row, column)


@pytest.mark.parametrize("traced", [SQUEEZENET], indirect=True)
def test_half_of_a_fire_modules_maps_see_less(traced):
    net, x, trace = traced
    for layer in ("fire2", "fire4"):
        maps = trace[layer]
        units = maps.shape[1]
        assert units == 8 * FIRE[layer]
        for unit in (0, units // 2 - 1, units // 2, units - 1):
            for place in (0, 11, NETS[net].layer(layer).side - 1):
                assert seen_by(net, layer, place, 11, unit) == support(maps[0, unit, place, 11], x), (layer, unit)
        small, large = field_size(net, layer, units // 2 - 1), field_size(net, layer, units // 2)
        assert small < large == field_size(net, layer)


@pytest.mark.parametrize("net", NETS)
def test_the_windows_make_the_stated_sizes(net):
    for layer in NETS[net].layers:
        n = NETS[net].side
        for f, stride, dilation, padding in geometry(net)[layer.name]:
            n = output_size(n, f, stride=stride, padding=padding, dilation=dilation)
        assert n == layer.side
    assert list(geometry(net)) == [layer.name for layer in NETS[net].layers]


@pytest.mark.parametrize("net", NETS)
def test_another_side_has_paddings_of_its_own(net):
    model = {EFFICIENTNET: EfficientNetLite0, SQUEEZENET: SqueezeNet11}[net]().eval()
    for side in (97, 160):
        with torch.inference_mode():
            trace = model.trace(torch.zeros(1, 3, side, side))
        for layer, path in geometry(net, side).items():
            n = side
            for f, stride, dilation, padding in path:
                n = output_size(n, f, stride=stride, padding=padding, dilation=dilation)
            assert n == (trace[layer].shape[2] if layer != "logits" else 1)


@pytest.mark.parametrize(
    ("net", "layer", "size"),
    [
        (EFFICIENTNET, "stem", 3),
        (EFFICIENTNET, "block1", 3 + 2 * 2),
        (EFFICIENTNET, "block2", 7 + 2 * 2),
        (EFFICIENTNET, "block3", 11 + 2 * 4),
        (EFFICIENTNET, "block4", 19 + 4 * 4),
        (SQUEEZENET, "conv1", 3),
        (SQUEEZENET, "pool1", 7),
        (SQUEEZENET, "fire2", 15),
        (SQUEEZENET, "fire3", 23),
        (SQUEEZENET, "pool3", 31),
    ],
)
def test_sizes_that_can_be_counted_by_hand(net, layer, size):
    assert field_size(net, layer) == size
    middle = NETS[net].layer(layer).side // 2
    top, left, bottom, right = seen_by(net, layer, middle, middle)
    assert bottom - top + 1 == right - left + 1 == size


def test_what_is_not_there_is_said_in_a_sentence():
    with pytest.raises(ValueError, match="There is no layer 'fire1'"):
        seen_by(SQUEEZENET, "fire1", 0, 0)
    with pytest.raises(ValueError, match="There is no network 'VGG'"):
        field_size("VGG", "stem")
    for place in (-1, 7):
        with pytest.raises(ValueError, match=f"The maps of head have 7 × 7 places, got row 0 and column {place}"):
            seen_by(EFFICIENTNET, "head", 0, place)
