"""Part of the lesson: c2 and c3 under the pointer, c1 as a choice; the browser draws by itself."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.gan.info.asking import TurnConfig
from dnnlab.gan.info.codes import CODE, LOUD, WIDEST
from dnnlab.gan.info.knobs import NOISE
from dnnlab.gan.info.views import Ten
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import in_latex, written
from dnnlab.ui import lab
from dnnlab.ui.blocks import Latex
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.map import MapPanel, Place
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from pages.gan.info.lesson import LESSON
from pages.gan.info.who import Who, who_draws

PAGE = f"{LESSON.slug}/turn"
MAP, DOTS = 300, 33
"""Height of the plane in pixels; dots of a side of a square in it."""
TRY = (
    "- Drag from left to right, then from below to above: which of the two makes the strokes bold or thin, which the "
    "digit broad? Leave the inner square: when does it stop being a digit?\n"
    "- Choose another category: do c2 and c3 mean the same there? Nobody asked for that.\n"
    "- Let the plain GAN draw: its c2 and c3 move pictures too, but what they do differs from noise to noise."
)
MATHS = (
    f"**The code** c = (c1, c2, c3) stands beside the noise z; G reads {NOISE + CODE} numbers:",
    Latex(
        r"x = G(z, c), \qquad c_1 \in \{0, \dots, 9\} \text{ as ten numbers, a "
        + in_latex(written(LOUD))
        + r" among zeros}, \quad c_2, c_3 \in [-1, 1]"
    ),
    "**Dragging** moves two of them and leaves the others. Your browser has the weights of G and works the picture out "
    "itself: no server is asked.",
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The plane, and the ten categories of the same noise."""
    above = stage.container()
    with knobs:
        config = knob_panel(TurnConfig, PAGE, above=above, prefix="turn_")
    with stage:
        who = who_draws(owner, config.who)
        found: Ten | None = who.answer("infogan.ten", config.noise, slot=f"{PAGE}/ten")
        if found is not None:
            panels = [plane(config, who), categories(found, config.category)]
            live_stage(panels, key=f"{PAGE}/stage", palette=lab.palette())
    with tabs:
        show_tabs(
            LESSON, try_it=partial(st.markdown, TRY), maths=MATHS,
            code=("What travels to the browser, and what LeNet reads:",
                  Source("dnnlab/gan/info/net/calls.py", "decoder", "ten")),
        )  # fmt: skip


def plane(config: TurnConfig, who: Who) -> Panel:
    """The plane of c2 and c3 with the trained range as the inner square."""
    squares = np.concatenate([square(1.0), square(WIDEST)])
    return MapPanel(
        points=squares, classes=np.repeat([0, 5], 4 * DOTS), places=[Place(x=0.0, y=0.0, label="0, 0")], equal=True,
        decoder=who.decoder(config.noise, config.category), training=who.run is not None, columns=7, height=MAP,
        picture=150, title=f"c2 to the right, c3 up; c1 = {config.category}",
        caption="Drag anywhere, or use the arrow keys. Inner square: the trained range −1 to 1; outer: −2 to 2.",
        alt="The plane of c2 and c3 from -2 to 2, with the trained range -1 to 1.",
    )  # fmt: skip


def square(half: float) -> np.ndarray:
    """The border of a square around 0 as dots: (4 n, 2)."""
    side = np.linspace(-half, half, DOTS, dtype=np.float32)
    edge = np.full(DOTS, half, np.float32)
    sides = ((side, edge), (side, -edge), (edge, side), (-edge, side))
    return np.concatenate([np.stack(each, axis=1) for each in sides])


def categories(found: Ten, chosen: int) -> Panel:
    """The same noise as each category, with what LeNet takes it for."""
    labels = [f"c1 = {code}: {digit}" for code, digit in enumerate(found.read)]
    return TilesPanel(
        tiles=Tiles(pixels=found.pictures, columns=5, labels=labels, marked=[chosen]), columns=5, pair="ten",
        title="The same noise as each category", caption="Behind the colon: the digit that LeNet reads. Framed: c1 as "
        "chosen. c2 and c3 are 0.", alt=f"Ten pictures, read as {', '.join(map(str, found.read))}.",
    )  # fmt: skip
