"""How a game in the plane is drawn: the plane in layers and the losses lead; scores, distances, quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dnnlab.gan.plane.figures import DISTANCES, losses, quality, scores
from dnnlab.gan.plane.health import QUESTION, health, modes_word
from dnnlab.gan.plane.knobs import PlaneConfig
from dnnlab.gan.plane.phases import ARROWS, FAKE, HEAT, LAST, NOISE, OF_D, PHASES, REAL
from dnnlab.gan.plane.targets import WINDOW
from dnnlab.gan.plane.views import Judged, PlaneView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.plane import Layer, PlanePanel, arrows, image, lines, points
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

PLANE, CURVES, BELOW = 336, 292, 200
"""Heights in pixels: plane and losses stand on the first screen of a laptop."""
NAMES = {HEAT: "D’s map", REAL: "real", FAKE: "fake", NOISE: "noise z", ARROWS: "gradient"}
BEST, SHEET = "D* (best D)", "G’s sheet"
LONGEST, FAINTEST = 0.3, 0.05
"""The ninth of ten gradients by size is drawn so long, if it is above the second: what has vanished stays unseen."""


@dataclass(frozen=True, slots=True)
class PlaneScene:
    """Panels of "Two dimensions"."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The losses, what D says, how near the fakes are."""
        config, view = now.status.config, now.view
        assert isinstance(config, PlaneConfig)
        modes = view.mode_count if isinstance(view, PlaneView) else 0
        said = health(view) if isinstance(view, PlaneView) else ""
        return [
            curves_panel(
                now, pinned, losses(config.loss, config.label), palette, title=QUESTION, caption=said, height=CURVES,
                columns=5,
            ),
            curves_panel(
                now, pinned, (scores(config.loss, config.label),), palette, title="What D says of both",
                caption="On average over a batch.", height=BELOW, columns=6,
            ),
            curves_panel(
                now, pinned, DISTANCES, palette, title="How far the fakes are from the data", height=BELOW, columns=6,
                caption="JS and KL(data ‖ fakes) of 2,000 fakes on a grid, both blurred by 0.1. At log 2 they "
                "have nothing in common.",
            ),
            curves_panel(
                now, pinned, quality(modes), palette, title="Modes covered, and good fakes", height=BELOW, columns=12,
                caption="Good: within three standard deviations of the data. A mode is covered by a fifth of its fair "
                "share of good fakes.",
            ),
        ]  # fmt: skip

    def pictures(self, view: PlaneView, palette: Palette) -> Sequence[Panel]:
        """The plane."""
        slow = PHASES[view.phase - 1] if view.phase else None
        return [
            PlanePanel(
                layers=_layers(view), reach=WINDOW, ways="from noise to data", leads=True, columns=7, height=PLANE,
                title=_phase_title(view) if slow else _title(view), pair="plane",
                caption=f"{slow.sentence}{_figures(view)}" if slow else _judged(view),
                shown=[NAMES[name] for name in (*slow.lit, *slow.shown)] if slow else None,
                lit=[NAMES[name] for name in slow.lit] if slow else (),
                plays=view.phase in (2, OF_D + 2),
                alt=f"{len(view.real)} real points and {len(view.fake)} fakes in the plane at iteration "
                f"{view.iteration:,}. {_title(view)}. {_judged(view)}",
            )
        ]  # fmt: skip


def _layers(view: PlaneView) -> list[Layer]:
    sizes = np.linalg.norm(view.arrows, axis=1)
    scale = LONGEST / max(float(np.quantile(sizes, 0.9)), FAINTEST) if len(sizes) else 0.0
    along = view.arrows * scale
    lengths = np.linalg.norm(along, axis=1, keepdims=True)
    along = along * np.minimum(1.0, 2 * LONGEST / np.maximum(lengths, 1e-9))
    return [
        image(NAMES[HEAT], view.heat, "real", "generated", group="map", help="Blue: D takes it for real; orange: fake"),
        image(
            BEST, view.best, "real", "generated", group="map", on=False,
            help="p / (p + q): the best answer to the fakes of now, from their densities",
        ),
        lines(
            SHEET, view.lines, "muted", begin=view.lattice, on=False,
            help="A lattice of noise after G: how it bends and folds the noise",
        ),
        points(NAMES[REAL], view.real, "real", help="Points of the data, always the same"),
        points(NAMES[NOISE], view.start, "muted", on=False, help="What G makes the fakes of: the first two numbers"),
        points(NAMES[FAKE], view.fake, "generated", begin=view.start, help="What G makes of the same noise"),
        arrows(
            NAMES[ARROWS], view.fake[: len(along)], along, "text", on=False,
            help="Where G’s loss would move the fakes: minus its gradient",
        ),
    ]  # fmt: skip


def _title(view: PlaneView) -> str:
    if np.isnan(view.now.js):
        return f"{view.target[0].upper()}{view.target[1:]}: the generator has not begun"
    covered = f"{view.now.modes} of {view.mode_count} {modes_word(view)}"
    return f"{covered}, {written(view.now.good, percent=True, digits=2)} of the fakes are good"


def _phase_title(view: PlaneView) -> str:
    turn = f" (D’s step {view.turn} of {view.turns})" if view.turns > 1 and view.phase <= OF_D else ""
    return f"Phase {view.phase} of {LAST}{turn}, {PHASES[view.phase - 1].title}"


def _figures(view: PlaneView) -> str:
    """The numbers of this very phase."""
    loss, says = view.latest[:2], view.latest[2:]
    if view.phase == OF_D - 1:
        return f" D’s loss is {written(loss[0])}."
    if view.phase == LAST - 1:
        return f" G’s loss is {written(loss[1])}; D says {written(says[1])} of the fakes on average."
    return ""


def _judged(view: PlaneView) -> str:
    """The fakes between the best and the worst that there is."""
    if np.isnan(view.now.js):
        best = _of("The best there is, fresh real points", view.ceiling)
        return f"Real points are blue, fakes orange. {best}. JS is 0 where two distributions are the same."
    told = _of("Fakes", view.now), _of("fresh real points in their place", view.ceiling), _of("bare noise", view.floor)
    return "; ".join(told) + "."


def _of(who: str, judged: Judged) -> str:
    return f"{who}: JS {written(judged.js, digits=2)}, {written(judged.good, percent=True, digits=2)} good"
