"""An output of the pooling written out: the numbers of its window, and by how many they are divided."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn.pooling.knobs import AVERAGE, GLOBAL, MAX, PoolingConfig
from dnnlab.ui.blocks import Latex
from pages.cnn.pooling.facts import number

Floats = NDArray[np.float32]
Window = list[float | None]

FEW = 16
"""Numbers of a window that are written out."""


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
