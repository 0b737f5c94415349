r"""The forward and the backward pass through a graph, and the moment between two of their steps.

Forward each node is computed from its inputs.  Backward every node hands what has arrived at it, dL/du, on to its
inputs: to each of them dL/du times the local derivative du/da.  What several users hand to a node adds up:

.. math:: \frac{\partial L}{\partial a} = \sum_{u \text{ uses } a} \frac{\partial L}{\partial u}
          \frac{\partial u}{\partial a}

(Rumelhart, Hinton and Williams 1986; reverse mode of automatic differentiation, Linnainmaa 1970.)
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dnnlab.foundations.backprop.graph import Graph, Node
from dnnlab.foundations.backprop.operations import OPERATIONS


class Undefined(ValueError):
    """With these values the expression has no value, or no derivative; the message is a sentence that says where."""


@dataclass(frozen=True, slots=True)
class Passes:
    """Both passes, complete.

    Node by node, in the graph's order: ``values``, ``slopes`` (the local derivative with respect to each input) and
    ``gradients``, the derivative of the result with respect to the node.
    """

    values: tuple[float, ...]
    slopes: tuple[tuple[float, ...], ...]
    gradients: tuple[float, ...]


def both_passes(graph: Graph, variables: Mapping[str, float]) -> Passes:
    """Forward through all nodes, then backward.

    Args:
        variables: a value for each of the graph's variables.

    Raises:
        Undefined: somewhere there is no value, no derivative, or one too large for a number.
    """
    values, slopes = forward(graph, variables)
    return Passes(values, slopes, backward(graph, slopes))


def none_yet(graph: Graph, variables: Mapping[str, float]) -> Passes:
    """Passes of which only the variables and numbers are known: for a graph that these values cannot be put through."""
    values = [math.nan if node.kind == "operation" else variables.get(node.symbol, node.number) for node in graph.nodes]
    return Passes(tuple(values), tuple((0.0,) * len(node.inputs) for node in graph.nodes), (0.0,) * len(graph.nodes))


def forward(
    graph: Graph, variables: Mapping[str, float]
) -> tuple[tuple[float, ...], tuple[tuple[float, ...], ...]]:  # fmt: skip
    """Value and local derivatives of each node."""
    values: list[float] = []
    slopes: list[tuple[float, ...]] = []
    for node in graph.nodes:
        if node.kind != "operation":
            values.append(variables[node.symbol] if node.kind == "variable" else node.number)
            slopes.append(())
            continue
        args, operation = [values[i] for i in node.inputs], OPERATIONS[node.operation]
        if reason := operation.refuses(args, node.number):
            raise _undefined(graph, node, reason)
        try:
            value = operation.value(args, node.number)
            local = operation.slopes(args, value, node.number)
        except (OverflowError, ZeroDivisionError):
            value, local = math.inf, ()
        if not all(map(math.isfinite, (value, *local))):
            raise _undefined(graph, node, "what comes out is too large for a number")
        values.append(value)
        slopes.append(local)
    return tuple(values), tuple(slopes)


def backward(graph: Graph, slopes: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """The gradient at each node, from the result back."""
    gradients = [0.0] * len(graph.nodes)
    gradients[-1] = 1.0
    for index in reversed(graph.operations):
        node = graph.nodes[index]
        for of, slope in zip(node.inputs, slopes[index], strict=True):
            gradients[of] += gradients[index] * slope
            if not math.isfinite(gradients[of]):
                raise _undefined(graph, node, "the gradient is too large for a number")
    return tuple(gradients)


def _undefined(graph: Graph, node: Node, reason: str) -> Undefined:
    start, end = node.span
    piece = graph.text[start:end]
    shown = piece if len(piece) <= 40 else f"{piece[:39]}…"
    return Undefined(f"With these values {shown} cannot be worked out: {reason} (at character {start + 1}).")


class Share(NamedTuple):
    """What one user of a node hands back to it."""

    user: int
    slot: int
    """Which of the user's inputs the node is."""
    value: float


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the two passes stand: ``step`` operations are done forward, or some backward too.

    At step 0 the variables have their values.  With N operations, step 1 to N computes one each; step N + 1 sets
    dL/dL = 1, and each of the N further ones lets one operation hand its gradient back.
    """

    graph: Graph
    passes: Passes
    step: int

    @property
    def forward_steps(self) -> int:
        """Operations of the graph."""
        return len(self.graph.operations)

    @property
    def last(self) -> int:
        """The step at which all is done."""
        return 2 * self.forward_steps + 1

    @property
    def backwards(self) -> bool:
        """Whether the backward pass has begun."""
        return self.step > self.forward_steps

    @property
    def now(self) -> int | None:
        """The node whose turn it is; None before the first."""
        if self.step == 0:
            return None
        order = self.graph.operations
        if not self.backwards:
            return order[self.step - 1]
        return order[-max(1, self.step - self.forward_steps - 1)]

    @property
    def seeds(self) -> bool:
        """Whether this very step sets dL/dL = 1."""
        return self.step == self.forward_steps + 1

    def known(self, index: int) -> bool:
        """Whether a node has its value."""
        node = self.graph.nodes[index]
        return node.kind != "operation" or self.graph.operations.index(index) < self.step

    def handed(self, index: int) -> bool:
        """Whether an operation has handed its gradient back."""
        behind = self.forward_steps - 1 - self.graph.operations.index(index)
        return self.step - self.forward_steps - 2 >= behind

    def shares(self, index: int) -> list[Share]:
        """What has arrived at a node so far, first come first; of the result nothing: its gradient is set."""
        return [
            Share(user, slot, self.passes.gradients[user] * self.passes.slopes[user][slot])
            for user, slot in sorted(self.graph.users(index), key=lambda each: (-each[0], each[1]))
            if self.handed(user)
        ]

    def waits(self, index: int) -> bool:
        """Whether some user of a node has not handed its share back yet."""
        return any(not self.handed(user) for user, _ in self.graph.users(index))

    def gradient(self, index: int) -> float | None:
        """What has arrived at a node so far; None: nothing yet, or it is a number, which nobody changes."""
        if self.graph.nodes[index].kind == "number":
            return None
        if index == len(self.graph.nodes) - 1:
            return 1.0 if self.backwards else None
        shares = self.shares(index)
        return sum(share.value for share in shares) if shares else None
