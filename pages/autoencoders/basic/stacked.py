"""Part of the lesson: autoencoders layer by layer, unrolled, and a classifier out of their encoders."""

from __future__ import annotations

from functools import partial

import numpy as np
from streamlit.delta_generator import DeltaGenerator

from dnnlab.autoencoders.stacked.curve import curve
from dnnlab.autoencoders.stacked.figures import label_curve
from dnnlab.autoencoders.stacked.knobs import LABELS, SCRATCH, STACKED, StackedConfig
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.blocks import Latex
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import section
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.words import Words
from dnnlab.ui.workbench import Workbench
from pages.autoencoders.basic.lesson import LESSON
from pages.autoencoders.basic.stacked_questions import QUESTIONS
from pages.autoencoders.basic.stacked_scene import StackedScene

SLUG = "stacked-autoencoder"
WORDS = Words(measured_on={"validation_accuracy": "of 5,000 digits", "test_accuracy": "of 10,000 digits"})
CURVE = 260
CODE = (
    TRAINS,
    Source("dnnlab/autoencoders/stacked/net/model.py", "Stacked"),
    Source("dnnlab/autoencoders/stacked/net/experiment.py", "StackedTraining.step"),
    Source("dnnlab/autoencoders/stacked/phases.py", "phases"),
)
MATHS = [
    "**Layer by layer.** Autoencoder $i$ has one encoder $f_i$ and one decoder $g_i$. It learns to restore the code of "
    "the one below, of which a share is set to 0; whatever lies below stands still.",
    Latex(
        r"h_0 = x, \quad h_i = f_i(h_{i-1}), \quad \min_{f_i,\,g_i} \; L\big(h_{i-1},\; g_i(f_i(\tilde h_{i-1}))\big)"
    ),
    "$L$ is cross-entropy for pixels, in $[0, 1]$, and squared error for codes.",
    "**Unrolled.** All of them together are one deep autoencoder, which is trained as a whole.",
    Latex(r"x' = g_1(g_2(g_3(f_3(f_2(f_1(\tilde x))))))"),
    "**Supervised.** A dense layer with softmax stands on the last code: it learns first, with the encoders frozen, "
    "then all learn (fine-tuning).",
    Latex(r"p = \mathrm{softmax}(W h_3 + b)"),
]


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The stage with its bar and knobs; below it the accuracies by number of labels."""
    above = stage.container()
    with knobs:
        config = knob_panel(StackedConfig, SLUG, above=above, prefix="stacked_")
    bench = Workbench(
        SLUG, SLUG, config, StackedScene(), recorded(SLUG), owner=owner, words=WORDS,
        milestone=partial(reached, QUESTIONS),
    )  # fmt: skip
    with stage:
        bench.show()
        with bench.moment:
            ask_now(QUESTIONS, SLUG, config, bench=bench)
        by_labels()
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, QUESTIONS, SLUG, config, bench=bench),
            maths=MATHS,
            code=CODE,
            bench=bench,
            metrics=("validation_accuracy", "test_accuracy"),
        )


def by_labels() -> None:
    """The shipped curve: five seeds of each start, by number of labels."""
    section("How much are unlabelled digits worth?", "The same network, stacked and from scratch; five seeds of each.")
    found, palette = curve(), lab.palette()
    told = "; ".join(
        f"{int(each):,} labels: {written(float(np.mean(found[STACKED][each])), percent=True)} stacked, "
        f"{written(float(np.mean(found[SCRATCH][each])), percent=True)} from scratch"
        for each in LABELS
    )
    live_stage(
        [
            FigurePanel(
                figure=label_curve(found, palette, height=CURVE), title="Test accuracy by number of labels", columns=12,
                height=CURVE, caption=f"Means: {told}. Solid: stacked; dashed: from scratch. Default knobs.", alt=told,
            )
        ],
        key=f"{SLUG}/labels", palette=palette,
    )  # fmt: skip
