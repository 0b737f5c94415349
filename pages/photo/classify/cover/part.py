"""Part of the lesson: hide a part of the photo, by hand or square by square, and see whether the network misses it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st
from PIL import Image
from streamlit.delta_generator import DeltaGenerator

from dnnlab.photo.covering import covering
from dnnlab.photo.given import pixels
from dnnlab.photo.knobs import BRUSHES, PhotoConfig
from dnnlab.photo.occlusion.views import Covered
from dnnlab.photo.preprocess import prepare
from dnnlab.photo.views import Classification
from dnnlab.plots.sheets import Bytes
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.knobs import show_knobs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from pages.photo.classify.bars import Asked, answer_bars, picked, width_for
from pages.photo.classify.cover.questions import QUESTIONS
from pages.photo.classify.lesson import LESSON
from pages.photo.classify.maths import OF_COVER
from pages.photo.classify.occlusion import occlusion
from pages.photo.classify.parts import ANSWERS
from pages.photo.classify.pictures import Chosen

CELLS = 112
"""Of the brush's mask, a side."""


def show(
    owner: str | None, config: PhotoConfig, pictures: list[Chosen], lower: DeltaGenerator
) -> Callable[[], None] | None:
    """The brush, the map that a sliding square gives; returns what shows the tabs, once there is an answer."""
    photo = pictures[0]
    data = pixels(photo.image)
    found: Classification | None = answer(
        owner, "photo.classify", data, config.net, config.wrong, slot=f"photo/{config.net}"
    )
    if found is None:
        return None
    st.fragment(_brush)(owner, config, data, found)
    with lower:
        bench = occlusion(owner, config, photo, found)
        with bench.moment:
            ask_now(QUESTIONS, LESSON.slug, config, bench=bench)
    return partial(
        show_tabs,
        LESSON,
        try_it=partial(ask, QUESTIONS, LESSON.slug, config, bench=bench),
        maths=OF_COVER,
        code=(
            ANSWERS,
            Source("dnnlab/photo/net/explain.py", "cover", "occlusion_scores", "occlusion_map"),
            Source("dnnlab/photo/occlusion/net/experiment.py", "OcclusionMap.step"),
            Source("dnnlab/photo/covering.py", "patches", "covering", "covered"),
        ),
        bench=bench,
        metrics=("probability",),
    )


def _brush(owner: str | None, config: PhotoConfig, data: Bytes, before: Classification) -> None:
    """The photo to paint on, and beside it what the network says now."""
    pad, bars = st.columns([1, 1], gap="medium")
    cut = prepare(Image.fromarray(data), config.net, wrong=config.wrong).cut
    with pad:
        mask = drawing_pad(
            key="photo/canvas", clear=zlib.crc32(data.tobytes()), size=CELLS,
            radius=CELLS * BRUSHES[config.brush] / 2, softness=1.0,
            under=cut, over=covering(cut, config.net, config.cover), max_width=420,
            help="Paint over the photo. What you see is what the network gets.",
        )  # fmt: skip
    place = config.rank_of(config.net) - 1
    class_index, name, sure = int(before.classes[place]), before.names[place], float(before.probabilities[place])
    now: Covered | None = answer(
        owner, "photo.cover", data, config.net, np.zeros((CELLS, CELLS), np.uint8) if mask is None else mask,
        config.cover, class_index, config.wrong, slot="photo/cover",
    )  # fmt: skip
    if now is None:
        return
    with bars:
        hidden = 0.0 if mask is None else float(mask.mean()) / 255
        first, then = before.names[0], now.found.names[0]
        before_it, with_it = (written(value, percent=True) for value in (sure, now.probability))
        told = f"{name}: {before_it} with nothing covered. Paint over what counts, and watch it."
        if hidden:
            share = written(hidden, percent=True, digits=2)
            told = f"{name}: {before_it} with nothing covered, {with_it} with {share} of the photo hidden."
        end = width_for(before, now.found)
        panel = answer_bars(
            now.found, Asked(class_index, name, now.probability), end=end, among=before.classes.tolist(),
            title=f"{config.net} now says {then}" + ("" if then == first else f", no longer {first}"),
            caption=f"{told} A bar across the whole width would be {written(end, percent=True)}; click an answer to "
            "watch that one.",
        )  # fmt: skip
        chosen = picked(live_stage([panel], key="photo/covered", palette=lab.palette()), now.found, 0)
    if chosen is not None and chosen != class_index:
        show_knobs(LESSON.slug, config.explaining(config.net, before.place_of(chosen) + 1))
