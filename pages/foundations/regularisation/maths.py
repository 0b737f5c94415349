"""The maths of regularisation, with the numbers of the moment filled in."""

from __future__ import annotations

import math

from dnnlab.foundations.regularisation.figures import layers_on
from dnnlab.foundations.regularisation.knobs import CURVE, OverfitConfig
from dnnlab.foundations.regularisation.views import OverfitView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex, parameter_table, units
from dnnlab.ui.rules import update_rule

PENALTY = Latex(
    r"\tilde L = \frac{1}{m} \sum_{i \in B} \ell(f(x_i), t_i) + \lambda_1 \sum_w |w| "
    r"+ \frac{\lambda_2}{2} \sum_w w^2"
)
MAX_NORM = "**Max-norm.** After each step the weights $w$ that come into a unit are cut back to the length $c$:"


def maths(config: OverfitConfig, now: Snapshot) -> list[str]:
    """The penalties, max-norm, dropout with the numbers of a unit, early stopping, the step."""
    view = now.view if isinstance(now.view, OverfitView) else None
    what = r"\ell = (f(x) - t)^2" if config.task == CURVE else r"\ell = -(t \ln p + (1 - t) \ln (1 - p))"
    blocks: list[str] = [
        "**What is minimised** on a mini-batch $B$ of $m$ points; the sums are over all weights, biases left out:",
        PENALTY,
        Latex(what),
        f"**Their gradients.** {pulls()}",
        Latex(gradient(config)),
        MAX_NORM,
        Latex(max_norm(config, view)),
        *dropout(config, view),
        "**Early stopping.** The weights at the lowest validation loss are kept. When it has had no new lowest for so "
        "many steps (the patience), the run ends and the network answers with the weights that were kept. They were "
        "chosen by the validation points, so an honest figure needs points that chose nothing: the test points, which "
        "are looked at once, at the end.",
        "**The step**, Adam:",
        update_rule("Adam", config.learning_rate),
        "**Error** is the share of wrong answers; of the curve it is the share of the values' variance that is left, "
        "$\\sum (f(x) - t)^2 / \\sum (t - \\bar t)^2$. No network can come below the noise, other than by learning it "
        "by heart.",
        parameter_table(_counts(config)),
    ]
    if view is not None:
        blocks.append(Caption(f"The numbers are those of step {view.step:,}. Pause and they stand still."))
    return blocks


def pulls() -> str:
    """Why L1 makes zeros and L2 does not."""
    return (
        "L1 pushes every weight towards 0 with the same force, however small it is: what is of little use ends at 0. "
        "L2 pulls in proportion to the weight: it shrinks large ones most, and small ones hardly at all."
    )


def gradient(config: OverfitConfig) -> str:
    """What the penalties add to the gradient of a weight of 0.5, and of one of 0.05."""
    first, second = (in_latex(written(each)) for each in (config.l1, config.l2))
    rows = []
    for weight in (0.5, 0.05):
        added = written(config.l1 + config.l2 * weight, digits=5)
        rows.append(rf"{first} + {second} \cdot {weight} = {in_latex(added)}")
    return (
        (
            r"g \leftarrow g + \lambda_1\,\mathrm{sign}(w) + \lambda_2\,w \qquad "
            rf"w = 0.5:\ {rows[0]} \qquad w = 0.05:\ {rows[1]}"
        )
        .replace(r"w = 0.5:\ ", r"\text{of a weight of 0.5:}\ ")
        .replace(r"w = 0.05:\ ", r"\text{of one of 0.05:}\ ")
    )


def max_norm(config: OverfitConfig, view: OverfitView | None) -> str:
    """How far the first unit's weights are cut back."""
    rule = r"w \leftarrow w \cdot \min\left(1, \frac{c}{\lVert w \rVert}\right)"
    if view is None or not config.max_norm or not math.isfinite(float(view.unit[1])) or not view.unit[1] > 0:
        return rule
    length = in_latex(written(float(view.unit[1])))
    return rule + rf" \qquad c = {config.max_norm:g},\ \lVert w \rVert = {length}\ \text{{of unit 1 of layer 1}}"


def dropout(config: OverfitConfig, view: OverfitView | None) -> list[str]:
    """Inverted dropout, with what unit 1 of layer 1 gives at the first training point."""
    said = [
        f"**Dropout.** At each step each unit of layer $l$ is switched off with the probability $p$, here "
        f"{written(config.dropout, percent=True)} of the hidden units and "
        f"{written(config.input_dropout, percent=True)} of the inputs; $r = 1$ with the probability $1 - p$, else "
        "$r = 0$, drawn anew for each point. The others are divided by $1 - p$ (inverted dropout), so that what a "
        "unit gives stays the same on average, and the whole "
        "network answers as it is. (One lecture calls the share that is kept $p$; here, as in the others and in "
        "PyTorch, it is the share that is dropped. It zeroes units, not weights.)",
        Latex(
            r"\tilde h = \frac{r}{1 - p}\,h \qquad "
            r"\mathbb{E}[\tilde h] = (1 - p) \cdot \frac{h}{1 - p} + p \cdot 0 = h"
        ),
    ]
    if view is None or not config.dropout or not math.isfinite(float(view.unit[0])):
        return said
    value = float(written(float(view.unit[0])).replace("−", "-").replace(",", ""))
    p, h = config.dropout, _bracketed(value)
    scaled = in_latex(written(value / (1 - p), digits=5))
    on = bool(layers_on(view)[1][0])
    return [
        *said,
        f"Unit 1 of layer 1 gives $h$ = {written(value)} at the first training point. Kept, it counts as the first "
        f"line says; on average over the masks it is $h$ again. In step {view.step:,} it was {'on' if on else 'off'}.",
        Latex(rf"\frac{{1}}{{1 - {p:g}}} \cdot {h} = {scaled}"),
        Latex(rf"(1 - {p:g}) \cdot {_bracketed_text(scaled)} + {p:g} \cdot 0 = {in_latex(written(value))}"),
    ]  # fmt: skip


def _bracketed(value: float) -> str:
    return _bracketed_text(in_latex(written(value)))


def _bracketed_text(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _counts(config: OverfitConfig) -> dict[str, tuple[str, int]]:
    """Weights and biases of each layer."""
    sizes = (config.inputs, *[config.width] * config.layers, 1)
    last = len(sizes) - 2
    return {
        "output" if number == last else f"hidden layer {number + 1}": units(sizes[number + 1], sizes[number])
        for number in range(last + 1)
    }
