"""The occlusion map: a square slides over the photo, and the class is asked for at every place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dnnlab.live.wire import Snapshot
from dnnlab.photo.covering import patches
from dnnlab.photo.given import OWN, pixels
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.occlusion.figures import full_colour, map_overlay, moving_picture, probability_curve, worst_picture
from dnnlab.photo.occlusion.knobs import OcclusionConfig
from dnnlab.photo.occlusion.views import CELL, OcclusionView
from dnnlab.photo.preprocess import prepare
from dnnlab.photo.views import Classification
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.lesson import section
from dnnlab.ui.recording import Opening
from dnnlab.ui.words import Words, duration
from dnnlab.ui.workbench import Workbench
from pages.photo.classify.pictures import Chosen

HEIGHT = 220
WORDS = Words(
    play="Slide the square over the photo",
    go_on="Go on with the next place",
    step="Cover one more place",
    command="makes this map",
    keeps="The map",
    keeps_help="For each pixel the mean probability of the class while it was covered",
)


def occlusion(
    owner: str | None, config: PhotoConfig, photo: Chosen, found: Classification
) -> Workbench[OcclusionConfig]:
    """The bench on which the map is made."""
    rank = config.rank_of(config.net)
    asked = config.as_config(OcclusionConfig, photo=OWN if photo.own else photo.name, rank=rank)
    place = rank - 1
    name, sure = found.names[place], float(found.probabilities[place])
    section("Or let a square find out", f"It covers place after place, and each time “{name}” is asked for again.")
    cut = prepare(photo.image, config.net, wrong=config.wrong).cut
    cells = -(-len(cut) // CELL)
    places = len(patches(len(cut), len(cut), config.patch, config.stride))
    view = OcclusionView(
        net=config.net, cut=cut, cover=config.cover, class_index=int(found.classes[place]), class_name=name,
        uncovered=sure, heat=np.full((cells, cells), np.nan, np.float32), scores=np.zeros(0, np.float32), last=None,
        worst=None, total=places,
    )  # fmt: skip
    seconds = places * found.milliseconds / 1000  # at the pace that this very machine has just answered with
    opening = Opening(
        config=asked, view=view, total_steps=places,
        invitation=f"Press Play: the square covers {places} places, which takes about {duration(seconds)} of one core.",
    )  # fmt: skip
    bench = Workbench(
        "photo-occlusion", "occlusion-map", asked, OcclusionScene(), opening, owner=owner,
        given=pixels(photo.image) if photo.own else None, words=WORDS, panel=False,
    )  # fmt: skip
    bench.show()
    return bench


@dataclass(frozen=True, slots=True)
class OcclusionScene:
    """Panels of an occlusion map."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """None: the probability at every place stands below the pictures."""
        return []

    def pictures(self, view: OcclusionView, palette: Palette) -> Sequence[Panel]:
        """The square on its way, the map, and the place that costs most."""
        uncovered = written(view.uncovered, percent=True)
        last = written(view.last.probability, percent=True) if view.last else uncovered
        told = "The place that costs most will show here."
        if view.worst and view.worst.probability < view.uncovered:
            worst = written(view.worst.probability, percent=True)
            told = f"With this square hidden, {view.class_name} falls from {uncovered} to {worst}."
        elif view.worst:
            told = f"No square has lowered {view.class_name} so far."
        return [
            _picture(
                moving_picture(view), f"{view.class_name}: {last}",
                f"Place {view.done} of {view.total}." if view.done else "Nothing is covered yet.", pair="the square",
            ),
            _picture(
                map_overlay(view, palette), "What it cannot do without",
                f"Orange: hiding it lowers the class, blue: raises it{_strongest(view)}. Faded: not measured yet.",
            ),
            _picture(worst_picture(view), "The most telling square", told),
            FigurePanel(
                figure=probability_curve(view, palette, height=HEIGHT), columns=12, height=HEIGHT,
                title=f"How likely “{view.class_name}” stays", pair="probability",
                caption="Row by row from the top left. In a dip the square hides something that counts; in a peak, "
                "something that speaks against the class.",
                alt=f"The probability of {view.class_name} at {view.done} of {view.total} places of the square.",
            ),
        ]  # fmt: skip


def _strongest(view: OcclusionView) -> str:
    """What the map's full colour stands for; empty while nothing is measured."""
    if not view.done:
        return ""
    return f", in full colour by {written(100 * full_colour(view))} points, the mean of all squares over a place"


def _picture(pixels: Bytes, title: str, caption: str, *, pair: str = "") -> TilesPanel:
    return TilesPanel(
        tiles=Tiles(pixels=pixels[np.newaxis], paint="rgb", columns=1), title=title, caption=caption, columns=4,
        pair=pair, alt=f"{title}: {caption}",
    )  # fmt: skip
