"""Predictions about the lesson on variational autoencoders, judged from the learner's own runs."""

from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions
from dnnlab.vae.model.knobs import MEAN, SUM, VaeConfig

STEP = 1_000
CLOSE = 1.0
"""Nats a picture that differ by less are called the same."""

QUESTIONS = Questions(
    VaeConfig,
    about_run(
        VaeConfig(code=16),
        "validation_kl",
        key="vae-kl",
        ask=f"With 16 numbers in the code instead of two: how many nats of KL will a picture cost at step {STEP:,}?",
        options=("below 6, as with two", "6 to 12", "12 to 24", "above 24"),
        bounds=(6, 12, 24),  # measured: 16.9 with seed 0, 17.5 with seed 1
        seen=f"Your run’s KL at step {STEP:,} is {{value}} nats.",
        step=STEP,
        why="About 2.3 nats would tell which of ten digits it is; the rest says how it is written. Each number costs "
        "its KL and has to earn more than that in reconstruction: the bars show which do. Two numbers cannot carry so "
        "much, so there the pictures are blurrier.",
    ),
    about_pair(
        VaeConfig,
        {"beta": 1.0},
        {"beta": 10.0},
        "validation_kl",
        names=("β = 1", "β = 10"),
        key="vae-beta",
        ask=f"With β = 10, where is the KL at step {STEP:,}?",
        options=("lower: the ellipses grow", "the same, within a nat", "higher: it weighs more"),
        close=CLOSE,
        step=STEP,
        why="A nat of KL now costs ten, so the code says only what saves more than that in reconstruction. The "
        "ellipses grow and overlap, pictures that are alike are drawn as one, and the ELBO itself falls.",
    ),
    about_pair(
        VaeConfig,
        {"reduction": SUM},
        {"reduction": MEAN},
        "validation_kl",
        names=("the sum", "the mean"),
        key="vae-mean",
        ask=f"The loss takes the mean over the 784 pixels instead of the sum. Where is the KL at step {STEP:,}?",
        options=("near 0: the code collapses", "the same, within a nat", "higher"),
        close=CLOSE,
        step=STEP,
        why="The mean makes the reconstruction 784 times smaller and leaves the KL as it is: silently β is 784. "
        "Nothing that the code could say is worth that, q(z|x) becomes the prior, and every picture is drawn alike.",
    ),
)
