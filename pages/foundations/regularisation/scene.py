"""How a run of the overfit bench is drawn: what is learnt and the gap on top, then who is off, and the weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dnnlab.foundations.regularisation import figures
from dnnlab.foundations.regularisation.figures import ROWS
from dnnlab.foundations.regularisation.knobs import CURVE
from dnnlab.foundations.regularisation.views import OverfitView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.bars import BarsPanel
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

LEADING, LOW = 244, 220
"""Heights in pixels: of what leads, and of what stands below it."""
WHO = "Which units are off in this step"
GAP = "The gap is validation less training. Last: at the lowest validation loss, where early stopping would go back to."


@dataclass(frozen=True, slots=True)
class OverfitScene:
    """Panels of the overfit bench."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Loss above error."""
        return [
            curves_panel(
                now, pinned, ROWS, palette, title="Where training and validation part ways", height=LOW, columns=6,
                caption="Where validation turns up again, learning by heart begins.",
            )
        ]  # fmt: skip

    def pictures(self, view: OverfitView, palette: Palette) -> Sequence[Panel]:
        """What is learnt and the gap lead; then the network with its units, the ensemble, the weights."""
        return [
            self._learnt(view, palette), self._gauge(view), self._network(view, palette),
            self._ensemble(view, palette), self._weights(view, palette),
        ]  # fmt: skip

    def _learnt(self, view: OverfitView, palette: Palette) -> Panel:
        if view.task == CURVE:
            caption = "Discs: learnt from. Faint dots: held out."
            if view.best_step and view.best_step != view.step:
                caption += f" Dashed: step {view.best_step:,}, its lowest validation loss."
        else:
            caption = "The two arms, and what the network says at each place. Discs: learnt from."
        if view.stopped:
            caption = f"Stopped early: it answers with the weights of step {view.best_step:,}."
        return FigurePanel(
            figure=figures.learnt(view, palette, height=LEADING), height=LEADING, columns=8, leads=True,
            over_steps=False, title="What it has learnt", pair="learnt", caption=caption,
            alt=f"The learnt function at step {view.step:,} with {len(view.points)} training points.",
        )  # fmt: skip

    def _gauge(self, view: OverfitView) -> Panel:
        bars = figures.gauge(view.quality, view.best_quality, view.best_step)
        what = (
            "0 % is a perfect fit, 100 % no better than always giving the mean"
            if view.task == CURVE
            else "the share of wrong answers"
        )
        return BarsPanel(
            bars=bars, columns=4, leads=True, title="Error, and the gap", pair="gap",
            caption=f"Error: {what}. {GAP}",
            alt=", ".join(f"{bar.name}: {bar.value}" for bar in bars),
        )  # fmt: skip

    def _network(self, view: OverfitView, palette: Palette) -> Panel:
        said = figures.off_in_words(view)
        few = f" The first {figures.DRAWN} units of a layer are drawn." if max(view.sizes) > figures.DRAWN else ""
        caption = (
            f"Crosses are off, for the first point of the mini-batch; each point has its own.{few}"
            if any(view.rates)
            else f"Dropout is off. Turn it up, press Step, and see who falls out.{few}"
        )
        return FigurePanel(
            figure=figures.network(view, palette, height=LOW), height=LOW, columns=6, over_steps=False, title=WHO,
            pair="units", caption=caption, alt=said,
        )  # fmt: skip

    def _ensemble(self, view: OverfitView, palette: Palette) -> Panel:
        title, pair = "The ensemble that dropout stands for", "ensemble"
        one, mean = figures.apart(view)
        caption = (
            f"The whole network is {written(mean)} from the mean of {view.averaged} networks with units off, and "
            f"{written(one)} from a single one of them, on average."
            if view.averaged
            else "Without dropout there is one network. Turn it up to see those that the masks leave."
        )
        if view.task == CURVE:
            return FigurePanel(
                figure=figures.ensemble(view, palette, height=LOW), height=LOW, columns=7, over_steps=False,
                title=title, pair=pair, caption=caption, alt=f"{title}: {len(view.members)} networks. {caption}",
            )  # fmt: skip
        several = [("whole", view.answers), *((("mean", view.mean),) if view.averaged else ())]
        several += [(f"{number + 1}", each) for number, each in enumerate(view.members)]
        return TilesPanel(
            tiles=Tiles(
                pixels=figures.pixels(np.stack([each for _, each in several]), palette), paint="rgb", columns=6,
                labels=[name for name, _ in several],
            ),
            columns=7, title=title, pair=pair, caption=caption, alt=f"{title}: {len(view.members)} planes. {caption}",
        )  # fmt: skip

    def _weights(self, view: OverfitView, palette: Palette) -> Panel:
        said = figures.zeros_in_words(view)
        return FigurePanel(
            figure=figures.weights(view, palette, height=LOW), height=LOW, columns=5, over_steps=False,
            title="How large the weights are", pair="weights",
            caption=f"{said} {figures.BEYOND}The longest weight vector of a unit: {written(view.longest)}.", alt=said,
        )  # fmt: skip
