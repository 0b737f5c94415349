"""Part two, the sliding window: it goes over numbers, maps or a photo, and one number of each place comes out."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from dnnlab.cnn import kernels
from dnnlab.cnn.pooling.knobs import AVERAGE, GLOBAL, MAX, NUMBERS, PoolingConfig
from dnnlab.plots.sheets import Tiles, diverging
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.sliding.component import Sliding, sliding_window
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.knobs import knob_panel, show_knobs
from dnnlab.ui.lesson import stage_knobs_tabs
from dnnlab.ui.tryit import ask_now
from pages.cnn.pooling.facts import facts
from pages.cnn.pooling.pictures import Picture, picture
from pages.cnn.pooling.questions import ON_WINDOW, Pooled

Floats = NDArray[np.float32]
Pair = tuple[int, int]

SLIDING = "pooling-window"
"""Names the panel of the part's knobs."""
HOW = {
    MAX: ("the largest of", "Nothing is multiplied here: of the numbers in a window the largest comes out."),
    AVERAGE: ("the average of", "Every number in a window has the same weight, and nothing learns it."),
}
"""For a title, what comes out of a window; for a caption, how."""


def window(owner: str | None) -> tuple[PoolingConfig, Picture | None, dict[str, Floats], DeltaGenerator]:
    """The part.

    Returns:
        Its settings, what is pooled, what each kind of pooling makes of it, and where the tabs stand.
    """
    stage, knobs, words = stage_knobs_tabs()
    above, moment = stage.container(), stage.container()
    with knobs:
        config = knob_panel(PoolingConfig, SLIDING, above=above)
    with stage:
        shown = picture(config, owner)
        pooled = pool(config, shown, owner) if shown else {}
        if shown and pooled:
            show_window(config, shown, pooled)
    with moment:
        ask_now(ON_WINDOW, SLIDING, config, shown=Pooled(config, pooled))
    with words:
        if shown and pooled:
            facts(config, shown, pooled)
    return config, shown, pooled, words


def pool(config: PoolingConfig, shown: Picture, owner: str | None) -> dict[str, Floats]:
    """What each kind of pooling makes of the picture; empty when the page has to say why there is nothing."""
    height, width = shown.values.shape[1:]
    try:
        config.output_side(height), config.output_side(width)
    except ValueError as error:
        st.warning(as_text(str(error)), icon=":material/warning:")
        return {}
    size, stride, padding = geometry(config, shown)
    pooled = {}
    for mode in (MAX, AVERAGE):
        made = answer(
            owner, "pooling.pool", shown.values, size, stride, padding, mode, *edge(config), slot=f"pooling/{mode}"
        )
        if made is None:
            return {}
        pooled[mode] = made
    return pooled


def geometry(config: PoolingConfig, shown: Picture) -> tuple[Pair, Pair, Pair]:
    """Size, stride and padding of the window."""
    if config.mode == GLOBAL:
        height, width = shown.values.shape[1:]
        return (height, width), (1, 1), (0, 0)
    return (config.size, config.size), (config.step, config.step), (config.padding, config.padding)


def edge(config: PoolingConfig) -> tuple[bool, bool]:
    """Whether the size is rounded up, and whether padding counts in an average."""
    return config.mode != GLOBAL and config.ceil_mode, config.mode == GLOBAL or config.count_include_pad


def show_window(config: PoolingConfig, shown: Picture, pooled: dict[str, Floats]) -> None:
    """The window over the picture; for global pooling the maximum beside the average."""
    if config.mode == GLOBAL and config.source != NUMBERS:
        _one_number_a_map(shown, pooled)
    elif config.mode == GLOBAL:
        for column, mode in zip(st.columns(2, gap="medium"), (MAX, AVERAGE), strict=True):
            with column:
                _one(config, shown, mode, pooled[mode])
    else:
        _one(config, shown, config.mode, pooled[config.mode])


def _one_number_a_map(shown: Picture, pooled: dict[str, Floats]) -> None:
    """Whole maps, each with its largest value and its average."""
    channels, height, width = shown.values.shape
    grey = shown.paint == "grey"
    pixels = shown.values.astype(np.uint8) if grey else diverging(shown.values)
    labels = [
        f"max {written(largest)}, average {written(average)}"
        for largest, average in zip(*(pooled[mode].ravel().tolist() for mode in (MAX, AVERAGE)), strict=True)
    ]
    panel = TilesPanel(
        tiles=Tiles(pixels=pixels, paint=shown.paint, labels=labels, columns=min(3, channels)),
        columns=6 if channels == 1 else 12, title=f"{height} × {width} → 1 × 1: one number for each map",
        caption=_caption(shown) or "The number does not tell where in the map it was found.",
        alt=f"Global pooling of {shown.words}: {'; '.join(labels)}.",
    )  # fmt: skip
    live_stage([panel], key="pooling/maps", palette=lab.palette())


def _one(config: PoolingConfig, shown: Picture, mode: Any, outputs: Floats) -> None:
    """One sliding window."""
    size, stride, padding = geometry(config, shown)
    (height, width), (rows, columns) = shown.values.shape[1:], outputs.shape[1:]
    what, how = HOW[mode]
    window = "all" if config.mode == GLOBAL else f"each {config.size} × {config.size} window"
    grey = shown.paint == "grey"
    scale = 255.0 if grey else float(np.abs(shown.values).max(initial=0.0)) or None
    point = "" if (rows, columns) == (1, 1) else "Point at a number of the output to see the window that it comes from."
    if mode == AVERAGE and (config.padding or config.ceil_mode) and config.mode != GLOBAL:
        how = "A sum is divided by how many places of its window count, n; hatched ones without a number do not."
    tail = "Write other numbers into the input." if config.source == NUMBERS else _caption(shown)
    edit = sliding_window(
        Sliding(
            kind=mode, inputs=shown.values, outputs=outputs, size=size, stride=stride,
            padding=(padding[0], padding[0] + config.overhang(height), padding[1], padding[1] + config.overhang(width)),
            counted=(padding[0], padding[0], padding[1], padding[1]) if edge(config)[1] else (0, 0, 0, 0),
            input_paint=shown.paint, output_paint=shown.paint, channel_names=shown.names, map_names=shown.names,
            input_scale=scale, output_scale=scale, title=f"{height} × {width} → {rows} × {columns}: {what} {window}",
            caption=" ".join(filter(None, (how, point, tail))),
            edit_input=config.source == NUMBERS,
        ),
        key=f"pooling/window/{mode}", palette=lab.palette(),
    )  # fmt: skip
    if edit is not None:
        show_knobs(SLIDING, config.replace(numbers=kernels.to_text(edit.values)))


def _caption(shown: Picture) -> str:
    """What to know about the picture."""
    if shown.paint == "diverging" and len(shown.values) > 1:
        return "Each map is pooled by itself: six in, six out. Orange is positive, blue negative."
    return f"Photo: {shown.credit}." if shown.credit else ""
