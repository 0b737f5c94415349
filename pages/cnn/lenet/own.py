"""The learner's own digit: drawn, uploaded or photographed, it goes through the layers in the validation digit's place.

The network of the stage reads it: the learner's run as it stands at each look, before there is one the shipped weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import streamlit as st

from dnnlab.cnn.lenet.views import Reading
from dnnlab.data.digits import NoDigit, Preparation, Step, prepare_digit, prepare_drawing
from dnnlab.live.calls import Call, CallFailed
from dnnlab.live.wire import Snapshot, State
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.ui import lab
from dnnlab.ui.asking import not_ready
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.pictures import picture_input
from dnnlab.ui.workbench import Workbench
from pages.cnn.lenet.scene import DigitsScene, OwnDigit

DRAW, UPLOAD, CAMERA = "Draw", "Upload", "Camera"
GLANCE = 0.02
"""Seconds that a look waits, and the page beside a run that trains: the answer before it stays for so long."""
PATIENCE = 1.5
"""Seconds that the page waits for an answer before it says that the trainer is getting ready."""
ASKED, LAST = "digits/own/asked", "digits/own/drawing"
UNABLE = (State.WAITING, State.FAILED, State.GONE)
"""Of a run whose network no trainer holds."""


@dataclass(slots=True, kw_only=True)
class _Asked:
    """The question about a digit that is on its way, and what the last answer was."""

    of: tuple[str, bytes]
    """Whose network (a run's id, empty: the shipped one), and the picture."""
    version: int
    """Of the run that was asked."""
    call: Call | None
    """None once its answer was taken."""
    own: OwnDigit | None = None


def own_digit(bench: Workbench[Any]) -> Callable[[Snapshot], DigitsScene] | None:
    """The control that opens the pad; returns what draws the learner's digit, None while there is none."""
    scene = bench.scene
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
            if _read(bench, pixels, bench.snapshot, PATIENCE) is None:
                not_ready(st.session_state[ASKED].call)
        except CallFailed as error:
            st.error(as_text(str(error)), icon=":material/error:")

    def now(snapshot: Snapshot) -> DigitsScene:
        if snapshot.twin is not None:  # it has begun since the page ran
            return scene
        try:
            return replace(scene, own=_read(bench, pixels, snapshot, GLANCE))
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


def _read(bench: Workbench[Any], pixels: Bytes, snapshot: Snapshot, patience: float) -> OwnDigit | None:
    """What the network of this moment makes of the digit; the answer before it where that takes longer.

    Raises:
        CallFailed: the network cannot be asked; the message says why.
    """
    run = bench.run if bench.run is not None and snapshot.status.state not in UNABLE else None
    of = run.id if run else "", pixels.tobytes()
    last: _Asked | None = st.session_state.get(ASKED)
    asked = last if last is not None and last.of == of else None
    if asked is None or (run is not None and asked.call is None and asked.version != snapshot.version):
        call = bench.pool.call("lenet.read", pixels[np.newaxis], run=run, owner=bench.owner, slot="reading")
        before = last.own if last is not None and last.of[0] == of[0] else None
        asked = st.session_state[ASKED] = _Asked(of=of, version=snapshot.version, call=call, own=before)
    if asked.call is None:
        return asked.own
    training = run is not None and snapshot.status.state is State.PLAYING and asked.own is not None
    try:
        reading: Reading = asked.call.result(GLANCE if training else patience)
    except TimeoutError:  # a later look takes it
        return asked.own
    except CallFailed:
        del st.session_state[ASKED]  # the next look asks again
        raise
    asked.call, asked.own = None, OwnDigit(reading, shipped=run is None)
    return asked.own
