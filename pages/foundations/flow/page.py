"""Lesson: the flow of gradients."""

from functools import partial

from dnnlab.foundations.flow.knobs import FlowConfig
from dnnlab.ui import lab
from dnnlab.ui.card import still
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.workbench import Workbench
from pages.foundations.flow.lesson import LESSON
from pages.foundations.flow.maths import maths
from pages.foundations.flow.questions import QUESTIONS
from pages.foundations.flow.scene import FlowScene

CODE = (
    TRAINS,
    Source("dnnlab/foundations/flow/net/model.py", "Layer", "DeepNet"),
    Source("dnnlab/foundations/playground/net/model.py", "start"),
    Source("dnnlab/foundations/flow/net/experiment.py", "FlowTraining.step", "FlowTraining._clip"),
    Source("dnnlab/foundations/flow/net/profile.py", "profile"),
)

frame(LESSON)
stage, knobs, tabs = stage_knobs_tabs()
above = stage.container()
with knobs:
    config = knob_panel(FlowConfig, LESSON.slug, above=above)
recording = recorded(LESSON.experiment)
bench = Workbench(
    LESSON.slug, LESSON.experiment, config, FlowScene(), recording, owner=lab.learner(),
    milestone=partial(reached, QUESTIONS), still=still(LESSON, recording.made_with),
)  # fmt: skip
if config != recording.config:
    bench.begin()  # the network of these knobs stands there before its first step
with stage:
    bench.show()
    with bench.moment:
        ask_now(QUESTIONS, LESSON.slug, config, bench=bench)
with tabs:
    show_tabs(
        LESSON,
        try_it=partial(ask, QUESTIONS, LESSON.slug, config, bench=bench),
        maths=maths(config, bench.snapshot),
        code=CODE,
        bench=bench,
        metrics=("validation_accuracy", "first_gradient", "last_gradient"),
    )
