"""What pooling does not do: the vector of the lecture, and digits whose pixels are scrambled."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dnnlab.cnn.pooling.knobs import DRAWING, ShiftConfig
from dnnlab.cnn.shift.figures import how_far, permutation_figure
from dnnlab.cnn.shift.measures import PERMUTED, ShiftMeasures
from dnnlab.cnn.shift.pixels import permutation, permuted
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.lesson import section
from pages.cnn.pooling.moving import example
from pages.cnn.pooling.vector import drawn, stages


def beyond(table: ShiftMeasures, shift: ShiftConfig) -> None:
    """Below the digit that moves."""
    honestly(table)
    digit = "4" if shift.digit == DRAWING else shift.digit
    scrambled(table, example(digit), digit)


def honestly(table: ShiftMeasures) -> None:
    """In words and with the lecture's own numbers."""
    picture, convolved, pooled, whole = map(how_far, table.feature_distances[:, 1])
    section("Equivariant is not invariant")
    st.markdown(
        "A convolution is **equivariant**: move the picture, and its maps move along; moved back they are the same. "
        "(With stride 1, and away from the border.) **Invariant** would mean unchanged. Its maps are not: place by "
        f"place they change even more than the picture does, at one pixel {convolved} against {picture}. A "
        "2 × 2 pooling is **invariant only a little**, as long as the largest value stays in its window: "
        f"{pooled}. Only the global maximum does not ask where: {whole}. The same on the lecture's vector, "
        "moved to the right by one place:"
    )
    st.html(drawn(stages(), lab.palette()))
    st.caption(
        "The kernel takes each number's left neighbour from its right one, with zeros beyond both ends. A dot: "
        "what was pushed out does not come back. With stride 2 a place of the vector is only half a place of what was "
        "pooled, so moving back by a whole one does not help. The lecture shows the vector and names no kernel: this "
        "one is ours."
    )


def scrambled(table: ShiftMeasures, pixels: Bytes, label: str) -> None:
    """The pixels of all digits in one other order: who minds?"""
    section(
        "What a convolution counts on: neighbours",
        "Put the pixels of all digits into one random order, the same for every picture, and train again.",
    )
    palette = lab.palette()
    wrong = 1 - table.permuted_accuracy.mean(2)  # (2, 2, seeds) -> (2, 2)
    more = written(wrong[1, 1] / wrong[1, 0], digits=2)
    one_run, all_runs = (written(share, percent=True) for share in (1 - table.accuracy()[0, 0], wrong[0, 0]))
    told = ", ".join(
        f"{title} {written(before, percent=True)} as they are and {written(after, percent=True)} permuted"
        for title, (before, after) in zip(PERMUTED.values(), wrong, strict=True)
    )
    both = np.concatenate([pixels[np.newaxis], permuted(pixels[np.newaxis], permutation(0))])  # (2, 28, 28)
    panels: list[Panel] = [
        TilesPanel(
            tiles=Tiles(pixels=both, labels=("as it is", "permuted"), columns=2), columns=5,
            title=f"The same {label}, the same pixels",
            caption="To a dense network both are lists of 28 × 28 = 784 numbers: no pixel has neighbours.",
            alt=f"A handwritten {label}, and its pixels in random order.",
        ),
        FigurePanel(
            figure=permutation_figure(table, palette, height=240), columns=7, height=240,
            title=f"The MLP does not mind, LeNet-5 makes {more} times as many mistakes",
            caption="Wrong answers on all 10,000 test digits; a dot for each of "
            f"{table.permuted_accuracy.shape[2]} runs. The curves above stand for one run and the first "
            f"{table.digits:,} digits: there the MLP begins with {one_run} wrong, not "
            f"{all_runs}.",
            alt=f"Share of wrong answers: {told}.",
        ),
    ]  # fmt: skip
    live_stage(panels, key="pooling/permuted", palette=palette)
