"""A cell as a diagram: what flows where, as the lectures' drawings have it; each quantity with its values.

Columns go from the state before the moment to that after it; the memory, or the state
that a GRU carries on, is the line on top, and the gates stand below it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dnnlab.plots.diagrams import Diagram, Node, Point, Reading, Wire
from dnnlab.plots.written import written
from dnnlab.rnn.inside.stages import INPUT, gates, mark, quantities
from dnnlab.rnn.inside.views import InsideView
from dnnlab.rnn.kinds import GATE_NAMES, KINDS

Places = dict[str, Point]
BUS = 2.5
"""The row on which what a gate reads runs along."""


BLEND = {
    "rest": ("1−", (2.0, 1.0), "h"), "keep": ("×", (2.0, 0.0), "h"), "write": ("×", (3.5, 1.0), "h"),
    "add": ("+", (3.5, 0.0), "h"),
}  # fmt: skip
"""In a GRU or MGU, the state that stays and the candidate that comes: shares of one whole."""


@dataclass(frozen=True, slots=True)
class Line:
    """A wire, and the quantity with which it lights up."""

    of: str
    to: str
    lit: str
    via: tuple[Point, ...] = ()
    label: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a kind of cell has its quantities, its operations and its wires."""

    size: Point
    places: Places
    """Quantities; ``h-`` and ``C-`` are those of the moment before."""
    operations: dict[str, tuple[str, Point, str]]
    """Name -> sign, place, and the quantity with which it lights up."""
    lines: tuple[Line, ...]


def cell_diagram(view: InsideView, picked: str) -> Diagram:
    """The moment of a view, with one quantity picked."""
    plan = plan_of(view.kind)
    nodes = [_node(view, name, at, picked) for name, at in plan.places.items()]
    nodes += [
        Node(name=name, at=at, label=sign, state=view.lit(lit), told=TOLD.get(sign, sign))
        for name, (sign, at, lit) in plan.operations.items()
    ]
    wires = [
        Wire(of=line.of, to=line.to, via=line.via, label=line.label, dashed=line.dashed, state=view.lit(line.lit))
        for line in plan.lines
    ]
    return Diagram(nodes=nodes, wires=wires, size=plan.size)


TOLD = {"×": "a product, unit by unit", "+": "a sum", "1−": "one minus the gate"}


def _node(view: InsideView, name: str, at: Point, picked: str) -> Node:
    before = name.endswith("-")
    quantity = name.removesuffix("-")
    if quantity == INPUT:
        token, letter = view.tokens[view.moment], not view.tokens[view.moment].lstrip("-").replace(".", "").isdigit()
        level = 0.0 if letter else float(view.inputs[view.moment, 0])
        return Node(
            name=name, at=at, label="x", state=view.lit(INPUT), picked=picked == name,
            readings=[Reading(text=token, level=level)], told="the input of this moment",
        )  # fmt: skip
    gate = quantity in gates(view.kind)
    values = view.value(quantity, view.moment - 1 if before else view.moment)
    readings = [
        Reading(text=f"{mark(value)} {number(value)}" if gate else number(value), level=float(value))
        for value in values.tolist()
    ]
    told = f"the {GATE_NAMES[quantity]} {'of the moment before' if before else 'of this moment'}"
    held = gate and bool(np.isfinite(view.then.forced[KINDS[view.kind].index(quantity)]).any())
    label = quantity + (" before" if before else " held" if held else "")
    return Node(
        name=name, at=at, label=label, readings=readings,
        state=view.lit(INPUT if before else quantity), picked=picked == name, told=told,
    )  # fmt: skip


def number(value: float) -> str:
    """A value that fits into a node: two decimals."""
    return written(value, digits=2) if abs(value) >= 0.1 or value == 0 else f"{value:.2f}".replace("-", "−")


def plan_of(kind: str) -> Plan:
    """The drawing of a kind of cell."""
    match kind:
        case "RNN":
            return _rnn()
        case "GRU" | "GRU, reset after":
            return _gru(after=kind != "GRU")
        case "MGU":
            return _mgu()
        case _:
            return _lstm(forgets="f" in quantities(kind), peepholes=kind == "LSTM with peepholes")


def _rnn() -> Plan:
    return Plan(
        size=(4, 2),
        places={"h-": (0, 0), "x": (0, 2), "h": (4, 1)},
        operations={"sum": ("+", (2, 1), "h"), "squash": ("tanh", (3, 1), "h")},
        lines=(
            Line("h-", "sum", "h", ((1, 0),), "W_h"), Line("x", "sum", "h", ((1, 2),), "W_x"),
            Line("sum", "squash", "h"), Line("squash", "h", "h"),
        ),
    )  # fmt: skip


def _lstm(*, forgets: bool, peepholes: bool) -> Plan:
    places: Places = {"C-": (0, 0), "h-": (0, 2), "x": (0, 3), "i": (2, 2), "g": (3, 2), "C": (5, 0)}
    places |= {"f": (1, 2)} if forgets else {}
    places |= {"o": (4, 2), "h": (5, 3)}
    operations = {
        "write": ("×", (2.5, 1.0), "C"), "add": ("+", (2.5, 0.0), "C"), "squash": ("tanh", (5, 1), "h"),
        "show": ("×", (5, 2), "h"),
    }  # fmt: skip
    lines = [
        Line("i", "write", "C", ((2, 1),)), Line("g", "write", "C", ((3, 1),)), Line("write", "add", "C"),
        Line("add", "C", "C"), Line("C", "squash", "h"), Line("squash", "show", "h"), Line("o", "show", "h"),
        Line("show", "h", "h"),
    ]  # fmt: skip
    if forgets:
        operations["keep"] = ("×", (1, 0), "C")
        lines += [Line("C-", "keep", "C"), Line("f", "keep", "C"), Line("keep", "add", "C")]
    else:
        lines.append(Line("C-", "add", "C"))
    columns = [("f", 1.0)] if forgets else []
    for gate, column in [*columns, ("i", 2.0), ("g", 3.0), ("o", 4.0)]:
        lines += [
            Line("h-", gate, gate, ((0.5, 2), (0.5, BUS), (column, BUS))),
            Line("x", gate, gate, ((0.5, 3), (0.5, BUS), (column, BUS))),
        ]
    if peepholes:
        lines += [
            Line("C-", "f", "f", dashed=True), Line("C-", "i", "i", dashed=True), Line("C", "o", "o", dashed=True)
        ]  # fmt: skip
    return Plan((5, 3), places, operations, tuple(lines))


def _gru(*, after: bool) -> Plan:
    label = "r × W h" if after else "W (r × h)"
    return Plan(
        size=(5, 3),
        places={"h-": (0, 0), "x": (0, 2), "r": (1, 2), "z": (2, 2), "n": (3.5, 2), "h": (5, 0)},
        operations={**BLEND, "reset": ("×", (1, 3), "n")},
        lines=(
            *_gate("r", 1), *_gate("z", 2), *_blended("z"),
            Line("h-", "reset", "n", ((0.5, 0), (0.5, 3))), Line("r", "reset", "n"),
            Line("reset", "n", "n", ((3.7, 3),), label), Line("x", "n", "n", ((0.5, 2), (0.5, BUS), (3.4, BUS))),
        ),
    )  # fmt: skip


def _mgu() -> Plan:
    return Plan(
        size=(5, 3),
        places={"h-": (0, 0), "x": (0, 2), "f": (2, 2), "n": (3.5, 2), "h": (5, 0)},
        operations={**BLEND, "reset": ("×", (2, 3), "n")},
        lines=(
            *_gate("f", 2), *_blended("f"),
            Line("h-", "reset", "n", ((0.5, 0), (0.5, 3))), Line("f", "reset", "n"),
            Line("reset", "n", "n", ((3.7, 3),), "W (f × h)"), Line("x", "n", "n", ((0.5, 2), (0.5, BUS), (3.4, BUS))),
        ),
    )  # fmt: skip


def _gate(gate: str, column: float) -> tuple[Line, Line]:
    """What a gate of a GRU or MGU reads."""
    return (
        Line("h-", gate, gate, ((0.5, 0), (0.5, BUS), (column, BUS))),
        Line("x", gate, gate, ((0.5, 2), (0.5, BUS), (column, BUS))),
    )


def _blended(gate: str) -> tuple[Line, ...]:
    return (
        Line("h-", "keep", "h"), Line(gate, "rest", "h"), Line("rest", "keep", "h"), Line("keep", "add", "h"),
        Line(gate, "write", "h", ((2.75, 2), (2.75, 1))), Line("n", "write", "h"), Line("write", "add", "h"),
        Line("add", "h", "h"),
    )  # fmt: skip
