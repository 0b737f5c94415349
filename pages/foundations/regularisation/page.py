"""Lesson: regularisation."""

from dnnlab.doctor.supervised import of_knobs
from dnnlab.ui.page import show_lesson
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from pages.foundations.regularisation.lesson import LESSON
from pages.foundations.regularisation.maths import maths
from pages.foundations.regularisation.scene import OverfitScene

show_lesson(
    LESSON,
    OverfitScene(),
    recorded(LESSON.experiment),
    maths=maths,
    code=(
        Source("dnnlab/foundations/playground/net/model.py", "plain_step", "loss_of"),
        Source("dnnlab/nn/modules.py", "Dropout"),
        "What trains above is the same step, by hand, which is about ten times as fast; tests hold the two together.",
        Source("dnnlab/foundations/playground/net/fast.py", "FastNet.penalise", "FastNet.cut_back"),
        Source(
            "dnnlab/foundations/regularisation/net/experiment.py", "OverfitTraining._step", "OverfitTraining._check"
        ),
        Source("dnnlab/foundations/regularisation/net/thinned.py", "drawn_masks", "thinned"),
    ),
    metrics=("training_error", "validation_error", "gap"),
    doctor=lambda trace, config: of_knobs(trace, config.values()),
)
