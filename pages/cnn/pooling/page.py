"""Lesson: pooling."""

from dnnlab.cnn.pooling.knobs import DRAWING, PoolingConfig
from dnnlab.cnn.shift.measures import measures
from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame, section, stage_knobs_tabs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask
from pages.cnn.pooling.facts import facts
from pages.cnn.pooling.honest import honestly, scrambled
from pages.cnn.pooling.lesson import LESSON
from pages.cnn.pooling.maths import maths
from pages.cnn.pooling.moving import MOVING, example, move
from pages.cnn.pooling.pictures import picture
from pages.cnn.pooling.questions import ON_SHIFT, ON_WINDOW, Moved, Pooled
from pages.cnn.pooling.window import pool, show_window

frame(LESSON)
owner = lab.learner()
table = measures()

stage, knobs, words = stage_knobs_tabs()
above = stage.container()
with knobs:
    config = knob_panel(PoolingConfig, LESSON.slug, above=above)
with stage:
    shown = picture(config, owner)
    pooled = pool(config, shown, owner) if shown else {}
    if shown and pooled:
        show_window(config, shown, pooled)
with words:
    if shown and pooled:
        facts(config, shown, pooled)

section(
    "What convolution and pooling buy",
    "Move a digit, and watch three networks read it. None of them has ever seen a digit that was moved on purpose.",
)
shift, path = move(owner, table)
honestly(table)
digit = "4" if shift.digit == DRAWING else shift.digit
scrambled(table, example(digit), digit)


def try_it() -> None:
    ask(ON_WINDOW, LESSON.slug, config, shown=Pooled(config, pooled))
    ask(ON_SHIFT, MOVING, shift, shown=Moved(shift.dx, path))


show_tabs(
    LESSON,
    try_it=try_it,
    maths=maths(config, shown, pooled),
    code=(
        "This is the very code that pools above. It needs PyTorch and nothing else of this app.",
        Source("dnnlab/cnn/net/pooling.py", "pool2d", "global_pool2d", "_summary"),
        Source("dnnlab/cnn/net/convolution.py", "windows"),
        "And the network that pools globally:",
        Source("dnnlab/cnn/shift/net/models.py", "LeNetGlobal"),
    ),
)
ask_again_if_needed()
