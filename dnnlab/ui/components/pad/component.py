"""A pad to draw on: a digit in pixels like those that the network learnt from, or what covers a photo.

The browser draws with a soft brush and sends the ink while the learner draws,
at most five times a second, so that a prediction can follow the pen.
"""

from __future__ import annotations

import base64
import binascii
import io
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

SIZE = 28
"""Pixels a side of a digit."""
RADIUS, SOFTNESS = 1.15, 0.6
"""Of the brush in pixels of a digit: MNIST's strokes are about 2.3 wide and fade over about one."""

HELP = "Draw with the mouse, a finger or a pen."

_HERE = Path(__file__).parent
_KEYS = (
    "Arrow keys move the {tool}, with Shift four times as far. "
    "Space puts the {tool} down and lifts it, or hold Space while moving. Control Z undoes, Delete clears."
)
_QUALITY = 95
"""Of the JPEG files in which pictures travel: off by 2 of 255 at most on average, and under 65 kB for two."""
_HTML = """
<div class="pad">
  <canvas tabindex="0" role="application"></canvas>
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
    css=(_HERE / "component.css").read_text(encoding="utf-8"),
    js=(_HERE / "component.js").read_text(encoding="utf-8"),
)


def drawing_pad(
    *,
    key: str,
    clear: int = 0,
    value: NDArray[np.uint8] | None = None,
    help: str = HELP,
    label: str | None = None,
    size: int = SIZE,
    radius: float = RADIUS,
    softness: float = SOFTNESS,
    under: NDArray[np.uint8] | None = None,
    over: NDArray[np.uint8] | None = None,
    max_width: int = 260,
) -> NDArray[np.uint8] | None:
    """Show the pad; return its ink, (size, size) uint8, 0 none to 255 full; None when it is empty.

    Without pictures the ink is white on black.  With them the pad shows
    under * (1 - ink) + over * ink, the ink enlarged to the pictures' size by
    linear interpolation: the learner covers ``under`` with ``over``.

    Args:
        key: names the pad; with the same key a rerun keeps the drawing.
        clear: a counter. When it changes, the pad drops its drawing and shows ``value``:
            change it together with ``under``.
        value: the drawing to begin with, (size, size) uint8: when the pad mounts (first
            visit, or back from another page) and when ``clear`` changes.
        help: the line below the pad.
        label: what the pad is, for those who cannot see it; a sentence on the keys follows.
        size: cells a side, the same for as long as the key is.
        radius: of the brush in cells, to where the ink is half as strong. Another value
            on a rerun leaves the drawing as it is.
        softness: over so many cells to both sides of the radius the ink fades.
        under: the photo to cover, (H, H, 3) uint8.
        over: what covers it, of the same shape.
        max_width: CSS pixels; a narrower column makes the pad narrower.

    Raises:
        ValueError: ``value`` has another shape or type, ``under`` and ``over`` are not two
            equal squares, the brush has no size, or the browser sent something that
            is not a drawing.
    """
    if not (0 < radius < math.inf and 0 < softness < math.inf):
        raise ValueError(f"a brush's radius and softness are above 0 cells, got {radius} and {softness}")
    begin = None if value is None else encode_drawing(value, size)
    below, above = encode_pictures(under, over)
    tool = "brush" if below else "pen"
    purpose = label or ("Photo to cover with a brush." if below else f"Drawing pad, {size} by {size} pixels.")
    sent = _component(
        key=key,
        data={
            "clear": clear, "value": begin, "help": help, "label": f"{purpose} {_KEYS.format(tool=tool)}",
            "size": size, "radius": radius, "softness": softness, "under": below, "over": above, "width": max_width,
        },
        default={"drawing": None},
        on_drawing_change=lambda: None,
    ).drawing  # fmt: skip
    if sent is None or not _is_current(sent, clear):  # the browser has not drawn since
        return None if begin is None or value is None else value.copy()
    return decode_drawing(sent["ink"], size)


def encode_drawing(pixels: NDArray[np.uint8], size: int = SIZE) -> str | None:
    """A drawing as base64 text of its size * size bytes, None when there is no ink on it."""
    if pixels.shape != (size, size) or pixels.dtype != np.uint8:
        raise ValueError(f"a drawing is ({size}, {size}) uint8, got {pixels.shape} {pixels.dtype}")
    return base64.b64encode(pixels.tobytes()).decode("ascii") if pixels.any() else None


def decode_drawing(ink: Any, size: int = SIZE) -> NDArray[np.uint8] | None:
    """The (size, size) uint8 pixels behind a text from the browser; ValueError if it is no drawing."""
    if ink is None:
        return None
    if not isinstance(ink, str):
        raise ValueError(f"the browser's drawing is a {type(ink).__name__}, not a text")
    try:
        raw = base64.b64decode(ink, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("the browser's drawing is not base64") from None
    if len(raw) != size * size:
        raise ValueError(f"the browser's drawing has {len(raw)} pixels, not {size * size}")
    pixels = np.frombuffer(raw, np.uint8).reshape(size, size).copy()  # (size * size,) -> (size, size)
    return pixels if pixels.any() else None


def _is_current(sent: Any, clear: int) -> bool:
    """Whether a message of the browser belongs to this value of the ``clear`` counter."""
    if not isinstance(sent, Mapping) or not {"clear", "ink"} <= sent.keys():
        raise ValueError("the browser's message is not a drawing")
    return bool(sent["clear"] == clear)


def encode_pictures(under: NDArray[np.uint8] | None, over: NDArray[np.uint8] | None) -> tuple[str | None, str | None]:
    """Both pictures as addresses for the browser, or neither; ValueError if they are not two equal squares."""
    if under is None and over is None:
        return None, None
    if under is None or over is None:
        raise ValueError("a photo to cover needs both pictures, under and over")
    for name, picture in (("under", under), ("over", over)):
        square = picture.ndim == 3 and picture.shape[0] == picture.shape[1] > 0 and picture.shape[2] == 3
        if not square or picture.dtype != np.uint8:
            raise ValueError(f"{name} must be a square picture (H, H, 3) uint8, got {picture.shape} {picture.dtype}")
    if under.shape != over.shape:
        raise ValueError(f"under and over must be equally large, got {under.shape} and {over.shape}")
    return _address(under), _address(over)


def _address(picture: NDArray[np.uint8]) -> str:
    """A picture (H, H, 3) as an address that holds the whole JPEG file; the same text for the same pixels."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=_QUALITY, subsampling=0)  # 0: colours as sharp as brightness
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode("ascii")
