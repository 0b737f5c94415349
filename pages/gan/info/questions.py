"""Predictions about the lesson on InfoGAN, judged from the learner's own runs."""

from dnnlab.gan.info.knobs import InfoConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

SOON, LATER = 1_500, 1_600

QUESTIONS = Questions(
    InfoConfig,
    about_run(
        InfoConfig(shaking=0.0),
        "matching",
        key="infogan-soon",
        ask="Without shaking, too, Q soon reads nearly all of c1. What share of pictures shows its code’s digit at "
        f"step {LATER:,}?",
        options=("below 30 %", "30 to 60 %", "60 to 90 %", "above 90 %"),
        bounds=(0.3, 0.6, 0.9),
        seen=f"Your run has a matching of {{value}} at step {LATER:,}.",
        step=LATER,
        why="Q reads nearly all of c1 within a few hundred steps. But what it reads need not be a digit: where "
        "pictures are seen as they are, a slant or a fine trace of ink says a category as well. Shaking takes such "
        "traces away.",
    ),
    about_pair(
        InfoConfig,
        {"weight": 0.5},
        {"weight": 0.0},
        "information_c1",
        names=("λ = 0.5", "λ = 0"),
        key="infogan-lambda",
        ask=f"With λ = 0 only Q wants to read the code. How many nats of c1 does it read at step {SOON:,}?",
        options=("fewer", "the same, within 0.1 nats", "more"),
        close=0.1,
        step=SOON,
        why="G is free to use c1 for whatever it likes, as it does with noise, so some of it shows. Only λ gives it a "
        "reason to make all of it readable.",
    ),
)
