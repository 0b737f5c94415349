"""Predictions about the stacked autoencoder, judged from the learner's own runs."""

from dnnlab.autoencoders.stacked.knobs import SCRATCH, STACKED, StackedConfig
from dnnlab.ui.predictions import about_pair
from dnnlab.ui.tryit import Questions

STARTS = {"start": STACKED}, {"start": SCRATCH}
NAMES = ("stacked", "from scratch")
OPTIONS = ("lower", "within a point", "higher")
QUESTIONS = Questions(
    StackedConfig,
    about_pair(
        StackedConfig, *STARTS, "validation_accuracy", names=NAMES, key="stacked-few", close=0.01,
        ask="100 digits have a label. One classifier begins with encoders that have seen 55,000 digits without labels, "
        "the other with random weights. Where will the accuracy of the second be?",
        options=OPTIONS,
        why="What the encoders learnt without labels is there before the first label is seen. How much that is worth "
        "with 100 labels, and with more, shows the curve below the stage, of five seeds each.",
    ),
    about_pair(
        StackedConfig, {"noise": 0.3}, {"noise": 0.0}, "validation_accuracy", names=("noise 0.3", "no noise"),
        key="stacked-noise", close=0.01,
        ask="Without noise an autoencoder may copy its input pixel by pixel. Where will the accuracy with 100 labels "
        "be without it?",
        options=OPTIONS,
        why="With a third of the inputs gone a unit has to know what belongs together, strokes say, to restore them. "
        "One pair of runs may fall either way by chance: try other seeds before you believe it.",
    ),
)  # fmt: skip
