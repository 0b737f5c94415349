"""Break the game with a press, hear what the doctor says, and repair it in a twin; draw data of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import numpy as np
import streamlit as st

from dnnlab.doctor.adversarial import adversarial
from dnnlab.doctor.diagnosis import Finding
from dnnlab.gan.plane.failures import FAILURES, measured, mended, remedies
from dnnlab.gan.plane.knobs import PlaneConfig
from dnnlab.gan.plane.targets import DRAWN, SIDE, read_drawing, target, write_drawing
from dnnlab.live.wire import Snapshot
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.consultation import consultation
from dnnlab.ui.knobs import show_knobs
from dnnlab.ui.workbench import PLAY, Workbench
from pages.gan.plane.lesson import LESSON

RADIUS, SOFTNESS = 0.9, 0.4
"""Of the brush, in cells of the drawing."""
INK = 100
"""A cell with more ink than this, of 255, has data."""
DRAWS = "Draw where the data shall be. The run goes on with it if it learns a drawing already."


def doctor_of(config: PlaneConfig, *, offers: bool = True):  # type: ignore[no-untyped-def]
    """The doctor for games about these data."""
    modes = target(config.target, config.spread, config.own_drawing).count
    return adversarial(modes=modes, remedies=remedies(config) if offers else None)


def said(snapshot: Snapshot) -> tuple[str, ...]:
    """What is going on, by name; it changes when the page has something new to say."""
    return tuple(each.name for each in findings(snapshot))


def findings(snapshot: Snapshot) -> list[Finding]:
    """All that the doctor finds in a run."""
    config = snapshot.status.config
    assert isinstance(config, PlaneConfig)
    return list(doctor_of(config, offers=False)(snapshot.curves))


def practice(bench: Workbench[PlaneConfig]) -> None:
    """Three places beside the question of the moment: the doctor, what fails, a pad."""
    found = findings(bench.snapshot)
    name = found[0].name.capitalize() if found else "Doctor"
    with st.container(horizontal=True, key=f"{LESSON.slug}/practice"):
        with st.popover(
            name,
            icon=":material/stethoscope:",
            key=f"{LESSON.slug}/consult",
            help="What goes on, and what may mend it",
        ):
            consultation(bench, doctor_of(bench.config))
        with st.popover(
            "Break it",
            icon=":material/destruction:",
            key=f"{LESSON.slug}/theatre",
            help="Five ways to fail",
        ):
            st.markdown("**Five ways to fail.** A press sets the knobs and plays; a run under way ends.")
            for name, failure in FAILURES.items():
                if st.button(
                    failure.label, key=f"{LESSON.slug}/break/{name}", help=failure.help, width="stretch",
                    disabled=bench.owner is None,
                ):  # fmt: skip
                    _play_with(bench, failure.config(bench.config.seed))
            st.caption("Then the doctor says what it is. Each repair runs beside it, from the same beginning.")
        brush(bench.config)


def _play_with(bench: Workbench[PlaneConfig], config: PlaneConfig) -> NoReturn:
    """Set the knobs and play with them from step 0; a run under way ends, and stays in the table of runs."""
    if bench.run is not None:
        bench.run.stop()
    st.session_state[f"{bench.page}/wished"] = PLAY  # as if Play had been pressed before the page was there
    show_knobs(bench.page, config)


def brush(config: PlaneConfig) -> None:
    """A pad for data of the learner's own."""
    with st.popover("Draw", icon=":material/brush:", key=f"{LESSON.slug}/brush", help="A target of your own"):
        begins = read_drawing(config.drawing).astype(np.uint8) * 255
        ink = drawing_pad(
            key=f"{LESSON.slug}/pad", size=SIDE, radius=RADIUS, softness=SOFTNESS, help=DRAWS, value=begins,
            label=f"Pad for the data, {SIDE} by {SIDE} cells.",
        )  # fmt: skip
        drawn = None if ink is None else ink > INK
        empty = drawn is None or not drawn.any()
        if st.button(
            "Learn this", key=f"{LESSON.slug}/learn", icon=":material/check:", type="primary", disabled=empty,
            help="The drawing becomes the target",
        ):  # fmt: skip
            assert drawn is not None
            show_knobs(LESSON.slug, config.replace(target=DRAWN, drawing=write_drawing(drawn)))


def table() -> str:
    """Which repair mends which failure, in how many seeds, as Markdown."""
    says = measured()
    repairs = sorted({repair for each in says.values() for repair in each if repair})
    head = ["repair", *(FAILURES[name].label for name in says)]
    rows = [[repair, *(_count(says[name].get(repair)) for name in says)] for repair in ("", *repairs)]
    lines = [head, ["---"] * len(head), *([row[0] or "none", *row[1:]] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _count(says: Sequence[str] | None) -> str:
    return "" if says is None else f"{mended(says)} of {len(says)}"
