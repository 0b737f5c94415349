"""The maths of the optimizers, with the numbers of the moment filled in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dnnlab.foundations.optimizers.knobs import RaceConfig, Racers
from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.optimizers.surfaces import POINTS, REGRESSION, SURFACES
from dnnlab.foundations.optimizers.views import RaceView, Worked
from dnnlab.foundations.optimizers.worked import lines
from dnnlab.foundations.point_race.knobs import PointRaceConfig
from dnnlab.foundations.point_race.views import PointRaceView
from dnnlab.foundations.weight_race.knobs import LENET, NetRaceConfig
from dnnlab.foundations.weight_race.views import NetRaceView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import written
from dnnlab.ui.blocks import Caption, Latex, parameter_table, units

LETTERS = (
    "$\\theta$ is what is moved, $g$ the gradient where it stands, $\\varepsilon$ the learning rate, $r$ the number of "
    "the step from 1. Squares, roots and quotients go number by number. What a rule remembers begins at 0."
)
AHEAD = Caption(
    "Nesterov's rule is often written with the gradient at the place ahead, θ + μv. Followed from that place it reads "
    "as here, which needs no second place to work in; a test holds the two equal."
)
EPOCH = (
    f"**Mini-batch and epoch.** The error is a mean over {POINTS} examples. A step on $m$ of them has a gradient that "
    f"is right on average only, for $m/{POINTS}$ of the work; once through all, in a new order each time, is an epoch: "
    f"$\\lceil {POINTS}/m \\rceil$ steps."
)


def on_a_surface(config: RaceConfig, now: Snapshot) -> list[str]:
    """The surface, the rules of those that take part, and what each remembers at this moment."""
    surface = SURFACES[config.surface]
    blocks = [f"**The surface.** {surface.about}", Latex(surface.formula), *_rules(config)]
    if config.surface == REGRESSION:
        m = config.batch
        steps = -(-POINTS // m)
        blocks += [EPOCH, f"With a mini-batch of {m} that is {steps} step{'s' if steps > 1 else ''} an epoch."]
    if isinstance(now.view, RaceView) and now.view.step:
        blocks += ["**What each remembers now**, of the first number:", table(now.view), _moment(now)]
    return blocks


def on_a_network(config: NetRaceConfig, now: Snapshot) -> list[str]:
    """The same rules on long vectors."""
    blocks = [
        "**The same rules.** All weights of the network stand in one long vector $\\theta$; $g$ is the gradient of the "
        "mean cross-entropy of a mini-batch, by backpropagation. Each racer has a vector of its own, and the lines "
        "that move it are those that move two numbers on a surface.",
    ]
    if config.network != LENET:
        blocks.append(parameter_table({"hidden": units(32, 784), "output": units(10, 32)}))
    blocks += _rules(config)
    if isinstance(now.view, NetRaceView) and now.view.step:
        blocks.append(_moment(now))
    return blocks


def on_points(config: PointRaceConfig, now: Snapshot) -> list[str]:
    """The same rules on the weights of the playground's net."""
    net = config.net
    count = f"{now.view.weights:,} weights and biases" if isinstance(now.view, PointRaceView) else "weights and biases"
    blocks = [
        f"**The same rules.** All {count} of the net stand in one vector $\\theta$; $g$ is the gradient of the mean "
        f"loss of {net.batch_size} points, by backpropagation. Each racer has a vector of its own; the first weights, "
        "the mini-batches and what dropout switches off are the same for all.",
    ]
    if net.l1 or net.l2:
        blocks.append(
            Latex(
                rf"g \leftarrow g + {net.l1:g}\,\mathrm{{sign}}(\theta) + {net.l2:g}\,\theta "
                r"\quad \text{(of weights, not of biases)}"
            )
        )
    if net.max_norm:
        blocks.append(f"After each step the weights into a unit are cut back to a length of at most {net.max_norm:g}.")
    blocks += _rules(config)
    if isinstance(now.view, PointRaceView) and now.view.step:
        blocks.append(_moment(now))
    return blocks


def table(view: RaceView) -> str:
    """Gradient, memory and rate of everybody, of the first of the two numbers, as Markdown."""
    rows = ["| | gradient $g$ | rate $\\varepsilon$ | remembers | height |", "|---|--:|--:|---|--:|"]
    for k, key in enumerate(view.racers):
        rule, worked = RULES[key], view.worked
        memory = ", ".join(
            f"${letter}$ = {written(float(worked.remembered[k, number]))}" for number, letter in enumerate(rule.letters)
        )
        height = written(float(view.heights[k])) if np.isfinite(view.heights[k]) else "flew off"
        rows.append(
            f"| {rule.name} | {written(float(worked.gradients[k]))} | {written(float(worked.rates[k]))} | "
            f"{memory or 'nothing'} | {height} |"
        )
    return "\n".join(rows)


def worked_through(worked: Worked, racers: Sequence[str], key: str) -> list[str]:
    """A racer's last step with its numbers, line by line.

    Args:
        racers: all of them, by their keys.
        key: whose step.
    """
    k, rule = racers.index(key), RULES[key]
    step = int(worked.steps[k])
    if not step:
        return [f"{rule.name} has not taken a step yet: press Step, and its numbers stand here."]
    rows = r" \\ ".join("&" + line for line in lines(key, worked, k))
    return [
        f"**Step {step:,} of {rule.name}**, for one number, {worked.number}: each line of the rule, then the same with "
        "the numbers of this step. Left of an arrow stands what is new.",
        Latex(rf"\begin{{aligned}} {rows} \end{{aligned}}"),
    ]


def _rules(config: Racers) -> list[str]:
    """One formula a racer."""
    c = config.constants
    blocks: list[str] = [LETTERS]
    for key in config.racers:
        rule = RULES[key]
        blocks += [f"**{rule.name}.** {rule.idea}", Latex(rule.formula)]
        if key == "decaying":
            blocks.append(Caption(f"The rate falls as {c.decay}, from {config.rate(key):g} on."))
    constants = f"μ = β₁ = {c.momentum:g}, β₂ = {c.second:g}, ρ = {c.rho:g}, λ = {c.weight_decay:g}."
    return [*blocks, Caption(constants), *([AHEAD] if "nesterov" in config.racers else [])]


def _moment(now: Snapshot) -> str:
    return Caption(f"The numbers of step {now.status.step:,}. Pause and they stand still.")
