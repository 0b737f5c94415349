"""How a run is drawn: the map and the held-out pictures on top, then the curves, and what is in the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.autoencoders.basic.figures import code_histogram, rows
from dnnlab.autoencoders.basic.knobs import AutoencoderConfig
from dnnlab.autoencoders.basic.views import AutoencoderView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Bytes, Tiles, diverging, grey
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.map import MapPanel, Place
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel
from dnnlab.ui.passing import PassedDigit
from pages.autoencoders.basic.way import way

MAP, CURVES = 268, 230
"""Heights in pixels, so that map and pictures stand on the first screen of a laptop."""
RECORDED = "You can drag when the recording has come to its end, or in a run of your own: press Play."
BESIDE = "Beside another run no point can be dragged: unpin it, or end the twin."


@dataclass(frozen=True, slots=True)
class AutoencoderScene:
    """Panels of the first part."""

    decoder: str = ""
    """The address of the decoder behind the map."""
    only_at: int = -1
    """The step at which that is the decoder; -1: at any."""
    training: bool = False
    beside: bool = False
    """Whether another run stands beside this one."""
    own: PassedDigit | None = None

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The loss, and the squared error beside PCA's."""
        config = now.status.config
        assert isinstance(config, AutoencoderConfig)
        caption = "A picture, summed over its pixels, on log scales. "
        if now.view is not None:
            caption += f"Dashed: PCA with {_numbers(now.view)}, fitted on training pictures."
        if config.unmatched:
            caption += (
                " Sigmoid with the squared error is no pair: where a pixel is at 0 or 1, however wrong, its gradient "
                "nearly vanishes."
            )
        return [
            curves_panel(
                now, pinned, rows(config.loss, now.view), palette, title="How well it copies", caption=caption,
                height=CURVES, columns=6,
            )
        ]  # fmt: skip

    def pictures(self, view: AutoencoderView, palette: Palette) -> Sequence[Panel]:
        """Map and copies lead; then missing pixels, random codes, filters, and the numbers of the codes."""
        return [
            self._map(view),
            self._copies(view),
            *self._filled(view),
            TilesPanel(
                tiles=_tiles(view.drawn), title="Is it a generator?", columns=6,
                caption="Codes drawn evenly from the box in which the codes lie. Nothing taught the decoder what to "
                "draw between them: drag into the holes of the map.",
                alt=f"{len(view.drawn)} pictures decoded from random codes at step {view.step}.",
            ),
            TilesPanel(
                tiles=Tiles(pixels=diverging(view.filters), paint="diverging", columns=8), columns=6,
                title="What the first units look for", caption="Orange adds, blue subtracts.",
                alt=f"{len(view.filters)} filters of the encoder at step {view.step}.",
            ),
            FigurePanel(
                figure=code_histogram(view, palette, height=150), title="The numbers of the codes", columns=6,
                height=150, caption=f"Of {len(view.points):,} held-out pictures; "
                f"{written(view.active, percent=True)} are further than 0.01 from 0: active.",
                alt=f"Histogram of the codes: {written(view.active, percent=True)} of their numbers are active.",
            ),
        ]  # fmt: skip

    def _map(self, view: AutoencoderView) -> Panel:
        holds = self.only_at in (-1, view.step)
        own = self.own if self.own is not None and (not self.own.shipped or holds) else None
        return MapPanel(
            points=view.points, classes=view.labels, names=view.names if len(view.names) > 1 else (),
            places=[Place(x=float(own.answer.point[0]), y=float(own.answer.point[1]), label="yours")] if own else (),
            decoder=self.decoder if holds and not self.beside else "", training=self.training,
            waits=BESIDE if self.beside else RECORDED, title="The map of codes", caption=_what_it_shows(view),
            columns=7, height=MAP, picture=124, leads=True,
            alt=f"Map of {len(view.points)} held-out pictures by their codes at step {view.step}.",
        )  # fmt: skip

    def _copies(self, view: AutoencoderView) -> Panel:
        if self.own is not None:
            return way(self.own, view)
        named = [("picture", view.pictures)]
        if not (view.inputs == view.pictures).all():
            named.append(("as it is\nshown", view.inputs))
        named.append(("copy" if len(named) == 1 else "repaired", view.outputs))
        told = [(name, _tiles(pixels[:8], columns=4)) for name, pixels in named]
        if view.sensitivity is not None:
            top = float(view.sensitivity.max())
            told.append(("what moves\nthe code", Tiles(pixels=grey(view.sensitivity[:8], 0, top), columns=4)))
        if len(told) > 2:
            told = [(name, Tiles(pixels=tiles.pixels[:4], paint=tiles.paint, columns=4)) for name, tiles in told]
        felt = " The brighter a pixel, the more the code moves with it." if view.sensitivity is not None else ""
        return TilesPanel(
            tiles=told, title=f"Held-out pictures, through {_numbers(view)}", columns=5, leads=True, pair="copies",
            caption=f"The network never trains on them.{felt}",
            alt=f"Held-out pictures and their copies at step {view.step}.",
        )  # fmt: skip

    def _filled(self, view: AutoencoderView) -> Sequence[Panel]:
        if view.filled is None:
            return []
        filled = view.filled
        mean, pca, network = (written(each, digits=2) for each in filled.errors)
        sheets = [
            ("missing", view.inputs), (f"mean\n{mean}", filled.mean), (f"PCA\n{pca}", filled.pca),
            (f"network\n{network}", filled.network), ("original", view.pictures),
        ]  # fmt: skip
        return [
            TilesPanel(
                tiles=[(name, _tiles(pixels[:12], columns=12)) for name, pixels in sheets], columns=12, leads=True,
                title="Missing pixels, filled in", caption="Seen pixels stay as they are. The number: the mean squared "
                "error of a missing pixel over 64 held-out pictures, 0 black, 1 white. The mean picture; PCA with as "
                "many numbers as the code; the network.",
                alt=f"Missing pixels filled in. Mean squared error: mean {mean}, PCA {pca}, network {network}.",
            )
        ]  # fmt: skip


def _tiles(pixels: Bytes, columns: int = 0) -> Tiles:
    return Tiles(pixels=pixels, paint="rgb" if pixels.ndim == 4 else "grey", columns=columns)


def _numbers(view: AutoencoderView) -> str:
    return f"{view.code_size:,} number{'s' if view.code_size > 1 else ''}"


def _what_it_shows(view: AutoencoderView) -> str:
    if view.code_size == 2:
        return "A point is a held-out picture; its place is its code."
    if view.code_size == 1:
        return "A point is a held-out picture. From left to right its code; up and down means nothing."
    return (
        "A point is a held-out picture, in the plane in which the codes vary most (PCA of the codes): it shows "
        f"{written(view.explained, percent=True, digits=2)} of their variance. What you drag lies in that plane."
    )
