"""Draw or upload a digit, and follow it through the network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from dnnlab.cnn.lenet import tiles
from dnnlab.cnn.lenet.figures import probability_bars
from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.views import Reading
from dnnlab.data import mnist
from dnnlab.data.digits import NoDigit, Preparation, Step, prepare_digit
from dnnlab.live.calls import CallFailed
from dnnlab.live.wire import State
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written_shares
from dnnlab.ui import lab
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.pictures import picture_input
from dnnlab.ui.workbench import Workbench
from pages.cnn.lenet.scene import LAYERS, MAPS

DRAW, UPLOAD, CAMERA = "Draw", "Upload", "Camera"
SHIPPED, OWN = "the shipped network", "your run"
EXAMPLE = 7
"""The validation digit that is read until the learner draws."""
GLANCE = 0.02
"""Seconds that it waits when it can show what the same run read a moment ago."""
PATIENCE = 1.5
"""Seconds that the page waits for an answer before it says that the trainer is getting ready."""


def draw_and_follow(bench: Workbench[LeNetConfig]) -> None:
    """The pad or an upload on the left, what the network makes of it on the right."""
    st.fragment(_section)(bench)


def _section(bench: Workbench[LeNetConfig]) -> None:
    left, right = st.columns([2, 5], gap="medium")
    with left:
        how = st.pills(
            "Your digit", [DRAW, UPLOAD, CAMERA], default=DRAW, required=True, key="digits/how",
            help="Draw it here, upload a picture of one, or take a photo with this device's camera.",
        )  # fmt: skip
        digit = _drawn() if how == DRAW else _uploaded(camera=how == CAMERA)
    with right:
        own = _network(bench) == OWN
        if digit is None:
            _read(bench, mnist.validation().images[EXAMPLE], own=own, whose="An example")
        else:
            _read(bench, digit.pixels, own=own, whose="Your digit", steps=() if how == DRAW else digit.steps)


def _network(bench: Workbench[LeNetConfig]) -> str:
    """Who reads: the shipped weights, or the learner's own run as it is now."""
    unable = (State.WAITING, State.FAILED, State.GONE)  # no trainer holds its network
    usable = bench.run is not None and bench.run.poll().status.state not in unable
    options = [SHIPPED, OWN] if usable else [SHIPPED]
    chosen = st.pills(
        "Read by", options, default=options[-1], required=True, key=f"digits/network/{usable}",
        help="The shipped network reads 99 of 100 digits that it never saw. Your own run reads as well as it has "
        "learnt so far.",
    )  # fmt: skip
    return chosen or SHIPPED


def _drawn() -> Preparation | None:
    """The drawing, centred as MNIST's digits are."""
    pixels = drawing_pad(key="digits/pad")
    try:
        return None if pixels is None else prepare_digit(pixels)
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
        st.error(str(error), icon=":material/image_not_supported:")
        return None
    for warning in prepared.warnings:
        st.warning(warning, icon=":material/visibility:")
    return prepared


def _read(bench: Workbench[LeNetConfig], pixels: Bytes, *, own: bool, whose: str, steps: Sequence[Step] = ()) -> None:
    """Probabilities, the steps of the preparation and every layer; or why there are none yet."""
    run = bench.run if own else None
    call = bench.pool.call("lenet.read", pixels[np.newaxis], run=run, owner=bench.owner, slot="reading")
    asked = (run and run.id, pixels.tobytes())
    shown, last = st.session_state.get("digits/last reading", (None, None))
    training = run is not None and run.poll().status.state is State.PLAYING
    try:
        reading: Reading = call.result(GLANCE if training and shown == asked else PATIENCE)
        st.session_state["digits/last reading"] = asked, reading
    except TimeoutError:
        if shown == asked:  # the same digit a moment ago: the page does not wait for a busy trainer
            return _show(last, whose, steps)
        st.info("The trainer is getting ready. Draw on, or ask again in a moment.", icon=":material/hourglass:")
        st.button("Ask again", key="digits/again", icon=":material/refresh:", help="Let the network read it now")
        return
    except CallFailed as error:
        st.error(str(error), icon=":material/error:")
        return
    _show(reading, whose, steps)


def _show(reading: Reading, whose: str, steps: Sequence[Step]) -> None:
    """What a network read, and how it came to it."""
    if not np.isfinite(reading.probabilities).all():
        st.warning("This network has diverged: its numbers have overflowed, and it gives no answer.")
        return
    palette = lab.palette()
    probabilities = reading.probabilities[0]
    best = int(probabilities.argmax())
    layers = tiles.layer_tiles(reading.maps)
    panels: list[Panel] = [
        FigurePanel(
            figure=probability_bars(probabilities, palette, height=180), columns=12, height=180,
            title=f"{whose}: it reads a {best}", caption="The ten probabilities; they sum to 1.",
            alt=f"{whose}, read as {best} with probability {written_shares(probabilities)[best]}.",
        ),
        *(_prepared(number, step) for number, step in enumerate(steps, start=1)),
        TilesPanel(
            tiles=[(LAYERS[name], layer) for name, layer in layers.items()], columns=12,
            title=f"{whose}, layer by layer", caption=MAPS, alt=f"Every layer's output for a digit read as {best}.",
        ),
    ]  # fmt: skip
    live_stage(panels, key="digits/reading", palette=palette)


def _prepared(number: int, step: Step) -> TilesPanel:
    """One visible step from the picture to the network's input."""
    colour = step.pixels.ndim == 3
    return TilesPanel(
        tiles=Tiles(pixels=step.pixels[np.newaxis], paint="rgb" if colour else "grey", columns=1),
        title=f"{number}. {step.name}", caption=step.caption, columns=3, alt=f"{step.name}: {step.caption}",
    )  # fmt: skip
