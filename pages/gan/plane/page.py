"""Lesson: a generative adversarial network in two dimensions."""

from functools import partial

from dnnlab.gan.plane.knobs import PlaneConfig
from dnnlab.live.wire import Snapshot
from dnnlab.ui import lab
from dnnlab.ui.card import still
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame, stage_knobs_tabs
from dnnlab.ui.page import TRAINS, show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.workbench import Workbench
from pages.gan.plane import theatre
from pages.gan.plane.lesson import LESSON
from pages.gan.plane.maths import maths
from pages.gan.plane.questions import QUESTIONS
from pages.gan.plane.scene import PlaneScene

CODE = (
    TRAINS,
    Source("dnnlab/gan/plane/net/experiment.py", "PlaneGame._iterate", "PlaneGame._discriminator_loss"),
    Source("dnnlab/gan/plane/net/experiment.py", "PlaneGame._generator_loss", "PlaneGame._update_generator"),
    Source("dnnlab/gan/net/losses.py", "cross_entropy", "saturating", "non_saturating", "squares", "critic", "hinge"),
    Source("dnnlab/gan/net/losses.py", "gradient_penalty"),
    Source("dnnlab/gan/plane/net/model.py", "SpectralLinear"),
)


def told(snapshot: Snapshot) -> tuple[object, ...]:
    """What the rest of the page waits for: steps of the questions, and another finding of the doctor's."""
    return reached(QUESTIONS, snapshot), theatre.said(snapshot)


frame(LESSON)
owner = lab.learner()
stage, knobs, tabs = stage_knobs_tabs()
with knobs:
    config = knob_panel(PlaneConfig, LESSON.slug, above=stage.container())
recording = recorded(LESSON.experiment)
bench = Workbench(
    LESSON.slug, LESSON.experiment, config, PlaneScene(), recording, owner=owner, milestone=told,
    beside=theatre.practice, still=still(LESSON, recording.made_with),
)  # fmt: skip
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
        metrics=("js", "modes", "good_share"),
    )
