"""The learner's own drawing on its way through the detector of the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from dnnlab.live.calls import CallFailed
from dnnlab.live.wire import Snapshot
from dnnlab.ui.passing import DigitPad
from dnnlab.ui.workbench import Workbench
from pages.anomaly.pictures.lesson import LESSON
from pages.anomaly.pictures.scene import PictureScene

PAD = DigitPad(LESSON.slug, "pictures.passed")


def beside(bench: Workbench[Any]) -> Callable[[Snapshot], PictureScene]:
    """The pad at the bar; returns what draws a moment, with the learner's digit where there is one."""
    with (
        st.popover("Draw your own", icon=":material/draw:", help="Does the detector raise an alarm at yours?"),
        st.container(key=f"{bench.page}/beside-open"),
    ):
        pixels = PAD.show(
            bench, "Draw with the mouse, a finger or a pen: it is rebuilt as you draw. Clear takes it away."
        )

    asking = PAD.asking()

    def now(snapshot: Snapshot) -> PictureScene:
        scene = bench.scene
        assert isinstance(scene, PictureScene)
        if pixels is None or bench.pinned is not None or snapshot.twin is not None:
            return scene
        try:
            return replace(scene, own=asking.passed(bench, pixels, snapshot))
        except CallFailed:  # the page says it when it runs next
            return scene

    return now
