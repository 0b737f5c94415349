"""Backpropagation through time, copy by copy, against autograd, a closed form and finite differences."""

from __future__ import annotations

from copy import deepcopy

import pytest
import torch
from torch import Tensor

from dnnlab.rnn.net.cells import Cell, RNNCell
from dnnlab.rnn.text.net.model import CELLS
from dnnlab.rnn.unfolded.knobs import TASKS, UnfoldedConfig
from dnnlab.rnn.unfolded.net.bptt import Shares, back, unfold
from dnnlab.rnn.unfolded.net.experiment import Unfolded, wanted

T, N, INPUTS, HIDDEN = 6, 3, 2, 3


def drawn(kind: str) -> Cell:
    """A cell in double precision whose peepholes are no zeros."""
    cell = CELLS[kind](INPUTS, HIDDEN)
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for weight in cell.parameters():
            weight.copy_(0.7 * torch.randn(weight.shape, generator=generator))
    return cell.double()


def sequence() -> Tensor:
    return torch.randn(T, N, INPUTS, generator=torch.Generator().manual_seed(2)).double()


def loss_of(h: Tensor) -> Tensor:
    return (h * torch.arange(1.0, HIDDEN + 1)).sin().sum()


def ours(cell: Cell, x: Tensor, reach: int) -> Shares:
    states = unfold(cell, x)
    h = states[-1][0].requires_grad_()
    gradient = torch.autograd.grad(loss_of(h), h)[0]
    return back(cell, x, states, (gradient, *(torch.zeros_like(part) for part in states[-1][1:])), reach)


@pytest.fixture(autouse=True)
def _double() -> None:
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(before)


@pytest.mark.parametrize("kind", CELLS)
def test_the_shares_sum_to_autograds_gradient(kind: str) -> None:
    cell, x = drawn(kind), sequence()
    state = cell.zeros(x)
    for moment in x:
        state = cell(moment, state).state
    names = dict(cell.named_parameters())
    gradients = torch.autograd.grad(loss_of(state[0]), list(names.values()))
    shares = ours(cell, x, T)
    for name, gradient in zip(names, gradients, strict=True):
        torch.testing.assert_close(shares.weights[name].sum(0), gradient)


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("reach", [1, 2, 4, T, T + 3])
def test_each_share_is_the_gradient_of_a_copy_with_weights_of_its_own(kind: str, reach: int) -> None:
    cell, x = drawn(kind), sequence()
    copies = [deepcopy(cell) for _ in range(T)]
    state, outputs = cell.zeros(x), []
    for copy, moment in zip(copies, x, strict=True):
        if len(outputs) == T - reach:
            state = tuple(part.detach() for part in state)
        state = copy(moment, state).state
        outputs.append(state[0])
        state[0].retain_grad()
    loss_of(state[0]).backward()
    shares = ours(cell, x, reach)
    for t, copy in enumerate(copies):
        for name, weight in copy.named_parameters():
            expected = torch.zeros_like(weight) if t < T - reach else weight.grad
            torch.testing.assert_close(shares.weights[name][t], expected)
        if t >= T - reach:
            torch.testing.assert_close(shares.states[0][t + 1], outputs[t].grad)


def test_an_rnn_by_hand() -> None:
    """delta_t = (1 - h_t²) * dL/dh_t; its share is delta_t h_(t-1)ᵀ, and W_hᵀ delta_t goes on."""
    cell, x = drawn("RNN"), sequence()
    assert isinstance(cell, RNNCell)
    shares, states = ours(cell, x, T), [state[0] for state in unfold(cell, x)]
    gradient = shares.states[0][-1]
    for t in reversed(range(T)):
        delta = (1 - states[t + 1].square()) * gradient
        torch.testing.assert_close(shares.weights["w_h"][t], delta.T @ states[t])
        torch.testing.assert_close(shares.weights["w_x"][t], delta.T @ x[t])
        torch.testing.assert_close(shares.weights["b"][t], delta.sum(0))
        gradient = delta @ cell.w_h.detach()
        torch.testing.assert_close(shares.states[0][t], gradient)


def test_finite_differences_of_one_weight() -> None:
    cell, x, eps = drawn("LSTM"), sequence(), 1e-6
    values = []
    for sign in (1, -1):
        moved = deepcopy(cell)
        with torch.no_grad():
            moved.w_h[4, 1] += sign * eps
        values.append(loss_of(unfold(moved, x)[-1][0]))
    expected = (values[0] - values[1]) / (2 * eps)
    torch.testing.assert_close(ours(cell, x, T).weights["w_h"].sum(0)[4, 1], expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("kind", CELLS)
def test_the_view_shows_what_autograd_finds_and_a_step_takes_the_sum(kind: str) -> None:
    torch.set_default_dtype(torch.float32)
    for reach in (1, 3, 8):
        run = Unfolded(UnfoldedConfig(cell=kind, truncation=reach))
        run.step()
        view = run.view()
        assert len(view.names) == len(view.autograd) == view.shares.shape[1]
        torch.testing.assert_close(torch.tensor(view.summed), torch.tensor(view.autograd), rtol=1e-5, atol=1e-7)
        assert not view.shares[: max(0, len(view.inputs) - reach)].any()
        assert not view.gradients[: max(0, len(view.inputs) - reach)].any()


@pytest.mark.parametrize("task", TASKS)
def test_the_gradient_of_a_step_is_that_of_its_loss(task: str) -> None:
    torch.set_default_dtype(torch.float32)
    run, same = (Unfolded(UnfoldedConfig(cell="GRU", task=task)) for _ in range(2))
    x = same._sequences(32, "sequences")
    loss = 0.5 * (same.model(x) - wanted(x, task)).square().mean()
    loss.backward()
    assert run.step()["loss"] == pytest.approx(loss.item())
    for ours_, theirs in zip(run.model.parameters(), same.model.parameters(), strict=True):
        torch.testing.assert_close(ours_.grad, theirs.grad, rtol=1e-4, atol=1e-6)


def test_the_figures_of_the_card_over_five_seeds() -> None:
    """Without the first copy's share the first number is not learnt: the loss stays at that of saying 0, 1/6."""
    torch.set_default_dtype(torch.float32)
    means = {}
    for reach in (8, 5):
        runs = [Unfolded(UnfoldedConfig(truncation=reach, seed=seed)) for seed in range(5)]
        means[reach] = [sum([run.step()["loss"] for _ in range(600)][500:]) / 100 for run in runs]
    assert means[8] == pytest.approx([0.0116, 0.0331, 0.0109, 0.0164, 0.0108], rel=0.2)
    assert means[5] == pytest.approx([0.1698, 0.1621, 0.1677, 0.1639, 0.1656], rel=0.05)
