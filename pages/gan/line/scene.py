"""How a game in one dimension is drawn: the four pictures, the gradients that reach G, value and divergence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dnnlab.gan.line.figures import ROWS, four_pictures, gradient_figure
from dnnlab.gan.line.knobs import MINIMAX, NON_SATURATING, LineConfig
from dnnlab.gan.line.table import HALF_END, JS_END
from dnnlab.gan.line.views import LineView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

LEADS, CURVES = 340, 380
"""Heights in pixels, so that the four pictures and the gradients stand on the first screen of a laptop."""


@dataclass(frozen=True, slots=True)
class LineScene:
    """Panels of the lesson."""

    loss: str = NON_SATURATING
    """That G has at this moment."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The value below its bound, the divergence, D's answers."""
        return [
            curves_panel(
                now, pinned, ROWS, palette, title="Value of the game, divergence, D's answers", height=CURVES,
                columns=12, caption=verdict(now.status.latest),
            )
        ]  # fmt: skip

    def pictures(self, view: LineView, palette: Palette) -> Sequence[Panel]:
        """Densities, D and the map in one figure; the gradients beside it."""
        told = f"JS {written(view.divergence)} nats, V {written(view.value)}"
        return [
            FigurePanel(
                figure=four_pictures(view, palette, height=LEADS), height=LEADS, columns=8, leads=True, pair="four",
                over_steps=False, title="Data, fakes, D, and the map from noise to fakes", caption=monotone(view),
                alt=f"Densities of data and fakes, D and D*, the map from z to x at step {view.step}. {told}.",
            ),
            FigurePanel(
                figure=gradient_figure(view, self.loss == MINIMAX, palette, height=LEADS), height=LEADS, columns=4,
                leads=True, pair="gradients", over_steps=False, title="The gradient that reaches G", caption=felt(view),
                alt=f"Two curves over D(G(z)) with {view.fakes.shape[1]} fakes on each. {felt(view)}",
            ),
        ]  # fmt: skip


def monotone(view: LineView) -> str:
    """How the generator's density was found."""
    times = {1: "once", 2: "twice"}.get(view.turns, f"{view.turns} times")
    how = (
        "the map is monotone, so q(x) = p(z)/|G′(z)|"
        if not view.turns
        else f"the map turns {times}: q sums p(z)/|G′(z)| over all z of an x, and has a pole at each turn"
    )
    return f"Orange line: exact; {how}. Bars: 4,000 fakes, counted."


def felt(view: LineView) -> str:
    """The mean size of both gradients over the batch."""
    minimax, other = (written(float(abs(row).mean()), digits=2) for row in view.fakes[1:])
    return (
        f"Dots: {view.fakes.shape[1]} fakes. Mean: minimax {minimax}, non-saturating {other}. It is multiplied by the "
        "slope of D’s score at the fake."
    )


def verdict(latest: Mapping[str, float]) -> str:
    """Whether the game has come to its end, from the means over the last 300 steps."""
    js, half = latest.get("mean_jensen_shannon", math.nan), latest.get("mean_from_half", math.nan)
    if not (math.isfinite(js) and math.isfinite(half)):
        return "The bound is −log 4 + 2 JS: no D gets above it, D* alone gets there."
    over = js < JS_END and half < HALF_END
    said = "the game is at its end" if over else "the end needs less than 0.01 and 0.05"
    return f"Means over the last 300 steps: JS {written(js)} nats, largest |D − ½| {written(half)}: {said}."


def scene_of(snapshot: Snapshot) -> LineScene:
    """What draws this moment: with the loss that G has then."""
    config = snapshot.status.config
    return LineScene(config.loss if isinstance(config, LineConfig) else NON_SATURATING)
