"""Part three: what a convolution saves against a layer that connects everything with everything."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dnnlab.cnn import geometry, kernels
from dnnlab.cnn.convolution.knobs import ConvolutionConfig
from dnnlab.cnn.convolution.views import Matrices
from dnnlab.plots.sheets import Tiles, diverging
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel


def show(config: ConvolutionConfig) -> None:
    """The same small convolution as a matrix, beside layers that share nothing; then the large numbers."""
    grid = kernels.from_text(config.numbers)
    kernel = config.kernel_slice(0)
    side, f, stride = max(grid.shape), len(kernel), config.stride
    grid = np.pad(grid, [(0, side - grid.shape[0]), (0, side - grid.shape[1])])
    padding = int(config.padding) if config.padding.isdecimal() else (f - 1) // 2
    if not config.padding.isdecimal():
        st.caption(f"The matrix needs a number as padding: for “{config.padding}” it takes (f − 1) / 2 = {padding}.")
    try:
        out = geometry.output_size(side, f, stride=stride, padding=padding)
    except ValueError as error:
        st.warning(as_text(str(error)), icon=":material/warning:")
        return
    found = _matrices(grid, kernel, stride, padding)
    if found is None:
        return
    live_stage(matrices(found, side, f, stride, padding), key="convolution/matrices", palette=lab.palette())
    st.caption(
        f"A {side} × {side} picture and a {f} × {f} kernel give {out} × {out} outputs. Matrix times picture and the "
        f"sliding sum {apart(found.difference)}."
    )
    _counts()
    _there_and_back(found)


def matrices(found: Matrices, side: int, f: int, stride: int, padding: int) -> list[TilesPanel]:
    """The three layers with their weights: those of the titles, and those that the pictures have a cell for."""
    out = geometry.output_size(side, f, stride=stride, padding=padding)
    local = geometry.locally_connected_parameters(out, out, f, f, 1, 1, bias=False)
    dense = geometry.dense_parameters(side * side, out * out, bias=False)
    lost = local - geometry.connections(side, f, stride=stride, padding=padding) ** 2
    edge = " At the edge some meet padding, which has no column." if lost else ""
    unused = f" {lost:,} of them only ever meet padding: they have no cell here." if lost else ""
    return [
        _panel(found.shared, f"Convolution: {f * f} weights",
               f"Each row is one output, each column one of the {side * side} pixels: the same {f * f} numbers, "
               f"moved on.{edge} The rest is zero."),
        _panel(found.unshared, f"Locally connected: {local:,} weights",
               f"The same places, but every output has weights of its own.{unused}"),
        _panel(found.dense, f"Dense: {dense:,} weights", "Every pixel to every output."),
    ]  # fmt: skip


def _matrices(grid: kernels.Kernel, kernel: kernels.Kernel, stride: int, padding: int) -> Matrices | None:
    """The trainer's answer; None, and a sentence on the page, while there is none."""
    layer = grid[np.newaxis], kernel[np.newaxis, np.newaxis], stride, padding
    found: Matrices | None = answer(lab.learner(), "convolution.matrices", *layer, slot="matrices")
    return found


def _panel(matrix: kernels.Kernel, title: str, caption: str) -> TilesPanel:
    return TilesPanel(
        tiles=Tiles(pixels=diverging(matrix)[np.newaxis], paint="diverging", columns=1), title=title,
        caption=caption, columns=4, alt=f"{title}. {caption}",
    )  # fmt: skip


def _counts() -> None:
    """The lecture's figures; tests count the parameters of the same layers made with PyTorch."""
    st.markdown("**On real pictures** the difference decides whether a network can be trained at all.")
    rows = (
        ("One dense unit on a 32 × 32 × 3 picture", geometry.dense_parameters(32 * 32 * 3, 1, bias=False), "weights"),
        ("One dense unit on 200 × 200 × 3", geometry.dense_parameters(200 * 200 * 3, 1, bias=False), "weights"),
        (
            "AlexNet’s first layer without sharing: 55 × 55 × 96 units, 11 × 11 × 3 weights and a bias each",
            geometry.locally_connected_parameters(55, 55, 11, 11, 3, 96),
            "parameters",
        ),
        (
            "AlexNet’s first layer as it is: 96 kernels for all places",
            geometry.convolution_parameters(11, 11, 3, 96, bias=False),
            "weights + 96 biases",
        ),
        ("One filter of 3 × 3 on a colour picture", geometry.convolution_parameters(3, 3, 3, 1), "parameters"),
    )
    cells = "".join(f"<tr><td>{what}</td><td><b>{count:,}</b> {unit}</td></tr>" for what, count, unit in rows)
    st.html(f"<div class='dl-scroll'><table class='dl-table'>{cells}</table></div>")


def _there_and_back(found: Matrices) -> None:
    """A dense layer is a convolution whose kernel is as large as its input."""
    st.markdown(
        "**Dense as a convolution, and back.** LeNet’s dense layer from 16 maps of 5 × 5 to 120 units is a convolution "
        "with 120 kernels of 5 × 5 × 16: each fits in one place only. The first six outputs for one random input:"
    )
    names = ("nn.Linear(400, 120)", "nn.Conv2d(16, 120, 5)", "and back: nn.Linear")
    head = "".join(f"<th>{unit}</th>" for unit in range(1, found.answers.shape[1] + 1))
    rows = "".join(
        f"<tr><td>{name}</td>" + "".join(f"<td>{value:.4f}</td>" for value in values) + "</tr>"
        for name, values in zip(names, found.answers.tolist(), strict=True)
    )
    table = f"<table class='dl-table'><tr><th>Unit</th>{head}</tr>{rows}</table>"
    st.html(f"<div class='dl-scroll'>{table}</div>")
    st.caption(f"The three {apart(found.there_and_back)}, over all 120 units.")


def apart(difference: float) -> str:
    """How far numbers are apart that should be the same."""
    return f"differ by {difference:.1g} at most" if difference else "give exactly the same numbers"
