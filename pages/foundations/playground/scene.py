"""How a run of the playground is drawn: the network with the plane on top, then curves and what is inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.foundations.playground import figures
from dnnlab.foundations.playground.figures import ERROR, LOSS
from dnnlab.foundations.playground.layers import ACTIVATIONS, FEATURES
from dnnlab.foundations.playground.views import PlaygroundView
from dnnlab.foundations.points import SIDE
from dnnlab.live.wire import Snapshot
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.network import NetPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel

NET, LOW = 326, 210
"""Heights in pixels: of the network, and of what stands below it."""


@dataclass(frozen=True, slots=True)
class PlaygroundScene:
    """Panels of the playground."""

    heard: int = 0
    """The newest op of the learner's hand that the page has taken."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Error above loss."""
        return [
            curves_panel(
                now, pinned, (ERROR, LOSS), palette, title="Does it learn, or learn by heart?", height=LOW, columns=5,
                caption="Error: wrong answers; of a value, the share of its variance that is left.",
            )
        ]  # fmt: skip

    def pictures(self, view: PlaygroundView, palette: Palette) -> Sequence[Panel]:
        """The network leads; then the warped plane, confusions, histograms."""
        return [
            self._net(view), self._warped(view, palette), *self._confused(view, palette), *self._inside(view, palette)
        ]  # fmt: skip

    def _net(self, view: PlaygroundView) -> Panel:
        names = tuple(FEATURES)
        return NetPanel(
            inputs=names, chosen=[names.index(each) for each in view.features], sizes=view.sizes[1:-1],
            activations=view.activations, offered=ACTIVATIONS, maps=view.maps, weights=view.weights, slopes=view.slopes,
            surface=view.surface, winner=view.winner, places=view.places, labels=view.labels, held_out=view.held_out,
            ids=view.ids, names=view.names, classes=view.classes, reach=SIDE, heard=self.heard,
            least=1 / view.classes if view.classes else 0.0, height=NET, columns=12, leads=True, pair="network",
            title="", caption=f"Epoch {int(view.epoch):,}. Orange adds, blue subtracts. Discs: learnt from; rings: "
            "held out. Point at a unit or a line to read it.",
            alt=told(view),
        )  # fmt: skip

    def _warped(self, view: PlaygroundView, palette: Palette) -> Panel:
        line = " Dashed: where the answer changes." if view.classes == 2 else ""
        return FigurePanel(
            figure=figures.warped(view, palette, height=LOW), height=LOW, columns=4 if view.classes else 7,
            title="The plane as the last layer sees it", pair="warped",
            caption=f"What the hidden layers make of a square grid.{line}",
            alt=f"The points and a grid as the last hidden layer has them, at step {view.step:,}.",
        )  # fmt: skip

    def _confused(self, view: PlaygroundView, palette: Palette) -> Sequence[Panel]:
        if not view.classes:
            return []
        which = "held-out points" if view.held_out.any() else "points"
        return [
            FigurePanel(
                figure=figures.confusion(view, palette, height=LOW), height=LOW, columns=3, pair="confusion",
                title="Who is taken for whom", caption=f"{int(view.confusion.sum()):,} {which}.",
                alt=f"Confusion matrix: {view.confusion.tolist()}.",
            )
        ]  # fmt: skip

    def _inside(self, view: PlaygroundView, palette: Palette) -> Sequence[Panel]:
        """Histograms of values and gradients by layer."""
        idle = idle_units(view)
        panels: list[Panel] = []
        if len(view.values):
            panels.append(
                FigurePanel(
                    figure=figures.values_by_layer(view, palette, height=LOW), height=LOW, columns=6, pair="values",
                    title="What the units give", caption=idle, alt=f"Histograms of the units' values. {idle}",
                )
            )  # fmt: skip
        panels.append(
            FigurePanel(
                figure=figures.slopes_by_layer(view, palette, height=LOW), height=LOW, columns=6, pair="slopes",
                title="How much gradient reaches each layer",
                caption="Far to the left: it hardly learns (vanishing); far to the right: it jumps (exploding).",
                alt=f"Histograms of the sizes of the weights' gradients, {len(view.sizes_of_slopes)} layers.",
            )
        )  # fmt: skip
        return panels


def idle_units(view: PlaygroundView) -> str:
    """How many units are dead or saturated, in words."""
    units = sum(view.sizes[1:-1])
    dead, flat = sum(view.dead), sum(view.saturated)
    if not dead and not flat:
        return f"None of the {units} units is dead or saturated."
    where = [
        f"layer {number + 1}: {' and '.join(filter(None, [_so_many(d, 'dead'), _so_many(s, 'saturated')]))}"
        for number, (d, s) in enumerate(zip(view.dead, view.saturated, strict=True))
        if d or s
    ]
    return f"Of {units} units, {'; '.join(where)}."


def _so_many(count: int, what: str) -> str:
    return f"{count} {what}" if count else ""


def told(view: PlaygroundView) -> str:
    """The run in words."""
    layers = ", ".join(f"{units} {name}" for units, name in zip(view.sizes[1:-1], view.activations, strict=True))
    quality, hidden = view.quality, f"hidden layers of {layers}" if layers else "no hidden layer"
    learnt, new = (written(each, percent=True) for each in (quality.training_error, quality.validation_error))
    return (
        f"A network with the inputs {', '.join(view.features)}, {hidden}, at step {view.step:,}: "
        f"training error {learnt}, validation error {new}."
    )
