"""Norms by layer against a chain rule by hand; clipping against its definition; each remedy against PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from dnnlab.foundations.flow.knobs import ACTIVATIONS, NORMS, FlowConfig
from dnnlab.foundations.flow.measures import measures, row, stops
from dnnlab.foundations.flow.net.experiment import FlowTraining
from dnnlab.foundations.flow.net.model import DeepNet
from dnnlab.foundations.flow.net.profile import profile
from dnnlab.foundations.playground.net.slopes import ACTIVATIONS as BY_HAND
from tools.measure_flow import DEPTHS, NETS, measured

Floats = NDArray[np.float64]


def made(**knobs: Any) -> tuple[DeepNet, torch.Tensor, torch.Tensor]:
    net = DeepNet(FlowConfig(**knobs), torch.Generator().manual_seed(3)).double()
    draw = torch.Generator().manual_seed(4)
    x = torch.randn(16, 784, generator=draw, dtype=torch.float64)
    return net, x, torch.randint(10, (16,), generator=draw)


def chain_rule(net: DeepNet, x: Floats, labels: NDArray[Any], config: FlowConfig) -> tuple[list[float], list[float]]:
    """Norms of the gradients of weights and of what layers give, in numpy, as the maths tab writes them."""
    given, slopes, ins = x, [], []
    for layer in net.hidden:
        w, b = (each.detach().numpy() for each in (layer.sums.weight, layer.sums.bias))  # type: ignore[union-attr]
        ins.append(given)
        h, slope = BY_HAND[config.activation](given @ w.T + b)
        slopes.append(slope)
        given = given + h if config.shortcuts and given.shape == h.shape else h
    w, b = net.output.weight.detach().numpy(), net.output.bias.detach().numpy()
    powers = np.exp(given @ w.T + b)
    delta = (powers / powers.sum(1, keepdims=True) - np.eye(10)[labels]) / len(x)
    of_weights, back = [float(np.linalg.norm(delta.T @ given))], []
    delta = delta @ w
    for number in range(config.depth - 1, -1, -1):
        back.append(float(np.linalg.norm(delta)))
        inner = delta * slopes[number]
        of_weights.append(float(np.linalg.norm(inner.T @ ins[number])))
        weight = net.hidden[number].sums.weight.detach().numpy()  # type: ignore[union-attr]
        past = delta if config.shortcuts and number else 0.0
        delta = inner @ weight + past
    return of_weights[::-1], back[::-1]


@pytest.mark.parametrize("shortcuts", [False, True])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_norms_by_layer_are_those_of_the_chain_rule(activation: str, shortcuts: bool) -> None:
    config = FlowConfig(depth=7, width=16, activation=activation, shortcuts=shortcuts, start="He")
    net, x, labels = made(depth=7, width=16, activation=activation, shortcuts=shortcuts, start="He")
    found = profile(net, x, labels)
    of_weights, back = chain_rule(net, x.numpy(), labels.numpy(), config)
    assert found.gradients == pytest.approx(of_weights, rel=1e-8)
    assert found.back == pytest.approx(back, rel=1e-8)


@pytest.mark.parametrize("norm", NORMS)
def test_they_are_those_of_a_backward_pass_and_leave_its_gradients_alone(norm: str) -> None:
    net, x, labels = made(depth=5, norm=norm, activation="tanh")
    F.cross_entropy(net(x), labels).backward()
    before = [each.grad.clone() for each in net.matrices() if each.grad is not None]
    found = profile(net, x, labels)
    assert found.gradients == pytest.approx([float(each.norm()) for each in before], rel=1e-9)
    assert all(
        (each.grad == old).all() for each, old in zip(net.matrices(), before, strict=True) if each.grad is not None
    )


def test_slopes_and_activations_are_those_of_the_sigmoid() -> None:
    net, x, labels = made(depth=3)
    found, values = profile(net, x, labels), x
    for number, layer in enumerate(net.hidden):
        values = torch.sigmoid(layer.sums(values))  # type: ignore[union-attr, operator]
        assert found.activations[number] == pytest.approx(float(values.detach().square().mean().sqrt()))
        assert found.slopes[number] == pytest.approx(float((values * (1 - values)).detach().mean()), rel=1e-5)
        assert found.slopes[number] <= 0.25


def test_a_clipped_step_goes_the_same_way_and_no_farther() -> None:
    plain, clipped = (FlowTraining(FlowConfig(depth=4, activation="tanh", clip=clip)) for clip in (0.0, 0.25))
    before = [each.detach().clone() for each in plain.model.parameters()]
    for run in (plain, clipped):
        run.step()
    assert plain.norm == clipped.norm > 0.25 and plain.clipped == 1.0
    moves = [
        torch.cat([(now - old).flatten() for now, old in zip(run.model.parameters(), before, strict=True)]).detach()
        for run in (plain, clipped)
    ]
    assert float(moves[1].norm()) == pytest.approx(0.25 * plain.config.learning_rate, rel=1e-3)
    assert float(F.cosine_similarity(moves[0], moves[1], dim=0)) == pytest.approx(1.0, abs=1e-5)
    assert float(moves[1].norm() / moves[0].norm()) == pytest.approx(clipped.clipped, rel=1e-3)


@pytest.mark.parametrize("norm", NORMS[1:])
def test_normalised_sums_have_mean_0_and_variance_1(norm: str) -> None:
    net, x, _ = made(depth=3, norm=norm)
    axis = 0 if norm == "batch" else 1
    for sums in net.layers(x)[0]:
        assert sums.mean(axis).abs().max() < 1e-6
        assert (sums.var(axis, unbiased=False) - 1).abs().max() < 0.05


def test_pretraining_moves_one_layer_at_a_time_and_freezes_all_others() -> None:
    run = FlowTraining(FlowConfig(depth=3, pretraining=50, run_length=100, optimizer="momentum"))
    assert run.total_steps == 3 * 50 + 100

    def weights() -> list[torch.Tensor]:
        layers = [*run.model.hidden, run.model.output]
        return [torch.cat([each.detach().flatten() for each in layer.parameters()]).clone() for layer in layers]

    for number in range(3):
        before = weights()
        for _ in range(50):
            assert set(run.step()) == {"reconstruction"}
        moved = [bool((now != old).any()) for now, old in zip(weights(), before, strict=True)]
        assert moved == [place == number for place in range(4)]
    before = weights()
    assert "loss" in run.step()
    assert all((now != old).any() for now, old in zip(weights(), before, strict=True))


def test_the_reconstruction_error_falls_and_the_first_weights_are_those_without_pretraining() -> None:
    run, plain = (FlowTraining(FlowConfig(depth=2, pretraining=steps)) for steps in (50, 0))
    assert all((a == b).all() for a, b in zip(run.model.parameters(), plain.model.parameters(), strict=True))
    errors = [run.step()["reconstruction"] for _ in range(50)]
    assert np.mean(errors[-5:]) < 0.8 * np.mean(errors[:5])


def test_an_entry_of_the_measured_table_comes_out_again() -> None:
    assert measured(depth=2, seed=0, **NETS["tanh"]) == pytest.approx(
        measures()["depths"][row("tanh", False)]["2"][0], abs=0.01
    )


def test_the_measured_table_has_every_network_at_every_depth() -> None:
    made = measures()
    assert list(made["depths"]) == [row(net, shortcuts) for net in NETS for shortcuts in (False, True)]
    entries = [found for each in made["depths"].values() for found in each.values()] + list(
        made["pretraining"].values()
    )
    assert {len(found) for found in entries} == {len(made["pretraining"]["0"])}
    assert all(list(each) == [str(depth) for depth in DEPTHS] for each in made["depths"].values())


def test_a_network_stops_at_the_depth_from_which_on_none_learns() -> None:
    assert stops({"2": [0.9], "5": [0.1], "10": [0.1]}) == "5 layers"
    assert stops({"2": [0.9], "5": [0.1], "10": [0.3]}) == "none of these"
    assert stops({"2": [0.1, 0.1, 0.9], "5": [0.1]}) == "2 layers"
