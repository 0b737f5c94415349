"""Predictions about the game in the plane, judged from the learner's own runs."""

from dnnlab.gan.plane.knobs import PlaneConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

STEP = 2_000
FAST = PlaneConfig(generator_rate=1e-2)

QUESTIONS = Questions(
    PlaneConfig,
    about_run(
        FAST,
        "modes",
        key="gan-2d-modes",
        ask=f"G learns ten times as fast as D. How many of the eight Gaussians do its fakes cover after {STEP:,} "
        "iterations?",
        options=("0 to 2", "3 to 6", "7 or 8"),
        bounds=(2.5, 6.5),
        seen=f"At iteration {STEP:,} your fakes covered {{value}} of 8.",
        step=STEP,
        why="While D stands still, the best that G can do is to put all fakes where D says “real” loudest: one place. "
        "D then learns that this place is full of fakes, and G runs to the next. This is mode collapse. D has to be "
        "the faster one.",
    ),
    about_run(
        FAST,
        "discriminator_loss",
        key="gan-2d-losses",
        ask="In the same run with G ten times as fast, which covers hardly a mode: where is D’s loss after "
        f"{STEP:,} iterations? With perfect fakes it would be log 4 = 1.39.",
        options=("below 1.1", "1.1 to 1.6, as with perfect fakes", "above 1.6"),
        bounds=(1.1, 1.6),
        seen=f"D’s loss was {{value}} at iteration {STEP:,}.",
        step=STEP,
        why="D is fooled half of the time because G always stands where D has not looked yet, and not because the "
        "fakes are good. The losses of a GAN say who is ahead, never how good the fakes are: look at modes or JS.",
    ),
    about_pair(
        PlaneConfig,
        {"momentum": 0.5},
        {"momentum": 0.95},
        "js",
        names=("β₁ = 0.5", "β₁ = 0.95"),
        key="gan-2d-momentum",
        ask=f"More momentum (β₁ = 0.95 instead of 0.5) makes most networks learn faster. Where is JS, the distance of "
        f"the fakes from the data, after {STEP:,} iterations?",
        options=("lower: it learns faster", "the same, within 0.02", "higher: it swings"),
        close=0.02,
        step=STEP,
        why="Momentum goes on where it went before. In a game the target moves with every step of the other side: what "
        "was downhill is uphill now, and the two circle around each other with more and more swing. Hence β₁ = 0.5, or "
        "0, in most GANs.",
    ),
)
