"""What the section about the moved digit shows: the digit, the answers, and what holds for 2,000 digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dnnlab.cnn.pooling.figures import HEIGHT, answers_figure
from dnnlab.cnn.pooling.knobs import ShiftConfig
from dnnlab.cnn.shift.figures import accuracy_against_shift_figure, colours, distance_figure, how_far
from dnnlab.cnn.shift.measures import STAGES, ShiftMeasures
from dnnlab.cnn.shift.views import NETS, ShiftReading
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written, written_shares
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel

SCALE = 4
"""Screen pixels for a pixel of the digit."""
ACCURACY = 240
"""Pixels of the curves."""
SHORT = {"mlp": "MLP", "lenet": "LeNet-5", "lenet_global": "LeNet-5, global"}
"""The networks where three share a line."""

BUILT = (
    "**MLP** (multilayer perceptron): dense layers only, so each pixel has weights of its own.",
    "**LeNet-5**: two convolutions, each pooled 2 × 2, then dense layers.",
    "**With global pooling**: the second pooling leaves one number a map. It has more maps, too (64, not 16), and a "
    "frame of background.",
)
"""What sets the networks apart."""


def distance(config: ShiftConfig) -> int:
    """How far the digit has moved, along the axis where it moved farther."""
    return max(abs(config.dx), abs(config.dy))


def where(config: ShiftConfig) -> str:
    """Where the digit stands, in words."""
    words = [
        f"{abs(pixels)} {names[pixels > 0]}"
        for pixels, names in ((config.dx, ("left", "right")), (config.dy, ("up", "down")))
        if pixels
    ]
    return f"Moved {', '.join(words)}" if words else "Where it was drawn"


def readings(
    config: ShiftConfig, now: ShiftReading, before: ShiftReading, table: ShiftMeasures, palette: Palette
) -> Sequence[Panel]:
    """The moved digit, how many of 2,000 digits each network still reads there, and what it makes of this one."""
    drawn = colours(palette)
    headings, told = [], []
    for row, (name, title) in enumerate(NETS.items()):
        said, unmoved = int(now.answers[row]), int(before.answers[row])
        changed = said != unmoved
        verdict = f"a {said}, not a {unmoved} as before it moved" if changed else f"a {said}"
        shown = f"a {said}, before a {unmoved}" if changed else f"a {said}"
        headings.append(f"<span style='color:{drawn[name]}'><b>{SHORT[name]}</b></span><br>reads {shown}")
        told.append(f"{title} reads {verdict}, {written_shares(now.probabilities[row])[said]} sure")
    count = int((now.answers != before.answers).sum())
    changes = ("No answer has", "One answer has", "Two answers have", "All three answers have")[count]
    return [
        TilesPanel(
            tiles=Tiles(pixels=now.picture[np.newaxis], scale=SCALE, columns=1), title=where(config), columns=3,
            caption="32\u00a0×\u00a032 pixels: MNIST's 28\u00a0×\u00a028 and a margin of 2. All three read these.",
            alt=f"The digit as the networks get it. {where(config)}.",
        ),
        accuracy(config, table, palette),
        FigurePanel(
            figure=answers_figure(now.probabilities, headings, list(drawn.values()), palette), columns=12,
            height=HEIGHT, title=f"{changes} changed",
            caption="How probable each network finds each digit, in percent.",
            alt=f"{'; '.join(told)}.",
        ),
    ]  # fmt: skip


def accuracy(config: ShiftConfig, table: ShiftMeasures, palette: Palette) -> Panel:
    """The lesson's claim: accuracy against the distance."""
    far = distance(config)
    pixels = f"{far} pixel{'s' * (far != 1)}"
    shares = ", ".join(
        f"{title} {written(share, percent=True)}"
        for title, share in zip(NETS.values(), table.accuracy()[:, far], strict=True)
    )
    both = config.dx != 0 and config.dy != 0
    longer = f" Yours moved along both axes: the line stands at the longer way, {pixels}." if both else ""
    return FigurePanel(
        figure=accuracy_against_shift_figure(table, palette, far, height=ACCURACY), columns=9, height=ACCURACY,
        title=f"Right answers when any digit moves {pixels}" if far else "Right answers when nothing has moved",
        caption=f"{table.digits:,} test digits, moved along one axis: mean over left, right, up and down.{longer} "
        "All three learnt from the same unmoved digits.",
        alt=f"Accuracy against shift. At {pixels}: {shares}.",
    )  # fmt: skip


def figures(config: ShiftConfig, table: ShiftMeasures, palette: Palette) -> Sequence[Panel]:
    """How much of the features changes for 2,000 digits."""
    far = distance(config)
    changes = "; ".join(
        f"at {at} pixel{'s' * (at != 1)} "
        + ", ".join(
            f"{name} {how_far(value)}" for name, value in zip(STAGES, table.feature_distances[:, at], strict=True)
        )
        for at in sorted({1, max(1, far)})
    )
    return [
        FigurePanel(
            figure=distance_figure(table, palette, far, height=240), columns=12, height=240,
            title="How much changes when any digit moves right by 1 pixel" + (f", and by {far}" if far > 1 else ""),
            caption="The length of the difference, divided by the length of what was there before: 0 is no change; √2, "
            "about 1.4, is as far apart as two pictures with no ink in common. 2 × 2 pooling hides about one pixel, "
            "not more. The kernels are four edge finders made by hand, with ReLU, not those of the three networks.",
            alt=f"Relative distance between a digit and the moved one: {changes}.",
        ),
    ]  # fmt: skip
