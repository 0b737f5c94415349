"""Predictions about the lesson on InfoGAN, judged from the learner's own runs."""

from dnnlab.gan.info.knobs import SCRATCH, InfoConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

SOON, LATER = 500, 600

QUESTIONS = Questions(
    InfoConfig,
    about_run(
        InfoConfig(start=SCRATCH),
        "matching",
        key="infogan-soon",
        ask=f"Q soon reads nearly all of c1. What share of pictures shows its code’s digit at step {LATER:,}?",
        options=("below 30 %", "30 to 60 %", "60 to 90 %", "above 90 %"),
        bounds=(0.3, 0.6, 0.9),
        seen=f"Your run has a matching of {{value}} at step {LATER:,}.",
        step=LATER,
        why="What Q can read need not be a digit: a slightly different stroke would do, while all pictures still show "
        "one digit or none. Codes come to mean digits as D forces the pictures apart, and that takes longer.",
    ),
    about_pair(
        InfoConfig,
        {"start": SCRATCH, "weight": 1.0},
        {"start": SCRATCH, "weight": 0.0},
        "information_c1",
        names=("λ = 1", "λ = 0"),
        key="infogan-lambda",
        ask=f"With λ = 0 only Q wants to read the code. How many nats of c1 does it read at step {SOON:,}?",
        options=("fewer", "the same, within 0.1 nats", "more"),
        close=0.1,
        step=SOON,
        why="G is free to use c1 for whatever it likes, or for nothing: it treats the code as more noise. Only λ gives "
        "it a reason to make the code readable.",
    ),
)
