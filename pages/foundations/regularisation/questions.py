"""Predictions about regularisation, judged from the learner's own runs."""

from __future__ import annotations

from dnnlab.foundations.regularisation.knobs import OverfitConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

QUESTIONS = Questions(
    OverfitConfig,
    about_run(
        OverfitConfig(points=200),
        "gap",
        key="regularisation-gap",
        ask="With 20 noisy points the recorded run ends with errors that lie about 60 points apart: on the points that "
        "it learns from, and on others. The same network, 1,153 weights and biases, gets 200 points. How far apart are "
        "the two errors after 3,000 steps? (100 %: no better than always giving the mean.)",
        options=("by less than 15 points", "by 15 to 35 points", "by more than 35 points"),
        bounds=(0.15, 0.35),
        seen="Your run's gap was {value} (as a share).",
        why="With 20 points the curve can be led close to every single one, noise and all, and the noise of new points "
        "is another one. 200 leave no room for that: the training error rises, the validation error falls, and they "
        "meet near what the noise alone costs. More data is the best regulariser, where it can be had.",
    ),
    about_pair(
        OverfitConfig,
        {"l2": 0.003},
        {"l1": 0.001, "l2": 0.0},
        "near_zero",
        names=("L2 of 0.003", "L1 of 0.001"),
        key="regularisation-zeros",
        ask="Two ways to keep weights small: L2 of 0.003, or L1 of 0.001. With which one are more weights as good as 0 "
        "(below 0.02 in size) at the end?",
        options=("fewer with L1", "about the same share, within 10 points", "more with L1"),
        close=0.1,
        why="L2 pulls a weight in proportion to its size, so the pull dies away as it gets small. L1 pushes with the "
        "same force down to the end: only weights that earn more than that force stay. Look at what setting the small "
        "ones to exactly 0 changes: a handful of weights does the work.",
    ),
    about_pair(
        OverfitConfig,
        {"dropout": 0.1},
        {"dropout": 0.5},
        "validation_loss",
        names=("dropout of 0.1", "dropout of 0.5"),
        key="regularisation-half",
        ask="The classical drop rate of hidden units is 0.5. Here are 32 units a layer, and one input. Beside a rate "
        "of 0.1, what does 0.5 do to the validation loss at the end?",
        options=("it is lower", "it is the same, within 0.02", "it is higher"),
        close=0.02,
        why="Half of 32 units, each time another half, have to draw the whole curve: that is few, and the training "
        "error rises as well. Dropout takes capacity away, so the classical rate wants a network that has plenty. Look "
        "at the ensemble: with 0.5 its members disagree far more. In all of five samples 0.1 was better here.",
    ),
)
