"""Lesson: a generative adversarial network in one dimension."""

from dnnlab.ui.page import show_lesson
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from pages.gan.line.drawing import beside
from pages.gan.line.lesson import LESSON
from pages.gan.line.maths import maths
from pages.gan.line.scene import LineScene

show_lesson(
    LESSON,
    LineScene(),
    recorded(LESSON.experiment),
    maths=maths,
    code=(
        Source("dnnlab/gan/line/net/experiment.py", "LineGame.step"),
        Source("dnnlab/gan/line/net/losses.py", "discriminator_loss", "minimax", "non_saturating", "steepness"),
        Source("dnnlab/gan/line/net/model.py", "network", "draw"),
        Source("dnnlab/gan/line/measures.py", "by_change_of_variables", "best", "value", "jensen_shannon", "bound"),
    ),
    metrics=("mean_jensen_shannon", "mean_from_half", "value"),
    beside=beside,
)
