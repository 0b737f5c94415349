"""Predictions about the optimizers, judged from the learner's own races."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dnnlab.foundations.optimizers.knobs import RaceConfig
from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.optimizers.surfaces import POINTS, REGRESSION
from dnnlab.foundations.point_race.knobs import OF_THE_NET, PointRaceConfig
from dnnlab.foundations.weight_race.knobs import NetRaceConfig
from dnnlab.live.shelf import PastRun
from dnnlab.plots.written import written
from dnnlab.ui.judges import began_with
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions

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

EQUAL: dict[str, Any] = {
    "rate_sgd": 0.01,
    "rate_momentum": 0.01,
    "rate_adagrad": 0.01,
    "rate_rmsprop": 0.01,
    "rate_adam": 0.01,
}
"""One rate for all who take part."""


def _least_error(runs: Sequence[PastRun]) -> Outcome | None:
    """Who errs least at the end of a race at equal rates, on whatever net."""
    asked = PointRaceConfig(**EQUAL)
    found = {key: began_with(runs, asked, f"error_{key}", whatever=OF_THE_NET) for key in asked.racers}
    last = {key: each[-1].value for key, each in found.items() if each}
    if not last:
        return None
    best = min(last, key=lambda key: last[key])
    told = ", ".join(f"{RULES[key].name} {written(value, percent=True)}" for key, value in last.items())
    return Outcome(asked.racers.index(best), f"Errors at the end: {told}.")


ON_POINTS = Questions(
    PointRaceConfig,
    Question(
        key="optimizers-own-net",
        ask="Your own net, and one rate for all five: 0.01. Who errs least at the end?",
        options=tuple(RULES[key].name for key in PointRaceConfig().racers),
        todo="Set all rates to 0.01, leave the other knobs at their defaults, press Play, and let it come to its end.",
        judge=_least_error,
        setups={SET_UP: EQUAL},
        keeps=OF_THE_NET,
        why="A rate means another thing to each rule. SGD multiplies it by the gradient, which is mostly far below 1, "
        "so 0.01 is slow; momentum adds up about ten gradients, as if the rate were ten times as large; Adam and "
        "RMSProp divide by the usual size of the gradient and move each weight by about 0.01. Adagrad does so at "
        "first, and then by less and less.",
    ),
    about_pair(
        PointRaceConfig,
        {"rate_adam": 0.01},
        {"rate_adam": 0.1},
        "error_adam",
        names=("0.01", "0.1"),
        key="optimizers-own-net-adam",
        ask="Adam learns your net with a rate of 0.01, then with ten times as much. Where is its error at the end of "
        "the second race?",
        options=("Lower: it is there sooner", "Within 2 points of the first", "Higher: its steps are too large"),
        close=0.02,
        keeps=OF_THE_NET,
        why="Adam moves nearly every weight by about its rate, whatever the slope. Weights of such a net are mostly "
        "between −2 and 2: steps of 0.1 carry them past the place where they ought to stop, again and again.",
    ),
)
