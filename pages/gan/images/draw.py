"""Part of the lesson: a walk between two pieces of noise, a class to ask for, and the nearest training pictures."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.gan.images.asking import STOPS, DrawConfig, noise_of, way
from dnnlab.gan.images.views import Drawn, Floats
from dnnlab.gan.material import material
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.blocks import Latex
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from pages.gan.images.lesson import LESSON
from pages.gan.images.memorised import neighbours
from pages.gan.images.players import Players, players
from pages.gan.images.scene import sheet

PAGE = f"{LESSON.slug}/draw"
ROWS = 3
"""Pieces of noise that are drawn as every class."""
TRY = (
    "- Set “Who draws” to those who are told the class, and ask for each digit in turn: the same noise keeps its "
    "slant and its stroke.\n"
    "- Straight line or arc: where do the middle pictures differ? The line’s middle is noise of a length that G has "
    "hardly ever seen.\n"
    "- Compare the distances with those of real held-out pictures: a copy of a training picture would be at nearly 0."
)
MATHS = (
    "**Two ways** from $z_a$ to $z_b$, with $\\omega$ the angle between them:",
    Latex(r"z_t = (1 - t)\, z_a + t\, z_b, \qquad z_t = \frac{\sin((1 - t)\, \omega)\, z_a + \sin(t \omega)\, z_b}"
          r"{\sin \omega}"),
    "**Nearest** is the training picture with the smallest Euclidean distance, pixels from 0 to 1:",
    Latex(r"d(x, x') = \sqrt{\textstyle\sum_i (x_i - x'_i)^2}"),
)  # fmt: skip


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The walk, the classes, the neighbours."""
    above = stage.container()
    with knobs:
        config = knob_panel(DrawConfig, PAGE, above=above, prefix="draw_")
    with stage:
        who = players(owner, config.players)
        names = material(who.config.data).names
        wanted = min(config.wanted, len(names) - 1)
        noise, labels = _asked(config, who, wanted, len(names))
        made: Drawn | None = who.answer("gan.draw", noise, labels, slot=f"{PAGE}/draw")
        if made is not None:
            _show(config, who, made, names, wanted)
    with tabs:
        show_tabs(
            LESSON, try_it=partial(st.markdown, TRY), maths=MATHS,
            code=("The way, and the search:", Source("dnnlab/gan/images/asking.py", "way"),
                  Source("dnnlab/gan/images/net/calls.py", "draw", "nearest")),
        )  # fmt: skip


def _asked(config: DrawConfig, who: Players, wanted: int, classes: int) -> tuple[Floats, Any]:
    """Noise of the stops, of the chosen place, and, where classes can be asked for, of every class."""
    k = who.config.numbers_of_noise
    a, b = noise_of(config.first, k), noise_of(config.second, k)
    stops = way(a, b, config.path, np.linspace(0, 1, STOPS, dtype=np.float32))
    here = way(a, b, config.path, np.array([config.place], np.float32))
    if not who.config.conditional:
        return np.concatenate([stops, here]), None
    rows = [np.repeat(each[None], classes, axis=0) for each in (here[0], a, b)]
    labels = np.concatenate([np.full(STOPS + 1, wanted), np.tile(np.arange(classes), ROWS)]).astype(np.int64)
    return np.concatenate([stops, here, *rows]), labels


def _show(config: DrawConfig, who: Players, made: Drawn, names: tuple[str, ...], wanted: int) -> None:
    chosen = made.pictures[STOPS]
    said = f"D says: real with {written(float(made.opinions[STOPS]), percent=True, digits=2)}."
    what = f", as {names[wanted]}" if who.config.conditional else ""
    marked = round(config.place * (STOPS - 1))
    way_ = sheet(made.pictures[:STOPS], STOPS)
    panels: list[Panel] = [
        TilesPanel(
            tiles=sheet(chosen[None], 1), title=f"At {written(config.place)} of the way{what}", pair="here", columns=3,
            caption=said, alt=f"The generated picture at {config.place} of the way. {said}",
        ),
        TilesPanel(
            tiles=replace(way_, marked=[marked]), pair="way", columns=9,
            title=f"From noise {config.first} to noise {config.second}",
            caption="The noise changes little by little, and so does the picture. None of these was ever shown to G, "
            "and not every one is a good digit.", alt=f"{STOPS} pictures on the way.",
        ),
    ]  # fmt: skip
    if who.config.conditional:
        grid = made.pictures[STOPS + 1 :].reshape(ROWS, len(names), *chosen.shape)
        told = zip((f"at {written(config.place)}", "start", "end"), grid, strict=True)
        panels.append(
            TilesPanel(
                tiles=[(name, sheet(each, len(names))) for name, each in told], columns=12,
                title="The same noise, told each class",
                caption="A column is a class, a row a piece of noise: G draws what it is told, and takes slant and "
                "stroke from the noise.",
                alt=f"{ROWS} rows of {len(names)} classes.",
            )
        )  # fmt: skip
    live_stage(panels, key=f"{PAGE}/stage", palette=lab.palette())
    neighbours(who, made.pictures[[STOPS, 0, STOPS - 1]])
