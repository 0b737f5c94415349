"""The maths of the playground, with the numbers of the moment filled in."""

from __future__ import annotations

import math

import numpy as np

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.playground.views import PlaygroundView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex, parameter_table, units
from dnnlab.ui.rules import update_rule

SHOWN = 6
"""Products of a sum that are written out."""
NAMES = {
    "x": "x", "y": "y", "x²": "x^2", "y²": "y^2", "xy": "x y", "sin 2x": r"\sin 2x", "sin 2y": r"\sin 2y",
    "cos 2x": r"\cos 2x", "cos 2y": r"\cos 2y",
}  # fmt: skip
LOSSES = {
    "cross-entropy": r"L = -\sum_k t_k \log a_k",
    "squared error": r"L = \sum_k (a_k - t_k)^2",
    "absolute error": r"L = \sum_k |a_k - t_k|",
    "pseudo-Huber": r"L = \sum_k \left(\sqrt{1 + (a_k - t_k)^2} - 1\right)",
    "hinge": r"L = \max(0, 1 - t\,a), \qquad \text{of } K \text{ classes } \sum_{j \ne t} \max(0, 1 - (a_t - a_j))",
    "squared hinge": r"L = \max(0, 1 - t\,a)^2, \qquad \text{of } K \text{ classes } "
    r"\sum_{j \ne t} \max(0, 1 - (a_t - a_j))^2",
}
BINARY_ENTROPY = r"L = -\left(t \log a + (1 - t) \log (1 - a)\right)"
OUTPUTS = {
    "sigmoid": r"a = \frac{1}{1 + e^{-z}}", "softmax": r"a_k = \frac{e^{z_k}}{\sum_j e^{z_j}}", "tanh": r"a = \tanh z",
    "linear": "a = z",
}  # fmt: skip


def maths(config: PlaygroundConfig, now: Snapshot) -> list[str]:
    """What the network computes and how it learns, with the numbers of the run that is shown."""
    view = now.view
    blocks: list[str] = []
    if isinstance(view, PlaygroundView):
        blocks += [
            Caption(
                f"The numbers are those of step {view.step:,}: pause, and they stand still. What a sum gives was "
                "worked out from the digits that stand there."
            ),
            f"**One unit.** It multiplies each of its inputs by a weight, adds them up with its bias, and gives "
            f"$\\varphi(z)$. {_whose(view)}",
            Latex(_sum(view)),
            parameter_table(_counts(view)),
            f"**Output and loss.** The output is {view.output}, the loss {view.loss}; $t$ is what is wanted.",
            Latex(OUTPUTS[view.output] + r" \qquad " + _loss(view)),
        ]
    blocks += [
        f"**The step**: {config.optimizer}; $g$ is the mean gradient over {config.batch_size} points"
        f"{', with the penalties’' if config.l1 or config.l2 else ''}.",
        update_rule(config.optimizer, config.learning_rate),
    ]
    if config.l1 or config.l2:
        blocks.append(Latex(_penalties(config)))
    if config.max_norm:
        longest = written(config.max_norm)
        blocks.append("**Max-norm**: after each step, for the weights of each unit,")
        blocks.append(Latex(rf"w \leftarrow w \cdot \min\left(1, \frac{{{longest}}}{{\lVert w \rVert}}\right)"))
    if config.dropout or config.input_dropout:
        blocks.append(
            f"**Dropout**: at each training step {written(config.input_dropout, percent=True)} of the inputs and "
            f"{written(config.dropout, percent=True)} of the hidden units are set to 0, at random; the others are "
            "multiplied by 1 / (1 − p), so that sums stay as large on average. When it answers, all take part."
        )
    blocks.append(
        "**Error** is the share of wrong answers; of a value it is the share of its variance that is left, "
        "$\\sum (a - t)^2 / \\sum (t - \\bar t)^2$. A unit is **dead** when its slope is 0 at every training point, "
        "and **saturated** when its slope is below 5 % of the steepest at 70 % of them."
    )
    return blocks


def _whose(view: PlaygroundView) -> str:
    return f"Unit 1 of layer 1 ({view.activations[0]}):" if view.activations else "The output:"


def _sum(view: PlaygroundView) -> str:
    """The sum of the first unit with its weights, at the point (1, −0.5)."""
    row = np.asarray(view.weights[0][0], np.float64)
    weights = [float(written(each).replace("−", "-").replace(",", "")) if math.isfinite(each) else each for each in row]
    at = {"x": 1.0, "y": -0.5, "x²": 1.0, "y²": 0.25, "xy": -0.5, "sin 2x": math.sin(2), "sin 2y": math.sin(-1),
          "cos 2x": math.cos(2), "cos 2y": math.cos(-1)}  # fmt: skip
    values = [float(written(at[name]).replace("−", "-")) for name in view.features]
    products = [rf"({_number(w)}) \cdot {_bracketed(v)}" for w, v in zip(weights, values, strict=False)]
    total = sum(w * v for w, v in zip(weights, values, strict=False)) + weights[-1]
    names = ", ".join(NAMES[name] for name in view.features)
    lines = [" + ".join(products[:4]), " + ".join(products[4:])]
    whole = r" \\ &\quad + ".join(filter(None, lines))
    return (
        rf"\begin{{aligned}} z &= w \cdot ({names}) + b \quad \text{{at }} x = 1,\ y = -0.5 \\ "
        rf"&= {whole} + ({_number(weights[-1])}) = {_number(total)} \end{{aligned}}"
    )


def _number(value: float) -> str:
    return in_latex(written(value)) if math.isfinite(value) else r"\text{no number}"


def _bracketed(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)


def _counts(view: PlaygroundView) -> dict[str, tuple[str, int]]:
    """Weights and biases of each layer."""
    last = len(view.sizes) - 2
    return {
        "output" if number == last else f"hidden layer {number + 1}": units(view.sizes[number + 1], view.sizes[number])
        for number in range(last + 1)
    }


def _loss(view: PlaygroundView) -> str:
    if view.loss == "cross-entropy" and (view.sizes[-1] == 1 or view.output == "sigmoid"):
        return BINARY_ENTROPY
    return LOSSES[view.loss]


def _penalties(config: PlaygroundConfig) -> str:
    parts = [rf"{in_latex(written(config.l1))}\,\mathrm{{sign}}(w)"] if config.l1 else []
    parts += [rf"{in_latex(written(config.l2))}\,w"] if config.l2 else []
    return rf"g \leftarrow g + {' + '.join(parts)}"
