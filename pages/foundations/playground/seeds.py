"""Part two: the same network sixteen times, with other random numbers."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.points import OWN_POINTS, OWN_TABLE
from dnnlab.foundations.seeds.knobs import LONGEST, SeedsConfig
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.workbench import Workbench
from pages.foundations.playground.lesson import LESSON
from pages.foundations.playground.maths import maths
from pages.foundations.playground.questions import ON_SEEDS
from pages.foundations.playground.seeds_scene import SeedsScene
from pages.foundations.playground.table import own_table, stands_in

SLUG = f"{LESSON.slug}-seeds"
CODE = (
    "All sixteen take their steps in the same products: the arrays have one more axis in front.",
    Source("dnnlab/foundations/seeds/net/experiment.py", "SeedsTraining.step"),
    Source("dnnlab/foundations/playground/net/fast.py", "FastNet.backward"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the playground's knobs, the tabs."""
    above = stage.container()
    with knobs:
        asked = knob_panel(PlaygroundConfig, LESSON.slug, above=above)
    given = own_table(owner)
    with above:
        config = stands_in(asked, given)
        if config.data == OWN_POINTS:
            st.info("Sixteen seeds need points to begin with: the spiral stands in.", icon=":material/scatter_plot:")
            config = config.replace(data=PlaygroundConfig().data)
    own = config.as_config(SeedsConfig, run_length=min(config.run_length, LONGEST))
    bench = Workbench(
        SLUG, "playground-seeds", own, SeedsScene(), recorded("playground-seeds"), owner=owner, panel=False,
        given=given if own.data == OWN_TABLE else None, milestone=partial(reached, ON_SEEDS),
    )  # fmt: skip
    with stage:
        bench.show()
        with bench.moment:
            ask_now(ON_SEEDS, LESSON.slug, asked, bench=bench)
    with tabs:
        show_tabs(
            LESSON,
            try_it=lambda: ask(ON_SEEDS, LESSON.slug, asked, bench=bench),
            maths=maths(config, bench.snapshot),
            code=CODE,
            bench=bench,
            metrics=("best_error", "median_error", "worst_error"),
        )
