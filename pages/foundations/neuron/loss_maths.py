"""The maths of the losses, with the numbers of the moment."""

from __future__ import annotations

import numpy as np

from dnnlab.foundations.losses import BINARY, CLASSES, IN_BITS, REGRESSION
from dnnlab.foundations.neuron.curves import CROSS_ENTROPY, class_surfaces
from dnnlab.foundations.neuron.knobs import BITS, NAMES, BinaryConfig, ClassesConfig, RegressionConfig
from dnnlab.ui.blocks import Caption, Latex
from pages.foundations.neuron.maths import bracketed, number

SLOPE = r"\frac{\partial L}{\partial y}"


def of_binary(config: BinaryConfig) -> list[str]:
    """The four losses at the pointer, and what the balls do."""
    y, t = config.y, config.t
    blocks: list[str] = [
        f"At the pointer the score is $y = {number(y)}$, and the right label is $t = {t}$; for the cross-entropy, "
        f"whose labels are 0 and 1, it is $t = {(1 + t) // 2}$. $\\sigma$ is the sigmoid.",
    ]
    for name, loss in BINARY.items():
        blocks += [f"**{name}** (labels {loss.labels})", Latex(rf"{loss.formula} \qquad {loss.gradient_formula}")]
        value, slope = (float(f(y, t)) for f in (loss.value, loss.gradient))
        blocks.append(
            Latex(
                rf"{_filled(name, y, t)} = {number(value)} \qquad \frac{{\partial L}}{{\partial y}} = {number(slope)}"
            )
        )
    if config.unit == BITS:
        bits = number(IN_BITS)
        blocks.append(
            f"In bits the cross-entropy and its gradient are $1/\\ln 2 = {bits}$ times as large; that is drawn."
        )
    return [
        *blocks,
        "**Both labels at once.** With $t = \\pm 1$ the cross-entropy of a score is $\\log(1 + e^{-yt})$: like the "
        "hinges, a function of the margin $yt$ alone.",
        "**Why not the error itself?** We want few mistakes on the examples: a small mean 0-1 loss. Its slope with "
        "respect to the boundary, and to any weight, is 0 wherever it has one. The others have a slope, and in bits "
        "all of them lie above the 0-1 loss: a small stand-in means few mistakes.",
        Latex(
            r"b \leftarrow b - \eta \frac{\partial}{\partial b} \frac{1}{n} \sum_i L(x_i - b, t_i), \qquad "
            rf"\eta = {number(config.rate)}"
        ),
    ]  # fmt: skip


def _filled(name: str, y: float, t: int) -> str:
    """A loss of two classes with its numbers."""
    product = rf"{bracketed(y)} \cdot {bracketed(t)}"
    if name == "0-1":
        return rf"\mathbf{{1}}_{{{product} \le 0}}"
    if name == CROSS_ENTROPY:
        return rf"-\ln(\sigma({number(y * t)}))"
    square = "^2" if name == "squared hinge" else ""
    return rf"\max(0, 1 - {product}){square}"


def of_classes(config: ClassesConfig) -> list[str]:
    """The three losses at the prediction."""
    shares = np.array(config.shares)
    found = class_surfaces(shares[np.newaxis], config.t)  # of (1, 3)
    scores = r" \qquad ".join(
        rf"y_{name} = \ln({number(p)}) = {number(float(np.log(p)))}" for name, p in zip(NAMES, shares, strict=True)
    )
    blocks: list[str] = [
        "A prediction of the triangle has the shares $p$; their logarithms are scores that softmax turns into them. "
        "(Any number added to all of them would do as well.) At this moment:",
        Latex(scores),
    ]
    for name, loss in CLASSES.items():
        value, slopes = float(found[name].values[0]), found[name].slopes[0]
        gradient = ",\\; ".join(number(float(each)) for each in slopes)
        blocks += [
            f"**{name}**, right class $t$ = {config.target}",
            Latex(loss.formula),
            Latex(rf"L = {number(value)}, \qquad {SLOPE} = ({gradient})"),
        ]
    return [
        *blocks,
        "The gradients of each loss add up to 0: what the right class gets, the wrong ones give. The arrow is "
        f"$y \\leftarrow y - \\eta\\, \\partial L / \\partial y$ with $\\eta = {number(config.rate)}$, drawn as the "
        "prediction that it leads to.",
        Caption(
            "PyTorch: MultiMarginLoss is the hinge (p=2: the squared one) divided by K. CrossEntropyLoss takes scores."
        ),
    ]  # fmt: skip


def of_regression(config: RegressionConfig) -> list[str]:
    """The three losses at the pointer."""
    r, delta = config.residual, config.delta
    blocks: list[str] = [f"At the pointer $y - t = {number(r)}$, and $\\delta = {number(delta)}$."]
    share = rf"\left(\frac{{{number(r)}}}{{{number(delta)}}}\right)"
    filled = {
        "L2": rf"{bracketed(r)}^2",
        "L1": rf"|{number(r)}|",
        "pseudo-Huber": rf"{number(delta)}^2 \left(\sqrt{{1 + {share}^2}} - 1\right)",
    }
    for name, loss in REGRESSION.items():
        more = (delta,) if name == "pseudo-Huber" else ()
        value, slope = (float(f(r, 0.0, *more)) for f in (loss.value, loss.gradient))
        blocks += [
            f"**{name}**",
            Latex(rf"{loss.formula} \qquad {loss.gradient_formula}"),
            Latex(rf"{filled[name]} = {number(value)} \qquad {SLOPE} = {number(slope)}"),
        ]
    return [
        *blocks,
        "**Which number is best?** For a single number that must stand for many, L2 chooses their mean, and L1 their "
        "median: that is why an outlier moves one and not the other.",
        "**Near and far.** With $r = y - t$ the pseudo-Huber loss is about $r^2/2$ where $|r|$ is far below "
        "$\\delta$, and about $\\delta |r|$ where it is far above.",
        Caption(
            "Factors differ: one lecture has ½ before L2, another has not, and PyTorch's MSELoss has not. PyTorch's "
            "HuberLoss is another function: exactly r²/2 up to δ, and a straight line beyond."
        ),
    ]  # fmt: skip
