"""The maths of the digit lesson, with the numbers of the moment filled in."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.views import LeNetView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.series import WINDOW
from dnnlab.ui.blocks import Caption, Latex, parameter_table, units
from dnnlab.ui.rules import update_rule

ROW, COLUMN = 12, 12
"""The pixel of C1's first map that is worked out (of 28x28)."""
ACTIVATIONS: dict[str, tuple[str, Callable[[float], float]]] = {
    "tanh": (r"\tanh", math.tanh),
    "ReLU": (r"\mathrm{ReLU}", lambda total: float(np.maximum(total, 0.0))),
    "sigmoid": (r"\sigma", lambda total: math.exp(-np.logaddexp(0.0, -total))),
}
"""Each activation in LaTeX, and what it makes of a sum."""

LARGE = 14.0
"""Sums of exponentials from e to this on, and below 1, are written as a power of e."""
SMALL = 1e-4
"""Probabilities below this are, too."""


def maths(config: LeNetConfig, now: Snapshot) -> list[str]:
    """What the layers compute, first of a network with these knobs, then of the run that is shown."""
    blocks = [
        "**Sizes.** A filter of width $f$ that moves by $s$ over an image of width $w$, padded by $p$, gives "
        "$(w-f+2p)/s+1$ values a row; each filter has $f \\cdot f \\cdot c + 1$ weights, $c$ being the input's "
        "channels.",
        Latex(sizes(config)),
        parameter_table(parameter_counts(config)),
    ]
    view, trained = now.view, now.status.config
    if view is not None and isinstance(trained, LeNetConfig):
        blocks += [
            Caption(
                f"The numbers below are those of step {view.step:,}, for the digit on the stage. Pause and they stand "
                "still; the sums are the ones that the network computed."
            ),
            "**One pixel of C1**: 25 products of the image with filter 1, the bias, then the activation.",
            Latex(convolution(view, trained)),
            f"**One pixel of S2**: the {trained.pooling} of 2×2 neighbours.",
            Latex(pooling(view, trained)),
            "**Softmax and cross-entropy**: from ten logits $z$ to ten probabilities, and to the loss.",
            Latex(softmax(view)),
        ]
    rule = f"**The step**: {config.optimizer} with the learning rate that the slider shows; $g$ is the gradient."
    return [
        *blocks,
        rule,
        update_rule(config.optimizer, config.learning_rate, config.weight_decay),
        "**The curves.** Accuracy is the share of right answers; loss the mean cross-entropy: how much the right "
        f"answer surprises the network, on a log scale. *Training* is the mean of the last {WINDOW} batches, "
        "in a long run of a sample of them, so it lags behind; *validation* is of 1,000 digits that it never "
        "trains on. At the end the bar tells the accuracy of all 5,000 validation digits, and of 10,000 test digits.",
    ]


def sizes(config: LeNetConfig) -> str:
    """The widths of the four first layers."""
    n, m = config.filters, second_layer(config)
    return (
        rf"\begin{{aligned}} C1:&\ (32-5+2\cdot 0)/1+1 = 28 &&\Rightarrow\ {n}\times 28\times 28 \\"
        rf" S2:&\ (28-2)/2+1 = 14 &&\Rightarrow\ {n}\times 14\times 14 \\"
        rf" C3:&\ (14-5)/1+1 = 10 &&\Rightarrow\ {m}\times 10\times 10 \\"
        rf" S4:&\ (10-2)/2+1 = 5 &&\Rightarrow\ {m}\times 5\times 5 = {25 * m}\ \text{{values}} \end{{aligned}}"
    )


def second_layer(config: LeNetConfig) -> int:
    """Filters of the second convolution: LeNet-5's ratio of 16 to 6."""
    return round(config.filters * 16 / 6)


def parameter_counts(config: LeNetConfig) -> dict[str, tuple[str, int]]:
    """Layer -> (the sum in words, the count of weights and biases)."""
    n, m = config.filters, second_layer(config)
    return {
        "C1": units(n, 5, 5, 1),
        "C3": units(m, 5, 5, n),
        "F5": units(120, 25 * m),
        "F6": units(84, 120),
        "Output": units(10, 84),
    }


def convolution(view: LeNetView, config: LeNetConfig) -> str:
    """One value of C1's first map: the 25 products, summed row by row."""
    patch = view.maps.input[0, ROW : ROW + 5, COLUMN : COLUMN + 5].astype(np.float64)
    products = patch * view.filters[0]
    bias = float(view.biases[0])
    total = float(products.sum()) + bias
    rows = r" \\ ".join(" ".join(signed(value) for value in row) for row in products)
    name, activation = ACTIVATIONS[config.activation]
    return (
        rf"{name}\Big(\textstyle\sum_{{a,b}} x_{{{ROW}+a,{COLUMN}+b}}\,w_{{a,b}} + b\Big) = {name}\Bigg("
        rf"\begin{{matrix}} {rows} \end{{matrix}}\ \ {signed(bias)}\Bigg) "
        rf"= {name}({total:.3f}) = {activation(total):.3f}"
    )


def pooling(view: LeNetView, config: LeNetConfig) -> str:
    """The value of S2's first map over that pixel."""
    row, column = ROW // 2, COLUMN // 2
    a, b, c, d = (float(v) for v in view.maps.conv1[0, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2].flat)
    result = float(view.maps.pool1[0, row, column])
    if config.pooling == "max":
        return rf"\max({a:.3f},\ {b:.3f},\ {c:.3f},\ {d:.3f}) = {result:.3f}"
    return rf"\tfrac14\,({a:.3f} {signed(b, 3)} {signed(c, 3)} {signed(d, 3)}) = {result:.3f}"


def softmax(view: LeNetView) -> str:
    """The probability of the right answer, and the loss that it costs."""
    logits = view.maps.logits.astype(np.float64)
    if not np.isfinite(logits).all():
        return r"\text{The logits have left the finite numbers: there is nothing to work out.}"
    k = view.label
    log_total = float(logits.max() + np.log(np.exp(logits - logits.max()).sum()))  # no overflow for large logits
    loss = max(0.0, log_total - float(logits[k]))
    probability = math.exp(-loss)
    few = max(2, 5 - int(log_total / math.log(10)))  # decimals: enough digits to work the probability out from
    sum_of_all = f"{math.exp(log_total):.{few}f}" if 0 <= log_total < LARGE else f"e^{{{log_total:.4f}}}"
    result = f"{probability:#.4g}" if probability >= SMALL else f"e^{{{-loss:.4f}}}"
    return (
        rf"p_{{{k}}} = \frac{{e^{{z_{{{k}}}}}}}{{\sum_j e^{{z_j}}}} = \frac{{e^{{{logits[k]:.4f}}}}}{{{sum_of_all}}}"
        rf" = {result} \qquad -\ln p_{{{k}}} = {loss:.4f}"
    )


def signed(value: float, digits: int = 2) -> str:
    """A number with its sign, for a sum."""
    return f"{'-' if value < 0 else '+'} {abs(value):.{digits}f}"
