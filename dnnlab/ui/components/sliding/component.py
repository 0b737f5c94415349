"""The sliding window: it goes over a picture, and every number of it can be seen.

The browser draws input, kernel and output and does the sum of the pixel under
the pointer itself, without asking the server.  Two components carry that: one
brings the picture, which Streamlit keeps in the browser as long as it stays
the same, the other everything that a slider changes.  The picture's digest
brings them together again (``pictures.js``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import streamlit as st

from dnnlab.plots.palette import Palette
from dnnlab.ui.components.sliding.payload import MAX_VALUE, Floats, Sliding, encode, encode_picture
from dnnlab.ui.components.stage.component import Still
from dnnlab.ui.static_files import FOLDER, modules, modules_folder

__all__ = ["Edit", "Sliding", "sliding_window"]

_HERE = Path(__file__).parent
_LOADER = (
    (_HERE / "component.js").read_text(encoding="utf-8")
    .replace("FOLDER", f"{FOLDER}/{modules_folder()}")
    .replace("ALL", json.dumps(modules("sliding")))
)  # fmt: skip

_picture = st.components.v2.component(
    "dnnlab_sliding_picture",
    html="<span class='dl-sliding-picture' hidden></span>",
    css="""
        /* one line would be taken for a file's name */
        [data-testid="stElementContainer"]:has(.dl-sliding-picture) { display: none; }
    """,
    js=_LOADER.replace("MODULE", "pictures").replace("ELEMENT", ".dl-sliding-picture"),
    isolate_styles=False,  # its rule hides the element around it, which takes no room in the page
)
_component = st.components.v2.component(
    "dnnlab_sliding",
    html="<div class='sb'></div>",
    css=(_HERE / "component.css").read_text(encoding="utf-8"),
    js=_LOADER.replace("MODULE", "view").replace("ELEMENT", ".sb"),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edit:
    """What the learner wrote into a cell: ``array[edit.index] = edit.values`` brings the page's array up to date."""

    target: Literal["kernel", "input"]
    """Which array: ``weight`` or ``inputs``."""
    index: tuple[int, ...]
    """Of a kernel the first two axes of the weight, (output, channel in its group); of an input (channel,)."""
    values: Floats
    """All of that slice, (kH, kW) or (H, W)."""


def sliding_window(sliding: Sliding, *, key: str, palette: Palette, still: Still | None = None) -> Edit | None:
    """Show the sliding window, or refresh the one that is shown; return what the learner changed, once.

    It shows a change at once and its output when the page sends it: store
    the change, then run the page (or its fragment) again.

    Args:
        sliding: what to show.
        key: names it; with the same key, a rerun keeps the place of the window.
        palette: the colours of the page's theme.
        still: what the browser shows until it is drawn; a frame with words when None.

    Raises:
        ValueError: the browser sent something that is no edit.
    """
    desk: _Desk = st.session_state.setdefault(f"{key}-edits", _Desk())
    picture, digest = encode_picture(sliding.inputs)
    _picture(key=f"{key}-picture", data=picture)
    _component(
        key=key,
        data=encode(sliding, digest, palette, answered=desk.answered, still=asdict(still) if still else None),
        on_edit_change=partial(_note, key, desk),
    )
    return desk.next(sliding)


@dataclass(slots=True)
class _Desk:
    """The edits of one sliding window on their way from the browser to the page.

    Streamlit drops a trigger when another comes at once, and when a run is cut
    short.  So the browser numbers its edits and sends all that were not
    answered yet, and a callback, which every run begins with, keeps them here.
    """

    sent: list[Any] = field(default_factory=list)
    """As they came, not checked yet."""
    seen: int = 0
    """The newest number that came."""
    waiting: list[tuple[int, Any]] = field(default_factory=list)
    answered: int = 0
    """The newest number that the page was given; the next payload tells the browser."""

    def next(self, sliding: Sliding) -> Edit | None:
        """The oldest edit that the page was not given yet."""
        while self.sent:
            new = [each for each in parse_message(self.sent.pop(0)) if each[0] > self.seen]
            self.waiting += new
            self.seen = max([self.seen, *(number for number, _ in new)])
        while self.waiting:
            self.answered, sent = self.waiting.pop(0)
            edit = parse_edit(sent, sliding)
            if edit is not None:
                return edit
        return None


def _note(key: str, desk: _Desk) -> None:
    """Put what the browser sent on the desk."""
    sent = st.session_state[key].get("edit")
    if sent is not None:
        desk.sent.append(sent)


def parse_message(sent: Any) -> list[tuple[int, Any]]:
    """The edits in a browser's message, each with its number, the oldest first; ValueError if it is none."""
    edits = sent.get("edits") if isinstance(sent, Mapping) else None
    if not isinstance(edits, list):
        raise ValueError("the browser's message holds no edits")
    numbered: list[tuple[int, Any]] = []
    for each in edits:
        number = each.get("number") if isinstance(each, Mapping) else None
        if type(number) is not int or number < 1:
            raise ValueError(f"one of the browser's edits is numbered {number!r}")
        numbered.append((number, each))
    return sorted(numbered, key=lambda each: each[0])


def parse_edit(sent: Any, sliding: Sliding) -> Edit | None:
    """Check what a browser sent as an edit; None when it was meant for an array of another shape.

    A learner who leaves a cell and changes the size of the kernel in one breath has done nothing wrong.

    Raises:
        ValueError: it is no edit.
    """
    if not isinstance(sent, Mapping) or not {"target", "shape", "index", "values"} <= sent.keys():
        raise ValueError("the browser's message is no edit")
    target, shape, index = sent["target"], _whole("shape", sent["shape"]), _whole("index", sent["index"])
    if target not in ("kernel", "input"):
        raise ValueError(f"the browser's edit is of {target!r}")
    if len(shape) != (4 if target == "kernel" else 3) or len(index) != len(shape) - 2:
        raise ValueError(f"the browser's edit has shape {shape} and index {index}")
    if any(at >= side for at, side in zip(index, shape, strict=False)):
        raise ValueError(f"the browser's edit has index {index} in {shape}")
    values = _numbers(sent["values"], shape[-2:])
    edited, allowed = (
        (sliding.weight, sliding.edit_kernel) if target == "kernel" else (sliding.inputs, sliding.edit_input)
    )
    if not allowed or edited is None or edited.shape != shape:
        return None
    return Edit(target=target, index=index, values=values)


def _whole(name: str, sent: Any) -> tuple[int, ...]:
    """A list of whole numbers from 0 on."""
    good = isinstance(sent, list) and all(type(each) is int and each >= 0 for each in sent)
    if not good:
        raise ValueError(f"the browser's edit has {name} {sent!r}")
    return tuple(sent)


def _numbers(sent: Any, shape: tuple[int, ...]) -> Floats:
    """A grid of finite numbers that a learner may write."""
    rows: list[Any] = sent if isinstance(sent, list) else []
    if len(rows) != shape[0] or not all(isinstance(row, list) and len(row) == shape[1] for row in rows):
        raise ValueError(f"the browser's edit is not {shape[0]} x {shape[1]}")
    flat = [each for row in rows for each in row]
    if not all(type(each) in (int, float) and abs(each) <= MAX_VALUE for each in flat):  # nan is not below anything
        raise ValueError(f"the browser's edit holds something other than numbers up to {MAX_VALUE:g}")
    return np.array(flat, np.float32).reshape(shape)  # (kH * kW,) -> (kH, kW)
