"""Diagrams of things that are wired together, for the browser to draw: a cell, a network, a graph of operations.

Places are in units of the diagram's own: the browser stretches columns to the width
that there is and gives every row the height of its tallest node, so that numbers stay
readable on a phone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["off", "on", "now"]
"""Not reached yet, known, or just now lit."""
Point = tuple[float, float]
"""Column and row, from the left and from above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number in a node, on a background that says how large it is."""

    text: str
    level: float = 0.0
    """In [-1, 1]: orange above 0, blue below; nan counts as 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A thing with a name; with readings it is a box that holds them, else a small circle with its label."""

    name: str
    at: Point
    label: str
    """Above the readings, or in the circle."""
    readings: Sequence[Reading] = ()
    state: State = "on"
    picked: bool = False
    """Stands out: the chosen one."""
    told: str = ""
    """What it is, in words, under the pointer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A line with an arrow from a node to another."""

    of: str
    to: str
    via: Sequence[Point] = ()
    """Corners on the way."""
    state: State = "on"
    label: str = ""
    level: float = math.nan
    """In [-1, 1]: a signed strength, which gives colour and width; nan: a plain wire."""
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """Nodes and wires."""

    nodes: Sequence[Node]
    wires: Sequence[Wire]
    size: Point
    """The last column and the last row."""

    def __post_init__(self) -> None:
        names = {node.name for node in self.nodes}
        if len(names) < len(self.nodes):
            raise ValueError("two nodes of a diagram have one name")
        if missing := [end for wire in self.wires for end in (wire.of, wire.to) if end not in names]:
            raise ValueError(f"a wire ends at {missing[0]!r}, which is no node")
        columns, rows = self.size
        for x, y in [node.at for node in self.nodes] + [point for wire in self.wires for point in wire.via]:
            if not (0 <= x <= columns and 0 <= y <= rows):
                raise ValueError(f"the place ({x}, {y}) is outside of a diagram of {self.size}")


def clipped(level: float) -> float:
    """A level as it is drawn: in [-1, 1], 0 for nan."""
    return 0.0 if math.isnan(level) else max(-1.0, min(1.0, level))
