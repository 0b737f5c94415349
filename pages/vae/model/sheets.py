"""Panels of new pictures: three ways to draw them, the whole map, what lies between two pictures."""

from __future__ import annotations

from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.vae.model.views import VaeView


def three_ways(view: VaeView) -> Panel:
    """Prior, q(z|x) of one picture, aggregate posterior: a row each."""
    first = "z from\nthe prior" if view.draws else "random\ncodes"
    named = [(first, view.drawn), ("z from q(z|x)\nof one picture", view.of_one), ("z of any\npicture", view.of_all)]
    how = (
        "From the prior: new ones. From q(z|x) of one picture: that one again, with variations. From a random "
        "picture’s q(z|x) each, the aggregate posterior: what the decoder was trained on."
        if view.draws
        else "Random codes are normal, as broad as the codes are: nothing taught the decoder what lies in the holes. "
        "A point has no spread, so one picture gives itself alone."
    )
    return TilesPanel(
        tiles=[(name, sheet(pixels, columns=8)) for name, pixels in named], title="Three ways to draw new pictures",
        columns=6, caption=how, alt=f"New pictures, three rows of {len(view.drawn)}, at step {view.step}.",
    )  # fmt: skip


def plane(view: VaeView, title: str = "All that lies on the map") -> Panel:
    """The map's window, decoded."""
    side = view.plane.shape[0] // (view.pictures.shape[1] // 2)
    return TilesPanel(
        tiles=sheet(view.plane[None], columns=1), title=title, columns=6,
        caption=f"The window of the map, decoded at {side}×{side} places.",
        alt=f"{side} by {side} decoded pictures over the map at step {view.step}.",
    )  # fmt: skip


def between(view: VaeView) -> Panel:
    """The straight line between two codes."""
    return TilesPanel(
        tiles=sheet(view.between),
        title="Between two pictures",
        columns=6,
        caption="Decoded on the straight line between the means of two held-out pictures, which are the ends.",
        alt=f"{len(view.between)} pictures on the line between two codes at step {view.step}.",
    )


def sheet(pixels: Bytes, columns: int = 0) -> Tiles:
    """Grey pictures, or such in colour."""
    return Tiles(pixels=pixels, paint="rgb" if pixels.ndim == 4 else "grey", columns=columns)
