"""The unfolded net as a diagram: copies from left to right, the loss at the end, the gradient on its way back."""

from __future__ import annotations

import math

import numpy as np

from dnnlab.plots.diagrams import Diagram, Node, Reading, Wire
from dnnlab.plots.written import written
from dnnlab.rnn.unfolded.views import UnfoldedView


def unfolded_diagram(view: UnfoldedView) -> Diagram:
    """Row by row: the gradient with respect to each output, the outputs of the copies, what they read."""
    length = len(view.inputs)
    strongest = max(float(np.abs(view.gradients).max()), 1e-30)
    lengths = np.linalg.norm(np.nan_to_num(view.gradients), axis=1).tolist()
    longest = max(max(lengths), 1e-30)
    nodes, wires = [], []
    for t in range(1, length + 1):
        reached = t > length - view.reached
        nodes += [
            Node(
                name=f"d{t}", at=(t - 1, 0), label=f"∂L/∂h{t}", state="on" if reached else "off",
                readings=[Reading(text=small(v), level=v / strongest) for v in view.gradients[t].tolist()],
                told=f"the gradient of the loss with respect to the output of copy {t}",
            ),
            Node(
                name=f"h{t}", at=(t - 1, 1), label=f"h{t}",
                readings=[Reading(text=small(v), level=v) for v in view.states[t].tolist()],
                told=f"the output of copy {t}",
            ),
            Node(
                name=f"x{t}", at=(t - 1, 2), label=f"x{t}",
                readings=_padded(float(view.inputs[t - 1]), view.states.shape[1]),
                told=f"what copy {t} reads",
            ),
        ]  # fmt: skip
        wires.append(Wire(of=f"x{t}", to=f"h{t}"))
        if t > 1:
            wires.append(Wire(of=f"h{t - 1}", to=f"h{t}"))
            size = lengths[t - 1] / longest
            lit = t - 1 > length - view.reached
            wires.append(
                Wire(of=f"d{t}", to=f"d{t - 1}", state="on" if lit else "off", level=size if lit else math.nan)
            )
    nodes += [
        Node(
            name="loss", at=(length, 0), label="loss L", readings=_padded(view.loss, view.states.shape[1], 0.0),
            told="half the square of y minus what is wanted",
        ),
        Node(
            name="y", at=(length, 1), label="y", readings=_padded(view.output, view.states.shape[1]),
            told="what the net says",
        ),
        Node(
            name="target", at=(length, 2), label="wanted", readings=_padded(view.target, view.states.shape[1]),
            told="what it shall say",
        ),
    ]  # fmt: skip
    wires += [
        Wire(of=f"h{length}", to="y"), Wire(of="y", to="loss"),
        Wire(of="loss", to=f"d{length}", level=lengths[-1] / longest),
    ]  # fmt: skip
    return Diagram(nodes=nodes, wires=wires, size=(length, 2))


def _padded(value: float, lines: int, level: float | None = None) -> list[Reading]:
    """One number in a node that has room for several."""
    empty = [Reading(text="")] * (lines - 1)
    return [Reading(text=small(value), level=value if level is None else level), *empty]


def small(value: float) -> str:
    """A number that fits into a node."""
    return f"{value:.2f}".replace("-", "−") if abs(value) >= 0.005 or value == 0 else written(value, digits=1)
