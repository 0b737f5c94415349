"""Part of the lesson: the same race on the weights of a network."""

from __future__ import annotations

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.weight_race.knobs import NetRaceConfig
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.workbench import Workbench
from pages.foundations.optimizers.lesson import LESSON
from pages.foundations.optimizers.maths import on_a_network
from pages.foundations.optimizers.questions import ON_WEIGHTS
from pages.foundations.optimizers.scene import WeightScene
from pages.foundations.optimizers.working import with_a_step

SLUG = "optimizer-weights"
CODE = (
    TRAINS,
    Source("dnnlab/foundations/optimizers/rules.py", "sgd", "momentum", "adagrad", "rmsprop", "adam"),
    Source("dnnlab/foundations/weight_race/net/experiment.py", "WeightRace.step", "WeightRace.answers", "network"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the knobs, the tabs."""
    above = stage.container()
    with knobs:
        config = knob_panel(NetRaceConfig, SLUG, above=above, prefix="net_")
    bench = Workbench(
        SLUG, SLUG, config, WeightScene(), recorded(SLUG), owner=owner, milestone=partial(reached, ON_WEIGHTS)
    )
    with stage:
        bench.show()
        with bench.moment:
            ask_now(ON_WEIGHTS, SLUG, config, bench=bench)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_WEIGHTS, SLUG, config, bench=bench),
            maths=with_a_step(SLUG, bench.snapshot, on_a_network(config, bench.snapshot)),
            code=CODE,
            bench=bench,
            metrics=("accuracy_sgd", "accuracy_momentum", "accuracy_adam"),
        )
