"""Predictions about sizes, sums and weights, judged by the learner's own settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dnnlab.cnn import geometry, kernels
from dnnlab.cnn.convolution_knobs import NUMBERS, ConvolutionConfig, read_layers
from dnnlab.cnn.convolution_setup import prepare
from dnnlab.cnn.geometry import Layer
from dnnlab.live.shelf import Kept
from dnnlab.ui.tryit import Outcome, Question
from pages.cnn_convolution.parts import DENSE, SLIDE, STACK

Judge = Callable[[Sequence[Kept]], Outcome | None]


def setting_questions(part: str, config: ConvolutionConfig) -> tuple[Question, ...]:
    """The questions of a part, with a judge that looks at the settings of this moment."""
    asked = {SLIDE: (_size, _flat), STACK: (_two_layers, _stride_below), DENSE: (_larger, _fewer_places)}
    return tuple(question(config) for question in asked[part])


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
        todo="Choose the picture numbers, stride 2, padding 0, and look at the result.",
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


def _sees(config: ConvolutionConfig, stack: str, options: tuple[int, ...]) -> Judge:
    """Judges what the top of this very stack sees; the options are sizes."""

    def judge(_: Sequence[Kept]) -> Outcome | None:
        layers = read_layers(config.stack)
        if layers != read_layers(stack):
            return None
        seen = geometry.receptive_field([Layer(f, stride, dilation) for f, stride, dilation in layers])[-1].size
        return Outcome(options.index(seen), f"A unit of your layer {len(layers)} sees {seen} × {seen} pixels.")

    return judge


def _two_layers(config: ConvolutionConfig) -> Question:
    sides = (3, 5, 6, 9)
    return Question(
        key="convolution-two-layers",
        ask="Two layers of 3 × 3, one on top of the other, stride 1. How much of the picture does a unit of the second "
        "layer see?",
        options=tuple(f"{side} × {side} pixels" for side in sides),
        todo="Take two layers, both of size 3, stride 1 and dilation 1, and look at the frames.",
        judge=_sees(config, "3,1,1;3,1,1", sides),
        why="It sees 3 × 3 units of the first layer, and the windows of neighbours overlap: each neighbour adds one "
        "new pixel on its side, 3 + 1 + 1 = 5. Two layers of 3 × 3 see what one of 5 × 5 sees, with 18 weights in "
        "place of 25.",
    )


def _stride_below(config: ConvolutionConfig) -> Question:
    sides = (7, 9, 11, 14)
    return Question(
        key="convolution-stride-below",
        ask="Three layers of 3 × 3 with stride 1 see 7 × 7 pixels. Now the first layer takes stride 2. What does a "
        "unit of the third see?",
        options=tuple(f"{side} × {side} pixels" for side in sides),
        todo="Take three layers of size 3 and dilation 1, stride 2 in the first, stride 1 in the others, and look.",
        judge=_sees(config, "3,2,1;3,1,1;3,1,1", sides),
        why="The stride of a layer changes nothing of what its own units see, 3 × 3. But its units now look two pixels "
        "apart, so every step of the layers above is two pixels wide: 3 + 2·2 + 2·2 = 11. That is why networks "
        "stride or pool early.",
    )


def _geometry(config: ConvolutionConfig) -> tuple[int, int, int, str]:
    """The grid's side and what slides over it."""
    return max(kernels.from_text(config.numbers).shape), config.kernel_size, config.stride, config.padding


def _weights(config: ConvolutionConfig) -> tuple[int, int, int]:
    """Of the three layers on the page: convolution, locally connected, dense; for a padding that is a number."""
    side, f, stride, padding = _geometry(config)
    out = geometry.output_size(side, f, stride=stride, padding=int(padding))
    return (
        geometry.convolution_parameters(f, f, 1, 1, bias=False),
        geometry.locally_connected_parameters(out, out, f, f, 1, 1, bias=False),
        geometry.dense_parameters(side * side, out * out, bias=False),
    )


def _larger(config: ConvolutionConfig) -> Question:
    def judge(_: Sequence[Kept]) -> Outcome | None:
        if _geometry(config) != (6, 5, 1, "0"):
            return None
        before = _weights(config.replace(kernel_size=3))
        now = _weights(config)
        more = [after > earlier for earlier, after in zip(before, now, strict=True)]
        told = ", ".join(f"{earlier} → {after}" for earlier, after in zip(before, now, strict=True))
        answer = 0 if all(more) else 1 if more == [True, False, False] else 2
        return Outcome(answer, f"Your convolution, locally connected and dense layer: {told} weights.")

    return Question(
        key="convolution-larger-kernel",
        ask="Without padding, the kernel grows from 3 × 3 to 5 × 5. What becomes of the number of weights?",
        options=("All three layers get more", "The convolution gets more, the others fewer", "All three get fewer"),
        todo="Set the padding to 0 and the size f to 5, stride 1, and compare the three titles with those for size 3.",
        judge=judge,
        why="A larger kernel fits in fewer places, so fewer outputs are left. The convolution does not count places: "
        "it has f² weights. The other two pay for every output.",
    )


def _fewer_places(config: ConvolutionConfig) -> Question:
    def judge(_: Sequence[Kept]) -> Outcome | None:
        if _geometry(config) != (6, 3, 2, "1"):
            return None
        before, now = (_weights(config.replace(stride=stride))[0] for stride in (1, 2))
        return Outcome(0 if now < before else 1 if now == before else 2, f"Your convolution: {before} → {now} weights.")

    return Question(
        key="convolution-fewer-places",
        ask="Stride 2 in place of 1, all else as it was at the start: how many weights does the convolution have now?",
        options=("A quarter as many", "As many as before", "Twice as many"),
        todo="Set the stride to 2, with size 3 and padding 1, and read the title of the first matrix.",
        judge=judge,
        why="The matrix loses three quarters of its rows: a quarter of the outputs are left. But each row held the "
        "same nine numbers, and these are still there. Weights belong to the kernel, not to the places where it lies.",
    )
