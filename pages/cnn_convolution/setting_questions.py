"""Predictions about sizes and sums, judged by the learner's own settings on the bench."""

from __future__ import annotations

from collections.abc import Sequence

from dnnlab.cnn import kernels
from dnnlab.cnn.convolution_knobs import NUMBERS, ConvolutionConfig
from dnnlab.cnn.convolution_setup import prepare
from dnnlab.live.shelf import Kept
from dnnlab.ui.tryit import Outcome, Question


def setting_questions(config: ConvolutionConfig) -> tuple[Question, ...]:
    """The questions, with a judge that looks at the settings of this moment."""
    return (_size(config), _flat(config))


def _size(config: ConvolutionConfig) -> Question:
    def judge(_: Sequence[Kept]) -> Outcome | None:
        wanted = (config.source, config.layer, config.kernel_size, config.stride, config.padding, config.dilation)
        if wanted != (NUMBERS, "one channel", 3, 2, "0", 1) or kernels.from_text(config.numbers).shape != (6, 6):
            return None
        side = prepare(config, None).output[2]
        return Outcome({2: 0, 3: 1, 4: 2}[side], f"Your bench shows {side} × {side} outputs.")

    return Question(
        key="convolution-size",
        ask="A 6 × 6 grid, a 3 × 3 kernel, stride 2, no padding: how many outputs?",
        options=("2 × 2", "3 × 3", "4 × 4"),
        todo="In the part Slide a kernel choose the picture numbers, stride 2, padding 0, and look at the result.",
        judge=judge,
        why="(6 − 3) / 2 + 1 = 2.5, and half a place is no place: the floor makes it 2. The last column of the grid is "
        "never looked at. With padding “same” it would be 6 / 2 = 3.",
    )


def _flat(config: ConvolutionConfig) -> Question:
    def judge(_: Sequence[Kept]) -> Outcome | None:
        if (config.source, config.kernel, config.layer, config.bias) != (NUMBERS, "left sobel", "one channel", 0):
            return None
        grid = kernels.from_text(config.numbers)
        if len(set(grid.ravel().tolist())) != 1 or config.padding != "0" or grid[0, 0] == 0 or len(grid) < 3:
            return None
        setup = prepare(config, None)
        total = float(grid[0, 0] * setup.weight.sum())
        return Outcome(1 if total == 0 else 0, f"Every output of your grid of {grid[0, 0]:g}s is {total:g}.")

    return Question(
        key="convolution-flat",
        ask="What does the left Sobel make of a picture in which all pixels are equal, say 10, without padding?",
        options=("10 everywhere: it copies what does not change", "0 everywhere", "A frame around the edge"),
        todo="Choose the picture numbers, padding 0, write one and the same number into all cells, and look.",
        judge=judge,
        why="Its weights sum to 0, so equal pixels cancel: it answers to differences only, which is what an edge is. "
        "With zeros as padding a frame appears, since from the outside the edge of the picture looks like an edge.",
    )
