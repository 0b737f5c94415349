"""A pad to draw a digit on: 28x28 pixels like those that the network learnt from.

The browser draws with a soft brush as wide as MNIST's strokes and sends the
pixels while the learner draws, at most five times a second, so that a
prediction can follow the pen.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

SIZE = 28
"""Pixels a side."""

HELP = "Draw with the mouse, a finger or a pen."

_HERE = Path(__file__).parent
_LABEL = (
    "Drawing pad, 28 by 28 pixels. Arrow keys move the cursor, with Shift four pixels at a time. "
    "Space puts the pen down and lifts it, or hold Space while moving. Control Z undoes, Delete clears."
)
_HTML = f"""
<div class="pad">
  <canvas tabindex="0" role="application" aria-label="{_LABEL}"></canvas>
  <div class="bar">
    <button type="button" class="undo" title="Take back the last stroke (Ctrl+Z)">Undo</button>
    <button type="button" class="clear" title="Wipe the pad (Delete)">Clear</button>
    <span class="status" role="status"></span>
  </div>
  <p class="help"></p>
</div>
"""

_component = st.components.v2.component(
    "dnnlab_pad",
    html=_HTML,
    css=(_HERE / "pad.css").read_text(encoding="utf-8"),
    js=(_HERE / "pad.js").read_text(encoding="utf-8"),
)


def drawing_pad(
    *, key: str, clear: int = 0, value: NDArray[np.uint8] | None = None, help: str = HELP
) -> NDArray[np.uint8] | None:
    """Show the pad; return its pixels, (28, 28) uint8, 0 black to 255 ink; None when it is empty.

    Args:
        key: names the pad; with the same key a rerun keeps the drawing.
        clear: a counter. When it changes, the pad drops its drawing and shows ``value``.
        value: the drawing to begin with, (28, 28) uint8: when the pad mounts (first
            visit, or back from another page) and when ``clear`` changes.
        help: the line below the pad.

    Raises:
        ValueError: ``value`` has another shape or type, or the browser sent something
            that is not a drawing.
    """
    begin = None if value is None else encode_drawing(value)
    sent = _component(
        key=key,
        data={"clear": clear, "value": begin, "help": help},
        default={"drawing": None},
        on_drawing_change=lambda: None,
    ).drawing
    if sent is None or not _is_current(sent, clear):  # the browser has not drawn since
        return None if begin is None or value is None else value.copy()
    return decode_drawing(sent["ink"])


def encode_drawing(pixels: NDArray[np.uint8]) -> str | None:
    """A drawing as base64 text of its 784 bytes, None when there is no ink on it."""
    if pixels.shape != (SIZE, SIZE) or pixels.dtype != np.uint8:
        raise ValueError(f"a drawing is (28, 28) uint8, got {pixels.shape} {pixels.dtype}")
    return base64.b64encode(pixels.tobytes()).decode("ascii") if pixels.any() else None


def decode_drawing(ink: Any) -> NDArray[np.uint8] | None:
    """The (28, 28) uint8 pixels behind a text from the browser; ValueError if it is no drawing."""
    if ink is None:
        return None
    if not isinstance(ink, str):
        raise ValueError(f"the browser's drawing is a {type(ink).__name__}, not a text")
    try:
        raw = base64.b64decode(ink, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("the browser's drawing is not base64") from None
    if len(raw) != SIZE * SIZE:
        raise ValueError(f"the browser's drawing has {len(raw)} pixels, not 784")
    pixels = np.frombuffer(raw, np.uint8).reshape(SIZE, SIZE).copy()  # (784,) -> (28, 28)
    return pixels if pixels.any() else None


def _is_current(sent: Any, clear: int) -> bool:
    """Whether a message of the browser belongs to this value of the ``clear`` counter."""
    if not isinstance(sent, Mapping) or not {"clear", "ink"} <= sent.keys():
        raise ValueError("the browser's message is not a drawing")
    return bool(sent["clear"] == clear)
