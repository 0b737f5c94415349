"""The live view: all panels of a lesson in one component and one message.

Panels are refreshed in place: no flicker, and a zoom stays.  What there can be
on it is in the folder ``kinds``.  The browser's part is served from
:mod:`dnnlab.ui.static_files`; only a small loader travels with each refresh.
Until it is there, and until Plotly is, the stage shows frames of its pictures'
height with words, or a :class:`Still` of what will stand there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from dnnlab.plots.palette import Palette
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.static_files import FOLDER, modules_folder

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "dnnlab_stage",
    html="<div class='dl-stage'></div>",
    css=(_HERE / "component.css").read_text(encoding="utf-8"),
    js=(_HERE / "component.js").read_text(encoding="utf-8").replace("FOLDER", f"{FOLDER}/{modules_folder()}"),
    isolate_styles=False,  # Plotly puts its own styles into the document's head
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """What the learner picked on the stage."""

    panel: int
    """Index of the panel."""
    row: int | None = None
    """Index of the named row in a panel of tiles (0 when it has one); of a bar in a panel of bars."""
    tile: int | None = None
    """Index of the tile in its row."""
    x: int | float | str | None = None
    """Of a figure's point or cell, in data units or the category's name; of a tile the
    pixel's column, None when it was picked by keyboard."""
    y: int | float | str | None = None
    """Like ``x``; of a tile the pixel's row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A picture of the stage as it will stand, shown until it does."""

    light: str
    """Its address, seen from the page's (:func:`dnnlab.ui.static_files.address`)."""
    dark: str
    """The same in the dark theme."""
    alt: str
    """What it shows, in words."""
    tag: str = ""
    """What it is, in a few words upon it."""
    other: bool = False
    """Whether it was made with other knobs than those beside it: it is greyed, as the stage then is."""


def live_stage(
    panels: Sequence[Panel] | bytes,
    *,
    key: str,
    palette: Palette,
    still: Still | None = None,
    tells: bool = False,
    number: int | None = None,
) -> Click | None:
    """Show panels, or refresh those that are shown; return the click, if there was one, once.

    Args:
        panels: what to show; or the bytes that :func:`payload.encode` made of
            panels, to show one view to many visitors without packing it again.
        key: names the stage; with the same key, a rerun refreshes in place.
        palette: the colours of the page's theme (packed bytes carry theirs).
        still: what the browser shows until the first pictures stand; frames with words when None.
        tells: whether the browser says when they do, which runs the page or the fragment again (:func:`stands`).
        number: of two payloads of a stage that have one, the browser shows that with the higher number.

    Raises:
        ValueError: a panel cannot be shown, or the browser sent something that is no click.
    """
    data = panels if isinstance(panels, bytes) else payload.encode(panels, palette)
    if number is not None:
        data = payload.with_more(data, number=number)
    if still is not None:
        data = payload.with_more(data, still=asdict(still))
    if tells:
        data = payload.with_more(data, tells=True)
    shown = _component(key=key, data=data, on_click_change=partial(_note, key), on_stands_change=lambda: None)
    sent = st.session_state.pop(_clicked(key), shown.click)
    return None if sent is None else parse_click(sent)


def take_click(key: str) -> Click | None:
    """The click that a run began with, before its stage of this key is shown; :func:`live_stage` then has none.

    For what the click moves on top of the stage, which would else be drawn as it stood before.

    Raises:
        ValueError: the browser sent something that is no click.
    """
    sent = st.session_state.get(_clicked(key))
    if sent is None:
        return None
    st.session_state[_clicked(key)] = None
    return parse_click(sent)


def _clicked(key: str) -> str:
    """Where the session keeps a click."""
    return f"{key}-clicked"


def _note(key: str) -> None:
    """Keep a click for the run of the page that comes as far as this stage.

    Streamlit forgets it with the run that it began, and the next word of the browser may cut that short.
    """
    sent = st.session_state[key].get("click")
    if sent is not None:
        st.session_state[_clicked(key)] = sent


def stands(key: str) -> bool:
    """Whether the first pictures of the stage of this key stand in the browser, if it tells."""
    state = st.session_state.get(key)
    return isinstance(state, Mapping) and state.get("stands") is True


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
