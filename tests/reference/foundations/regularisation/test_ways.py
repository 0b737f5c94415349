"""Each way to regularise against PyTorch or finite differences: what the bench adds up to is what the formulas say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.utils import vector_to_parameters

from dnnlab.foundations.playground.net.model import Network, loss_of
from dnnlab.foundations.regularisation.knobs import SPIRAL, OverfitConfig
from dnnlab.foundations.regularisation.net.experiment import OverfitTraining
from dnnlab.foundations.regularisation.net.thinned import drawn_masks, thinned


def trained(steps: int = 40, **knobs: Any) -> OverfitTraining:
    run = OverfitTraining(OverfitConfig(**knobs))
    for _ in range(steps):
        run.step()
    return run


def as_torch(run: OverfitTraining) -> Network:
    network = Network(run.shape)
    vector_to_parameters(torch.from_numpy(run.net.theta.copy()), network.parameters())
    return network


@pytest.mark.parametrize("penalty", [{"l1": 0.004}, {"l2": 0.007}, {"l1": 0.002, "l2": 0.02}], ids=str)
@pytest.mark.parametrize("task", ["curve", SPIRAL])
def test_the_gradient_with_penalties_is_that_of_finite_differences(task: str, penalty: dict[str, float]) -> None:
    run = trained(task=task, layers=2, width=4, **penalty)
    net, x, t = run.net, run.learnt.inputs, run.learnt.labels[:, None]
    l1, l2 = run.config.l1, run.config.l2

    def total(theta: np.ndarray) -> float:
        before = net.theta.copy()
        net.theta[...] = theta
        weights = theta[net.is_weight > 0]
        value = float(net.losses(net.read(x)[2], t).mean()) + l1 * np.abs(weights).sum() + l2 / 2 * (weights**2).sum()
        net.theta[...] = before
        return float(value)

    net.backward(x, t, [None] * 3)
    net.penalise(l1, l2)
    h = 1e-6
    for place in range(len(net.theta)):
        step = np.zeros_like(net.theta)
        step[place] = h
        slope = (total(net.theta + step) - total(net.theta - step)) / (2 * h)
        assert net.gradient[place] == pytest.approx(slope, abs=2e-5)


def test_a_whole_step_with_every_way_is_that_of_torch() -> None:
    """Dropout, both penalties and max-norm together, five steps of torch.optim.Adam from the same masks."""
    config = OverfitConfig(l1=0.002, l2=0.003, max_norm=1.0, dropout=0.5, input_dropout=0.2, useless=3)
    run, twin = OverfitTraining(config), OverfitTraining(config)
    network = as_torch(run)
    optimizer = torch.optim.Adam(network.parameters(), lr=config.learning_rate)
    for _ in range(5):
        run.step()
        rows = twin.batches.next()
        chosen = [torch.from_numpy(each) for each in twin._masks(len(rows)) if each is not None]
        values = torch.from_numpy(twin.learnt.inputs[rows]) * chosen[0]
        linear = [each for each in network.modules() if isinstance(each, torch.nn.Linear)]
        for layer, mask in zip(linear[:-1], chosen[1:], strict=True):
            values = torch.tanh(layer(values)) * mask
        loss = loss_of(network, linear[-1](values), torch.from_numpy(twin.learnt.labels[rows, None]), "squared error")
        penalty = sum(
            config.l1 * each.weight.abs().sum() + config.l2 / 2 * each.weight.square().sum() for each in linear
        )
        optimizer.zero_grad()
        (loss + penalty).backward()
        optimizer.step()
        with torch.no_grad():
            for layer in linear:
                torch.renorm(layer.weight, 2, 0, config.max_norm, out=layer.weight.data)
    assert np.allclose(run.net.theta, torch.cat([each.detach().flatten() for each in network.parameters()]), atol=1e-6)


def test_max_norm_holds_after_every_step_and_leaves_shorter_vectors_alone() -> None:
    run = trained(0, max_norm=0.75)
    for _ in range(20):
        run.step()
        assert max(np.linalg.norm(each.weight, axis=1).max() for each in run.net.layers) <= 0.75 + 1e-12
    before = run.net.theta.copy()
    run.net.cut_back(50.0)
    assert (run.net.theta == before).all()


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_what_inverted_dropout_gives_is_the_unit_itself_on_average(p: float) -> None:
    count = 40_000
    (inputs, hidden) = drawn_masks((0.2, p), count, (3, 5), torch.Generator().manual_seed(0))
    assert inputs is not None and hidden is not None and hidden.shape == (count, 1, 5)
    assert set(np.unique(hidden).round(9)) == {0.0, round(1 / (1 - p), 9)}
    error = 4 * np.sqrt(p / (1 - p) / count)  # four standard deviations of the mean of a mask
    assert hidden.mean((0, 1)) == pytest.approx(np.ones(5), abs=error)
    assert (hidden == 0).mean() == pytest.approx(p, abs=0.01)
    assert inputs.mean() == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("activation", ["tanh", "ReLU", "sigmoid"])
@pytest.mark.parametrize("task", ["curve", SPIRAL])
def test_the_whole_network_and_the_thinned_ones_are_those_of_torch(task: str, activation: str) -> None:
    run = trained(task=task, activation=activation, dropout=0.5, input_dropout=0.2, useless=2, points=50)
    network, places = as_torch(run), run.places()
    network.eval()
    with torch.no_grad():
        whole = network.outcome(network(torch.from_numpy(places)))[:, 0]
    assert thinned(run.net, places, [None] * 3)[0] == pytest.approx(whole.numpy(), abs=1e-5)
    chosen = drawn_masks((0.2, 0.5), 3, run.shape.sizes[:-1], torch.Generator().manual_seed(1))
    found = thinned(run.net, places, chosen)
    for number in range(3):
        values = torch.from_numpy(places)
        steps = [each for each in network.hidden if not type(each).__name__.startswith("Dropout")]
        masks = [torch.from_numpy(each[number]) for each in chosen if each is not None]
        values = values * masks[0]
        for place in range(2):
            values = steps[2 * place + 1](steps[2 * place](values)) * masks[place + 1]
        with torch.no_grad():
            assert found[number] == pytest.approx(network.outcome(network.output(values))[:, 0].numpy(), abs=1e-5)
