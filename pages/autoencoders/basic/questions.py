"""Predictions about the autoencoder lesson, judged from the learner's own runs."""

from dnnlab.autoencoders.basic.knobs import NONE, OVERCOMPLETE, AutoencoderConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

STEP = 1_000
CLOSE = 2.0
"""Squared errors a picture that differ by less are called the same."""

QUESTIONS = Questions(
    AutoencoderConfig,
    about_run(
        AutoencoderConfig(code=8),
        "validation_error",
        key="autoencoder-pca",
        ask=f"PCA with eight numbers a picture leaves a squared error of about 30 on held-out digits. Where will an "
        f"autoencoder with eight numbers be after {STEP:,} steps?",
        options=("below 23", "23 to 28", "28 to 32: about the same", "above 32: nothing beats PCA"),
        bounds=(23, 28, 32),  # measured: 19.4, seed 0
        seen=f"Your run's squared error at step {STEP:,} is {{value}}.",
        step=STEP,
        why="PCA is the best linear way through eight numbers. The hidden layers bend: the digits lie on a curved "
        "sheet, and numbers that follow its bends say more than those that measure along straight lines.",
    ),
    about_pair(
        AutoencoderConfig,
        {"activation": "ReLU"},
        {"activation": "linear"},
        "validation_error",
        names=("ReLU", "linear"),
        key="autoencoder-linear",
        ask=f"Now the hidden layers have no curve: Activation is linear. Where is the squared error at step {STEP:,}?",
        options=("It is lower: straight is simpler", "It is the same, within 2", "It is higher, near PCA's"),
        close=CLOSE,
        step=STEP,
        why="Linear layers behind each other are one linear layer, whatever their widths. With a code of two numbers "
        "that is what PCA does, and PCA does it best: the run comes to the dashed line and stays there.",
    ),
    about_pair(
        AutoencoderConfig,
        {"regularizer": NONE},
        {"regularizer": OVERCOMPLETE},
        "validation_error",
        names=("two numbers", "1,024 numbers"),
        key="autoencoder-overcomplete",
        ask=f"A code of 1,024 numbers for 784 pixels: is the squared error at step {STEP:,} lower than with two?",
        options=("It is far lower", "It is the same, within 2", "It is higher: more weights to learn"),
        close=CLOSE,
        step=STEP,
        why="It can pass every pixel on, so it copies nearly perfectly, and has learnt little about digits: look at "
        "its map and at random codes. A low error is not the aim; a code that has to be short is what makes it learn. "
        "The sparse, denoising and contractive runs make it learn in other ways.",
    ),
)
