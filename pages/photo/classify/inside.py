"""Part of the lesson: what a layer makes of the photo, what drives one of its units, and what would drive it most."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from streamlit.delta_generator import DeltaGenerator

from dnnlab.photo.knobs import PhotoConfig
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from pages.photo.classify.ascent.part import ascent
from pages.photo.classify.ascent.questions import QUESTIONS
from pages.photo.classify.choosing import choose_unit
from pages.photo.classify.lesson import LESSON
from pages.photo.classify.maths import OF_INSIDE
from pages.photo.classify.parts import ANSWERS
from pages.photo.classify.pictures import Chosen
from pages.photo.classify.units import layer_maps, one_unit


def show(
    owner: str | None, config: PhotoConfig, pictures: list[Chosen], lower: DeltaGenerator
) -> Callable[[], None] | None:
    """The maps, one of them, its favourite picture; returns what shows the tabs, once there are answers."""
    photo = pictures[0]
    shown = layer_maps(LESSON.slug, owner, config, photo)
    if shown is None:
        return None
    one_unit(owner, config, photo, shown)
    choose_unit(LESSON.slug, config, shown)
    with lower:
        bench = ascent(owner, config, photo, shown.unit)
        if bench is not None:
            with bench.moment:
                ask_now(QUESTIONS, LESSON.slug, config, bench=bench)
    return partial(
        show_tabs,
        LESSON,
        try_it=partial(ask, QUESTIONS, LESSON.slug, config, bench=bench),
        maths=OF_INSIDE,
        code=(
            ANSWERS,
            Source("dnnlab/photo/net/explain.py", "excite", "liking", "blurred"),
            Source("dnnlab/photo/ascent/net/experiment.py", "GradientAscent.step"),
            Source("dnnlab/photo/net/models.py", "PhotoNet"),
        ),
        bench=bench,
        metrics=("activation",),
    )
