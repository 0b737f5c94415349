"""The graph at a moment of the two passes: each node with its value and what has arrived at it."""

from __future__ import annotations

import math

from dnnlab.foundations.backprop.graph import Node as GraphNode
from dnnlab.foundations.backprop.layout import layout
from dnnlab.foundations.backprop.operations import OPERATIONS
from dnnlab.foundations.backprop.passes import Moment
from dnnlab.plots.diagrams import Diagram, Node, Reading, State, Wire
from dnnlab.plots.written import written

POWERS = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")


def graph_diagram(moment: Moment, picked: int | None = None) -> Diagram:
    """Variables on the left, the result on the right; a wire on which a gradient came back points back.

    Args:
        picked: the index of the node that the learner looks at.
    """
    graph, where = moment.graph, layout(moment.graph)
    strongest = max((abs(each) for each in moment.passes.gradients), default=0.0) or 1.0
    nodes = [_node(moment, index, where.places[index], strongest, index == picked) for index in range(len(graph.nodes))]
    wires = []
    for user, node in enumerate(graph.nodes):
        for slot, of in enumerate(node.inputs):
            via = where.via[of, user, slot]
            handed = moment.handed(user) and graph.nodes[of].kind != "number"
            state: State = "on" if moment.known(user) else "off"
            if moment.now == user and not moment.seeds and (handed or not moment.backwards):
                state = "now"
            ends = (_name(user), _name(of)) if handed else (_name(of), _name(user))
            share = moment.passes.gradients[user] * moment.passes.slopes[user][slot]
            wires.append(
                Wire(of=ends[0], to=ends[1], via=via[::-1] if handed else via, state=state,
                     level=share / strongest if handed else math.nan)
            )  # fmt: skip
    return Diagram(nodes=nodes, wires=wires, size=where.size)


def _name(index: int) -> str:
    return f"n{index}"


def index_of(name: str, moment: Moment) -> int | None:
    """Which node a click names; None: no node of this graph."""
    number = name.removeprefix("n")
    return int(number) if number.isdecimal() and int(number) < len(moment.graph.nodes) else None


def label_of(node: GraphNode) -> str:
    """What stands on top of a node."""
    if node.kind != "operation":
        return node.symbol
    return f"{node.symbol} = {sign_of(node)}"


def sign_of(node: GraphNode) -> str:
    """The operation, with the exponent of a power."""
    sign = OPERATIONS[node.operation].sign
    return sign + f"{node.number:g}".translate(POWERS) if node.operation == "power" else sign


def _node(moment: Moment, index: int, at: tuple[float, float], strongest: float, picked: bool) -> Node:
    node = moment.graph.nodes[index]
    start, end = node.span
    if node.kind == "number":
        return Node(name=_name(index), at=at, label=node.symbol, told="a number, which nothing changes")
    gradient = moment.gradient(index)
    text = ""
    if gradient is not None:
        more = " …" if index != len(moment.graph.nodes) - 1 and moment.waits(index) else ""
        text = f"∇ {written(gradient)}{more}"
    state: State = "now" if moment.now == index else "on" if moment.known(index) else "off"
    level = 0.0 if gradient is None else gradient / strongest
    return Node(
        name=_name(index), at=at, label=label_of(node), picked=picked, state=state, told=moment.graph.text[start:end],
        readings=[Reading(text=written(moment.passes.values[index])), Reading(text=text, level=level)],
    )  # fmt: skip
