"""The bar's words and its line: where a run stands, how far it is, and the way back.

The line fills while a run goes on and is the slider that goes back, of a run to
a checkpoint, of a recording to one of its pictures.  The browser's part also
answers a press on Play before the server has, and hears the bar's keys.  Words
and line wait for the stage, so that both show the same moment.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from dnnlab.ui.static_files import FOLDER, modules_folder

log = logging.getLogger(__name__)

REFUSED = "refused"
"""Why a browser calls that tried and got no socket of its own."""
SAID = (
    "a browser got no socket for its looks (a host or proxy may let only Streamlit's own through): "
    "its pages refresh by themselves, as before"
)
_refused: list[str] = []

_HERE = Path(__file__).parent
_HTML = """
<div class="dl-bar">
  <div class="dl-status" role="status"><div class="dl-words"></div><button
    type="button" class="dl-again" title="Play this recording again, from its start" aria-label="Replay"
    hidden>replay</button></div>
  <div class="dl-line" data-none><div class="dl-thumb"></div><div class="dl-bubble"></div></div>
</div>
"""

_component = st.components.v2.component(
    "dnnlab_bar",
    html=_HTML,
    css=(_HERE / "component.css").read_text(encoding="utf-8"),
    js=(_HERE / "component.js").read_text(encoding="utf-8").replace("FOLDER", f"{FOLDER}/{modules_folder()}"),
    isolate_styles=False,  # the line lies along the edge of the bar, outside the component's own box
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the bar tells of one moment."""

    bar: str
    """With what the keys of its buttons begin."""
    of: str
    """What it is about: the id of a run; empty: the recording."""
    words: str
    """Where that stands."""
    step: int
    end: int
    """The step at the end of the line."""
    total: int | None
    """The step at which it is complete, if there is one."""
    stops: Sequence[int]
    """The steps that the slider can go to, ascending; fewer than two: it is no slider yet."""
    marks: bool
    """Whether the stops are marks on the line."""
    going: bool
    """Whether its button says Pause."""
    other: bool
    """Whether it has other knobs than those beside it."""
    drawn: str
    """The name of what stands on the stage at this moment."""
    presses: int
    """How many presses on Play and Pause have been answered."""
    sought: int
    """The number of the last move of the slider that was answered."""
    replays: bool = False
    """Whether the recording stands still, and can play again."""
    looks: bool = False
    """Whether the tab may have looks over a socket of its own (:mod:`dnnlab.ui.looks`)."""
    number: int = 0
    """Of two messages of one bar the newer one has the higher number; equal ones say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seek:
    """Where the learner moved the slider to."""

    of: str
    """What of, see :attr:`Told.of`."""
    step: int
    number: int
    """Grows with each move."""
    replay: bool = False
    """Whether the recording shall play again instead."""


def bar_line(told: Told, *, key: str) -> None:
    """Show the words and the line, or refresh those that are shown.

    The page, or the fragment around it, runs again when the slider was moved, when a look over the tab's socket found
    something that only a run of the page can show, and when that socket opened, broke or was refused.

    Args:
        told: what they say.
        key: names them; with the same key, a rerun refreshes in place.
    """
    _component(
        key=key, data=asdict(told), default={"seek": None}, on_seek_change=lambda: None,
        on_calls_change=partial(_called, key),
    )  # fmt: skip


def _called(key: str) -> None:
    """The browser calls for a run of the page; what it was refused is said once a server."""
    if st.session_state.get(key, {}).get("calls") == REFUSED and not _refused:
        _refused.append(key)
        log.warning(SAID)


def last_seek(key: str) -> Seek | None:
    """The last move of the slider of this key; known as soon as a run of the page begins.

    Raises:
        ValueError: the browser sent something else.
    """
    sent = st.session_state.get(key, {}).get("seek")
    return None if sent is None else parse_seek(sent)


def parse_seek(sent: Any) -> Seek:
    """Check what a browser sent as a move of the slider; ValueError if it is none."""
    if not isinstance(sent, Mapping) or not {"of", "step", "number"} <= sent.keys():
        raise ValueError("the browser's message is no move of the slider")
    of, step, number = sent["of"], sent["step"], sent["number"]
    if not isinstance(of, str) or type(step) is not int or type(number) is not int or step < 0:
        raise ValueError(f"the browser's move of the slider is to step {step!r} of {of!r}")
    return Seek(of=of, step=step, number=number, replay=sent.get("replay") is True)
