"""Is a generated picture a copy?  The training pictures that are most like some of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dnnlab.gan.images.views import Floats, Neighbours
from dnnlab.gan.standards import standards
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import streamed
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.lesson import section
from pages.gan.images.lesson import LESSON
from pages.gan.images.players import Players
from pages.gan.images.scene import sheet

PAGE = f"{LESSON.slug}/draw"


def neighbours(who: Players, pictures: Bytes) -> None:
    """Of three generated pictures, each in a row with its nearest training pictures."""
    section(
        "Is it memorised?",
        "Left a generated picture, then the training pictures that are most like it. A generator that copies would "
        "have its own picture there.",
    )
    low, middle, high = (written(each, digits=2) for each in standards()[who.config.data]["nearest"])

    def draw(pieces: tuple[Neighbours | None, ...], more: bool) -> None:
        found = pieces[-1] if pieces else None
        if found is None:
            return
        shown = np.concatenate([pictures[:, None], found.pictures], axis=1)  # (n, 1 + k, H, W[, 3])
        names = ("This one", "The start", "The end")
        panels = [
            TilesPanel(
                tiles=_labelled(each, found.distances[row]), title=f"{names[row]}: nearest at "
                f"{written(float(found.distances[row, 0]), digits=2)}", pair=names[row], columns=4,
                caption=f"Real held-out pictures are at {low} to {high}, most often near {middle}.",
                alt=f"A generated picture and its {found.distances.shape[1]} nearest training pictures.",
            )
            for row, each in enumerate(shown)
        ]  # fmt: skip
        live_stage(panels, key=f"{PAGE}/nearest", palette=lab.palette())

    streamed(who.owner, "gan.nearest", who.config.data, pictures, slot=f"{PAGE}/nearest", show=draw)


def _labelled(pictures: Bytes, distances: Floats) -> Tiles:
    labels = ("G’s", *(written(float(each), digits=2) for each in distances))
    return replace(sheet(pictures, len(pictures)), labels=labels, marked=[0])
