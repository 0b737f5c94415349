"""Part of the lesson: what both networks say, where they look, and how they were given the photo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.photo.knobs import COVER, INSIDE, PhotoConfig
from dnnlab.ui.lesson import section
from dnnlab.ui.page import show_tabs
from dnnlab.ui.parts import part_button
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask
from pages.photo.classify.answers import both_answers, preparation
from pages.photo.classify.lesson import LESSON
from pages.photo.classify.many import many
from pages.photo.classify.maths import of_look
from pages.photo.classify.parts import ANSWERS
from pages.photo.classify.pictures import Chosen
from pages.photo.classify.questions import QUESTIONS, Said
from pages.photo.classify.why import why

PAINT = "With a brush on the same photo, or with a square that goes over all of it."
OPEN = "The maps of every layer on the same photo, and pictures that a unit likes best."


def show(owner: str | None, config: PhotoConfig, pictures: list[Chosen], lower: DeltaGenerator) -> Callable[[], None]:
    """Answers, reasons, the table of several photos, the preparation; returns what shows the tabs."""
    photo = pictures[0]
    answers = both_answers(owner, config, photo.name, photo.image)
    if answers:
        why(owner, config, photo.image, answers)
        with st.container(horizontal=True):
            part_button(
                LESSON.slug, COVER, "What can they not do without? Cover a part", icon=":material/brush:", help=PAINT
            )
            part_button(LESSON.slug, INSIDE, "What do they see? Look inside", icon=":material/grid_view:", help=OPEN)
    if len(pictures) > 1:
        many(owner, config, pictures)
    section(
        "How the photo becomes numbers", "Each network reads it as it has learnt to. Mix that up, and no error appears."
    )
    preparation(config, photo.image)
    return partial(
        show_tabs,
        LESSON,
        try_it=partial(ask, QUESTIONS, LESSON.slug, config, shown=Said(config, answers)),
        maths=of_look(answers),
        code=(
            ANSWERS,
            Source("dnnlab/photo/net/explain.py", "grad_cam", "input_gradient"),
            Source("dnnlab/photo/net/models.py", "SqueezeNet11", "Fire", "EfficientNetLite0", "MBConv"),
        ),
    )
