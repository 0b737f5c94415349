"""The settings of the convolution lesson; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dnnlab.cnn import kernels
from dnnlab.cnn.kernels import Kernel
from dnnlab.live.config import NEVER, Config, InvalidConfig, knob

ONE, COLOUR, FILTERS, GROUPS, TRANSPOSED, SIGNAL = (
    "one channel", "colour", "four filters", "groups", "transposed", "signal",
)  # fmt: skip
PARTS = SLIDE, STACK, DENSE = "slide", "stack", "dense"
"""The parts of the lesson about these settings."""
ON_SLIDE, ON_BOTH = {"part": (SLIDE,)}, {"part": (SLIDE, DENSE)}
LAYERS = (ONE, COLOUR, FILTERS, GROUPS, TRANSPOSED, SIGNAL)
PHOTOS = ("cat", "coffee", "rocket", "astronaut", "photographer", "brick wall", "pagoda", "flower")
NUMBERS, DRAWING, UPLOAD, CAMERA = "numbers", "drawing", "upload", "camera"
CUSTOM = "custom"
MODES = ("zeros", "reflect", "replicate", "circular")
SLICES = "|"
"""Between the kernels of a text: one slice a channel, filter after filter."""
EDGE = "10,10,10,0,0,0;10,10,10,0,0,0;10,10,10,0,0,0;10,10,10,0,0,0;10,10,10,0,0,0;10,10,10,0,0,0"


def read_slices(text: str) -> list[Kernel]:
    """The kernels of a text, all of one size; none for an empty text.

    Raises:
        ValueError: a kernel cannot be read, or their sizes differ.
    """
    slices = [kernels.from_text(each) for each in text.split(SLICES)] if text else []
    if len({each.shape for each in slices}) > 1:
        raise ValueError("All slices of a kernel have one size.")
    return slices


def write_slices(weight: Kernel) -> str:
    """The text of a weight (..., kH, kW), its slices in reading order."""
    flat = weight.reshape(-1, *weight.shape[-2:])  # (O, C/groups, kH, kW) -> (O C/groups, kH, kW)
    return SLICES.join(kernels.to_text(each) for each in flat)


def read_layers(text: str) -> list[tuple[int, int, int]]:
    """A stack as (kernel size, stride, dilation) of each layer: "3,1,1;3,2,1".

    Raises:
        ValueError: not one to five layers, or numbers out of range.
    """
    layers = []
    for each in text.split(";"):
        numbers = tuple(int(part) if part.strip().isdecimal() else 0 for part in each.split(","))
        if len(numbers) != 3 or not (1 <= numbers[0] <= 7 and 1 <= numbers[1] <= 4 and 1 <= numbers[2] <= 3):
            raise ValueError("A layer is its kernel's size (1 to 7), stride (1 to 4) and dilation (1 to 3).")
        layers.append((numbers[0], numbers[1], numbers[2]))
    if len(layers) > 5:
        raise ValueError(f"A stack here has at most five layers, this one has {len(layers)}.")
    return layers


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvolutionConfig(Config):
    """What slides over what."""

    facts: ClassVar = {"part": PARTS}

    layer: str = knob(
        ONE,
        options=LAYERS,
        label="Kind of layer",
        group="Input",
        when=ON_SLIDE,
        help="One channel in and one map out; three colour channels that are added up; four filters that give four "
        "maps; groups, where each filter sees only some channels; the transposed convolution, which makes pictures "
        "larger; and a signal, which has one axis only.",
    )
    source: str = knob(
        "cat",
        options=(*PHOTOS, NUMBERS, DRAWING, UPLOAD, CAMERA),
        label="Picture",
        group="Input",
        when={"part": (SLIDE, STACK)},
        help="A photo, a grid of numbers that you can edit, a drawing, or a picture of your own. What you draw or "
        "upload stays on this page: it is not in the link.",
    )
    groups: str = knob(
        "2",
        options=("1", "2", "4"),
        group="Input",
        when={"part": (SLIDE,), "layer": (GROUPS,)},
        help="How many groups the four channels are dealt out to. With 4 each filter has a channel of its own: that "
        "is a depthwise convolution.",
    )
    kernel: str = knob(
        "left sobel",
        options=(*kernels.PRESETS, CUSTOM),
        group="Kernel",
        when=ON_BOTH,
        help="The weights that slide. Choose some with a name, or write your own into the grid.",
    )
    kernel_size: int = knob(
        3,
        low=1,
        high=7,
        label="Size f",
        group="Kernel",
        when=ON_BOTH,
        help="Rows and columns of the kernel. Kernels with a name have a centre, so their size is odd.",
    )
    bias: int = knob(
        0, low=-255, high=255, increment=5, group="Kernel", when=ON_SLIDE, help="A number that is added to every sum."
    )
    activation: str = knob(
        "none", options=("none", "ReLU"), group="Kernel", when=ON_SLIDE,
        help="ReLU keeps what is above 0 and makes the rest 0.",
    )  # fmt: skip
    flip: bool = knob(
        False,
        label="Turn the kernel by 180°",
        group="Kernel",
        when=ON_SLIDE,
        help="What mathematics calls convolution turns the kernel round first. Networks do not: they learn its "
        "weights anyway, and call the sum without the turn a convolution too (it is a cross-correlation).",
    )
    stride: int = knob(
        1, low=1, high=4, label="Stride s", group="Geometry", when=ON_BOTH, help="Pixels from one place to the next."
    )
    padding: str = knob(
        "1",
        options=("0", "1", "2", "3", "4", "5", "6", "7", "same", "causal"),
        label="Padding p",
        group="Geometry",
        when=ON_BOTH,
        help="Pixels put around the picture. “same” adds as many as give width / stride pixels, rounded up, one more "
        "on the right and at the bottom if need be. “causal” is for signals: all of it comes before the beginning.",
    )
    padding_mode: str = knob(
        "zeros",
        options=MODES,
        label="What stands in the padding",
        group="Geometry",
        when={"part": (SLIDE,), "layer": (ONE, COLOUR, FILTERS, GROUPS, SIGNAL)},
        help="Zeros; the picture mirrored at its edge; its last pixel again; or the other side of the picture.",
    )
    dilation: int = knob(
        1, low=1, high=3, label="Dilation d", group="Geometry", when=ON_SLIDE,
        help="Steps between two weights on the picture.",
    )  # fmt: skip
    weights: str = knob("", read=read_slices, when=NEVER, group="", help="The kernel that you wrote, slice by slice.")
    numbers: str = knob(EDGE, read=kernels.from_text, when=NEVER, group="", help="The grid of numbers that you wrote.")
    stack: str = knob(
        "3,1,1;3,2,1;3,1,1;3,2,1;3,1,1", read=read_layers, when=NEVER, group="",
        help="Size, stride, dilation of each layer.",
    )  # fmt: skip

    def check(self) -> None:
        """Two settings may not go together."""
        if self.kernel != CUSTOM and self.kernel_size not in kernels.sizes(self.kernel):
            sizes = ", ".join(map(str, kernels.sizes(self.kernel)))
            raise InvalidConfig(
                f"The kernel “{self.kernel}” has the sizes {sizes}: choose one of them, or “{CUSTOM}” as the kernel."
            )
        if self.layer == FILTERS and self.kernel != CUSTOM and self.kernel_size == 1:
            raise InvalidConfig("The other three of the four filters have no size 1: choose a larger size.")
        if self.padding == "causal" and self.layer != SIGNAL:
            raise InvalidConfig("Causal padding belongs to signals, where there is a before: choose another padding.")
        if self.layer == TRANSPOSED and self.padding == "same":
            raise InvalidConfig("A transposed convolution cuts its padding off the output: choose a number for it.")

    def kernel_slice(self, index: int) -> Kernel:
        """Kernel number ``index`` as it was chosen, (f, f); a custom one is cut or filled up to its size."""
        if self.kernel != CUSTOM:
            return kernels.preset(self.kernel, self.kernel_size)
        written = read_slices(self.weights) or [kernels.preset("identity")]
        return resized(written[index % len(written)], self.kernel_size)


def resized(kernel: Kernel, size: int) -> Kernel:
    """A kernel (size, size) with the same middle: rows and columns are cut off, or zeros put around."""
    made = np.zeros((size, size), np.float32)
    for row in range(size):
        for column in range(size):
            y, x = row + (len(kernel) - size) // 2, column + (kernel.shape[1] - size) // 2
            if 0 <= y < len(kernel) and 0 <= x < kernel.shape[1]:
                made[row, column] = kernel[y, x]
    return made
