"""The settings of the pooling lesson, and what can be said about a pooling beforehand; no torch."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn import geometry, kernels
from dnnlab.live.config import NEVER, Config, InvalidConfig, knob

MAX, AVERAGE, GLOBAL = "max", "average", "global"
NUMBERS, MAPS, UPLOAD, CAMERA = "grid of numbers", "feature maps", "upload", "camera"
PHOTOS = ("cat", "coffee", "astronaut", "photographer", "pagoda", "flower")
SAME = "same as f"
DRAWING = "my drawing"
FARTHEST = 8
"""Pixels that a digit can be moved, up or down, left or right."""

MORE: NDArray[np.float32] = np.array(
    [
        [1, 1, 2, 4, 0, 3, 1], [5, 6, 7, 8, 2, 1, 0], [3, 2, 1, 0, 9, 4, 2], [1, 2, 3, 4, 5, 0, 6],
        [0, 7, 2, 1, 3, 8, 1], [4, 1, 0, 6, 2, 5, 3], [2, 3, 9, 1, 0, 4, 7],
    ],
    np.float32,
)  # fmt: skip
"""The lecture's matrix in its top left corner; what a larger grid begins with."""
WITH_WINDOWS = {"mode": (MAX, AVERAGE)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolingConfig(Config):
    """What is pooled, and how."""

    source: str = knob(
        NUMBERS,
        options=(NUMBERS, MAPS, *PHOTOS, UPLOAD, CAMERA),
        label="Picture",
        group="Input",
        help="The lecture's grid of numbers, to write into; the six feature maps that LeNet-5's first convolution "
        "makes of a digit; a photo; or a picture of your own, which stays on this page and is not in the link.",
    )
    side: int = knob(
        4, low=2, high=7, label="Rows and columns", group="Input", when={"source": (NUMBERS,)},
        help="How large the grid of numbers is.",
    )  # fmt: skip
    mode: str = knob(
        MAX,
        options=(MAX, AVERAGE, GLOBAL),
        label="Kind",
        group="Pooling",
        help="What becomes of the numbers in a window: the largest of them, or their average. Global pooling has one "
        "window as large as the whole map.",
    )
    size: int = knob(
        2, low=1, high=4, label="Window f", group="Pooling", when=WITH_WINDOWS, help="Rows and columns of the window."
    )
    stride: str = knob(
        SAME,
        options=(SAME, "1", "2", "3", "4"),
        label="Stride s",
        group="Pooling",
        when=WITH_WINDOWS,
        help="Pixels from one window to the next. The same as f: windows lie side by side. Smaller: they overlap.",
    )
    padding: int = knob(
        0,
        low=0,
        high=2,
        label="Padding p",
        group="Pooling",
        when=WITH_WINDOWS,
        help="Pixels put around the picture, at most half a window. For a maximum they are empty and never win; for an "
        "average they are zeros.",
    )
    ceil_mode: bool = knob(
        False,
        label="Round the size up",
        group="Pooling",
        when=WITH_WINDOWS,
        help="PyTorch's `ceil_mode`. Off: pixels at the end that fill no window are left out. On: one more window "
        "takes them, and reaches beyond the picture.",
    )
    count_include_pad: bool = knob(
        True, label="Padding counts", group="Pooling", when={"mode": (AVERAGE,)},
        help="PyTorch's `count_include_pad`. On: an average is divided by all places of its window, the zeros of the "
        "padding too. Off: by the pixels of the picture alone.",
    )  # fmt: skip
    numbers: str = knob(
        kernels.to_text(kernels.LECTURE_MATRIX), read=kernels.from_text, when=NEVER, group="",
        help="The grid that you wrote.",
    )  # fmt: skip

    def check(self) -> None:
        """More padding than half a window would make windows of nothing but padding; a grid is no smaller than one."""
        if self.mode != GLOBAL and self.padding > self.size // 2:
            raise InvalidConfig(
                f"A padding of {self.padding} is more than half a window of {self.size} × {self.size}: choose a larger "
                "window or less padding."
            )
        if self.source == NUMBERS:
            try:
                self.output_side(self.side)
            except ValueError as error:
                raise InvalidConfig(str(error)) from None

    @property
    def step(self) -> int:
        """The stride as a number."""
        return self.size if self.stride == SAME else int(self.stride)

    def grid(self) -> NDArray[np.float32]:
        """The grid of numbers as written, (side, side); a larger one goes on with numbers of the page's own."""
        made = MORE[: self.side, : self.side].copy()
        written = kernels.from_text(self.numbers)[: self.side, : self.side]
        made[: written.shape[0], : written.shape[1]] = written
        return made

    def output_side(self, length: int) -> int:
        """How many windows fit along an axis of ``length`` pixels.

        Raises:
            ValueError: none, in one sentence.
        """
        if self.mode == GLOBAL:
            return 1
        if self.size > (room := length + 2 * self.padding):
            raise ValueError(
                f"A window of {self.size} × {self.size} does not fit into {room} pixel{'s' * (room != 1)}: choose a "
                "smaller window, more padding or a larger picture."
            )
        return geometry.pooled_size(length, self.size, stride=self.step, padding=self.padding, ceil=self.ceil_mode)

    def overhang(self, length: int) -> int:
        """Places behind the padding that the last window reaches."""
        if self.mode == GLOBAL:
            return 0
        return geometry.overhang(length, self.size, stride=self.step, padding=self.padding, ceil=self.ceil_mode)

    def dropped(self, length: int) -> bool:
        """Whether rounding up makes a window that would begin behind the last pixel, and is dropped."""
        up = -(-(length + 2 * self.padding - self.size) // self.step) + 1
        return self.mode != GLOBAL and self.ceil_mode and up > self.output_side(length)

    def divisor(self, shape: tuple[int, ...], at: tuple[int, int] = (0, 0)) -> int:
        """By how many places the average of a window is divided.

        Args:
            shape: height and width of the picture.
            at: row and column of the output, from 0.
        """
        if self.mode == GLOBAL:
            return math.prod(shape)
        counts = self.padding if self.count_include_pad else 0
        places = 1
        for length, index in zip(shape, at, strict=True):
            first = index * self.step - self.padding
            places *= min(first + self.size, length + counts) - max(first, -counts)
        return places

    def left_over(self, length: int) -> int:
        """Pixels at the end of an axis that no window reaches, the padding left out."""
        if self.mode == GLOBAL:
            return 0
        reached = (self.output_side(length) - 1) * self.step + self.size - self.padding
        return max(0, length - reached)

    def size_formula(self, length: int, name: str = "w") -> str:
        """The size formula for an axis, with the numbers of this moment, two aligned lines of LaTeX."""
        if self.mode == GLOBAL:
            return rf"{name}' &= 1"
        f, s, p, out = self.size, self.step, self.padding, self.output_side(length)
        kind = "ceil" if self.ceil_mode else "floor"
        less, less_name = ("- 1 ", r"\;(-\,1) ") if self.dropped(length) else ("", "")
        return (
            rf"{name}' &= \left\l{kind} \frac{{{name} + 2p - f}}{{s}} \right\r{kind} + 1 {less_name}\\ "
            rf"&= \left\l{kind} \frac{{{length} + 2\cdot {p} - {f}}}{{{s}}} \right\r{kind} + 1 {less}= {out}"
        )

    def torch_lines(self) -> tuple[str, ...]:
        """The layers of ``torch.nn`` that do the same: one, or for global pooling the maximum and the average."""
        if self.mode == GLOBAL:
            return "nn.AdaptiveMaxPool2d(1)", "nn.AdaptiveAvgPool2d(1)"
        name = "MaxPool2d" if self.mode == MAX else "AvgPool2d"
        options = [f"{self.size}", f"stride={self.step}"]
        if self.padding:
            options.append(f"padding={self.padding}")
        if self.ceil_mode:
            options.append("ceil_mode=True")
        if self.mode == AVERAGE and not self.count_include_pad:
            options.append("count_include_pad=False")
        return (f"nn.{name}({', '.join(options)})",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftConfig(Config):
    """Which digit moves, and how far."""

    digit: str = knob(
        "4",
        options=(*"0123456789", DRAWING),
        group="Move a digit",
        help="A digit that the three networks never trained on, or one that you draw. A drawing is not in the link.",
    )
    dx: int = knob(
        4,
        low=-FARTHEST,
        high=FARTHEST,
        label="To the right dx",
        group="Move a digit",
        help="Pixels to the right, in a picture of 32 × 32; below 0 to the left. What leaves the picture is lost.",
    )
    dy: int = knob(
        0,
        low=-FARTHEST,
        high=FARTHEST,
        label="Down dy",
        group="Move a digit",
        help="Pixels down, in a picture of 32 × 32; below 0 up.",
    )
