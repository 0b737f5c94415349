"""How a run is drawn: samples and the judge on top, then curves, classes, what D says, and real pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dnnlab.gan.figures import judge_bars, judge_rows, player_rows
from dnnlab.gan.images.figures import class_bars, opinions
from dnnlab.gan.images.knobs import ImagesConfig
from dnnlab.gan.images.views import ImagesView
from dnnlab.gan.material import AVATARS, material
from dnnlab.gan.standards import standards
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

CURVES, JUDGE, BARS = 210, 148, 190
"""Heights in pixels, so that samples, judge and curves stand on the first screen of a laptop."""
SAMPLES = "What the generator draws, always from the same noise"
"""The panel whose pictures can be clicked."""
ACROSS = 10
"""Samples in a row: of digits told the class, one class a column."""


@dataclass(frozen=True, slots=True)
class ImagesScene:
    """Panels of the first part."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The judge's scores, what D says, both losses."""
        config = now.status.config
        assert isinstance(config, ImagesConfig)
        return [
            curves_panel(
                now, pinned, judge_rows(standards()[config.data]["scores"]["real"]), palette, height=CURVES, columns=6,
                title="What the judge says", caption="Both together tell how good G is; no loss does.",
            ),
            curves_panel(
                now, pinned, player_rows(), palette, height=CURVES, columns=6, title="What D says, and the losses",
                caption="A loss here is how far ahead the other player is, not how good the pictures are.",
            ),
        ]  # fmt: skip

    def pictures(self, view: ImagesView, palette: Palette) -> Sequence[Panel]:
        """Samples and judge lead."""
        return [
            self._samples(view), self._judge(view, palette), self._classes(view, palette),
            self._opinions(view, palette), self._real(view),
        ]  # fmt: skip

    def _samples(self, view: ImagesView) -> Panel:
        told = f"D says of them, on average: real with {written(_mean(view.opinions), percent=True, digits=2)}. "
        kinds = len(set(view.classes.tolist()))
        classes = f"{'A class a column' if kinds == ACROSS else 'Each hair colour in its columns'}. " if kinds else ""
        return TilesPanel(
            tiles=replace(sheet(view.samples, ACROSS), clickable=True), columns=8, leads=True, pair="samples",
            title=SAMPLES,
            caption=f"{classes}{told}It was shown no real picture, only D’s gradients. Click one: is it a copy?",
            alt=f"{len(view.samples)} generated pictures at step {view.step}.",
        )  # fmt: skip

    def _judge(self, view: ImagesView, palette: Palette) -> Panel:
        known = standards()[view.data]
        when = f"step {view.judged_at:,}" if view.judged_at >= 0 else "not asked yet"
        what = "faces" if view.data == AVATARS else "pictures"
        return FigurePanel(
            figure=judge_bars((view.precision, view.coverage), known["scores"], palette, height=JUDGE),
            height=JUDGE, columns=4, leads=True,
            title=f"The judge: {when}", pair="judge", over_steps=False,
            caption=f"{known['samples']:,} {what} each. Precision: they look real. Coverage: none is missing.",
            alt=f"Precision {written(view.precision, percent=True)}, coverage {written(view.coverage, percent=True)}.",
        )  # fmt: skip

    def _classes(self, view: ImagesView, palette: Palette) -> Panel:
        real = np.array(standards()[view.data]["shares"], np.float32)
        return FigurePanel(
            figure=class_bars(view.shares, real, view.names, palette, height=BARS), height=BARS, columns=6,
            title=_rarest(view), pair="classes", over_steps=False,
            caption="What the judge’s network reads off the judged pictures; blue marks: real ones. A bar at 0 is a "
            "kind that the generator has lost: mode collapse.",
            alt=f"Shares of {len(view.names)} classes: {_rarest(view)}.",
        )  # fmt: skip

    def _real(self, view: ImagesView) -> Panel:
        return TilesPanel(
            tiles=sheet(material(view.data).test[:20], 20), columns=12, title="Real ones, for comparison",
            caption="Held out: neither player ever sees them.", alt="20 real pictures.",
        )  # fmt: skip

    def _opinions(self, view: ImagesView, palette: Palette) -> Panel:
        return FigurePanel(
            figure=opinions(view, palette, height=BARS), height=BARS, columns=6, over_steps=False,
            title="What D says of real and of generated pictures", pair="opinions",
            caption="As many of each. Apart: D can tell. All near 0.5: it cannot.",
            alt="Two histograms of what the discriminator says.",
        )  # fmt: skip


def sheet(pixels: Bytes, columns: int = 0) -> Tiles:
    """Grey pictures, or such in colour."""
    return Tiles(pixels=np.ascontiguousarray(pixels), paint="rgb" if pixels.ndim == 4 else "grey", columns=columns)


def _mean(values: np.ndarray) -> float:
    return float(np.nan_to_num(values).mean())


def _rarest(view: ImagesView) -> str:
    if view.judged_at < 0 or not np.isfinite(view.shares).all():
        return "Which classes it draws"
    least = int(view.shares.argmin())
    return f"Drawn least: {view.names[least]}, {written(float(view.shares[least]), percent=True, digits=2)}"
