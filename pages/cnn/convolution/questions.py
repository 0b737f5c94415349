"""Predictions about sizes and sums, judged by the learner's own settings."""

from __future__ import annotations

from functools import partial

from dnnlab.cnn import geometry, kernels
from dnnlab.cnn.convolution.knobs import NUMBERS, ConvolutionConfig, read_layers
from dnnlab.cnn.convolution.setup import prepare
from dnnlab.cnn.geometry import Layer
from dnnlab.plots.written import written
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions

WRITTEN = ("weights", "stack")
"""What the learner wrote, and no question about the sliding window is about."""
FLAT = ";".join([",".join(["10"] * 6)] * 6)
"""A grid in which all pixels are equal."""
TWO, STRIDE_BELOW = "3,1,1;3,1,1", "3,2,1;3,1,1;3,1,1"
"""The stacks that are asked about."""
SEEN_BY_TWO, SEEN_BY_THREE = (3, 5, 6, 9), (7, 9, 11, 14)
"""Sides of a square of pixels, to choose from."""


def _size(config: ConvolutionConfig) -> Outcome | None:
    wanted = (config.source, config.layer, config.kernel_size, config.stride, config.padding, config.dilation)
    if wanted != (NUMBERS, "one channel", 3, 2, "0", 1) or kernels.from_text(config.numbers).shape != (6, 6):
        return None
    side = prepare(config, None).output[2]
    return Outcome({2: 0, 3: 1, 4: 2}[side], f"Your window gives {side} × {side} outputs.")


def _flat(config: ConvolutionConfig) -> Outcome | None:
    if (config.source, config.kernel, config.layer, config.bias) != (NUMBERS, "left sobel", "one channel", 0):
        return None
    grid = kernels.from_text(config.numbers)
    if len(set(grid.ravel().tolist())) != 1 or config.padding != "0" or grid[0, 0] == 0 or len(grid) < 3:
        return None
    setup = prepare(config, None)
    total = float(grid[0, 0] * setup.weight.sum())
    return Outcome(1 if total == 0 else 0, f"Every output of your grid of {grid[0, 0]:g}s is {written(total)}.")


def _sees(stack: str, options: tuple[int, ...], config: ConvolutionConfig) -> Outcome | None:
    """Judges what the top of this very stack sees."""
    layers = read_layers(config.stack)
    if layers != read_layers(stack):
        return None
    seen = geometry.receptive_field([Layer(f, stride, dilation) for f, stride, dilation in layers])[-1].size
    return Outcome(options.index(seen), f"A unit of your layer {len(layers)} sees {seen} × {seen} pixels.")


ON_SLIDE = Questions(
    ConvolutionConfig,
    Question(
        key="convolution-size",
        ask="A 6 × 6 grid, a 3 × 3 kernel, stride 2, no padding: how many outputs?",
        options=("2 × 2", "3 × 3", "4 × 4"),
        todo="Choose the picture numbers, stride 2, padding 0, and look at the result.",
        setups={SET_UP: {"source": NUMBERS, "stride": 2, "padding": "0"}},
        keeps=WRITTEN,
        judge=_size,
        why="(6 − 3) / 2 + 1 = 2.5, and half a place is no place: the floor makes it 2. The last column of the grid is "
        "never looked at. With padding “same” it would be 6 / 2 = 3.",
    ),
    Question(
        key="convolution-flat",
        ask="What does the left Sobel make of a picture in which all pixels are equal, say 10, without padding?",
        options=("10 everywhere: it copies what does not change", "0 everywhere", "A frame around the edge"),
        todo="Choose the picture numbers, padding 0, write one and the same number into all cells, and look.",
        setups={SET_UP: {"source": NUMBERS, "padding": "0", "numbers": FLAT}},
        keeps=WRITTEN,
        judge=_flat,
        why="Its weights sum to 0, so equal pixels cancel: it answers to differences only, which is what an edge is. "
        "With zeros as padding a frame appears, since from the outside the edge of the picture looks like an edge.",
    ),
)
ON_STACK = Questions(
    ConvolutionConfig,
    Question(
        key="convolution-two-layers",
        ask="Two layers of 3 × 3, one on top of the other, stride 1. How much of the picture does a unit of the second "
        "layer see?",
        options=tuple(f"{side} × {side} pixels" for side in SEEN_BY_TWO),
        todo="Take two layers, both of size 3, stride 1 and dilation 1, and look at the frames.",
        setups={SET_UP: {"stack": TWO}},
        keeps=tuple(ConvolutionConfig.knobs()),
        judge=partial(_sees, TWO, SEEN_BY_TWO),
        why="It sees 3 × 3 units of the first layer, and the windows of neighbours overlap: each neighbour adds one "
        "new pixel on its side, 3 + 1 + 1 = 5. Two layers of 3 × 3 see what one of 5 × 5 sees, with 18 weights in "
        "place of 25.",
    ),
    Question(
        key="convolution-stride-below",
        ask="Three layers of 3 × 3 with stride 1 see 7 × 7 pixels. Now the first layer takes stride 2. What does a "
        "unit of the third see?",
        options=tuple(f"{side} × {side} pixels" for side in SEEN_BY_THREE),
        todo="Take three layers of size 3 and dilation 1, stride 2 in the first, stride 1 in the others, and look.",
        setups={SET_UP: {"stack": STRIDE_BELOW}},
        keeps=tuple(ConvolutionConfig.knobs()),
        judge=partial(_sees, STRIDE_BELOW, SEEN_BY_THREE),
        why="The stride of a layer changes nothing of what its own units see, 3 × 3. But its units now look two pixels "
        "apart, so every step of the layers above is two pixels wide: 3 + 2·2 + 2·2 = 11. That is why networks "
        "stride or pool early.",
    ),
)
