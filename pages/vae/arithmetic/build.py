"""Part of the lesson: C + strength (A - B), with single faces or averages of groups."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.knobs import knob_panel, show_knobs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from dnnlab.vae.arithmetic.codes import Floats, plus
from dnnlab.vae.arithmetic.gallery import COUNT, gallery
from dnnlab.vae.arithmetic.knobs import ATTRIBUTE_NAMES, FACES, LAST, BuilderConfig
from dnnlab.vae.arithmetic.scores import shipped_codes
from dnnlab.vae.arithmetic.vectors import colours_of, ends
from dnnlab.vae.arithmetic.views import Codes, Decoded, Passed
from pages.vae.arithmetic.honest import honestly
from pages.vae.arithmetic.lesson import LESSON
from pages.vae.arithmetic.maths import of_building
from pages.vae.arithmetic.network import own_run
from pages.vae.arithmetic.own import TAKEN, own_picture
from pages.vae.arithmetic.panels import (
    GALLERY,
    OTHERS,
    STRENGTHS,
    difference_panel,
    gallery_panel,
    grid_panel,
    sum_panel,
)  # fmt: skip
from pages.vae.arithmetic.questions import ON_BUILDER

PAGE = LESSON.slug
CODE = (
    Source("dnnlab/vae/arithmetic/codes.py", "plus"),
    Source("dnnlab/vae/arithmetic/vectors.py", "groups", "alike", "least_squares"),
    Source("dnnlab/vae/arithmetic/net/reading.py", "codes", "score"),
    Source("dnnlab/vae/arithmetic/net/model.py", "FaceVAE", "loss", "kl_by_dimension"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The builder, its grid, the gallery; below it how often the vectors do what they say."""
    above = stage.container()
    with knobs:
        config = knob_panel(BuilderConfig, PAGE, above=above)
    with stage:
        run = own_run(owner, config.net)
        known: Codes | None = (
            shipped_codes() if run is None else answer(owner, "arithmetic.codes", slot=f"{PAGE}/codes", run=run)
        )
        if known is not None:
            own: Passed | None = st.session_state.get(TAKEN) if run is None else None
            _build(owner, config, known, run, own)
            own_picture(owner, run)
        ask_now(ON_BUILDER, PAGE, config, shown=config)
        honestly(owner, run, config.vector)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_BUILDER, PAGE, config, shown=config),
            maths=of_building(config, known),
            code=("Adding vectors, the averages of groups, and the network:", *CODE),
        )


def _build(owner: str | None, config: BuilderConfig, known: Codes, run: object, own: Passed | None) -> None:
    """Decode everything in one question, and show it."""
    known_colours = colours_of(gallery().labels)
    colours = [known_colours[config.c] if own is None else own.colours, *(known_colours[each] for each in OTHERS)]
    subjects = [known.gallery[config.c] if own is None else own.code, *(known.gallery[each] for each in OTHERS)]
    pairs = [_ends(config, known, each) for each in colours]
    grid = [
        plus(each, a - b, float(strength))
        for each, (b, a) in zip(subjects, pairs, strict=True)
        for strength in STRENGTHS
    ]
    c, (b, a) = subjects[0], pairs[0]
    asked = np.stack([a, b, c, plus(c, a - b, config.strength), *grid])
    made: Decoded | None = answer(owner, "arithmetic.decode", asked, slot=f"{PAGE}/decode", run=run)  # type: ignore[arg-type]
    if made is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        slots = ("A", "B", "C") if config.use == FACES else ("C",)
        slot = st.segmented_control(
            "A click on a face of the gallery makes it", slots, default=slots[-1], required=True, key=f"{PAGE}/slot",
            help="Which of the three faces a click in the gallery replaces.",
        )  # fmt: skip
        if st.button(
            "Sample three", icon=":material/casino:", key=f"{PAGE}/sample", help="Three faces of the gallery by chance"
        ):
            a_, b_, c_ = (int(each) for each in np.random.default_rng().choice(COUNT, 3, replace=False))
            show_knobs(PAGE, config.replace(a=a_, b=b_, c=c_))
    panels = [
        sum_panel(config, made, known, own is not None), grid_panel(config, made), gallery_panel(config),
        difference_panel(a - b),
    ]  # fmt: skip
    click = live_stage(panels, key=f"{PAGE}/builder", palette=lab.palette())
    if (
        click is not None
        and panels[click.panel].title == GALLERY
        and click.tile is not None
        and 0 <= click.tile <= LAST
    ):
        st.session_state.pop(TAKEN, None)
        show_knobs(PAGE, config.replace(**{str(slot or "C").lower(): click.tile}))


def _ends(config: BuilderConfig, known: Codes, colours: tuple[int, int]) -> tuple[Floats, Floats]:
    """B and A, for a face of these colours."""
    if config.use == FACES:
        return known.gallery[config.b], known.gallery[config.a]
    return ends(known, config.vector, ATTRIBUTE_NAMES.index(config.attribute), colours)
