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


Window = list[float | None]


def window_of(config: PoolingConfig, values: Floats, at: tuple[int, int] = (0, 0)) -> Window:
    """The numbers under the window of an output, row by row; padding is 0 where it counts, else None."""
    if config.mode == GLOBAL:
        return [float(value) for value in values[0].ravel()]
    height, width = values.shape[1:]
    counts = config.padding if config.mode == AVERAGE and config.count_include_pad else 0
    rows, columns = (range(first, first + config.size) for first in (i * config.step - config.padding for i in at))

    def number_at(row: int, column: int) -> float | None:
        if 0 <= row < height and 0 <= column < width:
            return float(values[0, row, column])
        return 0.0 if -counts <= row < height + counts and -counts <= column < width + counts else None

    return [number_at(row, column) for row in rows for column in columns]


def worked(config: PoolingConfig, values: Floats, pooled: Mapping[str, Floats], at: tuple[int, int] = (0, 0)) -> str:
    """An output with its numbers filled in, the first one where none is named."""
    window = window_of(config, values, at)
    modes = (MAX, AVERAGE) if config.mode == GLOBAL else (config.mode,)
    name = "y_{" + ",".join(map(str, at)) + "}"
    return r" \qquad ".join(_worked(mode, window, float(pooled[mode][0, *at]), name) for mode in modes)


def _worked(mode: str, window: Window, result: float, name: str) -> str:
    counted = window if mode == MAX else [value for value in window if value is not None]
    shown = counted if len(counted) <= FEW else [*counted[:3], *counted[-1:]]
    texts = [r"-\infty" if value is None else number(value) for value in shown]
    if len(counted) > FEW:
        texts.insert(3, r"\dots")
    if mode == MAX:
        return rf"{name} = \max(" + r",\,".join(texts) + f") = {number(result)}"
    total = " + ".join(f"({text})" if text.startswith("-") else text for text in texts)
    return rf"{name} = \tfrac{{1}}{{{len(counted)}}}({total}) = {number(result)}"


def at_the_edge(config: PoolingConfig, values: Floats, pooled: Mapping[str, Floats]) -> list[str]:
    """The last output of an average, where what lies outside the picture counts or does not."""
    shape = values.shape[1:]
    if config.mode != AVERAGE or not (config.padding or any(config.overhang(length) for length in shape)):
        return []
    rows, columns = pooled[AVERAGE].shape[1:]
    last = rows - 1, columns - 1
    count = config.divisor(shape, last)
    outside = "The zeros of the padding count" if config.count_include_pad else "The padding does not count"
    if not config.padding:
        outside = "What lies beyond the picture does not count"
    elif any(config.overhang(length) for length in shape):
        outside += ", and what lies beyond it never does" if config.count_include_pad else ", nor what lies beyond it"
    return [
        f"**At the edge**, the last output: $n = {count}$ places of its window count, and the sum is divided by "
        f"{count}. {outside}.",
        Latex(worked(config, values, pooled, last)),
    ]


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
