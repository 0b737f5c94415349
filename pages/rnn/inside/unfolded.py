"""Part two: the same net as copies in time, and the gradient on its way back through them."""

from __future__ import annotations

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.rnn.unfolded.knobs import UnfoldedConfig
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.workbench import Workbench
from pages.rnn.inside.lesson import LESSON
from pages.rnn.inside.maths import of_the_way_back
from pages.rnn.inside.questions import ON_UNFOLDED
from pages.rnn.inside.unfolded_scene import UnfoldedScene

SLUG = "unfolded"


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar, the knobs, the tabs."""
    with knobs:
        config = knob_panel(UnfoldedConfig, SLUG, above=stage.container(), prefix="unfolded_")
    bench = Workbench(
        SLUG, "unfolded", config, UnfoldedScene(), recorded("unfolded"), owner=owner,
        milestone=partial(reached, ON_UNFOLDED),
    )  # fmt: skip
    with stage:
        bench.show()
        with bench.moment:
            ask_now(ON_UNFOLDED, SLUG, config, bench=bench)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_UNFOLDED, SLUG, config, bench=bench),
            maths=of_the_way_back(config, bench.snapshot),
            code=(
                "The way back through the copies, which trains above, and the net as autograd sees it:",
                Source("dnnlab/rnn/unfolded/net/bptt.py", "unfold", "back"),
                Source("dnnlab/rnn/unfolded/net/experiment.py", "Reader", "Unfolded.step"),
            ),
            bench=bench,
            metrics=("loss",),
        )
