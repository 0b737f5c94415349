"""The learner's own digit: drawn, uploaded or photographed, it goes through the layers in the validation digit's place.

The network of the stage reads it: the learner's run as it stands at each look, before there is one the shipped weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from dnnlab.cnn.lenet.views import Reading
from dnnlab.data.digits import NoDigit, Preparation, Step, prepare_digit, prepare_drawing
from dnnlab.live.calls import Call, CallFailed
from dnnlab.live.handle import Handle
from dnnlab.live.wire import Snapshot
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.ui import lab
from dnnlab.ui.asking import not_ready
from dnnlab.ui.bench import Bench
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.passing import PATIENCE, Asking
from dnnlab.ui.pictures import picture_input
from dnnlab.ui.workbench import Workbench
from pages.cnn.lenet.scene import DigitsScene, OwnDigit

DRAW, UPLOAD, CAMERA = "Draw", "Upload", "Camera"
ASKED, LAST = "digits/own/asked", "digits/own/drawing"


def own_digit(bench: Workbench[Any]) -> Callable[[Snapshot], DigitsScene] | None:
    """The control that opens the pad; returns what draws the learner's digit, None while there is none."""
    scene = bench.scene
    asking: Asking[OwnDigit] = st.session_state.setdefault(ASKED, Asking(_ask, _made))
    assert isinstance(scene, DigitsScene)
    opened = st.popover("Draw your own", icon=":material/draw:", help="Send a digit of yours through the layers")
    with opened, st.container(key=f"{bench.page}/beside-open"):
        pixels = _digit()
        if pixels is None:
            return None
        if bench.pinned is not None or bench.snapshot.twin is not None:
            end = "End the twin" if bench.pinned is None else "Unpin it"
            st.caption(f"Beside another run both networks read the same validation digit. {end} to see yours.")
            return None
        try:
            if asking.passed(bench, pixels, bench.snapshot, PATIENCE) is None and (call := asking.waits) is not None:
                not_ready(call)
        except CallFailed as error:
            st.error(as_text(str(error)), icon=":material/error:")

    def now(snapshot: Snapshot) -> DigitsScene:
        if snapshot.twin is not None:  # it has begun since the page ran
            return scene
        try:
            return replace(scene, own=asking.passed(bench, pixels, snapshot))
        except CallFailed:  # the page says it when it runs next, as it does when a run ends
            return scene

    return now


def _digit() -> Bytes | None:
    """The learner's digit as the network gets it, (28, 28); None while there is none."""
    how = st.pills(
        "Your digit", [DRAW, UPLOAD, CAMERA], default=DRAW, required=True, key="digits/how",
        help="Draw it here, upload a picture of one, or take a photo with this device's camera.",
    )  # fmt: skip
    if how == DRAW:
        drawn = _drawn()
        if drawn is None:
            return None
        st.caption("All of your ink is read, also strokes that do not touch: it is only centred and sized.")
        return drawn.pixels
    prepared = _uploaded(camera=how == CAMERA)
    if prepared is None:
        return None
    _show_steps(prepared.steps)
    return prepared.pixels


def _drawn() -> Preparation | None:
    """The drawing, centred as MNIST's digits are."""
    pixels = drawing_pad(
        key="digits/pad", value=st.session_state.get(LAST),  # the pad is made anew each time it is opened
        help="Draw with the mouse, a finger or a pen, and watch the layers. Clear brings the validation digit back.",
    )  # fmt: skip
    st.session_state[LAST] = pixels
    try:
        return None if pixels is None else prepare_drawing(pixels)
    except NoDigit:
        return None


def _uploaded(*, camera: bool) -> Preparation | None:
    """A picture of the learner's, prepared as MNIST's digits are."""
    key, label = ("digits/camera", "A photo of one digit") if camera else ("digits/upload", "A picture of one digit")
    picture = picture_input(label, key=key, camera=camera, help="Dark ink on light paper, or the reverse.")
    if picture is None:
        return None
    try:
        prepared = prepare_digit(picture)
    except NoDigit as error:
        st.error(as_text(str(error)), icon=":material/image_not_supported:")
        return None
    for warning in prepared.warnings:
        st.warning(warning, icon=":material/visibility:")
    return prepared


def _show_steps(steps: Sequence[Step]) -> None:
    """Every step from the picture to the network's input."""
    panels = [
        TilesPanel(
            tiles=Tiles(pixels=step.pixels[np.newaxis], paint="rgb" if step.pixels.ndim == 3 else "grey", columns=1),
            title=f"{number}. {step.name}", caption=step.caption, columns=3, alt=f"{step.name}: {step.caption}",
        )
        for number, step in enumerate(steps, start=1)
    ]  # fmt: skip
    live_stage(panels, key="digits/steps", palette=lab.palette())


def _ask(bench: Bench, pixels: Bytes, run: Handle | None) -> Call:
    return lab.pool().call("lenet.read", pixels[np.newaxis], run=run, owner=bench.owner, slot="reading")


def _made(pixels: Bytes, reading: Reading, shipped: bool) -> OwnDigit:
    return OwnDigit(reading, shipped=shipped)
