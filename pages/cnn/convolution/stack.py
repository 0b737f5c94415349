"""Part two: layers on top of each other, and how much of the picture one unit sees."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dnnlab.cnn import geometry
from dnnlab.cnn.convolution.knobs import NUMBERS, ConvolutionConfig, read_layers
from dnnlab.cnn.geometry import Layer
from dnnlab.cnn.stack_figures import drawn, fields, heights
from dnnlab.plots.sheets import Tiles
from dnnlab.ui import lab
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.knobs import show_knobs
from pages.cnn.convolution.lesson import LESSON
from pages.cnn.convolution.pictures import INSTEAD, chosen_picture

LONGER_SIDE = 128
"""Pixels of the longer side of the picture: a pixel is a pixel that one can see."""
MOST = 5


def show(config: ConvolutionConfig) -> None:
    """The picture and beside it the knobs of each layer, the table below."""
    palette = lab.palette()
    above = st.container()
    left, right = st.columns([2, 3], gap="medium")
    with right:
        chosen = _layers(read_layers(config.stack))
    text = ";".join(",".join(map(str, each)) for each in chosen)
    if text != config.stack:
        show_knobs(LESSON.slug, config.replace(stack=text))
    with above:
        source = config.source
        if source == NUMBERS:
            source = INSTEAD
            st.caption(f"A grid of numbers is too small to stack layers on: the {INSTEAD} stands in.")
        picture = chosen_picture(source, LONGER_SIDE)
    assert picture is not None  # of the grid of numbers alone there is none
    layers = [Layer(f, stride, dilation, (geometry.span(f, dilation) - 1) // 2) for f, stride, dilation in chosen]
    try:
        rows, columns = (fields(side, layers) for side in picture.shape[1:])
        sizes = [heights(side, layers) for side in picture.shape[1:]]
    except ValueError as error:
        st.warning(as_text(str(error)), icon=":material/warning:")
        return
    seen = geometry.receptive_field(layers)
    height, width = picture.shape[1:]
    larger = f"That is larger than the picture, {height} × {width}. " if seen[-1].size > max(height, width) else ""
    image = drawn(picture, list(zip(rows, columns, strict=True)), palette.classes[: len(layers)])
    with left:
        live_stage(
            [
                TilesPanel(
                    tiles=Tiles(pixels=image[np.newaxis], paint="rgb", columns=1), columns=12,
                    title=f"The middle unit of layer {len(layers)} sees {seen[-1].size} × {seen[-1].size} pixels",
                    caption=f"{larger}One frame a layer: what its middle unit sees. Beyond the picture is padding.",
                    alt=f"The {source} with a square of {seen[-1].size} pixels around the middle.",
                )
            ],
            key="convolution/field", palette=palette,
        )  # fmt: skip
    numbers, formulas = st.columns(2, gap="medium")
    with numbers:
        st.html(_table(chosen, seen, sizes, palette.classes))
    with formulas:
        st.latex(r"r_l = r_{l-1} + d_l\,(f_l-1)\,j_{l-1}, \quad j_l = s_l\, j_{l-1}")
        for formula in worked(chosen, seen):
            st.latex(formula)
    st.caption(
        "r: how many pixels a unit sees along one side. j: how far apart on the picture two neighbouring units "
        "look. Each layer is padded so that stride 1 keeps the size."
    )


def worked(layers: list[tuple[int, int, int]], seen: list[geometry.ReceptiveField]) -> tuple[str, str]:
    """What a unit of the last layer sees, and how far apart two of them look, with their numbers (LaTeX)."""
    f, stride, dilation = layers[-1]
    last, before = len(layers), seen[-2] if len(layers) > 1 else geometry.ReceptiveField(1, 1)
    return (
        f"r_{{{last}}} = {before.size} + {dilation}\\,({f}-1)\\cdot {before.jump} = {seen[-1].size}",
        f"j_{{{last}}} = {stride}\\cdot {before.jump} = {seen[-1].jump}",
    )


def _layers(layers: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """A row of small knobs for each layer; what they say now."""
    count = st.slider(
        "Layers", 1, MOST, len(layers), key=f"convolution/stack/count/{len(layers)}",
        help="How many convolutions stand on top of each other.",
    )  # fmt: skip
    layers = (layers + [(3, 1, 1)] * MOST)[:count]
    made = []
    for number, (f, stride, dilation) in enumerate(layers, start=1):
        places = st.columns(3)
        values = []
        for place, name, options, value, help in (
            (places[0], "size f", (1, 3, 5, 7), f, "Rows and columns of the kernel."),
            (places[1], "stride s", (1, 2, 3, 4), stride, "Pixels from one place to the next."),
            (places[2], "dilation d", (1, 2, 3), dilation, "Steps between two weights."),
        ):
            options = tuple(sorted({*options, value}))
            chosen = place.pills(
                f"Layer {number}: {name}", options, default=value, required=True,
                key=f"convolution/stack/{number}/{name}/{value}", help=help,
            )  # fmt: skip
            values.append(value if chosen is None else int(chosen))
        made.append((values[0], values[1], values[2]))
    return made


def _table(
    layers: list[tuple[int, int, int]],
    seen: list[geometry.ReceptiveField],
    sizes: list[list[int]],
    colours: tuple[str, ...],
) -> str:
    """Layer by layer: its colour, what comes out, what a unit sees."""
    rows = "".join(
        f"<tr><td><span style='color:{colours[at]}'>■</span> {at + 1}</td><td style='white-space:nowrap'>{f}×{f}</td>"
        f"<td style='white-space:nowrap'>{sizes[0][at]} × {sizes[1][at]}</td>"
        f"<td><b>{seen[at].size} × {seen[at].size}</b></td><td>{seen[at].jump}</td></tr>"
        for at, (f, _, _) in enumerate(layers)
    )
    return (
        "<div class='dl-scroll'><table class='dl-table'><tr><th>Layer</th><th>Kernel</th><th>Map</th><th>Sees r</th>"
        f"<th>Jump j</th></tr>{rows}</table></div>"
    )
