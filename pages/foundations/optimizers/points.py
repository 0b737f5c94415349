"""Part of the lesson: the same race on the learner's own net from the playground."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.point_race.knobs import OF_THE_NET, PointRaceConfig, with_net
from dnnlab.foundations.points import OWN_TABLE
from dnnlab.ui.knobs import knob_panel, knobs_elsewhere, move_knobs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.workbench import Workbench
from pages.foundations.optimizers.lesson import LESSON
from pages.foundations.optimizers.maths import on_points
from pages.foundations.optimizers.own_net import by_hand, is_mine, take_net, told, whose
from pages.foundations.optimizers.questions import ON_POINTS
from pages.foundations.optimizers.scene import PointScene
from pages.foundations.optimizers.working import with_a_step
from pages.foundations.playground.lesson import LESSON as PLAYGROUND
from pages.foundations.playground.table import own_table

SLUG = "optimizer-points"
CODE = (
    "The playground’s net and its gradients, a row for each racer; then each racer’s own rule:",
    Source("dnnlab/foundations/point_race/net/experiment.py", "PointRace.step", "PointRace._move"),
    Source("dnnlab/foundations/playground/net/fast.py", "FastNet.backward"),
    Source("dnnlab/foundations/optimizers/rules.py", "sgd", "momentum", "adagrad", "rmsprop", "adam"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the net in words and the knobs, the tabs."""
    above = stage.container()
    mine = knobs_elsewhere(PlaygroundConfig, PLAYGROUND.slug)
    take_net(SLUG, mine)
    with knobs:
        net = st.container()
        asked = knob_panel(PointRaceConfig, SLUG, above=above, prefix="own_")
    given = own_table(owner)
    wants_table = asked.data == OWN_TABLE
    config = asked.replace(data=PlaygroundConfig().data) if wants_table and given is None else asked
    with net:
        st.markdown(f"{whose(asked, mine)}: {told(config.net, given)}.")
        st.caption(by_hand(mine, table=given is not None, wants_table=wants_table))
        if mine is not None and not is_mine(asked, mine):
            st.button(
                "Race on my net", key=f"{SLUG}/mine", icon=":material/hub:", on_click=move_knobs,
                args=(SLUG, with_net(asked, mine)), help="Take over the net of the playground as it stands in this tab",
            )  # fmt: skip
        if st.button(
            "To the playground", key=f"{SLUG}/there", icon=":material/edit:", help="Change the net there, and come back"
        ):
            st.switch_page(PLAYGROUND.page)
    recording = recorded(SLUG)
    bench = Workbench(
        SLUG, SLUG, config, PointScene(), recording, owner=owner, panel=config == asked,
        given=given if config.data == OWN_TABLE else None, milestone=partial(reached, ON_POINTS),
    )  # fmt: skip
    if set(config.changed(recording.config)) & set(OF_THE_NET):
        bench.begin()  # the learner's own points and net stand there at once
    with stage:
        bench.show()
        with bench.moment:
            ask_now(ON_POINTS, SLUG, config, bench=bench)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_POINTS, SLUG, config, bench=bench),
            maths=with_a_step(SLUG, bench.snapshot, on_points(config, bench.snapshot)),
            code=CODE,
            bench=bench,
            metrics=("error_sgd", "error_momentum", "error_adam"),
        )
