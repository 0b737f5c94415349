"""Part of the lesson: what both networks say, where they look, and how they were given the photo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.photo.facts import NETS
from dnnlab.photo.knobs import COVER, INSIDE, PhotoConfig
from dnnlab.photo.views import GRAD_CAM, Classification
from dnnlab.ui.lesson import section
from dnnlab.ui.page import show_tabs
from dnnlab.ui.parts import part_button
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from pages.photo.classify.answers import MEANING, explained, preparation, said, show_photo
from pages.photo.classify.lesson import LESSON
from pages.photo.classify.many import many
from pages.photo.classify.maths import of_look
from pages.photo.classify.parts import ANSWERS
from pages.photo.classify.pictures import Chosen
from pages.photo.classify.questions import QUESTIONS, Said

PAINT = "What can they not do without? With a brush on the same photo, or with a square that goes over all of it."
OPEN = "What do they see? The maps of every layer on the same photo, and pictures that a unit likes best."


def show(owner: str | None, config: PhotoConfig, pictures: list[Chosen], moment: DeltaGenerator) -> Callable[[], None]:
    """Answers, reasons, the table of several photos, the preparation; returns what shows the tabs."""
    photo = pictures[0]
    first, *others = st.columns(1 + len(NETS), gap="small")
    with first:
        show_photo(photo)
    answers: dict[str, Classification] = {}
    for net, column in zip(NETS, others, strict=True):
        with column:
            found = said(owner, config, photo, net)
        if found is not None:
            answers[net] = found
    if len(answers) < len(NETS):
        answers = {}
    for net, column in zip(answers, others, strict=False):
        with column:
            explained(LESSON.slug, owner, config, photo, answers, net)
    with first:
        st.caption(MEANING[config.method == GRAD_CAM])
        with st.container(horizontal=True):
            part_button(LESSON.slug, COVER, "Cover a part", icon=":material/brush:", help=PAINT)
            part_button(LESSON.slug, INSIDE, "Look inside", icon=":material/grid_view:", help=OPEN)
    with moment:
        ask_now(QUESTIONS, LESSON.slug, config, shown=Said(config, answers))
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
