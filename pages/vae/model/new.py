"""Part of the lesson: three ways to draw new pictures, by the shipped network of 20 numbers."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.data import mnist
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.blocks import Latex
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from pages.vae.model.lesson import LESSON

PAGE = "vae-new"
WAYS = {
    "prior": ("From the prior, z ~ p(z)", "New digits: this is how a variational autoencoder generates."),
    "one": ("From q(z|x) of one digit", "That digit again, with small variations: no way to draw new ones."),
    "all": (
        "From the aggregate posterior",
        "A random test digit’s q(z|x) each: the codes that the decoder knows. Were q perfect, this would be the prior.",
    ),
}
TRY = (
    "- Draw again a few times: which of the first sheet are no digits? They come from places where the prior has codes "
    "and no training digit had.\n"
    "- The third sheet looks a little better than the first: the gap between the two distributions of codes."
)
MATHS = (
    "**Generating** takes z from the prior, decodes, and is done:",
    Latex(r"z \sim p(z) = \mathcal{N}(0, I), \qquad x \sim p(x \mid z)"),
    "**q(z|x)** belongs to one picture. The mixture over all pictures is the aggregate posterior:",
    Latex(r"q(z) = \frac{1}{n} \sum_i q(z \mid x_i)"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The three sheets side by side, the digit and the button on the right."""
    key = f"{PAGE}/seed"
    with knobs:
        place = int(
            st.number_input(
                "Test digit of the second way", 0, mnist.TEST - 1, 0, key=f"{PAGE}/digit", persist_state="session",
                help="Whose q(z|x) is drawn from.",
            )
        )  # fmt: skip
        if st.button(
            "Draw again",
            icon=":material/casino:",
            type="primary",
            key=f"{PAGE}/again",
            help="Fresh codes, all three ways",
        ):
            st.session_state[key] = st.session_state.get(key, 0) + 1
    with stage:
        found: dict[str, Bytes] | None = answer(
            owner, "vae.new", place, st.session_state.get(key, 0), slot=f"{PAGE}/new"
        )
        if found is not None:
            live_stage(
                [
                    TilesPanel(
                        tiles=Tiles(pixels=found[way], columns=4), title=title, caption=caption, columns=4,
                        alt=f"{title}: 16 pictures.",
                    )
                    for way, (title, caption) in WAYS.items()
                ],
                key=f"{PAGE}/stage", palette=lab.palette(),
            )  # fmt: skip
    with tabs:
        show_tabs(
            LESSON, try_it=partial(st.markdown, TRY), maths=MATHS,
            code=("All three ways:", Source("dnnlab/vae/model/net/calls.py", "new")),
        )  # fmt: skip
