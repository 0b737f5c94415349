"""Part one: one layer under a sliding window, with every number of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from dnnlab.cnn.convolution.knobs import (
    CUSTOM,
    NUMBERS,
    SIGNAL,
    TRANSPOSED,
    ConvolutionConfig,
    write_slices,
)
from dnnlab.cnn.convolution.setup import LONGEST, Floats, Setup, full_colour, prepare
from dnnlab.cnn.kernels import to_text
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.blocks import as_text
from dnnlab.ui.card import show_still, still
from dnnlab.ui.components.sliding.component import Edit, Sliding, sliding_window
from dnnlab.ui.knobs import show_knobs
from pages.cnn.convolution.lesson import LESSON
from pages.cnn.convolution.pictures import chosen_picture

LONGER_SIDE = 256
"""Pixels of the longer side of a picture under the sliding window."""
WORDS = {
    "one channel": "One picture, one kernel, one map",
    "colour": "Three channels, three slices of one kernel, one map",
    "four filters": "One picture, four filters, four maps",
    "groups": "Four channels, dealt out to groups of filters",
    TRANSPOSED: "Transposed: every pixel stamps the kernel",
    SIGNAL: "Along one axis: a signal",
}
HOW = "Point at a pixel of the result, drag along it or use the arrow keys: below stands the sum that made it."
STAMPS = " In the sum the framed window is turned by 180°: its first pixel is met by its stamp’s last weight."
LARGER = " With stride 1 no pixels come between the stamps: choose stride 2 to make the picture larger."


def show(config: ConvolutionConfig) -> None:
    """The window, and what can be said about the layer in numbers."""
    picture = chosen_picture(config.source, LONGEST.get(config.layer, LONGER_SIDE))
    try:
        setup = prepare(config, picture)
    except ValueError as error:
        st.warning(as_text(str(error)), icon=":material/warning:")
        return
    outputs = outputs_of(setup)
    other = config != ConvolutionConfig()
    if outputs is None:
        show_still(LESSON, other=other)
        return
    edit = sliding_window(
        _sliding(config, setup, outputs), key="convolution/window", palette=lab.palette(),
        still=still(LESSON, other=other),
    )  # fmt: skip
    if edit is not None:
        show_knobs(LESSON.slug, edited(config, setup, edit))
    _figures(setup)


def outputs_of(setup: Setup) -> Floats | None:
    """What PyTorch computes; None, and a sentence on the page, while it does not."""
    pixels = setup.inputs.astype(np.uint8)
    inputs = pixels if np.array_equal(pixels, setup.inputs) else setup.inputs  # a quarter of the bytes
    if setup.kind == "transposed":
        question: tuple[Any, ...] = (
            "convolution.transpose", inputs, setup.weight, setup.bias, setup.stride,
            (setup.padding[0], setup.padding[2]), setup.dilation, setup.relu,
        )  # fmt: skip
    else:
        question = (
            "convolution.convolve", inputs, setup.weight, setup.bias, setup.stride, setup.padding,
            setup.padding_mode, setup.dilation, setup.groups, setup.relu,
        )  # fmt: skip
    found: Floats | None = answer(lab.learner(), *question, slot="convolution")
    return found


def _sliding(config: ConvolutionConfig, setup: Setup, outputs: Floats) -> Sliding:
    """The layer for the sliding window."""
    numbers = config.source == NUMBERS
    positive = min(float(setup.weight.min()), float(setup.inputs.min()), float(setup.bias.min())) >= 0
    input_scale = max(float(np.abs(setup.inputs).max()), 1.0) if numbers else 255.0
    output_scale = max(full_colour(setup, outputs), input_scale if positive else 0.0)
    colour = config.layer == "colour" and not numbers
    return Sliding(
        kind="transposed" if setup.kind == "transposed" else "convolution",
        inputs=setup.inputs, outputs=outputs, weight=setup.weight, bias=setup.bias,
        size=setup.size, stride=setup.stride, dilation=setup.dilation, padding=setup.padding,
        padding_mode=setup.padding_mode,  # type: ignore[arg-type]
        groups=setup.groups, relu=setup.relu,
        input_paint="rgb" if colour else "grey" if setup.inputs.min() >= 0 else "diverging",
        output_paint="grey" if positive else "diverging",
        input_scale=input_scale,
        output_scale=output_scale,
        title=WORDS[config.layer],
        caption=HOW + _reading(config, outputs, output_scale, positive),
        alt=f"{WORDS[config.layer]}: the {config.source} and the kernel {config.kernel}.",
        channel_names=setup.channel_names, map_names=setup.map_names,
        edit_kernel=True, edit_input=numbers and len(setup.inputs) == 1 and not setup.signal,
    )  # fmt: skip


def _reading(config: ConvolutionConfig, outputs: Floats, scale: float, positive: bool) -> str:
    """How to read this output, after what every output's caption says."""
    words = "" if positive else " Orange is positive, blue negative."
    if float(np.abs(outputs).max()) > scale:
        words += f" Values beyond {'' if positive else '±'}{written(scale)} are clipped in the picture, not in the sum."
    if config.layer == TRANSPOSED:
        words += (STAMPS if config.kernel_size > 1 else "") + (LARGER if config.stride == 1 else "")
    return words


def edited(config: ConvolutionConfig, setup: Setup, edit: Edit) -> ConvolutionConfig:
    """The settings after the learner wrote into a cell."""
    if edit.target == "input":
        return config.replace(numbers=to_text(edit.values))
    weight = setup.weight.copy()
    weight[edit.index] = edit.values
    if config.flip:
        weight = weight[..., ::-1, ::-1]  # the text holds the kernel before its turn
    if setup.signal:  # (1, 1, 1, f) -> (1, 1, f, f): the row in the middle of a square
        size = weight.shape[3]
        square = np.zeros((1, 1, size, size), np.float32)
        square[:, :, size // 2] = weight[:, :, 0]
        weight = square
    return config.replace(kernel=CUSTOM, weights=write_slices(weight))


def _figures(setup: Setup) -> None:
    """Size, parameters and the line of PyTorch, with today's numbers."""
    channels, height, width = setup.inputs.shape
    maps, out_height, out_width = setup.output
    st.markdown(
        f"**Size** {channels} × {height} × {width} → **{maps} × {out_height} × {out_width}** "
        "(channels × height × width), along the width:"
    )
    st.latex(setup.size_formula())
    f_h, f_w = setup.size
    each = setup.weight.shape[1] if setup.kind == "convolution" else channels
    st.markdown(
        f"**Parameters** ({f_h}·{f_w}·{each} weights + 1 bias) · {maps} filter{'s' if maps > 1 else ''} = "
        f"**{setup.parameters():,}**, whatever the size of the picture. The same layer in PyTorch:"
    )
    st.code(setup.torch_line(), language="python")
