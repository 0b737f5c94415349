"""Lesson: pooling."""

from dnnlab.cnn.pooling.knobs import DRAWING, PoolingConfig
from dnnlab.cnn.shift.measures import measures
from dnnlab.ui import lab
from dnnlab.ui.asking import ask_again_if_needed
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import frame, section, stage_knobs_tabs
from pages.cnn.pooling.facts import facts
from pages.cnn.pooling.honest import honestly, scrambled
from pages.cnn.pooling.lesson import LESSON
from pages.cnn.pooling.moving import example, move
from pages.cnn.pooling.pictures import picture
from pages.cnn.pooling.tabs import below
from pages.cnn.pooling.window import bench, pool

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
        bench(config, shown, pooled)
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

below(config, shown, pooled, shift, path)
ask_again_if_needed()
