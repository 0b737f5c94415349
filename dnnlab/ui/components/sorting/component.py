"""Pictures to sort into two piles against the clock.

The browser shows one after the other and keeps the time; the page hears of it once, when all are sorted or the
time is over.  A new deal begins anew.
"""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from PIL import Image

from dnnlab.plots.sheets import Bytes

_HERE = Path(__file__).parent
_HTML = """
<div class="sorting">
  <div class="top"><span class="count" role="status"></span><span class="clock" aria-hidden="true"></span></div>
  <div class="line"><div class="rest"></div></div>
  <canvas role="img"></canvas>
  <div class="buttons">
    <button type="button" class="first"></button>
    <button type="button" class="second"></button>
  </div>
  <button type="button" class="start"></button>
  <p class="help"></p>
</div>
"""

_component = st.components.v2.component(
    "dnnlab_sorting",
    html=_HTML,
    css=(_HERE / "component.css").read_text(encoding="utf-8"),
    js=(_HERE / "component.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """What the learner did."""

    piles: tuple[int, ...]
    """Of each picture: 0 the first pile, 1 the second; -1: the time was over."""
    seconds: float


def sorting(
    pictures: Bytes, *, deal: str, piles: tuple[str, str], seconds: int, key: str, help: str = ""
) -> Sorted | None:
    """Show the game; what the learner did once it is over, None before.

    Args:
        pictures: (n, H, W) grey or (n, H, W, 3).
        deal: names these pictures: another name begins anew.
        piles: what the two buttons say; their first letters are keys too, as are the arrows left and right.
        seconds: until the time is over.
        key: names the place on the page.
        help: the line below.

    Raises:
        ValueError: the browser sent something that is no result.
    """
    data = {
        "deal": deal, "sheet": _packed(pictures), "count": len(pictures), "piles": list(piles), "seconds": seconds,
        "help": help,
    }  # fmt: skip
    shown = _component(key=key, data=data, default={"sorted": None}, on_sorted_change=lambda: None)
    return parse(shown.sorted, deal, len(pictures))


def parse(sent: Any, deal: str, count: int) -> Sorted | None:
    """Check what a browser sent: None where it is about another deal; ValueError where it is nothing like a result."""
    if sent is None:
        return None
    if not isinstance(sent, Mapping):
        raise ValueError(f"the browser's result is a {type(sent).__name__}")
    if sent.get("deal") != deal:
        return None
    piles, seconds = sent.get("piles"), sent.get("seconds")
    if not isinstance(piles, Sequence) or len(piles) != count or any(each not in (-1, 0, 1) for each in piles):
        raise ValueError("the browser's result has no pile for each picture")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds < math.inf:
        raise ValueError("the browser's result has no seconds")
    return Sorted(piles=tuple(int(each) for each in piles), seconds=float(seconds))


def _packed(pictures: Bytes) -> str:
    """All of them below each other, as one PNG in base64."""
    tall = np.concatenate(list(pictures), axis=0)
    stream = io.BytesIO()
    Image.fromarray(tall).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode("ascii")
