"""The maths of the pooling lesson, with the numbers of the moment."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn.pooling.knobs import AVERAGE, GLOBAL, MAX, PoolingConfig, ShiftConfig
from dnnlab.cnn.shift.measures import STAGES, ShiftMeasures
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex
from pages.cnn.pooling.facts import sizes
from pages.cnn.pooling.panels import distance
from pages.cnn.pooling.pictures import Picture
from pages.cnn.pooling.written_out import at_the_edge, window_of, worked

Floats = NDArray[np.float32]

UNITS = 120
"""Of the dense layer that is counted behind the pooling: as many as LeNet-5 has."""
TIMES, TIMES_IN_TEXT = "×", r"$\times$"


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
        *at_the_edge(config, values, pooled),
        "**The size** of what comes out, for an input $w$ wide; "
        + ("$\\lceil\\;\\rceil$ rounds up." if config.ceil_mode else "$\\lfloor\\;\\rfloor$ rounds down."),
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
    share = "f^2" if config.count_include_pad and not config.ceil_mode else "n_{i,j}"
    return rf"y_{{i,j}} = \frac{{1}}{{{share}}} \sum_{{a=0}}^{{f-1}} \sum_{{b=0}}^{{f-1}} {at}"


def way_back(config: PoolingConfig) -> str:
    """Where the error of an output goes, in words; :func:`gradient` shows it."""
    if config.mode == MAX:
        told = "the error of an output goes to one pixel of its window, the first of the largest."
    else:
        each = f"1/{config.size**2}" if config.count_include_pad and not config.ceil_mode else "1/n"
        told = f"the error of an output goes in equal shares of {each} to every pixel of its window."
    dots = " A dot is padding: no pixel stands there to get anything." if config.padding else ""
    return f"{told}{dots} For the first output and its window (outside it all is 0):"


def gradient(config: PoolingConfig, values: Floats) -> str:
    """What the error of the first output passes back to its window, as a matrix of shares."""
    window = window_of(config.replace(count_include_pad=False), values)  # the pixels of the picture alone
    side = config.size
    if config.mode == AVERAGE:
        share = r"\tfrac{1}{" + str(config.divisor(values.shape[1:])) + "}"
        shares = [share if value is not None else r"\cdot" for value in window]
    else:
        numbers = [-np.inf if value is None else value for value in window]
        best = int(np.argmax(numbers))  # the first of the largest
        shares = [r"\cdot" if value is None else str(int(i == best)) for i, value in enumerate(window)]
    rows = r" \\ ".join(" & ".join(shares[row * side : (row + 1) * side]) for row in range(side))
    left = r"\left.\frac{\partial y_{0,0}}{\partial x}\right|_{\text{window}}"
    return rf"{left} = \begin{{pmatrix}} {rows} \end{{pmatrix}}"


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
