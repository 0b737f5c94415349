"""What can be said about this pooling: its results as matrices, its size, its line of PyTorch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.cnn import kernels
from dnnlab.cnn.pooling.knobs import AVERAGE, GLOBAL, MAX, NUMBERS, PoolingConfig
from dnnlab.plots.written import in_latex, written
from pages.cnn.pooling.pictures import Picture

Floats = NDArray[np.float32]

DIGITS = 4
"""Significant ones of a number."""
WIDEST = 3
"""Columns of a matrix that still fit below the sliding window."""


def facts(config: PoolingConfig, shown: Picture, pooled: Mapping[str, Floats]) -> None:
    """Below the sliding window, in two columns."""
    shape = shown.values.shape[1:]
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**How many come out**")
        st.latex(sizes(config, shape))
        if words := remark(config, shape):
            st.caption(words)
    with right:
        if config.source == NUMBERS and pooled[MAX].shape[2] <= WIDEST:
            st.markdown("**Both kinds of pooling on this grid**")
            st.latex(both(pooled))
            if is_lecture(config):
                st.caption("The lecture's example.")
        st.markdown("**0 parameters**: nothing is learnt. In PyTorch:")
        st.code("\n".join(config.torch_lines()), language="python", wrap_lines=True)


def both(pooled: Mapping[str, Floats]) -> str:
    """The maximum and the average of the same windows, in LaTeX."""
    kinds = (rf"\text{{{mode}}} &= {matrix(pooled[mode][0])}" for mode in (MAX, AVERAGE))
    return r"\begin{aligned} " + r" \\[.5em] ".join(kinds) + r" \end{aligned}"


def matrix(values: Floats) -> str:
    """Numbers in brackets, four significant digits each, in LaTeX."""
    rows = r" \\ ".join(" & ".join(number(value) for value in row) for row in values)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def number(value: float) -> str:
    """A number with at most four significant digits, as the window shows it, in LaTeX: 3.25, 6, 0.3333."""
    return in_latex(written(value, digits=DIGITS))


def sizes(config: PoolingConfig, shape: tuple[int, ...]) -> str:
    """The size formula, for the width, and for the height where that differs, in LaTeX."""
    height, width = shape
    if config.mode == GLOBAL:
        return rf"{height} \times {width} \;\to\; 1 \times 1"
    axes = [("w", width)] if height == width else [("w", width), ("h", height)]
    lines = r" \\ ".join(config.size_formula(length, name) for name, length in axes)
    return rf"\begin{{aligned}} {lines} \end{{aligned}}"


def remark(config: PoolingConfig, shape: tuple[int, ...]) -> str:
    """What a learner should notice about these windows; empty when they tile the picture."""
    if config.mode == GLOBAL:
        return "One window as large as the map: whatever the size of the picture, one number a map comes out."
    if config.step > config.size:
        return "The stride is larger than the window: the pixels between two windows are never looked at."
    if any(config.dropped(length) for length in shape):
        return (
            "Rounded up there is one window more, but it would begin behind the last pixel, in the padding: PyTorch "
            "drops it, which is the −1."
        )
    if over := max(config.overhang(length) for length in shape):
        return (
            f"The size is rounded up, ⌈ ⌉, so no pixel is left out: the last window reaches {over} "
            f"place{'s' * (over != 1)} beyond the {'padding' if config.padding else 'picture'}, where nothing counts."
        )
    if lost := max(config.left_over(length) for length in shape):
        what = "last row or column is" if lost == 1 else f"last {lost} rows or columns are"
        return f"No further window fits, so the {what} left out: that is the rounding down, ⌊ ⌋."
    if config.step < config.size:
        return "The stride is smaller than the window: neighbouring windows overlap. AlexNet pools 3 × 3 with stride 2."
    return ""


def is_lecture(config: PoolingConfig) -> bool:
    """Whether the sliding window stands at the lecture's example."""
    plain = config.mode != GLOBAL and (config.size, config.step, config.padding) == (2, 2, 0)
    return plain and np.array_equal(config.grid(), kernels.LECTURE_MATRIX)
