"""The step by hand is the step that autograd and torch.optim take, over all that the knobs can say."""

from __future__ import annotations

from itertools import cycle, product

import numpy as np
import pytest
import torch
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from dnnlab.foundations import losses
from dnnlab.foundations.activations import ACTIVATIONS as TAUGHT
from dnnlab.foundations.playground.layers import ACTIVATIONS
from dnnlab.foundations.playground.net.fast import FastNet, FastOptimizer, Shape
from dnnlab.foundations.playground.net.model import Network, masks, plain_step, targets
from dnnlab.foundations.playground.net.slopes import ACTIVATIONS as BY_HAND
from dnnlab.foundations.playground.net.slopes import loss_and_slope
from dnnlab.foundations.points import CLASSES, REGRESSION
from dnnlab.live.knobs import OPTIMIZERS as NAMES
from dnnlab.nn.optimizers import OPTIMIZERS

OUTPUTS = ("sigmoid", "softmax", "tanh", "linear")
LOSSES = ("cross-entropy", "squared error", "absolute error", "pseudo-Huber", "hinge", "squared hinge")
REGULARISATION = tuple(product((0.0, 0.01), (0.0, 0.02), (0.0, 0.7), (0.0, 0.3), (0.0, 0.2)))
"""L1, L2, max-norm, dropout of hidden units and of inputs: on and off, all 32."""
STEPS, RATE = 3, 0.05


def gap(
    shape: Shape,
    loss: str,
    optimizer: str,
    regularised: tuple[float, ...],
    kind: str,
    size: int = 10,
    steps: int = STEPS,
) -> float:
    """How far gradients and weights of both are apart over some steps, at most; nan where both losses are no numbers.

    A bias before batch normalisation has the gradient 0, up to rounding, and does nothing; Adagrad divides that
    rounding by 1e-10, so such biases are left out.
    """
    l1, l2, longest, hidden, inputs = regularised
    network = Network(shape, (inputs, hidden), torch.Generator().manual_seed(5))
    drawn = torch.from_numpy(np.random.default_rng(1).normal(0, 0.6, parameters_to_vector(network.parameters()).shape))
    vector_to_parameters(drawn, network.parameters())
    fast = FastNet(shape)
    fast.theta[...] = drawn.numpy()
    rule, by_hand = OPTIMIZERS[optimizer](network.parameters(), lr=RATE), FastOptimizer(optimizer, fast.theta)
    generator = torch.Generator().manual_seed(5)
    data, found = np.random.default_rng(2), 0.0
    counts = np.ones(len(fast.theta), bool)
    if shape.batch_norm:
        for place, layer in zip(bias_places(network), fast.layers[:-1], strict=False):
            counts[place : place + layer.bias.size] = False
    for _ in range(steps):
        x = data.normal(0, 1.5, (size, shape.sizes[0]))
        classes = max(shape.sizes[-1], 2)
        labels = data.integers(classes, size=size).astype(float) if kind == CLASSES else data.uniform(-1, 1, size)
        target = targets(labels, kind, shape.sizes[-1], shape.output, loss)
        drop = masks((inputs, hidden), size, shape.sizes[:-1], generator)
        own = float(fast.backward(x, target, drop))
        before = parameters_to_vector(network.parameters()).detach().clone()
        theirs = plain_step(
            network, rule, torch.from_numpy(x), torch.from_numpy(target), loss=loss, l1=l1, l2=l2, max_norm=longest
        )
        assert own == pytest.approx(theirs, abs=1e-6, nan_ok=True)
        if not np.isfinite(own):
            vector_to_parameters(before, network.parameters())
            return float("nan")
        fast.penalise(l1, l2)
        theirs_too = torch.cat([each.grad.flatten() for each in network.parameters() if each.grad is not None]).numpy()
        found = max(found, float(np.abs(fast.gradient - theirs_too).max()))
        by_hand.step(fast.theta, fast.gradient, RATE)
        fast.cut_back(longest)
    apart = np.abs(fast.theta - parameters_to_vector(network.parameters()).detach().numpy())
    return max(found, float(apart[counts].max()))


def bias_places(network: Network) -> list[int]:
    """Where in the vector of all parameters each linear layer's bias begins."""
    places, at = [], 0
    for layer in network.modules():
        if isinstance(layer, torch.nn.Linear):
            places.append(at + layer.weight.numel())
        if not list(layer.children()):
            at += sum(each.numel() for each in layer.parameters())
    return places


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_output_loss_and_optimizer(activation: str) -> None:
    """With each of the 32 ways to regularise in turn, with and without batch normalisation, one output and three."""
    regularised, compared = cycle(REGULARISATION), 0
    for output, loss, optimizer, norm, last in product(OUTPUTS, LOSSES, NAMES, (False, True), (1, 3)):
        shape = Shape(
            sizes=(2, 5, 4, last), activations=(activation, activation), batch_norm=norm, output=output, loss=loss
        )
        kind = REGRESSION if last == 1 and loss == "absolute error" else CLASSES
        found = gap(shape, loss, optimizer, next(regularised), kind)
        if np.isfinite(found):
            compared += 1
            assert found < 1e-6, (shape, optimizer, found)
    assert compared >= 0.8 * 4 * 6 * 6 * 2 * 2  # the others have no loss: a logarithm of what is below 0


@pytest.mark.parametrize("regularised", REGULARISATION)
def test_every_way_to_regularise_with_every_optimizer(regularised: tuple[float, ...]) -> None:
    for optimizer, size, kind in product(NAMES, (1, 10), (CLASSES, REGRESSION)):
        output, loss = ("sigmoid", "cross-entropy") if kind == CLASSES else ("linear", "squared error")
        shape = Shape(sizes=(3, 6, 1), activations=("tanh",), batch_norm=False, output=output, loss=loss)
        assert gap(shape, loss, optimizer, regularised, kind, size, steps=12) < 1e-6


@pytest.mark.parametrize("sizes", [(2, 1), (7, 32, 32, 32, 32, 32, 32, 5), (1, 1, 1)])
def test_from_no_hidden_layer_to_six_of_32(sizes: tuple[int, ...]) -> None:
    output = "softmax" if sizes[-1] > 1 else "sigmoid"
    acts = tuple(ACTIVATIONS[: len(sizes) - 2])
    shape = Shape(sizes=sizes, activations=acts, batch_norm=False, output=output, loss="cross-entropy")
    assert gap(shape, "cross-entropy", "Adam", (0.0,) * 5, CLASSES, steps=20) < 1e-6


def test_batch_normalisation_of_one_point_and_when_it_is_read() -> None:
    shape = Shape(sizes=(2, 4, 1), activations=("tanh",), batch_norm=True, output="sigmoid", loss="cross-entropy")
    assert gap(shape, "cross-entropy", "SGD", (0.0,) * 5, CLASSES, size=1) < 1e-6
    network, fast = Network(shape), FastNet(shape)
    fast.theta[...] = np.random.default_rng(0).normal(size=fast.theta.shape)
    vector_to_parameters(torch.from_numpy(fast.theta.copy()), network.parameters())
    rule = OPTIMIZERS["SGD"](network.parameters(), lr=0.0)
    for seed in range(4):
        x = np.random.default_rng(seed).normal(size=(10, 2))
        target = np.ones((10, 1))
        fast.backward(x, target, [None, None])
        plain_step(network, rule, torch.from_numpy(x), torch.from_numpy(target), loss="cross-entropy")
    network.eval()
    with torch.no_grad():
        expected = network(torch.from_numpy(x)).numpy()
    assert fast.read(x)[2] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", [each for each in ACTIVATIONS if each not in ("sine", "linear")])
def test_the_activations_are_those_of_the_lesson_on_neurons(name: str) -> None:
    z = np.linspace(-6, 6, 101)
    value, slope = BY_HAND[name](z.copy())
    theirs = TAUGHT[name]
    assert value == pytest.approx(theirs.value(z, theirs.usual), abs=1e-12)
    assert slope == pytest.approx(theirs.derivative(z, theirs.usual), abs=1e-12)


def test_the_losses_are_those_of_the_lesson_on_losses() -> None:
    """Of two classes, and of three; value and gradient with respect to the score."""
    score, label = np.linspace(-3, 3, 60), np.array([0.0, 1.0] * 30)
    for name, loss in losses.BINARY.items():
        if name == "0-1":
            continue
        output = "sigmoid" if name == "cross-entropy" else "linear"
        target = targets(label, CLASSES, 1, output, name)
        value, slope = loss_and_slope(score[:, None], target, output, name)
        assert value == pytest.approx(loss.value(score, 2 * label - 1), abs=1e-12)
        assert slope[:, 0] == pytest.approx(loss.gradient(score, 2 * label - 1), abs=1e-12)
    scores = np.random.default_rng(0).normal(0, 2, (40, 3))
    for name, loss in losses.CLASSES.items():
        output = "softmax" if name == "cross-entropy" else "linear"
        for right in range(3):
            target = targets(np.full(40, float(right)), CLASSES, 3, output, name)
            value, slope = loss_and_slope(scores, target, output, name)
            assert value == pytest.approx(loss.value(scores, right), abs=1e-12)
            assert slope == pytest.approx(loss.gradient(scores, right), abs=1e-12)
    wanted = np.linspace(1, -1, 60)
    for name, loss in zip(("squared error", "absolute error", "pseudo-Huber"), losses.REGRESSION.values(), strict=True):
        value, slope = loss_and_slope(score[:, None], wanted[:, None], "linear", name)
        assert value == pytest.approx(loss.value(score, wanted), abs=1e-12)
        assert slope[:, 0] == pytest.approx(loss.gradient(score, wanted), abs=1e-12)
