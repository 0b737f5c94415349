"""Predictions about the pictures lesson, judged from the learner's own runs."""

from __future__ import annotations

from dnnlab.anomaly.pictures.knobs import ALL_BUT_ONE, PictureConfig
from dnnlab.anomaly.plane.knobs import PlaneConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

QUESTIONS = Questions(
    PictureConfig,
    about_run(
        PictureConfig(digit=ALL_BUT_ONE, score="MAE"),
        "auc",
        key="pictures-ones",
        ask="Nine digits are normal, and the 1s, which the network has never seen, are the anomalies. What AUC does it "
        "reach? 0.5 is guessing.",
        options=("below 0.5: a 1 looks more normal than normal digits", "0.5 to 0.9", "above 0.9"),
        bounds=(0.5, 0.9),
        seen="Your network reached {value}.",
        why="A 1 is one simple stroke with little ink: it comes back better than any digit that was learnt. The error "
        "measures how hard a picture is to rebuild, and only beside that whether it is strange. PCA and the neighbours "
        "do no better here: look at the dashed lines.",
    ),
    about_pair(
        PictureConfig,
        {"code": 16},
        {"code": 128},
        "auc",
        names=("16 numbers", "128 numbers"),
        key="pictures-code",
        ask="The code has 16 numbers. With 128 the network rebuilds eights much better: the loss falls. And the AUC?",
        options=("It falls: anomalies come back as well", "It is the same, within 0.005", "It rises"),
        close=0.005,
        why="The detector lives on what it cannot rebuild. Through a wide code a 3 or a 9 comes back nearly as well as "
        "an 8. The part “Where it fails” has the whole curve.",
    ),
    about_pair(
        PictureConfig,
        {"contamination": 0},
        {"contamination": 20},
        "auc",
        names=("clean pictures", "20 % contamination"),
        key="pictures-contamination",
        ask="A fifth of the pictures to learn from are other digits after all, because nobody has looked. What becomes "
        "of the AUC?",
        options=("It falls", "It stays, within 0.02: there are four eights to one of the others", "It rises"),
        close=0.02,
        why="The network learns to rebuild what it sees, whatever we call it. Who takes a detector to work should know "
        "what is in the data that it learns from.",
    ),
)
ON_THE_PLANE = Questions(
    PlaneConfig,
    about_run(
        PlaneConfig(code=2),
        "held_out_loss",
        key="plane-two",
        ask="The points need one number each: where they are along the moons. What is the error on held-out points "
        "with two numbers in the code? With one it is about 0.07.",
        options=("below 0.01", "0.01 to 0.05", "above 0.05"),
        bounds=(0.01, 0.05),
        seen="Your run: {value}.",
        why="Two numbers are enough to copy the plane: nearly nothing is lost. But then nothing is strange either: "
        "look how far the green reaches, and how small the threshold has become.",
    ),
    about_pair(
        PlaneConfig,
        {"activation": "ReLU"},
        {"activation": "tanh"},
        "missed",
        names=("ReLU", "tanh"),
        key="plane-tanh",
        ask="With ReLU there is a strip without an alarm that goes far out. What becomes of it with tanh?",
        options=("It goes: the curve ends", "It stays as large, within 0.5 %", "It grows"),
        close=0.005,
        why="tanh levels off, so that the decoder’s curve ends somewhere near the data. That is luck of this "
        "architecture, no promise: nothing in the loss asks for it.",
    ),
)
