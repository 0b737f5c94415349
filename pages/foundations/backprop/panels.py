"""What stands on the stage: a graph or a net as a diagram, and the equations of the moment beside it."""

from __future__ import annotations

from collections.abc import Sequence

from dnnlab.foundations.backprop.diagram import graph_diagram
from dnnlab.foundations.backprop.netsteps import NetMoment, net_diagram, step_equations
from dnnlab.foundations.backprop.passes import Moment
from dnnlab.foundations.backprop.worked import LOCAL, Equation, equations, lines
from dnnlab.plots.diagrams import Diagram
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.diagram import DiagramPanel
from dnnlab.ui.components.stage.kinds.text import TextPanel
from dnnlab.ui.components.stage.panel import Panel

DIAGRAM, FORWARD, BACKWARD, NUMBERS = "The graph", "Forward", "Backward", "The numbers"
WIDE = 38
"""Characters of a line in one of two columns of numbers."""
HEIGHT = 172
"""Of the numbers below a graph, so that they stand on the first screen of a laptop."""
LEAST, MOST = 372, 420
"""Height of the numbers beside a net, as long as the diagram is no higher, or lower."""


def graph_panels(moment: Moment, index: int, look: str) -> list[Panel]:
    """A graph at a moment, and all that is known of the node that is looked at."""
    node = moment.graph.nodes[index]
    there, back = split(equations(moment, index))
    what = {"variable": "a variable", "number": "a number"}.get(node.kind, moment.graph.text[slice(*node.span)])
    named = f"{node.symbol}: {what}" if len(what) <= 36 else node.symbol
    texts = (
        lines(there, WIDE) or f"{node.symbol} is not computed yet: press Step.",
        lines(back, WIDE) or "Nothing has come back to it yet.",
    )
    return [
        DiagramPanel(
            diagram=graph_diagram(moment, index), title=when(moment), pair=DIAGRAM, columns=12, clickable=True,
            caption=f"{legend(moment)} {look}".strip(), alt=told(moment),
        ),
        *(
            TextPanel(
                text=text, title=title, pair=pair, columns=6, height=HEIGHT, grows=False,
                alt=f"{title}: {text}",
            )
            for text, title, pair in zip(texts, (named, f"What comes back to {node.symbol}"), (FORWARD, BACKWARD),
                                         strict=True)
        ),
    ]  # fmt: skip


def split(found: Sequence[Equation]) -> tuple[list[Equation], list[Equation]]:
    """What belongs to the forward pass, and what to the way back; an equation without a heading goes with the last."""
    there: list[Equation] = []
    back: list[Equation] = []
    side = there
    for each in found:
        if each.heading:
            side = there if each.heading == "value" or each.heading.startswith(LOCAL) else back
        side.append(each)
    return there, back


def _height(diagram: Diagram) -> int:
    readings = max(len(node.readings) for node in diagram.nodes)
    row = 19 + 17 * readings + 4 + 20  # a node and what is between two
    return int(min(max(LEAST, row * (diagram.size[1] + 1)), MOST))


def when(moment: Moment) -> str:
    """Where the passes stand, as a title."""
    if moment.now is None:
        return "The variables have their values"
    symbol = moment.graph.nodes[moment.now].symbol
    if not moment.backwards:
        return f"Forward {moment.step} of {moment.forward_steps}: {symbol} is computed"
    behind = moment.step - moment.forward_steps - 1
    if moment.seeds:
        return f"The way back begins: d{symbol}/d{symbol} = 1"
    return f"Backward {behind} of {moment.forward_steps}: {symbol} hands its gradient back"


def legend(moment: Moment) -> str:
    """How to read the diagram."""
    if not moment.backwards:
        return "In each node its value. Click one to see its numbers."
    result = moment.graph.result.symbol
    return f"∇: gradient of {result}. A wire turns back where one came: orange +, blue −. “…”: more to come."


def told(moment: Moment) -> str:
    """The moment in words."""
    known = []
    for index, node in enumerate(moment.graph.nodes):
        if node.kind != "number" and moment.known(index):
            gradient = moment.gradient(index)
            behind = "" if gradient is None else f", gradient {written(gradient)}"
            known.append(f"{node.symbol} = {written(moment.passes.values[index])}{behind}")
    return f"{when(moment)}. {'; '.join(known)}."


def net_panels(moment: NetMoment) -> list[Panel]:
    """The lecture's net at a moment, and the equations of this step."""
    found = step_equations(moment)
    text = lines(found, 31) or "Press Step: the first hidden unit is computed."
    diagram = net_diagram(moment)
    return [
        DiagramPanel(
            diagram=diagram, title=net_when(moment), pair=DIAGRAM, columns=7, caption=net_legend(moment),
            alt=f"{net_when(moment)}. The loss is {written(moment.passes.R) if moment.has('R') else 'not known yet'}.",
        ),
        TextPanel(
            text=text, title="The equations of this step", pair=NUMBERS, columns=5, grows=False,
            height=_height(diagram), alt=f"The equations of this step: {text}",
        ),
    ]  # fmt: skip


NET_WHEN = {
    "h": "Forward: hidden unit {}", "f": "Forward: output {}", "R": "Forward: the loss R",
    "delta": "Backward: δ of output {}", "s": "Backward: s of hidden unit {}",
}  # fmt: skip


def net_when(moment: NetMoment) -> str:
    """Where the passes stand, as a title."""
    if moment.now is None:
        return "The example and the weights are there"
    what, which = moment.now
    return f"Step {moment.step} of {moment.last}. {NET_WHEN[what].format(which + 1)}"


def net_legend(moment: NetMoment) -> str:
    """How to read the diagram."""
    if not moment.backwards:
        return "A wire shows its weight: orange +, blue −, the thicker the larger. W¹₁₂ is layer 1, unit 1, input 2."
    return "A wire that points back shows the gradient of its weight: orange +, blue −. W¹₁₂: layer 1, unit 1, input 2."
