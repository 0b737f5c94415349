"""The card of the cell lesson, out of its recording: an LSTM lights up gate by gate as it writes into its memory."""

from __future__ import annotations

from PIL import Image, ImageDraw

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.plots.diagrams import Diagram, Node, Point
from dnnlab.plots.figures import blend
from dnnlab.plots.palette import Palette
from dnnlab.rnn.inside.diagram import cell_diagram
from tools.pictures.drawing import canvas, font

FIRST = 7
"""The step before the second moment, which reads a number that is written into the memory."""
LEFT, TOP, ACROSS, DOWN = 44, 34, 78, 76
"""Of the first node's middle, and from column to column and row to row, in pixels."""
WIDE, TALL, ROUND = 33, 26, 14
"""Half of a box, and the radius of a circle."""
LETTERS = {"C-": "C", "h-": "h"}


def frames(palette: Palette) -> list[Image.Image]:
    """The moment's seven steps, and the moment after."""
    views = load(CATALOGUE, "inside-cell").views
    made = []
    for view in views[FIRST : FIRST + 8]:
        frame, pen = canvas(palette)
        _draw(pen, cell_diagram(view, ""), palette)
        made.append(frame)
    return made


def _draw(pen: ImageDraw.ImageDraw, diagram: Diagram, palette: Palette) -> None:
    """Wires first, nodes upon them."""
    colours = {"off": palette.grid, "on": palette.muted, "now": palette.accent}
    named = {node.name: node for node in diagram.nodes}
    for wire in sorted(diagram.wires, key=lambda wire: ("off", "on", "now").index(wire.state)):
        points = [_place(each) for each in (named[wire.of].at, *wire.via, named[wire.to].at)]
        pen.line(points, fill=colours[wire.state], width=5 if wire.state == "now" else 3, joint="curve")
    for node in diagram.nodes:
        _node(pen, node, colours[node.state], palette)


def _node(pen: ImageDraw.ImageDraw, node: Node, edge: str, palette: Palette) -> None:
    x, y = _place(node.at)
    width = 5 if node.state == "now" else 3
    ink = palette.grid if node.state == "off" else palette.text
    if not node.readings:
        pen.ellipse((x - ROUND, y - ROUND, x + ROUND, y + ROUND), fill=palette.background, outline=edge, width=width)
        if len(node.label) == 1:
            pen.text((x, y), node.label, font=font(24), fill=ink, anchor="mm")
        return
    level = node.readings[0].level if node.state != "off" else 0.0
    colour = blend(palette.background, palette.negative if level < 0 else palette.positive, 0.8 * min(1.0, abs(level)))
    box = (x - WIDE, y - TALL, x + WIDE, y + TALL)
    pen.rounded_rectangle(box, radius=9, fill=colour, outline=edge, width=width)
    mark = node.readings[0].text[0] if node.readings[0].text[0] in "o–" and node.state != "off" else ""
    pen.text((x, y), f"{LETTERS.get(node.name, node.name)} {mark}".strip(), font=font(32), fill=ink, anchor="mm")


def _place(at: Point) -> tuple[float, float]:
    return LEFT + ACROSS * at[0], TOP + DOWN * at[1]
