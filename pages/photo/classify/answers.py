"""What both networks say and where they look, side by side with the photo; and how they were given it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PIL import Image

from dnnlab.data.photos import PHOTOS
from dnnlab.photo.facts import EFFICIENTNET, NETS, class_names, known
from dnnlab.photo.figures import overlay
from dnnlab.photo.given import pixels
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.preprocess import prepare
from dnnlab.photo.views import GRAD_CAM, Classification, Explanation
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.knobs import show_knobs
from pages.photo.classify.bars import Asked, answer_bars, picked, width_for
from pages.photo.classify.pictures import Chosen

MEANING = {
    True: "Orange is Grad-CAM: where those maps of a layer are active that raise the marked answer, full orange most. "
    "Do they look where you would? Click another answer to see where that one comes from.",
    False: "Orange: pixels whose change would change the marked answer most. Do they look where you would? "
    "Click another answer to see where that one comes from.",
}
MIDDLE = "Both look at the middle; the rest is cut off."
LATE = 4
"""So many layers before the logits know about things; the ones before them, about edges and textures."""


def show_photo(photo: Chosen) -> None:
    """The photo as the networks see it."""
    credit = f"Photo: {PHOTOS[photo.name].credit}. " if photo.name in PHOTOS and not photo.own else ""
    name = photo.name if photo.own else photo.name.replace("-", " ").capitalize()
    panel = TilesPanel(
        tiles=_one(prepare(photo.image, EFFICIENTNET).cut), columns=12,
        title=name, caption=f"{credit}{MIDDLE}", alt=f"The photo: {photo.name}.",
    )  # fmt: skip
    live_stage([panel], key="photo/shown", palette=lab.palette())


def said(owner: str | None, config: PhotoConfig, photo: Chosen, net: str) -> Classification | None:
    """What a network finds in the photo; None while it has not answered, which the page then explains."""
    found: Classification | None = answer(
        owner, "photo.classify", pixels(photo.image), net, config.wrong, slot=f"photo/{net}"
    )
    return found


def explained(
    page: str, owner: str | None, config: PhotoConfig, photo: Chosen, answers: Mapping[str, Classification], net: str
) -> None:
    """Where a network finds a class, and below it what it says; a click on an answer explains that one."""
    found, index = answers[net], asked_class(config, answers, net)
    maps = config.method == GRAD_CAM
    layer = config.layer_of(net) if maps else ""
    told: Explanation | None = answer(
        owner, "photo.explain", pixels(photo.image), net, config.method, layer, index, config.wrong,
        slot=f"photo/explain/{net}",
    )  # fmt: skip
    panels: list[Panel] = []
    asked = Asked(index, class_names()[index], 0.0 if told is None else told.probability)
    if told is not None:
        panels.append(
            TilesPanel(
                tiles=_one(overlay(told, lab.palette())), columns=12, title=net,
                alt=f"{net}: {_how(told, net)} For {told.class_name}, {written(told.probability, percent=True)}.",
            )
        )  # fmt: skip
    end = width_for(*answers.values())
    caption = f"A bar across the whole width would be {written(end, percent=True)}. {_cost(found)}"
    if told is not None:
        caption = f"{_how(told, net)} {caption}"
    panels.append(answer_bars(found, asked, end=end, title="" if panels else net, caption=caption))
    chosen = picked(live_stage(panels, key=f"photo/net/{net}", palette=lab.palette()), found, len(panels) - 1)
    if chosen is not None and chosen != index:
        show_knobs(page, config.explaining(net, found.place_of(chosen) + 1))


def asked_class(config: PhotoConfig, answers: Mapping[str, Classification], net: str) -> int:
    """The class about which a network is asked why: the chosen one of its own answers, or of the one clicked last."""
    whose = config.asked if config.same else net
    return int(answers[whose].classes[config.rank_of(whose) - 1])


def _how(told: Explanation, net: str) -> str:
    """How a map was made, and what to mind."""
    if not told.layer:
        how = f"{told.method[0].upper()}{told.method[1:]}."
    else:
        side, names = known(net).layer(told.layer).side, [each.name for each in known(net).layers]
        how = f"{told.method} at the layer {told.layer}, a grid of {side} × {side}."
        if names.index(told.layer) < len(names) - 1 - LATE:
            how += " So early a layer shows edges more than reasons."
    return how if told.strongest else f"{how} Nothing here speaks for it."


def _cost(found: Classification) -> str:
    """What an answer takes."""
    weights, time = written(found.parameters / 1e6), written(found.milliseconds, unit="ms", digits=2)
    return f"{weights} million weights; took {time} of one core."


def preparation(config: PhotoConfig, photo: Image.Image) -> None:
    """Every step from the photo to the numbers, for both networks."""
    panels: list[Panel] = []
    for net in NETS:
        steps = prepare(photo, net, wrong=config.wrong).steps[1:]  # the first is the photo itself
        for place, step in enumerate(steps):
            panels.append(
                TilesPanel(
                    tiles=_one(_small(step.picture)), columns=12 // len(steps),
                    title=step.name if place else f"{net}: {step.name}", caption=step.caption,
                    alt=f"{net}, {step.name}: {step.caption}",
                )
            )  # fmt: skip
    live_stage(panels, key="photo/preparation", palette=lab.palette())


def _one(picture: Bytes) -> Tiles:
    return Tiles(pixels=picture[np.newaxis], paint="rgb", columns=1)


def _small(picture: Bytes) -> Bytes:
    """At most 160 pixels on the longer side: they stand side by side."""
    image = Image.fromarray(picture)
    image.thumbnail((160, 160))
    return np.asarray(image)
