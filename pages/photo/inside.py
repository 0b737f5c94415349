"""Part of the lesson: what a layer makes of the photo, what drives one of its units, and what would drive it most."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.photo.knobs import PhotoConfig
from pages.photo.ascent import ascent
from pages.photo.ascent_questions import questions
from pages.photo.lesson import LESSON
from pages.photo.parts import INSIDE
from pages.photo.pictures import Chosen
from pages.photo.tabs import below
from pages.photo.units import layer_maps, one_unit


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
