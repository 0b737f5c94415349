"""A convolution that is ready to be carried out, and what can be said about it beforehand; no torch.

From the settings of the lesson and a picture come the input, the weights and
the geometry, and from these the sizes, the number of parameters and the line of
PyTorch that does the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn import geometry, kernels
from dnnlab.cnn.convolution.knobs import COLOUR, FILTERS, GROUPS, NUMBERS, SIGNAL, TRANSPOSED, ConvolutionConfig

Floats = NDArray[np.float32]

LONGEST = {TRANSPOSED: 40, SIGNAL: 60}
"""Pixels of the longer side; 256 for the other layers."""
OTHERS = ("left sobel", "top sobel", "laplacian", "gaussian blur")
"""Filters that stand beside the chosen one."""
SHARE = 0.99
"""Of an output's values that its colours tell apart; larger ones are clipped."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setup:
    """One layer with its input; pairs are (height, width)."""

    kind: str
    """``"convolution"`` or ``"transposed"``."""
    inputs: Floats
    """(C, H, W)."""
    weight: Floats
    """(O, C/groups, kH, kW); transposed (C, O/groups, kH, kW)."""
    bias: Floats
    """(O,)."""
    stride: tuple[int, int]
    dilation: tuple[int, int]
    padding: tuple[int, int, int, int]
    """Top, bottom, left, right; a transposed convolution cuts them off its output."""
    padding_mode: str
    groups: int
    relu: bool
    channel_names: tuple[str, ...]
    map_names: tuple[str, ...]
    signal: bool
    """One axis only: H and kH are 1."""

    @property
    def size(self) -> tuple[int, int]:
        """Of the kernel."""
        return self.weight.shape[2], self.weight.shape[3]

    @property
    def output(self) -> tuple[int, int, int]:
        """(O, H', W').

        Raises:
            ValueError: the kernel does not fit, in one sentence.
        """
        height, width = (self.output_side(axis) for axis in (0, 1))
        return len(self.bias), height, width

    def output_side(self, axis: int) -> int:
        """H' (axis 0) or W' (axis 1)."""
        rule = geometry.transposed_size if self.kind == "transposed" else geometry.output_size
        return rule(
            self.inputs.shape[axis + 1], self.size[axis],
            stride=self.stride[axis], padding=self.sides(axis), dilation=self.dilation[axis],
        )  # fmt: skip

    def sides(self, axis: int) -> tuple[int, int]:
        """The padding before and after, along height (0) or width (1)."""
        return self.padding[2 * axis], self.padding[2 * axis + 1]

    def inner(self, axis: int) -> slice:
        """The output pixels that the border has no part in, along height (0) or width (1)."""
        n, stride, before = self.inputs.shape[axis + 1], self.stride[axis], self.sides(axis)[0]
        reach = geometry.span(self.size[axis], self.dilation[axis]) - 1
        if self.kind == "transposed":  # where all weights that can fall there do
            return slice(max(reach - before, 0), max((n - 1) * stride - before + 1, 0))
        return slice(-(-before // stride), max((n - 1 - reach + before) // stride + 1, 0))

    def size_formula(self) -> str:
        """The size formula along the width, with this layer's numbers, in LaTeX."""
        n, f, s, d = self.inputs.shape[2], self.size[1], self.stride[1], self.dilation[1]
        (before, after), out = self.sides(1), self.output_side(1)
        if self.kind == "transposed":
            return f"w' = (w-1)\\,s + d(f-1) + 1 - 2p = ({n}-1)\\cdot {s} + {d}({f}-1) + 1 - {before + after} = {out}"
        return (
            "w' = \\left\\lfloor \\frac{w + p_{left} + p_{right} - d(f-1) - 1}{s} \\right\\rfloor + 1 = "
            f"\\left\\lfloor \\frac{{{n} + {before} + {after} - {d}({f}-1) - 1}}{{{s}}} \\right\\rfloor + 1 = {out}"
        )

    def parameters(self) -> int:
        """Weights and biases."""
        return self.weight.size + self.bias.size

    def torch_line(self) -> str:
        """The layer of ``torch.nn`` that does the same, given these weights."""
        axes = 1 if self.signal else 2
        channels, maps = len(self.inputs), len(self.bias)
        symmetric = all(self.sides(axis)[0] == self.sides(axis)[1] for axis in (0, 1))
        options: dict[str, Any] = {"kernel_size": self.size[1]}
        if self.stride[1] != 1:
            options["stride"] = self.stride[1]
        rows, columns = self.sides(0)[0], self.sides(1)[0]
        if symmetric and (rows or columns):
            options["padding"] = columns if self.signal or rows == columns else (rows, columns)
            if self.padding_mode != "zeros" and self.kind == "convolution":
                options["padding_mode"] = self.padding_mode
        if self.dilation[1] != 1:
            options["dilation"] = self.dilation[1]
        if self.groups != 1:
            options["groups"] = self.groups
        name = f"ConvTranspose{axes}d" if self.kind == "transposed" else f"Conv{axes}d"
        words = ", ".join([str(channels), str(maps), *(f"{key}={value!r}" for key, value in options.items())])
        steps = [f"nn.{name}({words})"]
        if not symmetric:
            pad = {"zeros": "Zero", "reflect": "Reflection", "replicate": "Replication", "circular": "Circular"}
            frame = self.sides(1) if self.signal else (*self.sides(1), *self.sides(0))  # left, right, top, bottom
            steps.insert(0, f"nn.{pad[self.padding_mode]}Pad{axes}d({frame})")
        if self.relu:
            steps.append("nn.ReLU()")
        return steps[0] if len(steps) == 1 else f"nn.Sequential({', '.join(steps)})"


def prepare(config: ConvolutionConfig, picture: NDArray[np.uint8] | None) -> Setup:
    """Put together what slides.

    Args:
        config: the learner's settings.
        picture: (3, H, W), red, green, blue, at most 256 pixels on the longer side; None for the grid of numbers.

    Raises:
        ValueError: the settings do not suit the picture, in one sentence.
    """
    inputs, channels = _inputs(config, picture)
    count = {COLOUR: 1, FILTERS: 4, GROUPS: 4}.get(config.layer, 1)
    groups = int(config.groups) if config.layer == GROUPS else 1
    weight, names = _weight(config, count, len(inputs) // groups)
    size = (weight.shape[2], weight.shape[3])
    signal = config.layer == SIGNAL
    stride, dilation = ((1 if signal else value, value) for value in (config.stride, config.dilation))
    rule = config.padding if config.padding in ("same", "causal") else int(config.padding)
    frame: list[int] = []
    for axis in (0, 1):
        sides = geometry.margins(
            inputs.shape[axis + 1], size[axis], 0 if signal and axis == 0 else rule,
            stride=stride[axis], dilation=dilation[axis],
        )  # fmt: skip
        frame.extend(sides)
    made = Setup(
        kind="transposed" if config.layer == TRANSPOSED else "convolution",
        inputs=inputs, weight=weight, bias=np.full(count, config.bias, np.float32),
        stride=stride, dilation=dilation, padding=(frame[0], frame[1], frame[2], frame[3]),
        padding_mode="zeros" if config.layer == TRANSPOSED else config.padding_mode,
        groups=groups, relu=config.activation == "ReLU", channel_names=channels, map_names=names, signal=signal,
    )  # fmt: skip
    _check_border(made)
    return made


def full_colour(setup: Setup, outputs: Floats) -> float:
    """The absolute value from which on an output is drawn in full colour: few pixels of the inside lie beyond it.

    What padding with zeros makes at the border is an edge that the picture does not have, and often the
    strongest: it would leave the picture itself pale.
    """
    inside = np.abs(outputs[:, setup.inner(0), setup.inner(1)])
    found = float(np.quantile(inside, SHARE, method="higher")) if inside.size else 0.0
    return found or float(np.abs(outputs).max())


def _check_border(setup: Setup) -> None:
    """The kernel fits, and the border can be filled from the picture."""
    for axis in (0, 1):
        setup.output_side(axis)  # raises where the kernel does not fit
    most = {"reflect": -1, "circular": 0}.get(setup.padding_mode)
    for axis in (0, 1):
        side = setup.inputs.shape[axis + 1]
        if most is not None and max(setup.sides(axis)) > side + most:
            raise ValueError(
                f"A {setup.padding_mode} padding of {max(setup.sides(axis))} needs a picture larger than {side} "
                "pixels: take less padding, or zeros."
            )


def _inputs(config: ConvolutionConfig, picture: NDArray[np.uint8] | None) -> tuple[Floats, tuple[str, ...]]:
    """The channels that this kind of layer reads, and their names."""
    if config.source == NUMBERS or picture is None:
        grid = kernels.from_text(config.numbers)
        if config.layer == SIGNAL:
            return grid[:1, np.newaxis], ("signal",)
        if config.layer == COLOUR:
            return np.stack([grid, grid.T if grid.shape[0] == grid.shape[1] else grid[::-1], grid[::-1]]), (
                "first", "second", "third",
            )  # fmt: skip
        if config.layer == GROUPS:
            return np.stack([grid, grid[::-1], grid[:, ::-1], grid[::-1, ::-1]]), ("1", "2", "3", "4")
        return grid[np.newaxis], ("numbers",)
    colour = picture.astype(np.float32)
    grey = np.rint(np.tensordot(np.array([0.299, 0.587, 0.114], np.float32), colour, 1))  # as the eye weighs them
    if config.layer == COLOUR:
        return colour, ("red", "green", "blue")
    if config.layer == GROUPS:
        return np.concatenate([colour, grey[np.newaxis]]), ("red", "green", "blue", "grey")
    if config.layer == SIGNAL:
        return grey[np.newaxis, len(grey) // 2 : len(grey) // 2 + 1], ("middle row",)
    return grey[np.newaxis], ("grey",)


def _weight(config: ConvolutionConfig, filters: int, channels: int) -> tuple[Floats, tuple[str, ...]]:
    """(filters, channels, kH, kW) and a name for each filter."""
    names: tuple[str, ...] = (config.kernel,) * filters
    slices = [config.kernel_slice(index) for index in range(filters * channels)]
    if config.layer == FILTERS and config.kernel in kernels.PRESETS:
        names = (config.kernel, *[name for name in OTHERS if name != config.kernel][:3])
        slices = [kernels.preset(name, config.kernel_size) for name in names]
    elif config.layer == GROUPS:
        names = tuple(f"filter {number}" for number in range(1, filters + 1))
    weight = np.stack(slices).reshape(filters, channels, *slices[0].shape)  # (O C/g, f, f) -> (O, C/g, f, f)
    if config.layer == SIGNAL and config.kernel in kernels.PRESETS:
        weight = weight.sum(2, keepdims=True)  # what it does to a picture whose rows are all the same
    elif config.layer == SIGNAL:
        weight = weight[:, :, weight.shape[2] // 2][:, :, np.newaxis]
    return (weight[..., ::-1, ::-1].copy() if config.flip else weight), names
