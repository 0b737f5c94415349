"""How a run is drawn: the map and the reconstructions on top, then curves, KL, and new pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.map import Ellipse, MapPanel, Place
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel
from dnnlab.ui.passing import PassedDigit
from dnnlab.vae.model.figures import COLLAPSED, kl_bars, rows
from dnnlab.vae.model.knobs import MEAN, VaeConfig
from dnnlab.vae.model.views import VaeView
from pages.vae.model.collapse import collapse
from pages.vae.model.copies import FROM_MEAN, copies
from pages.vae.model.sheets import between, plane, three_ways
from pages.vae.model.way import way

MAP, CURVES, BARS = 268, 230, 190
"""Heights in pixels, so that map and pictures stand on the first screen of a laptop."""
CLOSER = (-200.0, -220.0)
"""Nats of a binarised digit after a few steps; what the bound's axis begins at from then on."""
RECORDED = "You can drag when the recording has come to its end, or in a run of your own: press Play."
NO_DECODER = "Here is no decoder to drag with: it comes with a run of your own, press Play."
BESIDE = "Beside another run no point can be dragged: unpin it, or end the twin."
ELLIPSES = 24
"""Held-out pictures whose ellipse is drawn."""


@dataclass(frozen=True, slots=True)
class VaeScene:
    """Panels of the first part."""

    decoder: str = ""
    """The address of the decoder behind the map."""
    only_at: int = -1
    """The step at which that is the decoder; -1: at any."""
    training: bool = False
    beside: bool = False
    """Whether another run stands beside this one."""
    own: PassedDigit | None = None
    config: VaeConfig | None = None
    """The knobs of the run, for the reason of a collapse."""
    source: str = FROM_MEAN
    """What reconstructions are decoded from."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """ELBO and KL."""
        config = now.status.config
        assert isinstance(config, VaeConfig)
        caption = "Nats a picture, summed over its pixels."
        if config.draws:
            caption += " ELBO = ln p(x|z) − KL, higher is better; whatever β is."
            if config.reduction == MEAN:
                caption += f" The loss takes the mean over pixels: that is β = {written(config.effective_beta)}."
        title = "The bound, and what the code costs" if config.draws else "How well it copies"
        other = pinned.status.config if pinned is not None else config
        assert isinstance(other, VaeConfig)
        drawn = rows(config.draws and other.draws, CLOSER if config.tosses else None)
        if config.draws != other.draws:
            title, caption = (
                "How well both copy",
                "ln p(x|z) in nats a picture: an autoencoder has neither KL nor ELBO.",
            )
        return [curves_panel(now, pinned, drawn, palette, title=title, caption=caption, height=CURVES, columns=6)]

    def pictures(self, view: VaeView, palette: Palette) -> Sequence[Panel]:
        """Map and reconstructions lead; then KL, new pictures, the plane, what lies between two pictures."""
        return [
            self._map(view),
            self._copies(view),
            *([self._kl(view, palette)] if view.draws else []),
            three_ways(view),
            plane(view),
            between(view),
        ]  # fmt: skip

    def _map(self, view: VaeView) -> Panel:
        holds = self.only_at in (-1, view.step)
        own = self.own if self.own is not None and (not self.own.shipped or holds) else None
        ellipses: list[Ellipse] = []
        if view.draws:
            ellipses = [
                _ellipse(point, spread, colour=int(label))
                for point, spread, label in zip(view.points, view.spreads, view.labels[:ELLIPSES], strict=False)
            ]
            ellipses.append(_ellipse(view.middle, np.eye(2), sigmas=2.0))
        places = []
        if own is not None:
            point = own.answer.point
            places = [Place(x=float(point[0]), y=float(point[1]), label="yours")]
            if view.draws:
                ellipses.append(_ellipse(point, own.answer.spread, label=""))
        waits = BESIDE if self.beside else RECORDED if self.decoder else NO_DECODER
        return MapPanel(
            points=view.points, classes=view.labels, names=view.names if len(view.names) > 1 else (),
            ellipses=ellipses, places=places, decoder=self.decoder if holds and not self.beside else "",
            training=self.training, waits=waits, title="The map of codes",
            caption=_what_it_shows(view), columns=7, height=MAP, picture=124, leads=True,
            alt=f"Map of {len(view.points)} held-out pictures by the means of their codes at step {view.step}.",
        )  # fmt: skip

    def _copies(self, view: VaeView) -> Panel:
        if self.own is not None:
            return way(self.own, view)
        return copies(view, self.source)

    def _kl(self, view: VaeView, palette: Palette) -> Panel:
        gone = int((view.kl < COLLAPSED).sum())
        title = f"KL of each number: {gone} of {view.code_size} collapsed" if gone else "KL of each number of the code"
        total = f"In all {written(float(view.kl.sum()))} nats a picture; β is {written(view.beta)} now. "
        return FigurePanel(
            figure=kl_bars(view.kl, palette, height=BARS), title=title, pair="kl", columns=6, height=BARS,
            caption=total + collapse(view, self.config), over_steps=False,
            alt=f"KL of {view.code_size} numbers, in nats, {gone} of them below {COLLAPSED}.",
        )  # fmt: skip


def _ellipse(
    mean: np.ndarray, covariance: np.ndarray, *, label: str = "", colour: int = -1, sigmas: float = 1.0
) -> Ellipse:
    (a, b), (c, d) = np.asarray(covariance, np.float64).tolist()
    x, y = (float(each) for each in mean)
    return Ellipse(mean=(x, y), covariance=((a, b), (c, d)), label=label, colour=colour, sigmas=sigmas)


def _what_it_shows(view: VaeView) -> str:
    ellipses = (
        f" Ellipses: one σ around {ELLIPSES} of them; the large one holds two σ of the prior." if view.draws else ""
    )
    if view.code_size == 2:
        return f"A point is the mean μ of a held-out picture’s z.{ellipses}"
    return (
        f"The plane in which the means vary most: {written(view.explained, percent=True, digits=2)} of their variance."
        f"{ellipses}"
    )
