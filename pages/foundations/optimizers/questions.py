"""Predictions about the optimizers, judged from the learner's own races."""

from __future__ import annotations

from dnnlab.foundations.optimizers.knobs import RaceConfig
from dnnlab.foundations.optimizers.surfaces import POINTS, REGRESSION
from dnnlab.foundations.weight_race.knobs import NetRaceConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

QUESTIONS = Questions(
    RaceConfig,
    about_run(
        RaceConfig(rate_sgd=0.02),
        "sgd",
        key="optimizers-too-large",
        ask="In the ravine SGD with a rate of 0.01 needs 193 steps to the target. It has 100 times as steep walls. "
        "What does twice the rate, 0.02, do?",
        options=(
            "It arrives in about half of the steps",
            "It comes closer, but does not arrive",
            "It jumps from wall to wall and never comes down",
        ),
        bounds=(0.034, 5.0),
        seen="After 200 steps your SGD stands at a height of {value}.",
        why="Across the ravine the slope is 100 y, so a step leads from y to y − 0.02 · 100 y = −y: as high on the "
        "other wall, for ever. The steepest direction limits the rate (to less than 2/100 here), and the flattest one "
        "then takes long. That is why momentum, and a rate for each number, were invented.",
    ),
    about_run(
        RaceConfig(surface="saddle", start_x=-1.5, start_y=0.0),
        "adam",
        key="optimizers-saddle",
        ask="On the saddle all begin exactly on the line y = 0, from which it falls off on both sides. Who finds the "
        "way down, Adam for one?",
        options=("Adam does, it arrives", "Nobody does: all stay at the saddle, 0.25 high"),
        bounds=(0.2,),
        seen="Your Adam ended at a height of {value}.",
        why="On the line the gradient across is exactly 0, and every rule multiplies or sums up gradients: 0 stays 0. "
        "With any noise, as every mini-batch has it, all of them get off: set the noise to 0.05 and see.",
    ),
    about_pair(
        RaceConfig,
        {"surface": REGRESSION, "batch": POINTS},
        {"surface": REGRESSION, "batch": 1},
        "sgd",
        names=("all 40 examples", "one example"),
        key="optimizers-batch",
        ask="The line through 40 points: plain SGD looks at all of them at each step, or at a single one. How high is "
        "it after 200 steps of a 40th of the work each?",
        options=(
            "Lower",
            "Much the same, within 0.1: 40 times the work bought next to nothing here",
            "Higher: its gradients are nearly all noise",
        ),
        close=0.1,
        why="Far from the lowest place the examples agree on which way is down: one of them points there as well as "
        "forty. Only close to it do they disagree, and then a small rate, or a falling one, averages the noise away. "
        "So networks are trained on mini-batches.",
    ),
)

ON_WEIGHTS = Questions(
    NetRaceConfig,
    about_run(
        NetRaceConfig(rate_sgd=1e-3),
        "accuracy_sgd",
        key="optimizers-same-rate",
        ask="Adam reads 93 % of the digits after 1,000 steps with a rate of 0.001. How many does SGD read with this "
        "very rate?",
        options=("fewer than 75 %", "75 to 90 %", "more than 90 %, like Adam"),
        bounds=(0.75, 0.9),
        seen="Your SGD reads {value}.",
        why="A rate means another thing to each rule. Adam divides by the usual size of the gradient: it moves nearly "
        "every weight by about 0.001. SGD multiplies by the gradient, which is far below 1 for most weights. With a "
        "rate of 0.1 SGD reads as well as Adam: a comparison at equal rates says nothing.",
    ),
    about_run(
        NetRaceConfig(rate_adam=0.1),
        "accuracy_adam",
        key="optimizers-adam-large",
        ask="And the other way round: SGD is happy with a rate of 0.1. How many digits does Adam read with 0.1?",
        options=("fewer than 75 %", "75 to 90 %", "more than 90 %"),
        bounds=(0.75, 0.9),
        seen="Your Adam reads {value}.",
        why="Every weight is moved by about 0.1 at each step, as much as it weighs: most hidden units are soon pushed "
        "to where ReLU is 0 for every digit, and stay there.",
    ),
)
