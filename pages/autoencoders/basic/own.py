"""The learner's own digit: drawn, it passes through the network, and its code is a point on the map.

It also gives the map its decoder: that of the learner's run, before there is one that of the recorded run's end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from dnnlab.live.calls import CallFailed
from dnnlab.live.wire import Snapshot, State
from dnnlab.ui.decoding import decoder_address
from dnnlab.ui.passing import UNABLE, DigitPad
from dnnlab.ui.workbench import Workbench
from pages.autoencoders.basic.lesson import LESSON
from pages.autoencoders.basic.scene import AutoencoderScene

PAD = DigitPad(LESSON.slug, "autoencoder.passed")


def own_digit(bench: Workbench[Any]) -> Callable[[Snapshot], AutoencoderScene]:
    """The control that opens the pad; returns what draws a moment, with the digit where there is one."""
    opened = st.popover(
        "Draw your own", icon=":material/draw:", help="Send a digit of yours through the encoder and the decoder"
    )
    with opened, st.container(key=f"{bench.page}/beside-open"):
        pixels = PAD.show(
            bench, "Draw a digit with the mouse, a finger or a pen: its code moves on the map. Clear takes it away."
        )

    asking = PAD.asking()

    def now(snapshot: Snapshot) -> AutoencoderScene:
        if bench.pinned is not None or snapshot.twin is not None:
            return AutoencoderScene(beside=True)
        scene = _with_decoder(bench, snapshot)
        if pixels is None:
            return scene
        try:
            return replace(scene, own=asking.passed(bench, pixels, snapshot))
        except CallFailed:  # the page says it when it runs next
            return scene

    return now


def recorded_scene(last: int) -> AutoencoderScene:
    """What draws the recording: its decoder is that of its last step."""
    return AutoencoderScene(decoder=decoder_address("autoencoder.decoder"), only_at=last)


def _with_decoder(bench: Workbench[Any], snapshot: Snapshot) -> AutoencoderScene:
    if bench.run is None:
        assert isinstance(bench.scene, AutoencoderScene)
        return bench.scene
    if snapshot.status.state in UNABLE:
        return AutoencoderScene()
    address = decoder_address("autoencoder.decoder", bench.run, bench.owner)
    return AutoencoderScene(decoder=address, training=snapshot.status.state is State.PLAYING)
