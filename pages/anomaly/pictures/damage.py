"""Part of the lesson: damage one picture, of the test, drawn or brought, and see what the detector makes of it."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from dnnlab.anomaly import figures, scores
from dnnlab.anomaly.figures import Limit
from dnnlab.anomaly.pictures.damage import damaged
from dnnlab.anomaly.pictures.figures import damage_curves
from dnnlab.anomaly.pictures.knobs import DamageConfig, PictureConfig
from dnnlab.anomaly.pictures.material import source_of
from dnnlab.anomaly.pictures.upload import as_picture
from dnnlab.anomaly.pictures.views import Scored
from dnnlab.anomaly.pictures.words import BROUGHT, DAMAGES, DRAWN, NORMAL, NORMAL_ONE, OTHERS
from dnnlab.data.digits import NoDigit, prepare_drawing
from dnnlab.live.handle import Handle
from dnnlab.plots.sheets import Bytes
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.flow import FlowPanel
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.pictures import picture_input
from dnnlab.ui.source import Source
from pages.anomaly.pictures.lesson import LESSON
from pages.anomaly.pictures.maths import of_damage
from pages.anomaly.pictures.way import way

PAGE = f"{LESSON.slug}-damage"
LAST = f"{PAGE}/last"
HEIGHT = 170
STEPS = (0.0, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0)
"""Strengths at which each damage is tried."""
CODE = (
    "This is the very code that damages and scores above.",
    Source("dnnlab/anomaly/pictures/damage.py", "damaged"),
    Source("dnnlab/anomaly/pictures/net/calls.py", "score"),
    Source("dnnlab/anomaly/pictures/net/experiment.py", "rebuilt"),
)
TRY = (
    "- Turn number 2 by 180 degrees, 100 %: it is an 8 again. By a quarter turn, 50 %, it is none.\n"
    "- Cover a part of it: the network rebuilds what was there, and the error shows the patch.\n"
    "- Take an anomaly: which parts of it come back, which do not?\n"
    "- Draw an 8 in a way that raises the alarm; then something that is no 8 and does not."
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage, the damage's knobs, the tabs."""
    above = stage.container()
    with knobs:
        config = knob_panel(DamageConfig, PAGE, above=above, prefix="damage_")
    run = lab.pool().in_slot(owner, LESSON.slug) if owner else None
    about = run.config if run is not None and isinstance(run.config, PictureConfig) else PictureConfig()
    with stage:
        picture = _picture(config, about)
        if picture is not None:
            _show(owner, run, picture, config)
    with tabs:
        show_tabs(LESSON, try_it=lambda: st.markdown(TRY), maths=of_damage(), code=CODE)


def _picture(config: DamageConfig, about: PictureConfig) -> NDArray[np.uint8] | None:
    """The picture before the damage, (28, 28); None: there is none yet, and the page says so."""
    if config.picture == DRAWN:
        left, right = st.columns([2, 3], gap="large")
        with left:
            ink = drawing_pad(key=f"{PAGE}/pad", value=st.session_state.get(LAST), help="Draw a digit.", max_width=200)
        st.session_state[LAST] = ink
        with right:
            st.caption("What you draw is centred and sized as the digits are that were learnt; then it is damaged.")
        try:
            return None if ink is None else prepare_drawing(ink).pixels
        except NoDigit as error:
            st.info(as_text(str(error)), icon=":material/draw:")
            return None
    if config.picture == BROUGHT:
        image = picture_input("A picture of yours", key=f"{PAGE}/upload", help="A digit on paper, a garment, a face.")
        try:
            return None if image is None else as_picture(image, about.data)
        except NoDigit as error:
            st.error(as_text(str(error)), icon=":material/image_not_supported:")
            return None
    source = source_of(about.data, about.normal, OTHERS, about.strength)
    places = np.flatnonzero((source.kinds == NORMAL) == (config.picture == NORMAL_ONE))
    picture: Bytes = source.test[places[config.number % len(places)]]
    return picture


def _show(owner: str | None, run: Handle | None, picture: NDArray[np.uint8], config: DamageConfig) -> None:
    spoilt = picture[None]
    for kind, percent in config.damages.items():
        spoilt = damaged(spoilt, kind, percent / 100, config.place)
    tried = [damaged(picture[None], kind, strength, config.place) for kind in DAMAGES for strength in STEPS]
    asked = np.concatenate([spoilt, *tried])
    scored: Scored | None = answer(owner, "pictures.score", asked, slot=f"{PAGE}/score", run=run)
    if scored is None:
        return
    palette = lab.palette()
    value = float(scored.rebuilt.scores[0])
    known = len(scored.held_out) > 0
    limit = scores.threshold_for(scored.held_out, config.accepted / 100) if known else np.inf
    more = written(float(np.mean(scored.held_out > value)), percent=True) if known else "nan"
    by = "the network that ships" if run is None else "your run as it is now"
    verdict = "ALARM" if value > limit else "No alarm"
    rows = scored.rebuilt.scores[1:].reshape(len(DAMAGES), len(STEPS))  # (kinds * steps,) -> (kinds, steps)
    ends = ", ".join(f"{kind} {written(float(each[-1]))}" for kind, each in zip(DAMAGES, rows, strict=True))
    live_stage(
        [
            FlowPanel(
                stations=way(scored.rebuilt), title=f"{verdict}, score {written(value)}", columns=7, pair="picture",
                caption=f"Normal is: {scored.normal}. By {by}. Orange: light that did not come back; blue: light that "
                "was not there.",
                alt=f"The picture, what comes back, the error. {verdict}, score {written(value)}.",
            ),
            FigurePanel(
                figure=figures.histogram(
                    scored.held_out, np.zeros(0),
                    [Limit(value=limit, name="threshold"), Limit(value=max(value, 1e-9), name="this one", dash="dot")],
                    palette, height=HEIGHT,
                ),
                title="Among held-out normal ones", columns=5, height=HEIGHT, pair="score",
                caption=f"{more} of them score higher. The threshold accepts "
                f"{written(config.accepted / 100, percent=True)} of false alarms.",
                alt=f"Score {written(value)}, threshold {written(limit)}; {more} of the normal ones score higher.",
            ),
            FigurePanel(
                figure=damage_curves(STEPS, dict(zip(DAMAGES, rows, strict=True)), limit, palette, height=HEIGHT),
                title="How much damage does it take?", columns=12, height=HEIGHT, pair="strength", over_steps=False,
                caption="Each damage alone, at this place, on this picture. Above the line: an alarm.",
                alt=f"Scores over the strength of each damage, at the end: {ends}.",
            ),
        ],
        key=f"{PAGE}/stage", palette=palette,
    )  # fmt: skip
