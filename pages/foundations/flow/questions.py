"""Predictions about the flow of gradients, judged from the learner's own runs."""

from __future__ import annotations

from dnnlab.foundations.flow.knobs import FlowConfig
from dnnlab.foundations.flow.measures import STEPS, read_by, seeds
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

SOON = 300
"""Steps after which a network that can learn does."""
SAME = 0.1
SEEDS = f"{seeds()} seed{'s' if seeds() > 1 else ''}"

QUESTIONS = Questions(
    FlowConfig,
    about_run(
        FlowConfig(depth=10),
        "validation_accuracy",
        key="flow-sigmoid",
        ask="Half as deep as at first: 10 hidden layers of sigmoids, Xavier's first weights, plain SGD. How many "
        f"digits does it read at step {SOON}?",
        options=("hardly more than a guess, 10 %", "20 to 80 %", "more than 80 %"),
        bounds=(0.2, 0.8),
        seen=f"Your network read {{value}} at step {SOON}.",
        step=SOON,
        why="The sigmoid's slope is at most ¼. Ten such factors, and the weights', leave next to nothing of the "
        "gradient: the first layers never move, and what they hand on is the same for every digit. Measured over "
        f"{SEEDS}, after {STEPS} steps: 2 layers read {read_by('sigmoid', 2, False)}, 5 layers "
        f"{read_by('sigmoid', 5, False)}.",
    ),
    about_pair(
        FlowConfig,
        {"activation": "ReLU", "start": "He", "shortcuts": False, "depth": 10},
        {"activation": "ReLU", "start": "small normal", "shortcuts": False, "depth": 10},
        "validation_accuracy",
        names=("He", "small normal"),
        key="flow-start",
        ask="10 layers of ReLU, with He's first weights. Now the same with weights of σ = 0.01. What does it read at "
        f"step {SOON}, beside the first?",
        options=("fewer digits", "the same, within 10 points", "more digits"),
        close=SAME,
        step=SOON,
        why="ReLU's slope of 1 does not save it: with σ = 0.01 a layer of 32 units multiplies signal and gradient by "
        "about 0.04, and that again and again: hardly anything is left after ten. The slope and the weights count "
        f"together. Even with He's weights 40 layers of ReLU are too many for {STEPS} steps: measured over {SEEDS}, "
        f"they read {read_by('ReLU', 40, False)}, where 10 read {read_by('ReLU', 10, False)}.",
    ),
    about_pair(
        FlowConfig,
        {"shortcuts": False},
        {"shortcuts": True},
        "validation_accuracy",
        names=("plain", "with shortcuts"),
        key="flow-shortcuts",
        ask="20 layers of sigmoids again. Now each layer from the second on adds its answer to what came in; the "
        f"slopes are as flat as before. What does it read at step {SOON}, beside the network without shortcuts?",
        options=("fewer digits", "the same, within 10 points", "more digits"),
        close=SAME,
        step=SOON,
        why="On its way back the gradient now has a way past each layer, with a slope of 1, so it arrives at the first "
        f"one. Measured over {SEEDS}, after {STEPS} steps, such networks read {read_by('sigmoid', 20, True)}. But a "
        "shortcut is no cure for everything: 10 layers of ReLU with He's weights read "
        f"{read_by('ReLU', 10, False)} without shortcuts and {read_by('ReLU', 10, True)} with them, as the signal that "
        "is added up grows from layer to layer. Normalise, or begin with smaller weights.",
    ),
)
