"""What both networks say, and how they were given the photo."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PIL import Image

from dnnlab.photo.facts import EFFICIENTNET, NETS
from dnnlab.photo.figures import best_bars
from dnnlab.photo.given import pixels
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.preprocess import prepare
from dnnlab.photo.views import Classification
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel


def both_answers(owner: str | None, config: PhotoConfig, name: str, photo: Image.Image) -> dict[str, Classification]:
    """Photo and bars on the stage; what each network found, empty while one has not answered."""
    data, palette = pixels(photo), lab.palette()
    answers: dict[str, Classification] = {}
    for net in NETS:
        found = answer(owner, "photo.classify", data, net, config.wrong, slot=f"photo/{net}")
        if found is None:
            return {}
        answers[net] = found
    panels: list[Panel] = [
        TilesPanel(
            tiles=Tiles(pixels=prepare(photo, EFFICIENTNET).cut[np.newaxis], paint="rgb", columns=1), columns=4,
            title="The photo", caption="Both look at the middle; the rest is cut off.", alt=f"The photo: {name}.",
        )
    ]  # fmt: skip
    for net, found in answers.items():
        words = ", ".join(
            f"{each} {written(value, percent=True)}"
            for each, value in zip(found.names, found.probabilities, strict=True)
        )
        panels.append(
            FigurePanel(
                figure=best_bars(found, palette, marked=found.place_of(asked_class(config, answers, net))),
                title=f"{net}: {found.names[0]}", columns=4, height=190,
                caption=f"{found.parameters / 1e6:.2f} million weights; took {found.milliseconds:.0f} ms of one core.",
                alt=f"{net} says {words}.",
            )
        )  # fmt: skip
    live_stage(panels, key="photo/answers", palette=palette)
    return answers


def asked_class(config: PhotoConfig, answers: Mapping[str, Classification], net: str) -> int:
    """The class about which a network is asked why: its own answer, or the one that EfficientNet gives."""
    return int(answers[EFFICIENTNET if config.same else net].classes[config.rank - 1])


def preparation(config: PhotoConfig, photo: Image.Image) -> None:
    """Every step from the photo to the numbers, for both networks."""
    panels: list[Panel] = []
    for net in NETS:
        steps = prepare(photo, net, wrong=config.wrong).steps[1:]  # the first is the photo itself
        for place, step in enumerate(steps):
            panels.append(
                TilesPanel(
                    tiles=Tiles(pixels=_small(step.picture)[np.newaxis], paint="rgb", columns=1),
                    columns=12 // len(steps), title=step.name if place else f"{net}: {step.name}", caption=step.caption,
                    alt=f"{net}, {step.name}: {step.caption}",
                )
            )  # fmt: skip
    live_stage(panels, key="photo/preparation", palette=lab.palette())


def _small(picture: Bytes) -> Bytes:
    """At most 160 pixels on the longer side: they stand side by side."""
    image = Image.fromarray(picture)
    image.thumbnail((160, 160))
    return np.asarray(image)
