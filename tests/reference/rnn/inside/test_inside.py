"""The cell that is stepped through, against PyTorch's own; gates that are held, against formulas; counts."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from dnnlab.rnn.inside.count_knobs import CountConfig
from dnnlab.rnn.inside.knobs import RANDOM, InsideConfig
from dnnlab.rnn.inside.net.experiment import Inside
from dnnlab.rnn.inside.stages import gates
from dnnlab.rnn.kinds import KINDS, parameter_count
from dnnlab.rnn.text.net.model import CELLS
from pages.rnn.inside.count import IN_TORCH, in_torch

SEQUENCE = "0.4 -1.2 0.7 2 -0.3"


def finished(run: Inside) -> Inside:
    while run.steps_taken < run.total_steps:
        run.step()
    return run


@pytest.mark.parametrize("by_gate", [True, False])
def test_an_lstm_is_pytorchs(by_gate: bool) -> None:
    config = InsideConfig(cell="LSTM", sequence=SEQUENCE, hidden=3, origin=RANDOM, draw=3, by_gate=by_gate)
    run = finished(Inside(config))
    theirs, ours = nn.LSTMCell(1, 3), run.cell
    with torch.no_grad():
        for name, weight in (("weight_ih", ours.w_x), ("weight_hh", ours.w_h), ("bias_ih", ours.b)):
            getattr(theirs, name).copy_(weight)  # both have their gates in the order i, f, g, o
        theirs.bias_hh.zero_()
    view, state = run.view(), None
    for t, x in enumerate(run.inputs):
        state = theirs(x[None], state)
        for name, part in zip(("h", "C"), state, strict=True):
            np.testing.assert_allclose(view.value(name, t), part[0].detach(), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [0.0, 0.3, 1.0])
def test_a_held_gate_has_its_value_in_all_that_follows(kind: str, value: float) -> None:
    for gate in gates(kind):
        run = Inside(InsideConfig(cell=kind, sequence=SEQUENCE, hidden=2, origin=RANDOM, by_gate=False))
        run.step()
        before = run.view()
        run.apply({"force": gate, "unit": 2, "to": value})
        view = finished(run).view()
        np.testing.assert_allclose([view.value(gate, t)[1] for t in range(1, 5)], value, rtol=1e-6)
        assert view.value(gate, 0).tolist() == before.value(gate, 0).tolist(), "the past stays"
        for t in range(1, 5):
            h, old = view.value("h", t), view.value("h", t - 1)
            if "C" in run.names:
                keep = view.value("f", t) if "f" in run.names else 1.0
                C = keep * view.value("C", t - 1) + view.value("i", t) * view.value("g", t)
                np.testing.assert_allclose(view.value("C", t), C, rtol=1e-5, atol=1e-6)
                np.testing.assert_allclose(h, view.value("o", t) * np.tanh(C), rtol=1e-5, atol=1e-6)
            else:
                share = view.value("f" if kind == "MGU" else "z", t)
                np.testing.assert_allclose(h, (1 - share) * old + share * view.value("n", t), rtol=1e-5, atol=1e-6)


def test_a_forget_gate_held_open_and_an_input_gate_held_shut_keep_the_memory_to_the_last_bit() -> None:
    run = Inside(InsideConfig(sequence="0.1 1 0.2 -0.9 5 5", origin=RANDOM, by_gate=False))
    run.step(), run.step()
    run.apply({"force": "f", "unit": 1, "to": 1.0})
    run.apply({"force": "i", "unit": 1, "to": 0.0})
    view = finished(run).view()
    assert len({float(view.value("C", t)[0]) for t in range(1, 6)}) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_counts_are_those_of_the_cells(kind: str) -> None:
    for inputs, hidden in ((65, 128), (1, 1), (7, 3)):
        cell = CELLS[kind](inputs, hidden)
        assert parameter_count(kind, inputs, hidden) == sum(each.numel() for each in cell.parameters())
        theirs = in_torch(kind, CountConfig(inputs=inputs, hidden=hidden))
        if kind in IN_TORCH:
            layer = getattr(nn, IN_TORCH[kind].removeprefix("nn."))(inputs, hidden)
            assert theirs == sum(each.numel() for each in layer.parameters())
        else:
            assert theirs is None
