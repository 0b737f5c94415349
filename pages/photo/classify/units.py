"""What a layer makes of the photo, and what drives one of its units, here and in the gallery."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dnnlab.data import photos
from dnnlab.once import once
from dnnlab.photo.facts import class_names, known
from dnnlab.photo.fields import field_size
from dnnlab.photo.given import pixels
from dnnlab.photo.knobs import BY_ITSELF, PhotoConfig
from dnnlab.photo.units.figures import LARGEST, on_photo, patch_picture
from dnnlab.photo.units.views import Unit
from dnnlab.photo.views import Maps
from dnnlab.plots.figures import shortened
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.knobs import show_knobs
from dnnlab.ui.lesson import section
from pages.photo.classify.choosing import Floats, Shown, by_itself
from pages.photo.classify.pictures import Chosen

SHOWN = 40
"""Maps of a layer that are shown, the strongest first."""
NAME = 12
"""Letters of a class's name that fit below a map."""
PATCHES = 7
"""Of the gallery, beside the one of the photo itself."""


def layer_maps(page: str, owner: str | None, config: PhotoConfig, photo: Chosen) -> Shown | None:
    """The strongest maps of the layer, to click on; returns the unit that is looked at."""
    layer = config.inside_of(config.net)
    maps: Maps | None = answer(
        owner, "photo.maps", pixels(photo.image), config.net, layer, SHOWN, config.wrong, config.own_scale,
        slot="photo/maps",
    )  # fmt: skip
    if maps is None:
        return None
    alike: Floats | None = answer(owner, "photo.alike", config.net, layer, slot="photo/alike")
    if alike is None:
        return None
    chosen, why = by_itself(maps, alike)
    unit = chosen if config.unit == BY_ITSELF or config.unit >= maps.total else config.unit
    if config.unit >= maps.total:
        st.caption(f"The layer {layer} has {maps.total:,} units and no {config.unit}: here is {chosen}.")
    facts, shown = known(config.net).layer(layer), maps.units.tolist()
    click = live_stage(
        [
            TilesPanel(
                tiles=Tiles(
                    pixels=maps.pixels, paint="diverging" if maps.signed else "grey", clickable=True,
                    labels=[shortened(class_names()[each], NAME) if facts.of_classes else str(each) for each in shown],
                    marked=[shown.index(unit)] if unit in shown else [],
                ),
                title=f"What the layer {layer} makes of the photo: {len(shown)} of {maps.total:,} maps. Click one.",
                caption=f"{facts.side} × {facts.side} numbers each. {_scale(maps, config.own_scale)}",
                columns=12,
                alt=f"The strongest maps of the layer {layer}.",
            )
        ],
        key="photo/maps", palette=lab.palette(),
    )  # fmt: skip
    if click is not None and click.tile is not None and click.tile < len(shown) and shown[click.tile] != config.unit:
        show_knobs(page, config.replace(unit=shown[click.tile]))
    return Shown(unit, maps.total, f" Chosen because {why}." if config.unit == BY_ITSELF else "")


def _scale(maps: Maps, own: bool) -> str:
    """What the colours of the maps mean."""
    limit = written(maps.limit)
    ends = f"full orange is {limit}, full blue −{limit}" if maps.signed else f"black is 0, white {limit}"
    if own:
        ends = "orange is positive, blue negative" if maps.signed else "white is its largest number"
    how = "each on its own scale" if own else "all on one scale"
    return f"Those that answer most strongly to this photo, {how}: {ends}."


def one_unit(owner: str | None, config: PhotoConfig, photo: Chosen, shown: Shown) -> None:
    """Where the unit answers in the photo, and the patches of the gallery that it answers to most."""
    unit, net, layer = shown.unit, config.net, config.inside_of(config.net)
    of_class = f", {class_names()[unit]}" if known(net).layer(layer).of_classes else ""
    section(f"What drives unit {unit}{of_class}")
    others = {name: each for name, each in _gallery().items() if name != photo.name}
    asked = {"this photo": pixels(photo.image), **others}
    found: dict[str, Unit] = {}
    for name, data in asked.items():
        told = answer(owner, "photo.unit", data, net, layer, unit, config.wrong, slot=f"photo/unit/{name}")
        if told is None:
            return
        found[name] = told
    here = found.pop("this photo")
    best = sorted(found.items(), key=lambda item: -item[1].peak)[:PATCHES]
    best = [(name, each) for name, each in best if each.peak > 0]
    drawn = [("this photo", here), *best]
    where, patches = st.columns([1, 2], gap="medium")
    with where:
        panel = TilesPanel(
            tiles=Tiles(pixels=on_photo(here, lab.palette())[np.newaxis], paint="rgb", columns=1), columns=12,
            title="In this photo", caption=_where(here), alt=f"Where unit {unit} of {layer} answers in the photo.",
        )  # fmt: skip
        live_stage([panel], key="photo/unit", palette=lab.palette())
    with patches:
        panel = TilesPanel(
            tiles=Tiles(
                pixels=np.stack([patch_picture(each) for _, each in drawn]), paint="rgb", columns=4,
                labels=[f"{name.replace('-', ' ')} {written(each.peak)}" for name, each in drawn],
            ),
            columns=12, title="What it answers to most, here and in the gallery", caption=_seen(here) + shown.why,
            alt="; ".join(f"{name} {written(each.peak)}" for name, each in drawn),
        )  # fmt: skip
        live_stage([panel], key="photo/patches", palette=lab.palette())


def _where(unit: Unit) -> str:
    if unit.peak <= 0:
        return "It finds nothing here: no place answers above 0."
    return f"Orange: where it answers, at most {written(unit.peak)}. The frame: all that this strongest place can see."


def _seen(unit: Unit) -> str:
    size, side = field_size(unit.net, unit.layer, unit.unit), len(unit.cut)
    if size > LARGEST * side:
        much = "more than the whole photo" if size >= side else "most of the photo"
        return (
            f"It sees {size} × {size} pixels, {much}. Dark: where it answers less than half as strongly as at its best."
        )
    return f"It sees {size} × {size} of the {side} × {side} pixels: its receptive field."


@once
def _gallery() -> dict[str, Bytes]:
    """All photos as the networks are sent them."""
    return {name: pixels(photos.load(name)) for name in photos.PHOTOS}
