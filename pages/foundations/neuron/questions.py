"""Predictions about a neuron, activations and softmax, judged from where the knobs stand."""

from __future__ import annotations

import math
from bisect import bisect_right

import numpy as np

from dnnlab.foundations.activations import ACTIVATIONS, softmax
from dnnlab.foundations.neuron.examples import GATES
from dnnlab.foundations.neuron.knobs import ActivationsConfig, NeuronConfig, SoftmaxConfig
from dnnlab.plots.written import written
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions

OTHER = "none of the three"
LEFT = ("about a quarter", "about 1 %", "less than 0.1 %", "nothing at all")
BELOW = ("ReLU", "leaky ReLU", "ELU", "GELU")


def _doubled(config: NeuronConfig) -> Outcome | None:
    """Distance of the line and slope across it, before and after doubling."""
    if (config.w1, config.w2, config.b, config.activation) != (3.0, 2.0, -2.0, "sigmoid"):
        return None
    before = config.replace(w1=1.5, w2=1.0, b=-1.0)
    away, steep = ([_away(each), math.hypot(each.w1, each.w2) / 4] for each in (before, config))
    turned = not math.isclose(math.atan2(before.w2, before.w1), math.atan2(config.w2, config.w1))
    stays = math.isclose(away[0], steep[0])
    answer = 2 if turned else 1 if stays else 0
    return Outcome(
        answer,
        f"The line is {written(away[0])} away from the origin before and {written(steep[0])} after; on it the output "
        f"rises by {written(away[1])} for one unit across before, and by {written(steep[1])} after.",
    )


def _away(config: NeuronConfig) -> float:
    return abs(config.b) / math.hypot(config.w1, config.w2)


def _gate(config: NeuronConfig) -> Outcome | None:
    """Which gate the neuron is."""
    if (config.w1, config.w2, config.b, config.activation, config.beta) != (1.0, 1.0, 1.0, "threshold", 0.0):
        return None
    places = [(x1, x2) for x1, x2, _ in GATES["AND"]]
    says = [config.fires(*place) for place in places]
    names = list(GATES)
    found = [name for name, rows in GATES.items() if [wanted for *_, wanted in rows] == says]
    told = ", ".join(f"({x1:g}, {x2:g})".replace("-", "−") for (x1, x2), yes in zip(places, says, strict=True) if yes)
    return Outcome(names.index(found[0]) if found else len(names), f"It gives 1 for the inputs {told}.")


def _deep(config: ActivationsConfig) -> Outcome | None:
    """What is left of a gradient after six sigmoids."""
    if (config.layers, config.z) != (6, 0.0):
        return None
    left = float(ACTIVATIONS["sigmoid"].derivative(np.zeros(1), 0.0)[0] ** config.layers)
    answer = len(LEFT) - 1 if left == 0 else 2 - bisect_right((0.001, 0.1), left)
    return Outcome(answer, f"Each layer multiplies by 0.25: {written(left, percent=True)} is left.")


def _below(config: ActivationsConfig) -> Outcome | None:
    """Who lets most through at -3."""
    if (config.layers, config.z, config.slope, config.alpha) != (1, -3.0, 0.1, 1.0):
        return None
    slopes = [float(ACTIVATIONS[name].derivative(np.array([-3.0]), config.parameter(name))[0]) for name in BELOW]
    told = ", ".join(f"{name} {written(slope)}" for name, slope in zip(BELOW, slopes, strict=True))
    return Outcome(int(np.argmax(np.abs(slopes))), f"The slopes are {told}.")


def _shifted(config: SoftmaxConfig) -> Outcome | None:
    """All logits 2 higher."""
    if (config.logits, config.temperature) != ((4.0, 3.0, 1.0), 1.0):
        return None
    before, after = (float(softmax(each)[0]) for each in ((2.0, 1.0, -1.0), config.logits))
    answer = 1 if math.isclose(before, after, rel_tol=1e-9) else 0 if after > before else 2
    return Outcome(answer, f"A has {written(before, percent=True)} before and {written(after, percent=True)} after.")


def _hot(config: SoftmaxConfig) -> Outcome | None:
    """The same logits at temperature 5."""
    if (config.logits, config.temperature) != ((2.0, 1.0, -1.0), 5.0):
        return None
    share = float(softmax(config.logits, 5.0)[0])
    return Outcome(2 - bisect_right((0.4, 0.6), share), f"A has {written(share, percent=True)}.")


ON_NEURON = Questions(
    NeuronConfig,
    Question(
        key="neuron-double",
        ask="A sigmoid neuron has weights 1.5 and 1 and the bias −1. All three are doubled. What becomes of its line?",
        options=(
            "It moves away from where it was", "It stays, and the output changes faster across it", "It turns",
        ),
        todo="Set the weights to 3 and 2, the bias to −2, and the activation to sigmoid.",
        setups={SET_UP: {"activation": "sigmoid", "w1": 3.0, "w2": 2.0, "b": -2.0}},
        keeps=("x1", "x2", "gate"),
        judge=_doubled,
        why="z = 0 and 2z = 0 are the same line. But z grows twice as fast across it, so the sigmoid comes sooner to "
        "0 and 1: large weights mean a sure neuron, and one that saturates.",
    ),
    Question(
        key="neuron-gate",
        ask="False is −1 and true is 1. Both weights are 1 and the bias is 1, with a hard threshold. Which gate is it?",
        options=(*GATES, OTHER),
        todo="Set the activation to threshold with β = 0, both weights and the bias to 1. Drag the input to the "
        "corners.",
        setups={SET_UP: {"activation": "threshold", "w1": 1.0, "w2": 1.0, "b": 1.0}},
        keeps=("x1", "x2", "gate"),
        judge=_gate,
        why="x₁ + x₂ + 1 is below 0 only where both are −1. With a bias of −1 it is AND. For XOR two opposite corners "
        "would have to lie on one side and the other two on the other: no straight line does that, so one neuron "
        "cannot.",
    ),
)  # fmt: skip
ON_ACTIVATIONS = Questions(
    ActivationsConfig,
    Question(
        key="activations-deep",
        ask="Six layers of sigmoids all stand at z = 0, where the slope is largest. How much of a gradient comes "
        "through, weights left out?",
        options=LEFT,
        todo="Set Layers to 6 and drag the line to z = 0.",
        setups={SET_UP: {"layers": 6, "z": 0.0}},
        keeps=("beta", "slope", "alpha"),
        judge=_deep,
        why="The slope there is 1/4, and (1/4)⁶ is about 1/4,000. That is the vanishing gradient, at its mildest: away "
        "from 0 it is worse. A ReLU above 0 multiplies by 1, however many there are.",
    ),
    Question(
        key="activations-below",
        ask="z = −3. The leaky ReLU's slope is 0.1, the ELU's α is 1. Which lets the largest gradient through?",
        options=BELOW,
        todo="Set Layers to 1, the leaky ReLU's slope to 0.1, α to 1, and drag the line to −3.",
        setups={SET_UP: {"slope": 0.1, "z": -3.0}},
        keeps=("beta",),
        judge=_below,
        why="The ReLU has slope 0 there, the ELU e⁻³, about 0.05, and the GELU a little below 0. Only the leaky ReLU "
        "lets through the same share however far below 0 it stands.",
    ),
)
ON_SOFTMAX = Questions(
    SoftmaxConfig,
    Question(
        key="softmax-shift",
        ask="The logits are 2, 1 and −1. Now 2 is added to each. What becomes of A's share?",
        options=("It grows", "It stays the same", "It shrinks"),
        todo="Set the logits to 4, 3 and 1, and T to 1.",
        setups={SET_UP: {"y1": 4.0, "y2": 3.0, "y3": 1.0}},
        judge=_shifted,
        why="e² is a factor of every power, so it cancels out. Only differences of logits count, which is why programs "
        "may take the largest away first, and do, so that no power overflows.",
    ),
    Question(
        key="softmax-hot",
        ask="The logits are 2, 1 and −1: at T = 1 A has about 70 %. How much at T = 5?",
        options=("more than 60 %", "40 to 60 %", "less than 40 %"),
        todo="Leave the logits at 2, 1 and −1, and set T to 5.",
        setups={SET_UP: {"temperature": 5.0}},
        judge=_hot,
        why="The logits count only a fifth: as if they were 0.4, 0.2 and −0.2. At T → ∞ each of three classes has 1/3, "
        "at T → 0 the largest has all. The order never changes.",
    ),
)
