"""The learner's own digit on the map, twins worth a look, and the decoder behind the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dnnlab.live.calls import CallFailed
from dnnlab.live.config import Config, Value
from dnnlab.live.twins import is_twin_of
from dnnlab.live.wire import Snapshot, State
from dnnlab.ui.decoding import decoder_address
from dnnlab.ui.passing import UNABLE, DigitPad
from dnnlab.ui.workbench import Workbench
from dnnlab.vae.model.knobs import MEAN, POINT, VaeConfig
from pages.vae.model.copies import FROM_MEAN, SOURCES
from pages.vae.model.lesson import LESSON
from pages.vae.model.scene import VaeScene

PAD = DigitPad(LESSON.slug, "vae.passed")
TWINS: tuple[tuple[str, Mapping[str, Value]], ...] = (
    ("An autoencoder beside it", {"coder": POINT}),
    ("β = 0 beside it", {"beta": 0.0}),
    ("β = 4 beside it", {"beta": 4.0}),
    ("β = 10 beside it", {"beta": 10.0}),
    ("Mean over pixels beside it", {"reduction": MEAN}),
    ("Warm-up of 1,000 steps", {"warm_up": 1_000}),
    ("Half a free nat a number", {"free_bits": 0.5}),
)
"""What a button says, and how the twin differs."""


def beside(bench: Workbench[Any]) -> Callable[[Snapshot], VaeScene]:
    """The controls at the bar; returns what draws a moment, with the digit where there is one."""
    with st.container(horizontal=True):
        with (
            st.popover(
                "Draw your own", icon=":material/draw:", help="Send a digit of yours through encoder and decoder"
            ),
            st.container(key=f"{bench.page}/beside-open"),
        ):
            pixels = PAD.show(
                bench,
                "Draw a digit with the mouse, a finger or a pen: its ellipse stands on the map. Clear takes it away.",
            )
        _twins(bench)
        source = FROM_MEAN
        if bench.config.draws:
            chosen = st.segmented_control(
                "Reconstructions", SOURCES, default=FROM_MEAN, required=True, key=f"{bench.page}/source",
                label_visibility="collapsed", help="What is shown below the held-out pictures: which is blurrier, and "
                "why?",
            )  # fmt: skip
            source = str(chosen or FROM_MEAN)

    asking = PAD.asking()

    def now(snapshot: Snapshot) -> VaeScene:
        config = snapshot.status.config
        assert isinstance(config, VaeConfig)
        if bench.pinned is not None or snapshot.twin is not None:
            return VaeScene(beside=True, config=config, source=source)
        scene = replace(_with_decoder(bench, snapshot, config), source=source)
        if pixels is None:
            return scene
        try:
            return replace(scene, own=asking.passed(bench, pixels, snapshot))
        except CallFailed:  # the page says it when it runs next
            return scene

    return now


def _twins(bench: Workbench[Any]) -> None:
    """Pairs worth a look, a click each."""
    with st.popover(
        "Twins to try", icon=":material/call_split:", disabled=bench.owner is None,
        help="A second run beside this one: same seed, one thing different, both begin at step 0",
    ):  # fmt: skip
        for label, change in TWINS:
            if is_twin_of(bench.config, change):
                st.button(
                    label, key=f"{bench.page}/try/{label}", on_click=bench.twin, args=(change,), width="stretch",
                    help="Starts both; a run under way ends and stays in the table of runs",
                )  # fmt: skip


def recorded_scene(config: Config, last: int) -> VaeScene:
    """What draws a recording; the default one's decoder ships: that of its last step."""
    assert isinstance(config, VaeConfig)
    if config != VaeConfig():
        return VaeScene(config=config)
    return VaeScene(decoder=decoder_address("vae.decoder"), only_at=last, config=config)


def _with_decoder(bench: Workbench[Any], snapshot: Snapshot, config: VaeConfig) -> VaeScene:
    if bench.run is None:
        assert isinstance(bench.scene, VaeScene)
        return bench.scene
    if snapshot.status.state in UNABLE:
        return VaeScene(config=config)
    address = decoder_address("vae.decoder", bench.run, bench.owner)
    return VaeScene(decoder=address, training=snapshot.status.state is State.PLAYING, config=config)
