"""Predictions about pooling, judged from what the window and the sliders show at this moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn.pooling.knobs import AVERAGE, GLOBAL, NUMBERS, PoolingConfig, ShiftConfig
from dnnlab.cnn.shift.views import NETS
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions
from pages.cnn.pooling.facts import number

Floats = NDArray[np.float32]
Answers = NDArray[np.int64]

SIZES = ("2 × 2", "3 × 3", "4 × 4", "5 × 5")
CORNER = ("1", "0.5", "0.25", "0")
LAST = ("0.5", "0.8889", "2", "none: no window fits there")
FIRST = (*NETS.values(), "two or three of them at the same step", "none of them within 4 pixels")


class Pooled(NamedTuple):
    """What a judge of the window looks at."""

    config: PoolingConfig
    outputs: Mapping[str, Floats]
    """(C, H', W') by kind; empty while there are none."""


class Moved(NamedTuple):
    """What a judge of the digit that moves looks at."""

    dx: int
    """How far it stands to the right."""
    path: Sequence[Answers]
    """What the networks read after 0, 1, ... pixels in that direction; empty unless it stands 4 to the side."""


def _overlap(shown: Pooled) -> Outcome | None:
    """How many numbers came out of 7 x 7."""
    config, pooled = shown
    asked = (config.source, config.side, config.size, config.step, config.padding) == (NUMBERS, 7, 3, 2, 0)
    if not asked or config.mode == GLOBAL or not pooled:
        return None
    rows, columns = pooled[config.mode].shape[1:]
    came = f"{rows} × {columns}"
    seen = f"Your window gives {came} = {rows * columns} numbers."
    return Outcome(SIZES.index(came), seen) if came in SIZES else None


def _corner(shown: Pooled) -> Outcome | None:
    """The first average of the lecture's grid with padding."""
    config, pooled = shown
    asked = (config.source, config.side, config.mode, config.size, config.step, config.padding)
    edges = config.count_include_pad and not config.ceil_mode
    if asked != (NUMBERS, 4, AVERAGE, 2, 2, 1) or not edges or not pooled or config.grid()[0, 0] != 1:
        return None
    came = number(pooled[AVERAGE][0, 0, 0])
    return Outcome(CORNER.index(came), f"Your window gives {came} in the corner.") if came in CORNER else None


def _ceiling(shown: Pooled) -> Outcome | None:
    """The last average of the lecture's grid with the size rounded up."""
    config, pooled = shown
    asked = (config.source, config.side, config.mode, config.size, config.step, config.padding, config.ceil_mode)
    if asked != (NUMBERS, 4, AVERAGE, 3, 2, 0, True) or not pooled or config.grid()[2:, 2:].sum() != 8:
        return None
    came = number(pooled[AVERAGE][0, -1, -1])
    return Outcome(LAST.index(came), f"Your window gives {came} in the last corner.") if came in LAST else None


def _first(moved: Moved) -> Outcome | None:
    """Which network gave way first on the way to the left."""
    dx, path = moved
    if dx >= 0 or not path:
        return None
    said = np.stack(path)  # (steps, nets)
    changed = said != said[0]
    steps = [int(column.argmax()) if column.any() else 0 for column in changed.T]
    told = ", ".join(
        f"{title} after {step} pixel{'s' * (step != 1)}" if step else f"{title} not at all"
        for title, step in zip(NETS.values(), steps, strict=True)
    )
    seen = f"With your digit: {told}."
    if not any(steps):
        return Outcome(FIRST.index(FIRST[-1]), seen)
    first = min(step for step in steps if step)
    if steps.count(first) > 1:
        return Outcome(FIRST.index(FIRST[-2]), seen)
    return Outcome(steps.index(first), seen)


ON_WINDOW = Questions(
    PoolingConfig,
    Question(
        key="pooling-overlap",
        ask="Windows of 3 × 3 with stride 2 go over a grid of 7 × 7, without padding. How many numbers come out?",
        options=SIZES,
        todo="Set Picture to the grid of numbers, Rows and columns to 7, the window to 3 and the stride to 2.",
        setups={SET_UP: {"side": 7, "size": 3, "stride": "2"}},
        keeps=("numbers",),
        judge=_overlap,
        why="The first window covers the columns 1 to 3, the next 3 to 5, the last 5 to 7: (7 − 3)/2 + 1 = 3. "
        "Neighbouring windows share a column. Set rows and columns to 6: still ⌊(6 − 3)/2⌋ + 1 = 2, and the last "
        "column belongs to no window.",
    ),
    Question(
        key="pooling-corner",
        ask="Average pooling of the lecture's grid, window 2, stride 2, now with a padding of 1. The first window "
        "holds one number of the grid, a 1, and three places of padding. What comes out there?",
        options=CORNER,
        todo="Set Picture to the grid of numbers (4 rows and columns), Kind to average, the window to 2, the "
        "stride to the same, and the padding to 1.",
        setups={SET_UP: {"mode": AVERAGE, "padding": 1}},
        judge=_corner,
        why="The zeros of the padding count like pixels: (0 + 0 + 0 + 1)/4. So averages at the border come out too "
        "small. Switch off “Padding counts” (PyTorch's `count_include_pad=False`), and the 1 is divided by 1. A "
        "maximum is padded with −∞ and has no such trouble.",
    ),
    Question(
        key="pooling-ceiling",
        ask="Average pooling of the lecture's grid, window 3, stride 2, no padding, and the size is rounded up. The "
        "last window holds the four numbers 1, 0, 3, 4 and reaches beyond the grid in five places. What comes out "
        "there?",
        options=LAST,
        todo="Set Picture to the grid of numbers (4 rows and columns), Kind to average, the window to 3, the stride to "
        "2, the padding to 0, and switch on “Round the size up”.",
        setups={SET_UP: {"mode": AVERAGE, "size": 3, "stride": "2", "ceil_mode": True}},
        keeps=("numbers",),
        judge=_ceiling,
        why="⌈(4 − 3)/2⌉ + 1 = 2 windows a side; rounded down there would be one. What lies beyond the padding never "
        "counts in PyTorch, whatever `count_include_pad` says: (1 + 0 + 3 + 4)/4 = 2, not 8/9.",
    ),
)
ON_SHIFT = Questions(
    ShiftConfig,
    Question(
        key="pooling-first",
        ask="The digit moves to the left, pixel by pixel, 4 in all. Which network changes its answer first?",
        options=FIRST,
        todo="Choose any digit, set Down dy to 0, and To the right dx to −4.",
        setups={SET_UP: {"dx": -4}},
        keeps=("digit",),
        judge=_first,
        why="The dense network knows each pixel's meaning by its place, and after a few pixels all of them mean "
        "something else. LeNet-5 finds the same strokes, but its dense layers see them come from other places: "
        "pooling hides a pixel or two of that. The global maximum does not say from where it comes. One digit is "
        "not two thousand, though: try others, and compare with the curves.",
    ),
)
