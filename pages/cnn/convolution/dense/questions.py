"""Predictions about numbers of weights, judged by the learner's own settings."""

from __future__ import annotations

from dnnlab.cnn import geometry, kernels
from dnnlab.cnn.convolution.knobs import DENSE, ConvolutionConfig
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions

OF_OTHER_PARTS = {*ConvolutionConfig.knobs()} - {*ConvolutionConfig().meaningful(part=DENSE), "numbers"}
"""Knobs that the part about dense layers has no use for."""


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


def _larger(config: ConvolutionConfig) -> Outcome | None:
    if _geometry(config) != (6, 5, 1, "0"):
        return None
    before = _weights(config.replace(kernel_size=3))
    now = _weights(config)
    more = [after > earlier for earlier, after in zip(before, now, strict=True)]
    told = ", ".join(f"{earlier} → {after}" for earlier, after in zip(before, now, strict=True))
    answer = 0 if all(more) else 1 if more == [True, False, False] else 2
    return Outcome(answer, f"Your convolution, locally connected and dense layer: {told} weights.")


def _fewer_places(config: ConvolutionConfig) -> Outcome | None:
    if _geometry(config) != (6, 3, 2, "1"):
        return None
    before, now = (_weights(config.replace(stride=stride))[0] for stride in (1, 2))
    return Outcome(0 if now < before else 1 if now == before else 2, f"Your convolution: {before} → {now} weights.")


QUESTIONS = Questions(
    ConvolutionConfig,
    Question(
        key="convolution-larger-kernel",
        ask="Without padding, the kernel grows from 3 × 3 to 5 × 5. What becomes of the number of weights?",
        options=("All three layers get more", "The convolution gets more, the others fewer", "All three get fewer"),
        todo="Set the padding to 0 and the size f to 5, stride 1, and compare the three titles with those for size 3.",
        setups={SET_UP: {"kernel_size": 5, "padding": "0"}},
        keeps=OF_OTHER_PARTS,
        judge=_larger,
        why="A larger kernel fits in fewer places, so fewer outputs are left. The convolution does not count places: "
        "it has f² weights. The other two pay for every output.",
    ),
    Question(
        key="convolution-fewer-places",
        ask="Stride 2 in place of 1, all else as it was at the start: how many weights does the convolution have now?",
        options=("A quarter as many", "As many as before", "Twice as many"),
        todo="Set the stride to 2, with size 3 and padding 1, and read the title of the first matrix.",
        setups={SET_UP: {"stride": 2}},
        keeps=OF_OTHER_PARTS,
        judge=_fewer_places,
        why="The matrix loses three quarters of its rows: a quarter of the outputs are left. But each row held the "
        "same nine numbers, and these are still there. Weights belong to the kernel, not to the places where it lies.",
    ),
)
