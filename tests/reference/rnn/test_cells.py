"""The cells against torch.nn with converted weights, and against plain loops in numpy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dnnlab.rnn.kinds import KINDS, parameter_count
from dnnlab.rnn.net.cells import (
    Cell,
    GRUCell,
    LSTMCell,
    LSTMNoForgetCell,
    MGUCell,
    PeepholeLSTMCell,
    RNNCell,
)
from dnnlab.rnn.net.kernels import has_kernel, run_kernel
from dnnlab.rnn.net.stack import RNN, unroll
from dnnlab.rnn.text.net.model import CELLS

T, N, INPUTS, HIDDEN = 7, 3, 5, 4
AFTER = partial(GRUCell, reset="after")


def drawn(make: Callable[..., Cell], seed: int = 1) -> Cell:
    """A cell in double precision with nothing at 0, peepholes and biases neither."""
    cell = make(INPUTS, HIDDEN).double()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for each in cell.parameters():
            each.normal_(0, 0.5, generator=generator)
    return cell


def text(seed: int = 2) -> Tensor:
    return torch.randn(T, N, INPUTS, dtype=torch.double, generator=torch.Generator().manual_seed(seed))


def torch_layer(cell: Cell, kind: type[nn.RNNBase]) -> nn.RNNBase:
    """torch's own layer with the cell's weights, its second bias 0, the rows of its GRU's z turned."""
    layer = kind(INPUTS, HIDDEN).double()
    sign = torch.ones(len(cell.gates) * HIDDEN, 1, dtype=torch.double)
    if kind is nn.GRU:
        sign[HIDDEN : 2 * HIDDEN] = -1
    with torch.no_grad():
        layer.weight_ih_l0.copy_(sign * cell.w_x)
        layer.weight_hh_l0.copy_(sign * cell.w_h)
        layer.bias_ih_l0.copy_(sign[:, 0] * cell.b)
        layer.bias_hh_l0.zero_()
    return layer


@pytest.mark.parametrize(("make", "kind"), [(RNNCell, nn.RNN), (LSTMCell, nn.LSTM), (AFTER, nn.GRU)])
def test_equals_torch_forward_and_gradient(make: Callable[..., Cell], kind: type[nn.RNNBase]) -> None:
    cell, x = drawn(make), text().requires_grad_()
    outputs, state = unroll(cell, x, cell.zeros(x))
    outputs.square().sum().backward()
    layer, theirs = torch_layer(cell, kind), text().requires_grad_()
    expected, last = layer(theirs)
    expected.square().sum().backward()
    sign = -1 if kind is nn.GRU else 1
    assert torch.allclose(outputs, expected, atol=1e-6, rtol=0)
    for mine, other in zip(state, last if isinstance(last, tuple) else (last,), strict=True):
        assert torch.allclose(mine, other[0], atol=1e-6, rtol=0)
    assert torch.allclose(x.grad, theirs.grad, atol=1e-6, rtol=0)
    for mine, other in ((cell.w_x, layer.weight_ih_l0), (cell.w_h, layer.weight_hh_l0), (cell.b, layer.bias_ih_l0)):
        for place, (part, own) in enumerate(zip(mine.grad.split(HIDDEN), other.grad.split(HIDDEN), strict=True)):
            assert torch.allclose(part, (sign if place == 1 else 1) * own, atol=1e-6, rtol=0)


def sigma(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-x))


def in_numpy(cell: Cell, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The lecture's equations, one example and one gate at a time."""
    weights = {name: each.detach().numpy() for name, each in cell.named_parameters()}
    wx = dict(zip(cell.gates, np.split(weights["w_x"], len(cell.gates)), strict=True))
    wh = dict(zip(cell.gates, np.split(weights["w_h"], len(cell.gates)), strict=True))
    b = dict(zip(cell.gates, np.split(weights["b"], len(cell.gates)), strict=True))
    outputs = np.zeros((T, N, HIDDEN))
    for n in range(N):
        h, C = np.zeros(HIDDEN), np.zeros(HIDDEN)
        for t in range(T):
            total = {gate: wx[gate] @ x[t, n] + wh[gate] @ h + b[gate] for gate in cell.gates}
            match cell:
                case LSTMNoForgetCell():
                    C = C + sigma(total["i"]) * np.tanh(total["g"])
                    h = sigma(total["o"]) * np.tanh(C)
                case PeepholeLSTMCell():
                    p, old = weights["p"], C
                    i, f = sigma(total["i"] + p[0] * old), sigma(total["f"] + p[1] * old)
                    C = f * old + i * np.tanh(total["g"])
                    seen = {"none": 0 * C, "previous": old, "current": C}[cell.output_peephole]
                    h = sigma(total["o"] + (p[2] if len(p) == 3 else 0) * seen) * np.tanh(C)
                case GRUCell():
                    r, z = sigma(total["r"]), sigma(total["z"])
                    h = (1 - z) * h + z * np.tanh(wx["n"] @ x[t, n] + wh["n"] @ (r * h) + b["n"])
                case MGUCell():
                    f = sigma(total["f"])
                    h = (1 - f) * h + f * np.tanh(wx["n"] @ x[t, n] + wh["n"] @ (f * h) + b["n"])
            outputs[t, n] = h
    return outputs


@pytest.mark.parametrize(
    "make",
    [
        LSTMNoForgetCell,
        *(partial(PeepholeLSTMCell, output_peephole=sees) for sees in ("none", "current", "previous")),
        GRUCell,
        MGUCell,
    ],
)
def test_equals_the_lectures_equations_in_numpy(make: Callable[..., Cell]) -> None:
    cell, x = drawn(make), text()
    outputs, _ = unroll(cell, x, cell.zeros(x))
    assert np.abs(outputs.detach().numpy() - in_numpy(cell, x.numpy())).max() < 1e-12


@pytest.mark.parametrize("kind", CELLS)
def test_a_step_names_every_gate(kind: str) -> None:
    cell = CELLS[kind](INPUTS, HIDDEN)
    x = torch.randn(N, INPUTS, generator=torch.Generator().manual_seed(0))
    step = cell(x, cell.zeros(x))
    assert tuple(step.gates) == cell.gates == KINDS[kind]
    assert all(each.shape == (N, HIDDEN) for each in (*step.state, *step.gates.values()))
    assert torch.equal(step.h, step.state[0])


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("RNN", 24_832),
        ("LSTM without forget gate", 74_496),
        ("LSTM", 99_328),
        ("LSTM with peepholes", 99_712),
        ("GRU", 74_496),
        ("GRU, reset after", 74_496),
        ("MGU", 49_664),
    ],
)
def test_counts_of_parameters(kind: str, count: int) -> None:
    cell = CELLS[kind](65, 128)
    assert sum(each.numel() for each in cell.parameters()) == count == parameter_count(kind, 65, 128)


def test_the_output_gate_that_sees_nothing_has_two_peepholes() -> None:
    assert sum(each.numel() for each in PeepholeLSTMCell(65, 128, "none").parameters()) == 99_328 + 2 * 128


@pytest.mark.parametrize("make", [PeepholeLSTMCell, GRUCell])
def test_an_unknown_variant_is_refused(make: Callable[..., Cell]) -> None:
    with pytest.raises(ValueError, match="got 'never'"):
        make(INPUTS, HIDDEN, "never")


@pytest.mark.parametrize("kind", CELLS)
def test_the_fast_path_gives_the_same_weights_after_20_steps_of_adam(kind: str) -> None:
    """Not one gradient only: small differences of a gradient's sign would grow with Adam."""
    cells = [drawn(CELLS[kind]) for _ in range(2)]
    stacks = [
        RNN(lambda _, cell=cell: cell, INPUTS, fast=fast) for cell, fast in zip(cells, (True, False), strict=True)
    ]
    for stack in stacks:
        optimizer = torch.optim.Adam(stack.parameters(), lr=0.01)
        for step in range(20):
            outputs, _ = stack(text(seed=step))
            optimizer.zero_grad()
            (outputs - 0.3).square().mean().backward()
            optimizer.step()
    for fast, slow in zip(*(cell.parameters() for cell in cells), strict=True):
        assert torch.allclose(fast, slow, atol=1e-6, rtol=0)


def test_cells_that_torch_lacks_have_no_kernel() -> None:
    assert [kind for kind in CELLS if has_kernel(CELLS[kind](2, 2))] == ["RNN", "LSTM", "GRU, reset after"]
    with pytest.raises(TypeError, match="MGUCell"):
        run_kernel(MGUCell(2, 2), torch.zeros(1, 1, 2), (torch.zeros(1, 2),))


@pytest.mark.parametrize("fast", [True, False])
def test_two_layers_in_both_directions_equal_torch(fast: bool) -> None:
    stack = RNN(partial(LSTMCell, hidden=HIDDEN), INPUTS, 2, bidirectional=True, fast=fast).double()
    layer = nn.LSTM(INPUTS, HIDDEN, 2, bidirectional=True).double()
    names = ("l0", "l0_reverse", "l1", "l1_reverse")
    with torch.no_grad():
        for cell, name in zip(stack.cells, names, strict=True):
            getattr(layer, f"weight_ih_{name}").copy_(cell.w_x)
            getattr(layer, f"weight_hh_{name}").copy_(cell.w_h)
            getattr(layer, f"bias_ih_{name}").copy_(cell.b)
            getattr(layer, f"bias_hh_{name}").zero_()
    outputs, states = stack(text())
    expected, (h, c) = layer(text())
    assert torch.allclose(outputs, expected, atol=1e-6, rtol=0)
    assert torch.allclose(torch.stack([state[0] for state in states]), h, atol=1e-6, rtol=0)
    assert torch.allclose(torch.stack([state[1] for state in states]), c, atol=1e-6, rtol=0)
    assert torch.equal(stack.output_size * torch.ones(1), torch.full((1,), 2.0 * HIDDEN))


@pytest.mark.parametrize("kind", CELLS)
def test_a_trace_ends_in_what_the_stack_puts_out(kind: str) -> None:
    stack = RNN(lambda inputs: CELLS[kind](inputs, HIDDEN), INPUTS, 2).double()
    outputs, states = stack(text())
    traces, last = stack.trace(text())
    assert all(
        torch.allclose(a, b) for one, two in zip(states, last, strict=True) for a, b in zip(one, two, strict=True)
    )
    assert torch.allclose(traces[-1]["h"], outputs, atol=1e-9, rtol=0)
    for trace, state in zip(traces, states, strict=True):
        assert torch.allclose(trace["h"][-1], state[0], atol=1e-9, rtol=0)
        assert all(each.shape == (T, N, HIDDEN) for each in trace.values())
