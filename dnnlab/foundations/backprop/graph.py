"""An expression as a graph of operations: what a node is, and what it is made of; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Span = tuple[int, int]
"""First character and the one behind the last, from 0, in the text that was typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One number of the computation: a variable, a number that stands in the text, or what an operation gives."""

    kind: Literal["variable", "number", "operation"]
    symbol: str
    """What formulas call it: w1, u3, L; of a number the number."""
    span: Span
    """Where it stands in the text."""
    operation: str = ""
    """A key of :data:`dnnlab.foundations.backprop.operations.OPERATIONS`."""
    inputs: tuple[int, ...] = ()
    """Indices of the nodes that it is computed from; one that is used twice stands twice."""
    number: float = 0.0
    """What a number is; of an operation with a constant (x ** 3), that one."""


@dataclass(frozen=True)
class Graph:
    """Nodes in an order in which each can be computed; the last one is the result."""

    text: str
    nodes: tuple[Node, ...]

    @cached_property
    def operations(self) -> tuple[int, ...]:
        """Indices of the operations, in the order of the forward pass."""
        return tuple(i for i, node in enumerate(self.nodes) if node.kind == "operation")

    @cached_property
    def variables(self) -> dict[str, int]:
        """Name -> index, in the order in which they stand in the text."""
        return {node.symbol: i for i, node in enumerate(self.nodes) if node.kind == "variable"}

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """How many operations in a row each node stands behind, by index; 0: none."""
        found: list[int] = []
        for node in self.nodes:
            found.append(1 + max((found[i] for i in node.inputs), default=-1))
        return tuple(found)

    @property
    def result(self) -> Node:
        """The last node, which is differentiated."""
        return self.nodes[-1]

    def users(self, index: int) -> list[tuple[int, int]]:
        """Who computes with a node: (index of the user, which of its inputs), in the order of the forward pass."""
        return [(i, slot) for i, node in enumerate(self.nodes) for slot, of in enumerate(node.inputs) if of == index]
