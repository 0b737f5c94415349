"""Why: where in the photo a network finds a class, and what its layers make of the photo."""

from __future__ import annotations

import numpy as np
import streamlit as st
from PIL import Image

from dnnlab.photo.facts import EFFICIENTNET, known
from dnnlab.photo.figures import overlay
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.views import GRAD_CAM, Classification, Explanation, Maps
from dnnlab.sheets import Tiles
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage import TilesPanel, live_stage
from dnnlab.ui.lesson import section
from pages.photo.answers import pixels

SHOWN = 32
"""Maps of a layer that are shown, the strongest first."""


def hidden(config: PhotoConfig | None) -> set[str]:
    """The layers of the other network."""
    config = config or PhotoConfig()
    return {"squeezenet_layer"} if config.net == EFFICIENTNET else {"efficientnet_layer"}


def why(owner: str | None, config: PhotoConfig, photo: Image.Image, found: Classification) -> None:
    """The explanation beside the maps of the chosen layer."""
    data = pixels(photo)
    section(
        f"Why “{found.names[config.rank - 1]}”?",
        "The knobs choose network, answer, method and layer.",
    )
    class_index = int(found.classes[config.rank - 1])
    asked = config.layer if config.method == GRAD_CAM else ""
    told: Explanation | None = answer(
        owner, "photo.explain", data, config.net, config.method, asked, class_index, config.wrong,
        slot="photo/explain",
    )  # fmt: skip
    maps: Maps | None = answer(
        owner, "photo.maps", data, config.net, config.layer, SHOWN, config.wrong, slot="photo/maps"
    )
    if told is None or maps is None:
        return
    facts = known(config.net).layer(config.layer)
    where = f"{config.method} at {told.layer}" if told.layer else config.method
    meaning = (
        "Orange: where maps that raise this class answer." if told.layer else "Orange: pixels that change this class."
    )
    nothing = "" if told.strongest else " Nothing here speaks for it."
    signs = "Orange is positive, blue negative." if maps.signed else "White is the strongest."
    live_stage(
        [
            TilesPanel(
                tiles=Tiles(pixels=overlay(told, lab.palette())[np.newaxis], paint="rgb", columns=1), columns=5,
                title=f"{where}: {told.class_name}, {told.probability:.0%}", caption=meaning + nothing,
                alt=f"{where} for {told.class_name}. {meaning}",
            ),
            TilesPanel(
                tiles=Tiles(pixels=maps.pixels, paint="diverging" if maps.signed else "grey"), columns=7,
                title=f"{config.layer}: {len(maps.units)} of {maps.total:,} maps, {facts.side} × {facts.side}",
                caption=f"Those that answer most strongly to this photo, all on one scale. {signs}",
                alt=f"The strongest maps of the layer {config.layer}.",
            ),
        ],
        key="photo/why", palette=lab.palette(),
    )  # fmt: skip
    if told.layer and facts.side < 20:
        st.caption(f"The layer has {facts.side} × {facts.side} numbers a map: that is how coarsely it can point.")
