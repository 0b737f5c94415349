"""The maths of a neuron, activations and softmax, with the numbers of the moment."""

from __future__ import annotations

import numpy as np

from dnnlab.foundations.activations import ACTIVATIONS, softmax
from dnnlab.foundations.neuron.knobs import NAMES, ActivationsConfig, NeuronConfig, SoftmaxConfig
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex

EXACT = 6
"""Digits that no sum of the sliders' numbers exceeds."""


def number(value: float, digits: int = 3) -> str:
    """A number of a formula."""
    return in_latex(written(value, digits=digits))


def bracketed(value: float, digits: int = 3) -> str:
    """The same, in brackets where it has a minus."""
    text = number(value, digits)
    return f"({text})" if text.startswith("-") else text


def of_neuron(config: NeuronConfig) -> list[str]:
    """The sum, the output, the slope, and how fast the output follows each weight."""
    activation = ACTIVATIONS[config.activation]
    z = config.z(config.x1, config.x2)
    y, slope = (
        float(each(np.array([z]), config.parameter)[0]) for each in (activation.value, activation.derivative)
    )  # fmt: skip
    at = number(z, EXACT)
    return [
        "**The neuron**: a weighted sum of its inputs and a bias, and an activation. With the green point's numbers:",
        Latex(r"z = \langle w, x \rangle + b = w_1 x_1 + w_2 x_2 + b, \qquad y = \varphi(z)"),
        Latex(weighted_sum(config)),
        f"**Its activation**, {config.activation}, and the slope:",
        Latex(rf"{activation.formula} \qquad {activation.slope_formula}"),
        Latex(rf"\varphi({at}) = {number(y)} \qquad \varphi'({at}) = {number(slope)}"),
        "**The line.** The points with $z = 0$ lie on a straight line at a right angle to $w$, "
        "$|b| / \\lVert w \\rVert$ away from the origin. Multiplying $w$ and $b$ by one number leaves it where it is.",
        "**What a weight gets.** The output follows a weight by slope times input, so where the slope is 0 no weight "
        "learns anything from this example:",
        Latex(r" \qquad ".join(weight_slopes(config, slope))),
    ]  # fmt: skip


def weight_slopes(config: NeuronConfig, slope: float) -> list[str]:
    """How fast the output follows each weight and the bias, with their numbers."""
    told = [
        rf"\frac{{\partial y}}{{\partial w_{i}}} = \varphi'(z)\, x_{i} = {number(slope)} \cdot {bracketed(x)} = "
        rf"{number(slope * x)}"
        for i, x in ((1, config.x1), (2, config.x2))
    ]
    return [*told, rf"\frac{{\partial y}}{{\partial b}} = \varphi'(z) = {number(slope)}"]


def weighted_sum(config: NeuronConfig) -> str:
    """z with its numbers."""
    products = (
        rf"{number(config.w1)} \cdot {bracketed(config.x1)} + {bracketed(config.w2)} \cdot {bracketed(config.x2)}"
    )
    return rf"z = {products} + {bracketed(config.b)} = {number(config.z(config.x1, config.x2), EXACT)}"


def of_activations(config: ActivationsConfig) -> list[str]:
    """All nine formulas, with value and slope at the pointer."""
    z = np.array([config.z])
    blocks: list[str] = [
        f"All nine, with value and slope at $z = {number(config.z)}$, where the line stands. $\\Phi$ is the standard "
        "normal distribution function, $\\mathbf{1}$ is 1 where its condition holds and else 0.",
    ]
    for name, each in ACTIVATIONS.items():
        value, slope = (float(f(z, config.parameter(name))[0]) for f in (each.value, each.derivative))
        blocks += [
            f"**{name}**. {each.remark}",
            Latex(
                rf"{each.formula}, \quad {each.slope_formula} \qquad \varphi({number(config.z)}) = {number(value)}, "
                rf"\quad \varphi'({number(config.z)}) = {number(slope)}"
            ),
        ]
    return [
        *blocks,
        "**Many layers.** By the chain rule a gradient on its way back is multiplied, layer by layer, by the slope and "
        "by the weights. Weights left out, and with all layers at the same $z$, what is left after $k$ layers is:",
        Latex(r"\varphi'(z)^k"),
        Caption(
            "At a kink there is no slope; there we take what PyTorch takes: 0 for ReLU, a for leaky ReLU, α for ELU."
        ),
    ]


def of_softmax(config: SoftmaxConfig) -> list[str]:
    """The shares with their numbers."""
    return [
        "**Softmax**: powers of e, divided by their sum. At this moment:",
        Latex(r" \\ ".join([r"\begin{aligned}", *softmax_lines(config)]) + r"\end{aligned}"),
        "**Temperature.** Dividing all logits by $T$ is a softmax of other logits: differences of $d$ become $d/T$. "
        "The ratio of two shares is",
        Latex(r"\frac{p_i}{p_j} = e^{(y_i - y_j)/T}"),
        "**Its derivative** says why it goes so well with the cross-entropy: a share follows its own logit up, and "
        "those of the others down, and nothing at all moves when one share is nearly 1.",
        Latex(r"\frac{\partial p_i}{\partial y_j} = \frac{1}{T}\, p_i\, (\mathbf{1}_{i = j} - p_j)"),
        "**Two classes** are the sigmoid: with logits $y$ and 0 at $T = 1$, the first share is $1/(1 + e^{-y})$.",
    ]


def softmax_lines(config: SoftmaxConfig) -> list[str]:
    """One aligned line a class."""
    heat = number(config.temperature)
    powers = [rf"e^{{{number(y)} / {heat}}}" for y in config.logits]
    shares = softmax(config.logits, config.temperature)
    return [
        rf"p_{name} &= \frac{{{power}}}{{{' + '.join(powers)}}} = {number(float(share))}"
        for name, power, share in zip(NAMES, powers, shares, strict=True)
    ]
