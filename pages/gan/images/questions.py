"""Predictions about the lesson on generative adversarial networks of pictures, judged from the learner's own runs."""

from dnnlab.gan.images.knobs import ImagesConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

STEP, SOON = 5_000, 2_000
CLOSE = 0.02
"""Shares that differ by less are called the same."""

QUESTIONS = Questions(
    ImagesConfig,
    about_run(
        ImagesConfig(noise=4),
        "coverage",
        key="gan-noise",
        ask=f"With 4 numbers of noise instead of 44: what share of the real digits is covered at step {STEP:,}?",
        options=("below 15 %", "15 to 40 %", "40 to 70 %", "above 70 %"),
        bounds=(0.15, 0.4, 0.7),
        seen=f"Your run covers {{value}} of the real digits at step {STEP:,}.",
        step=STEP,
        why="Four numbers are enough to tell which digit it is and a little of how it is written: coverage is lower "
        "than with 44, and not by much so early. What else makes real digits differ has no number to follow from.",
    ),
    about_pair(
        ImagesConfig,
        {"momentum": 0.5},
        {"momentum": 0.9},
        "coverage",
        names=("β₁ = 0.5", "β₁ = 0.9"),
        key="gan-momentum",
        ask=f"Adam’s usual β₁ is 0.9. Where is the coverage with it at step {SOON:,}?",
        options=("lower", "the same, within 2 points", "higher: it is the usual value"),
        close=CLOSE,
        step=SOON,
        why="Adam with 0.9 goes on in the direction of about the last ten gradients. In a game these were answers to "
        "an opponent who has moved on since: the players swing past each other, and classes are lost on the way.",
    ),
    about_pair(
        ImagesConfig,
        {"conditional": False},
        {"conditional": True},
        "rarest_class",
        names=("no class", "told the class"),
        key="gan-class",
        ask=f"Both players are told the class. At step {STEP:,}, what share of the pictures is the digit drawn least?",
        options=("a smaller one", "the same, within 2 points", "a larger one"),
        close=CLOSE,
        step=STEP,
        why="Without classes G may leave one out as long as D does not mind. Told the class, it must draw each as "
        "often as it is asked for it, and D sees at once when a 7 is none.",
    ),
)
