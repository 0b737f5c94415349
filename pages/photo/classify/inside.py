"""Part of the lesson: what a layer makes of the photo, what drives one of its units, and what would drive it most."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.photo.knobs import INSIDE, PhotoConfig
from pages.photo.classify.ascent.part import ascent
from pages.photo.classify.ascent.questions import questions
from pages.photo.classify.lesson import LESSON
from pages.photo.classify.pictures import Chosen
from pages.photo.classify.tabs import below
from pages.photo.classify.units import layer_maps, one_unit


def show(
    owner: str | None, config: PhotoConfig, pictures: list[Chosen], lower: DeltaGenerator
) -> Callable[[], None] | None:
    """The maps, one of them, its favourite picture; returns what shows the tabs, once there are answers."""
    photo = pictures[0]
    unit = layer_maps(LESSON.slug, owner, config, photo)
    if unit is None:
        return None
    one_unit(owner, config, photo, unit)
    with lower:
        bench = ascent(owner, config, photo, unit)
    return partial(below, INSIDE, config, questions(), {}, bench, ["activation"])
