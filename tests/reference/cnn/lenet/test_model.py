"""LeNet-5 against published counts and PyTorch's own layers."""

import math

import pytest
import torch
from torch import nn

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.model import ACTIVATIONS, POOLINGS, LeNet5

MODULES = {"tanh": nn.Tanh, "ReLU": nn.ReLU, "sigmoid": nn.Sigmoid, "average": nn.AvgPool2d, "max": nn.MaxPool2d}
SHAPES = {
    "input": (1, 32, 32),
    "conv1": (6, 28, 28),
    "pool1": (6, 14, 14),
    "conv2": (16, 10, 10),
    "pool2": (16, 5, 5),
    "dense1": (120,),
    "dense2": (84,),
    "logits": (10,),
}
every_network = pytest.mark.parametrize(
    ("activation", "pooling"), [(activation, pooling) for activation in ACTIVATIONS for pooling in POOLINGS]
)


def pictures(count: int, size: int = 32) -> torch.Tensor:
    return torch.randn(count, 1, size, size, generator=torch.Generator().manual_seed(1))


def as_sequential(model: LeNet5, activation: str, pooling: str) -> nn.Sequential:
    """PyTorch's own layers in the textbook's order, with the same weights and plain layout."""
    act, pool = MODULES[activation], MODULES[pooling]
    filters, maps = model.conv1.out_channels, model.conv2.out_channels
    layers = nn.Sequential(
        *(nn.Conv2d(1, filters, 5), act(), pool(2), nn.Conv2d(filters, maps, 5), act(), pool(2), nn.Flatten()),
        *(nn.Linear(maps * 25, 120), act(), nn.Linear(120, 84), act(), nn.Linear(84, 10)),
    )
    layers.load_state_dict(dict(zip(layers.state_dict(), model.state_dict().values(), strict=True)))
    return layers


def test_knobs_offer_what_the_network_knows():
    knobs = LeNetConfig.knobs()
    assert knobs["activation"].options == tuple(ACTIVATIONS)
    assert knobs["pooling"].options == tuple(POOLINGS)


def test_parameters_are_those_of_the_published_table():
    model = LeNet5()
    counts = {name: sum(each.numel() for each in layer.parameters()) for name, layer in model.named_children()}
    assert counts == {"conv1": 156, "conv2": 2_416, "dense1": 48_120, "dense2": 10_164, "output": 850, "dropout": 0}
    assert sum(each.numel() for each in model.parameters()) == 61_706


@pytest.mark.parametrize(("filters", "maps"), [(2, 5), (6, 16), (8, 21), (16, 43)])
def test_second_convolution_keeps_the_ratio_of_16_to_6(filters, maps):
    trace = LeNet5(filters=filters).trace(pictures(2))
    assert trace.conv1.shape == (2, filters, 28, 28)
    assert trace.conv2.shape == (2, maps, 10, 10)


def test_layers_have_the_shapes_of_the_table():
    trace = LeNet5().trace(pictures(3))
    assert {name: tuple(each.shape[1:]) for name, each in trace._asdict().items()} == SHAPES


@every_network
def test_forward_and_trace_equal_pytorchs_own_layers(activation, pooling):
    model = LeNet5(activation, pooling)
    x = pictures(8)
    expected = as_sequential(model, activation, pooling)(x)
    torch.testing.assert_close(model(x), expected)
    torch.testing.assert_close(model.trace(x).logits, expected)


@every_network
def test_every_traced_layer_equals_pytorchs_own(activation, pooling):
    model = LeNet5(activation, pooling)
    x = pictures(4)
    layers = as_sequential(model, activation, pooling)
    ends = {"conv1": 2, "pool1": 3, "conv2": 5, "pool2": 6, "dense1": 9, "dense2": 11, "logits": 12}
    trace = model.trace(x)
    for name, end in ends.items():
        torch.testing.assert_close(getattr(trace, name), layers[:end](x), msg=lambda text, name=name: f"{name}: {text}")


@every_network
def test_gradients_equal_pytorchs_own_layers(activation, pooling):
    model = LeNet5(activation, pooling)
    layers = as_sequential(model, activation, pooling)
    x, labels = pictures(8), torch.arange(8)
    nn.functional.cross_entropy(model(x), labels).backward()
    nn.functional.cross_entropy(layers(x), labels).backward()
    for ours, theirs in zip(model.parameters(), layers.parameters(), strict=True):
        torch.testing.assert_close(ours.grad, theirs.grad, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_activation_may_follow_max_pooling(activation):
    act = ACTIVATIONS[activation]
    x = torch.randn(16, 6, 28, 28, generator=torch.Generator().manual_seed(2)) * 3
    before, after = nn.functional.max_pool2d(act(x), 2), act(nn.functional.max_pool2d(x, 2))
    if activation == "ReLU":
        assert torch.equal(before, after)
    else:  # the last bit of tanh and sigmoid depends on where a number stands in memory
        torch.testing.assert_close(before, after, rtol=0, atol=2e-7)


def test_first_weights_follow_glorots_formula():
    model = LeNet5()
    for layer, fan_in, fan_out in (
        (model.conv1, 25, 6 * 25),
        (model.conv2, 6 * 25, 16 * 25),
        (model.dense1, 400, 120),
        (model.dense2, 120, 84),
        (model.output, 84, 10),
    ):
        largest = math.sqrt(6 / (fan_in + fan_out))
        assert 0.95 * largest < layer.weight.abs().max().item() <= largest
        assert layer.weight.mean().abs().item() < 0.15 * largest
        assert not layer.bias.any()


def test_building_and_dropping_leave_pytorchs_global_generator_alone():
    before = torch.get_rng_state()
    model = LeNet5(dropout=0.5)
    model(pictures(2))
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(123)
    again = LeNet5(dropout=0.5)
    torch.set_rng_state(before)
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), again.parameters(), strict=True))


def test_dropout_stands_after_both_hidden_dense_layers():
    model = LeNet5(dropout=0.5)
    trace = model.trace(pictures(8))
    for layer in (trace.dense1, trace.dense2):
        assert 0.35 < (layer == 0).float().mean().item() < 0.65
    assert (trace.conv2 == 0).float().mean().item() < 0.01
