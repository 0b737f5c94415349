"""Why: where in the photo both networks find a class."""

from __future__ import annotations

import numpy as np
from PIL import Image

from dnnlab.photo.facts import known
from dnnlab.photo.figures import overlay
from dnnlab.photo.given import pixels
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.views import GRAD_CAM, Classification, Explanation
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.lesson import section
from pages.photo.classify.answers import asked_class

MEANING = {
    True: "Orange: places whose features push this class up, full orange the strongest of them, grey none. Do they "
    "look where you would?",
    False: "Orange: pixels whose change would change the class most. Do they look where you would?",
}


LATE = 4
"""So many layers before the logits know about things; the ones before them, about edges and textures."""


def _early(net: str, layer: str) -> str:
    names = [each.name for each in known(net).layers]
    early = layer and names.index(layer) < len(names) - 1 - LATE
    return " So early a layer shows edges more than reasons." if early else ""


def why(owner: str | None, config: PhotoConfig, photo: Image.Image, answers: dict[str, Classification]) -> None:
    """What each network's answer rests on, side by side."""
    data = pixels(photo)
    maps = config.method == GRAD_CAM
    section("Why? Where they look", MEANING[maps])
    panels: list[Panel] = []
    for net in answers:
        layer = config.layer_of(net) if maps else ""
        told: Explanation | None = answer(
            owner, "photo.explain", data, net, config.method, layer, asked_class(config, answers, net), config.wrong,
            slot=f"photo/explain/{net}",
        )  # fmt: skip
        if told is None:
            return
        sure = written(told.probability, percent=True)
        where = f"{config.method} at the layer {told.layer}" if told.layer else config.method
        side = known(net).layer(told.layer).side if told.layer else 0
        panels.append(
            TilesPanel(
                tiles=Tiles(pixels=overlay(told, lab.palette())[np.newaxis], paint="rgb", columns=1), columns=6,
                title=f"{net}: {told.class_name}, {sure}",
                caption=where + (f", a grid of {side} × {side}." if side else ".") + _early(net, told.layer)
                + ("" if told.strongest else " Nothing here speaks for it."),
                alt=f"{net}, {where} for {told.class_name}, {sure}.",
            )
        )  # fmt: skip
    live_stage(panels, key="photo/why", palette=lab.palette())
