"""The card of the lesson on backpropagation: a neuron and its loss; values go forward, gradients come back."""

from __future__ import annotations

from PIL import Image, ImageColor, ImageDraw

from dnnlab.foundations.backprop.diagram import sign_of
from dnnlab.foundations.backprop.parsing import read_expression
from dnnlab.foundations.backprop.passes import Moment, both_passes
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from tools.pictures.drawing import canvas, font, spread

EXPRESSION, VARIABLES = "(w*x - y)**2", {"w": 1.5, "x": 2.0, "y": 1.0}
PLACES = {"w": (58, 62), "x": (58, 238), "*": (180, 150), "y": (180, 247), "-": (300, 150), "power": (420, 150)}
"""The middle of each node, by its name or what it does."""
WIDE, HIGH = 92, 84


def frames(palette: Palette) -> list[Image.Image]:
    """From the values of the variables to their gradients."""
    graph = read_expression(EXPRESSION)
    passes = both_passes(graph, VARIABLES)
    places = [PLACES[node.operation or node.symbol] for node in graph.nodes]
    strongest = max(abs(each) for each in passes.gradients)
    made = []
    for step in spread(2 * len(graph.operations) + 2):
        moment = Moment(graph, passes, step)
        frame, pen = canvas(palette)
        for user, node in enumerate(graph.nodes):
            for slot, of in enumerate(node.inputs):
                share = passes.gradients[user] * passes.slopes[user][slot] if moment.handed(user) else None
                wire(pen, places[of], places[user], share, palette)
        for index, node in enumerate(graph.nodes):
            sign = sign_of(node) if node.kind == "operation" else node.symbol
            value = written(passes.values[index]) if moment.known(index) else ""
            box(pen, places[index], sign, value, moment.gradient(index), strongest, moment.now == index, palette)
        made.append(frame)
    return made


def wire(
    pen: ImageDraw.ImageDraw, start: tuple[int, int], end: tuple[int, int], share: float | None, palette: Palette
) -> None:
    """Thin and grey, or in the colour of what came back."""
    colour = palette.grid if share is None else palette.positive if share > 0 else palette.negative
    pen.line((*start, *end), fill=colour, width=4 if share is None else 9)


def box(
    pen: ImageDraw.ImageDraw,
    middle: tuple[int, int],
    sign: str,
    value: str,
    gradient: float | None,
    strongest: float,
    now: bool,
    palette: Palette,
) -> None:
    """A node: what it is, its value, and below it its gradient."""
    x, y = middle
    left, top, right, bottom = x - WIDE // 2, y - HIGH // 2 + 4, x + WIDE // 2, y + HIGH // 2 - 4
    edge = palette.accent if now else palette.muted
    pen.rounded_rectangle((left, top, right, bottom), 10, fill=palette.background, outline=edge, width=4 if now else 2)
    pen.text((x, top + 15), sign, font=font(20), fill=palette.muted, anchor="mm")
    pen.text((x, top + 37), value, font=font(23), fill=palette.text, anchor="mm")
    if gradient is None:
        return
    ground, full = (
        ImageColor.getrgb(each) for each in (palette.background, palette.positive if gradient > 0 else palette.negative)
    )
    share = 0.35 + 0.5 * abs(gradient) / strongest
    mixed = tuple(round(a + share * (b - a)) for a, b in zip(ground, full, strict=True))
    pen.rounded_rectangle((left + 5, bottom - 26, right - 5, bottom - 5), 5, fill=mixed)
    ink = "#000000" if sum(mixed) > 330 else "#ffffff"
    pen.text((x, bottom - 15), written(gradient), font=font(21), fill=ink, anchor="mm")
