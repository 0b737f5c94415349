"""How the races are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dnnlab.foundations.optimizers import figures
from dnnlab.foundations.optimizers.rules import RULES
from dnnlab.foundations.optimizers.surfaces import SURFACES
from dnnlab.foundations.optimizers.views import RaceView
from dnnlab.foundations.point_race import figures as point_figures
from dnnlab.foundations.point_race.views import TARGET, PointRaceView
from dnnlab.foundations.surfaces import coloured
from dnnlab.foundations.weight_race import figures as weight_figures
from dnnlab.foundations.weight_race.views import NetRaceView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.component import Click
from dnnlab.ui.components.stage.kinds.bars import BarsPanel
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

SURFACE = "The ground from above: a star is a lowest place"
LEADING, BELOW, BESIDE = 316, 220, 200
"""Heights in pixels, so that the race stands on the first screen of a laptop."""
FEWEST = 5
"""Tiles in a row, at least: with fewer racers they would be too high for that screen."""


@dataclass(frozen=True, slots=True)
class RaceScene:
    """Panels of the race on a surface."""

    solid: bool = False
    """Whether the surface is a landscape to turn."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Heights over the steps."""
        view: RaceView | None = now.view
        racers = view.racers if view else ()
        target = view.target if view else 1.0
        if not racers:
            return []
        return [
            curves_panel(
                now, pinned, figures.height_rows(racers, target), palette, title="Height over the steps", height=BELOW,
                columns=12, caption="In powers of ten: a straight line down loses the same share at each step.",
            )
        ]  # fmt: skip

    def pictures(self, view: RaceView, palette: Palette) -> Sequence[Panel]:
        """The surface with the paths, and how everybody stands; both lead."""
        surface = SURFACES[view.surface]
        start = surface.at(view.paths[0, 0].astype(np.float64))
        epochs = f" {written(view.epochs)} times through all examples." if view.epochs else ""
        draw = figures.solid if self.solid else figures.race
        words = ", ".join(f"{bar.name} {bar.value}" for bar in figures.standing(view, start))
        return [
            FigurePanel(
                figure=draw(view, palette, height=LEADING), height=LEADING, columns=8, leads=True, over_steps=False,
                clickable=not self.solid, title="Drag to turn it" if self.solid else SURFACE, pair="surface",
                caption=f"{surface.about}{'' if self.solid else ' Click to start there.'}{epochs}",
                alt=f"Paths on the surface {view.surface} after {view.step:,} steps: {words}.",
            ),
            BarsPanel(
                bars=figures.standing(view, start), columns=4, leads=True, title="Who is down?", pair="standing",
                caption=f"The target: a thousandth of the height at the start, {written(view.target)}. Bars: the way "
                "there, in powers of ten.",
                alt=words,
            ),
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class WeightScene:
    """Panels of the race on the weights of a network."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Accuracy and loss over the steps."""
        view: NetRaceView | None = now.view
        if view is None:
            return []
        return [
            curves_panel(
                now, pinned, weight_figures.loss_rows(view.racers), palette,
                title="Same weights, same digits, other rules", height=LEADING, columns=8, caption="Accuracy: of 1,000 "
                "validation digits. Loss: of the mini-batch, smoothed.",
            )
        ]  # fmt: skip

    def pictures(self, view: NetRaceView, palette: Palette) -> Sequence[Panel]:
        """How everybody stands, and how large the steps of the single weights are."""
        bars = weight_figures.accuracies(view)
        words = ", ".join(f"{bar.name} {bar.value}" for bar in bars)
        far = ", ".join(
            f"{RULES[key].name} {written(float(each))}" for key, each in zip(view.racers, view.travelled, strict=True)
        )
        return [
            BarsPanel(
                bars=bars, columns=4, title="Who reads best?", pair="standing",
                caption=f"{written(view.epochs)} times through the training digits.", alt=words,
            ),
            FigurePanel(
                figure=weight_figures.step_sizes(view, palette, height=BESIDE), height=BESIDE, columns=8,
                over_steps=False,
                title="How far does one weight move in a step?", pair="sizes",
                caption="SGD moves each weight by its gradient, over many powers of ten; Adam moves nearly all by "
                "about its rate. On the left edge: weights of pixels that are always blank. "
                f"How far all weights are from the start: {far}.",
                alt=f"Histogram of the sizes of the last step of {view.weights:,} weights.",
            ),
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PointScene:
    """Panels of the race on the playground's net."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Error and loss over the steps."""
        view: PointRaceView | None = now.view
        if view is None:
            return []
        which = "held-out points" if view.held_out else "all points"
        return [
            curves_panel(
                now, pinned, point_figures.rows(view.racers), palette, title="Same weights, same points, other rules",
                height=point_figures.height_for(view.racers), columns=8,
                caption=f"Error: on {which}; of a value, the share of its variance that is left. Loss: of the "
                "mini-batch, smoothed.",
            )
        ]  # fmt: skip

    def pictures(self, view: PointRaceView, palette: Palette) -> Sequence[Panel]:
        """What everybody has learnt leads; then how everybody stands."""
        bars = point_figures.standing(view)
        words = ", ".join(f"{bar.name} {bar.value}" for bar in bars)
        return [
            TilesPanel(
                tiles=Tiles(
                    pixels=coloured(view.surfaces, view.winners, view.classes, palette), paint="rgb",
                    columns=max(FEWEST, len(view.racers)), labels=[RULES[key].name for key in view.racers],
                ),
                title="What each has made of the same net so far", pair="surfaces", columns=12, leads=True,
                caption="The whole plane: its colour is the answer, its strength how sure the net is. "
                f"{written(view.epochs)} times through the training points.",
                alt=f"A surface for each optimizer after {view.step:,} steps: {words}.",
            ),
            BarsPanel(
                bars=bars, columns=4, title="Who errs least?", pair="standing", alt=words,
                caption=f"The target: an error of {written(TARGET, percent=True)}. Bars: the share that is right.",
            ),
        ]  # fmt: skip


def start_of(title: str, click: Click) -> tuple[float, float] | None:
    """Where a click on the surface wants the race to begin, on the knobs' grid; None: it was elsewhere."""
    if title != SURFACE or not isinstance(click.x, int | float) or not isinstance(click.y, int | float):
        return None
    x, y = (float(np.clip(round(each / 0.05) * 0.05, -2.5, 3.0)) for each in (click.x, click.y))
    return round(x, 2), round(y, 2)
