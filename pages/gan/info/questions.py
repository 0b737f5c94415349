"""Predictions about the lesson on InfoGAN, judged from the learner's own runs."""

from dnnlab.gan.info.knobs import SCRATCH, InfoConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

SOON, LATER = 1_500, 1_600

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
        why="Q reads nearly all of c1 within a few hundred steps. But what it reads need not be one digit: a code may "
        "stand for two digits that are easily told from the rest. Such codes part slowly, or never.",
    ),
    about_pair(
        InfoConfig,
        {"start": SCRATCH, "weight": 0.5},
        {"start": SCRATCH, "weight": 0.0},
        "information_c1",
        names=("λ = 0.5", "λ = 0"),
        key="infogan-lambda",
        ask=f"With λ = 0 only Q wants to read the code. How many nats of c1 does it read at step {SOON:,}?",
        options=("fewer", "the same, within 0.1 nats", "more"),
        close=0.1,
        step=SOON,
        why="G is free to use c1 for whatever it likes, or for nothing: it treats the code as more noise. Only λ gives "
        "it a reason to make the code readable.",
    ),
)
