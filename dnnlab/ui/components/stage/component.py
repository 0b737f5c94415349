"""The live view: all panels of a lesson in one component and one message.

Panels are refreshed in place: no flicker, and a zoom stays.  What there can be
on it is in the folder ``kinds``.  The browser's part is served from
``app/static`` (:mod:`dnnlab.ui.static_files`), the kinds as they are needed;
only a small loader travels with each refresh.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from dnnlab.plots.palette import Palette
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.static_files import modules_folder

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "dnnlab_stage",
    html="<div class='dl-stage'></div>",
    css=(_HERE / "component.css").read_text(encoding="utf-8"),
    js=(_HERE / "component.js").read_text(encoding="utf-8").replace("FOLDER", modules_folder()),
    isolate_styles=False,  # Plotly puts its own styles into the document's head
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """What the learner picked on the stage."""

    panel: int
    """Index of the panel."""
    row: int | None = None
    """Index of the named row in a panel of tiles (0 when it has one)."""
    tile: int | None = None
    """Index of the tile in its row."""
    x: int | float | str | None = None
    """Of a figure's point or cell, in data units or the category's name; of a tile the
    pixel's column, None when it was picked by keyboard."""
    y: int | float | str | None = None
    """Like ``x``; of a tile the pixel's row."""


def live_stage(panels: Sequence[Panel] | bytes, *, key: str, palette: Palette) -> Click | None:
    """Show panels, or refresh those that are shown; return the click of this run, if there was one.

    Args:
        panels: what to show; or the bytes that :func:`payload.encode` made of
            panels, to show one view to many visitors without packing it again.
        key: names the stage; with the same key, a rerun refreshes in place.
        palette: the colours of the page's theme (packed bytes carry theirs).

    Raises:
        ValueError: a panel cannot be shown, or the browser sent something that is no click.
    """
    data = panels if isinstance(panels, bytes) else payload.encode(panels, palette)
    sent = _component(key=key, data=data, on_click_change=lambda: None, on_theme_change=lambda: None).click
    return None if sent is None else parse_click(sent)


def parse_click(sent: Any) -> Click:
    """Check what a browser sent as a click; ValueError if it is none."""
    if not isinstance(sent, Mapping):
        raise ValueError(f"the browser's click is a {type(sent).__name__}")
    panel, row, tile = (_index(name, sent.get(name)) for name in ("panel", "row", "tile"))
    if panel is None:
        raise ValueError("the browser's click names no panel")
    x, y = (_coordinate(name, sent.get(name)) for name in ("x", "y"))
    return Click(panel=panel, row=row, tile=tile, x=x, y=y)


def _index(name: str, value: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise ValueError(f"the browser's click has {name} {value!r}, not an index")


def _coordinate(name: str, value: Any) -> int | float | str | None:
    if value is None or (isinstance(value, int | float | str) and not isinstance(value, bool)):
        return value
    raise ValueError(f"the browser's click has {name} of type {type(value).__name__}")
