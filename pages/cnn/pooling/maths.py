"""The maths of the pooling lesson, with the numbers of the moment."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn.pooling.knobs import AVERAGE, GLOBAL, MAX, PoolingConfig, ShiftConfig
from dnnlab.cnn.shift.measures import STAGES, ShiftMeasures
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex
from pages.cnn.pooling.facts import number, sizes
from pages.cnn.pooling.panels import distance
from pages.cnn.pooling.pictures import Picture

Floats = NDArray[np.float32]

UNITS = 120
"""Of the dense layer that is counted behind the pooling: as many as LeNet-5 has."""
TIMES, TIMES_IN_TEXT = "×", r"$\times$"
FEW = 16
"""Numbers of a window that are written out."""


def maths(config: PoolingConfig, shown: Picture | None, pooled: Mapping[str, Floats]) -> list[str]:
    """The formulas with the numbers under the sliding window."""
    if shown is None or not pooled:
        return [Caption("There is nothing to work out: choose a picture and a window that fits into it.")]
    values = shown.values
    blocks = [
        f"**The rule**, with the window $f$, stride $s$ and padding $p$ of the knobs. Below it, the first output of "
        f"{shown.words}.",
        Latex(rule(config)),
        Latex(worked(config, values, pooled)),
        "**The size** of what comes out, for an input $w$ wide; $\\lfloor\\;\\rfloor$ rounds down.",
        Latex(sizes(config, values.shape[1:])),
    ]
    if config.mode != GLOBAL:
        blocks += [
            f"**The way back.** Nothing is learnt here, but what comes before must learn: {way_back(config)}",
            Latex(gradient(config, values)),
        ]
    return [
        *blocks,
        f"**What it saves.** Pooling has no parameters; a dense layer of {UNITS} units behind it has fewer:",
        Latex(saved(values.shape, pooled[MAX].shape)),
    ]


def of_a_move(table: ShiftMeasures, shift: ShiftConfig) -> list[str]:
    """What equivariant and invariant mean, and how far from it a digit's move is; T moves a picture."""
    far = max(1, distance(shift))
    measured = r" \\ ".join(
        rf"\text{{{name.replace(TIMES, TIMES_IN_TEXT)}}}&:\quad {in_latex(written(float(value), digits=2))}"
        for name, value in zip(STAGES, table.feature_distances[:, far], strict=True)
    )
    return [
        "**Two words.** Let $T$ move a picture, and $f$ be what a layer makes of it.",
        Latex(
            r"\text{equivariant: } f(T x) = T f(x) \qquad \text{invariant: } f(T x) = f(x)"
        ),
        "A convolution is equivariant (with stride 1, away from the border). Global pooling after it is invariant: the "
        "largest of a map's numbers stays the largest, wherever it stands.",
        f"**How much changes** when a digit moves to the right by {far} pixel{'s' * (far != 1)}, in the mean over "
        f"{table.digits:,} test digits; 0 is invariant:",
        Latex(
            r"\begin{aligned} \frac{\lVert f(Tx) - f(x) \rVert}{\lVert f(x) \rVert}&\\[.4em] "
            + measured + r" \end{aligned}"
        ),
    ]  # fmt: skip


def rule(config: PoolingConfig) -> str:
    """The pooling as a formula."""
    if config.mode == GLOBAL:
        return r"y^{\max} = \max_{i,j}\, x_{i,j} \qquad y^{\text{average}} = \frac{1}{h\,w} \sum_{i,j} x_{i,j}"
    at = r"x_{\,i s + a - p,\; j s + b - p}"
    if config.mode == MAX:
        return rf"y_{{i,j}} = \max_{{0 \le a,b < f}} {at}"
    return rf"y_{{i,j}} = \frac{{1}}{{f^2}} \sum_{{a=0}}^{{f-1}} \sum_{{b=0}}^{{f-1}} {at}"


def first_window(config: PoolingConfig, values: Floats) -> list[float | None]:
    """The numbers under the window of the first output, row by row; None stands for padding."""
    if config.mode == GLOBAL:
        return [float(value) for value in values[0].ravel()]
    places = range(-config.padding, config.size - config.padding)
    height, width = values.shape[1:]
    inside = {(row, column) for row in range(height) for column in range(width)}
    return [
        float(values[0, row, column]) if (row, column) in inside else None for row in places for column in places
    ]  # fmt: skip


def worked(config: PoolingConfig, values: Floats, pooled: Mapping[str, Floats]) -> str:
    """The first output with its numbers filled in."""
    window = first_window(config, values)
    modes = (MAX, AVERAGE) if config.mode == GLOBAL else (config.mode,)
    return r" \qquad ".join(_worked(mode, window, float(pooled[mode][0, 0, 0])) for mode in modes)


def _worked(mode: str, window: list[float | None], result: float) -> str:
    shown = window if len(window) <= FEW else [*window[:3], *window[-1:]]
    padding = r"-\infty" if mode == MAX else "0"
    texts = [padding if value is None else number(value) for value in shown]
    if len(window) > FEW:
        texts.insert(3, r"\dots")
    if mode == MAX:
        return r"y_{0,0} = \max(" + r",\,".join(texts) + f") = {number(result)}"
    total = " + ".join(f"({text})" if text.startswith("-") else text for text in texts)
    return rf"y_{{0,0}} = \tfrac{{1}}{{{len(window)}}}({total}) = {number(result)}"


def way_back(config: PoolingConfig) -> str:
    """Where the error of an output goes, in words; :func:`gradient` shows it."""
    if config.mode == MAX:
        told = "the error of an output goes to one pixel of its window, the first of the largest."
    else:
        told = f"the error of an output goes in equal shares of 1/{config.size**2} to every pixel of its window."
    dots = " A dot is padding: no pixel stands there to get anything." if config.padding else ""
    return f"{told}{dots} For the first output and its window (outside it all is 0):"


def gradient(config: PoolingConfig, values: Floats) -> str:
    """What the error of the first output passes back to its window, as a matrix of shares."""
    window = first_window(config, values)
    side = config.size
    if config.mode == AVERAGE:
        shares = [r"\tfrac{1}{" + str(len(window)) + "}" if value is not None else r"\cdot" for value in window]
    else:
        numbers = [-np.inf if value is None else value for value in window]
        best = int(np.argmax(numbers))  # the first of the largest
        shares = [r"\cdot" if value is None else str(int(i == best)) for i, value in enumerate(window)]
    rows = r" \\ ".join(" & ".join(shares[row * side : (row + 1) * side]) for row in range(side))
    share = r"\left.\frac{\partial y_{0,0}}{\partial x}\right|_{\text{window}}"
    return rf"{share} = \begin{{pmatrix}} {rows} \end{{pmatrix}}"


def saved(before: tuple[int, ...], after: tuple[int, ...]) -> str:
    """The parameters of a dense layer of 120 units, on the maps and on the pooled maps."""
    lines = []
    for name, (channels, height, width) in (("before", before), ("after", after)):
        count = (channels * height * width + 1) * UNITS
        told = f"{count:,}".replace(",", r"{,}")
        lines.append(
            rf"\text{{{name} pooling}}&:\ ({channels} \cdot {height} \cdot {width} + 1) \cdot {UNITS} = {told}"
        )
    return r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}"
