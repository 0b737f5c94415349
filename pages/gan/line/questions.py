"""Predictions about the game in one dimension, judged from the learner's own runs."""

from __future__ import annotations

from dnnlab.gan.line.knobs import MINIMAX, NON_SATURATING, LineConfig
from dnnlab.gan.line.shapes import DRAWN, MIXTURE
from dnnlab.gan.line.table import HALF_END, JS_END
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

ANY = ("seed", "pace")
"""Knobs on which the answers do not depend."""
FAR, SAME = 0.15, 0.005
"""|D − 1/2| from which D tells the two apart well; divergences in nats that differ by less are about the same."""

QUESTIONS = Questions(
    LineConfig,
    about_run(
        LineConfig(data=MIXTURE),
        "mean_from_half",
        key="gan1-mixture",
        ask="The data becomes a mixture of two normal densities with next to nothing between them, the noise stays "
        "normal. After 3,000 steps, how far is D from ½ where it is furthest, on average over the last 300?",
        options=("below 0.05: it tells nothing apart", "0.05 to 0.15", "above 0.15: somewhere it still knows"),
        bounds=(HALF_END, FAR),
        seen="In your run the largest |D − ½| was {value} on average.",
        whatever=ANY,
        why="The map from z to x is continuous: it cannot tear one hill into two. Where it is steep it crosses the "
        "gap, and the small network makes it less steep than it should be: too many fakes lie between the hills, near "
        "x = −0.4, and D knows that place, as close to D* as it can. JS is small all the same, since few lie there.",
    ),
    about_run(
        LineConfig(generator_rate=5e-3),
        "mean_jensen_shannon",
        key="gan1-fast",
        ask="With G's rate at 0.0005 the game comes to its end: JS below 0.01 nats. What if G's rate is ten times "
        "larger, as large as D's?",
        options=("below 0.01: it gets there, and sooner", "0.01 and more: it does not settle"),
        bounds=(JS_END,),
        seen="Over the last 300 steps of your run JS was {value} nats on average.",
        whatever=ANY,
        why="G goes where D was high a moment ago, and overshoots before D has heard of it: the two chase each other "
        "around the end. Its sign: JS goes up and down while V hardly leaves −log 4. A D that keeps up, by a larger "
        "rate, more steps k or a G that waits, calms it (Heusel et al. 2017).",
    ),
    about_run(
        LineConfig(data=DRAWN),
        "mean_jensen_shannon",
        key="gan1-drawn",
        ask="Set Data to drawn: two hills with nothing at all between them. How far are the fakes from the data in the "
        "end? JS is 0 where both are the same, and log 2, about 0.69 nats, where they share nothing.",
        options=("below 0.05 nats: both hills are found", "0.05 to 0.15 nats", "above 0.15 nats: a hill is missed"),
        bounds=(0.05, 0.15),
        seen="Over the last 300 steps of your run JS was {value} nats on average.",
        whatever=ANY,
        why="The fakes settle on one of the two hills. Beyond the gap D says 1, rightly, but where no fake is, nobody "
        "feels D's slope: G learns only from where its fakes are. That is mode collapse. Over five seeds no run found "
        "both. Draw a low bridge between the hills, and the fakes cross it.",
    ),
    about_pair(
        LineConfig,
        {"loss": NON_SATURATING},
        {"loss": MINIMAX},
        "mean_jensen_shannon",
        names=("the non-saturating loss", "the minimax loss"),
        key="gan1-losses",
        ask="The minimax loss is said to starve G of gradients. Where is JS at the end with it, beside the "
        "non-saturating loss?",
        options=("Lower, by 0.005 nats or more", "About the same", "Higher, by 0.005 nats or more"),
        close=SAME,
        whatever=("pace",),
        why="The minimax gradient vanishes where D(G(z)) is near 0. In this game the fakes begin within the data, and "
        "D is never sure of them: its mean answer stays above 0.25, the dots stay near the middle, where the curves "
        "cross, and at ½ both losses push alike. Let D only learn for the first 300 steps, and the dots part.",
    ),
)  # fmt: skip
