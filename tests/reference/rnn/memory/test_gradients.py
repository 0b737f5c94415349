"""Clipping against closed forms, gradients over the sequence against the product of Jacobians and finite differences,
the spectral radius against numpy, and what a window cannot see."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from dnnlab.rnn.memory.knobs import NORM, OFF, RNN, SYMBOLS, VALUE, WINDOW, CopyConfig
from dnnlab.rnn.memory.net.experiment import CopyTask, beginnings
from dnnlab.rnn.memory.net.gradients import clip, look_back, spectral_radius
from dnnlab.rnn.memory.net.model import CELLS, KEEPS, Recurrent, Window, network, sequences


def drawn(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def parameter(*gradient: float) -> nn.Parameter:
    made = nn.Parameter(torch.zeros(len(gradient)))
    made.grad = torch.tensor(gradient)
    return made


def gradients(parameters: list[nn.Parameter]) -> list[list[float]]:
    return [each.grad.tolist() for each in parameters if each.grad is not None]


@pytest.mark.parametrize(("how", "most", "left"), [
    (OFF, 1.0, [[3.0, 0.0], [0.0, -4.0]]),
    (NORM, 10.0, [[3.0, 0.0], [0.0, -4.0]]),
    (NORM, 1.0, [[0.6, 0.0], [0.0, -0.8]]),  # all of it times 1 / 5
    (VALUE, 3.5, [[3.0, 0.0], [0.0, -3.5]]),
])  # fmt: skip
def test_a_gradient_of_length_five_is_clipped(how: str, most: float, left: list[list[float]]) -> None:
    parameters = [parameter(3.0, 0.0), parameter(0.0, -4.0)]
    assert clip(parameters, how, most) == 5.0
    np.testing.assert_allclose(gradients(parameters), left, rtol=1e-6)


def test_clipping_by_norm_does_what_pytorch_does() -> None:
    ours, theirs = ([nn.Parameter(torch.zeros(5, 3)), nn.Parameter(torch.zeros(7))] for _ in range(2))
    for one, other in zip(ours, theirs, strict=True):
        one.grad = torch.randn(one.shape, generator=drawn())
        other.grad = one.grad.clone()
    assert clip(ours, NORM, 0.5) == pytest.approx(nn.utils.clip_grad_norm_(theirs, 0.5).item(), rel=1e-6)
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one.grad, other.grad, rtol=1e-5, atol=0)


def test_a_huge_gradient_has_a_norm_and_one_that_is_not_finite_stays() -> None:
    huge, broken = [parameter(3e30, 4e30)], [parameter(math.inf, 1.0)]
    assert clip(huge, NORM, 1.0) == pytest.approx(5e30, rel=1e-6), "its square is beyond single precision"
    np.testing.assert_allclose(gradients(huge), [[0.6, 0.8]], rtol=1e-6)
    assert clip(broken, NORM, 1.0) == math.inf
    assert gradients(broken) == [[math.inf, 1.0]]


def test_the_way_back_of_an_rnn_is_the_product_of_its_jacobians() -> None:
    model = Recurrent(RNN, 16, drawn(), radius=0.9, keep=0).double()
    blanks, symbols = 12, beginnings(1)
    inputs = sequences(symbols, blanks, 0.3, drawn(1)).double()
    found, answers = look_back(model, inputs, symbols)
    cell, states = model.cell, [torch.zeros(SYMBOLS, 16, dtype=torch.float64)]
    with torch.no_grad():
        for x in inputs:
            states.append(torch.tanh(x @ cell.w_x.T + cell.b + states[-1] @ cell.w_h.T))
        error = answers - F.one_hot(symbols, SYMBOLS)  # of softmax and cross-entropy
        back = error @ model.output.weight
        expected = []
        for h in reversed(states[1:]):
            before = back * (1 - h**2)
            expected.append(torch.linalg.vector_norm(before @ cell.w_x, dim=1).mean())
            back = before @ cell.w_h
    torch.testing.assert_close(found, torch.stack(expected[::-1]), rtol=1e-9, atol=0)


@pytest.mark.parametrize("net", [*CELLS, WINDOW])
def test_gradients_at_each_step_are_those_of_finite_differences(net: str) -> None:
    model = network(CopyConfig(net=net, hidden=8, width=4, radius=1.0, keep=1), drawn()).double()
    inputs = sequences(torch.tensor([3]), 5, 0.3, drawn(1)).double()
    symbols, tiny = torch.tensor([3]), 1e-6
    differences = torch.zeros_like(inputs)
    with torch.no_grad():
        for place in np.ndindex(*inputs.shape):
            moved = [inputs.clone(), inputs.clone()]
            moved[0][place] += tiny
            moved[1][place] -= tiny
            up, down = (F.cross_entropy(model(each), symbols) for each in moved)
            differences[place] = (up - down) / (2 * tiny)
    found, _ = look_back(model, inputs, symbols)
    torch.testing.assert_close(found, torch.linalg.vector_norm(differences, dim=2)[:, 0], rtol=1e-5, atol=1e-9)


def test_what_the_step_says_of_the_symbol_is_the_gradient_of_one_sequence() -> None:
    run = CopyTask(CopyConfig(blanks=5, net="LSTM"))
    expected, _ = look_back(run.model, run.clean, beginnings(1))
    assert run.step()["first_gradient"] == pytest.approx(float(expected[0]), rel=1e-4)


@pytest.mark.parametrize("radius", [0.6, 1.0, 1.5])
def test_the_spectral_radius_is_numpys_and_the_knobs(radius: float) -> None:
    matrix = Recurrent(RNN, 32, drawn(), radius=radius, keep=0).cell.w_h
    assert spectral_radius(matrix) == pytest.approx(radius, rel=1e-5)
    other = torch.randn(20, 20, generator=drawn())
    assert spectral_radius(other) == pytest.approx(np.abs(np.linalg.eigvals(other.double().numpy())).max(), rel=1e-9)
    assert math.isnan(spectral_radius(other * math.inf))


def test_over_t_steps_an_rnn_keeps_at_most_the_radius_to_the_t() -> None:
    view = CopyTask(CopyConfig(blanks=20, radius=0.6)).view()
    assert 0 < view.gradients[0] < view.gradients[-1] * 0.6**20 * 1.2, "1.2: symbol and blank have other weights"


@pytest.mark.parametrize("net", KEEPS)
def test_the_forget_bias_keeps_that_share(net: str) -> None:
    gate, sign = KEEPS[net]
    cell = Recurrent(net, 8, drawn(), radius=1.0, keep=5).cell
    bias = cell.b.detach().view(-1, 8)[cell.gates.index(gate)]
    kept = bias.sigmoid() if sign > 0 else 1 - bias.sigmoid()
    torch.testing.assert_close(kept, torch.full((8,), 0.993307), rtol=1e-5, atol=0)


def test_a_window_sees_the_symbol_only_if_t_is_below_d() -> None:
    window, symbols = Window(10, 16, drawn()), beginnings(1)
    for blanks in (5, 9, 10, 40):
        gradient, answers = look_back(window, sequences(symbols, blanks, 0.0, drawn()), symbols)
        assert (float(gradient[0]) > 0) == (blanks < 10)
        assert (len(answers.unique(dim=0)) > 1) == (blanks < 10), "what it cannot see makes no difference"
        assert (gradient[: max(blanks + 1 - 10, 0)] == 0).all()
