"""Part of the lesson: three ways to draw new pictures, by the shipped network of 20 numbers."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.blocks import Latex
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.knobs import knob_panel, show_knobs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from dnnlab.vae.model.part_knobs import NewConfig
from pages.vae.model.drawn_questions import ON_NEW, Drawn, apart
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
    above = stage.container()
    with knobs:
        config = knob_panel(NewConfig, PAGE, above=above, prefix="new_")
        if st.button(
            "Draw again", icon=":material/casino:", type="primary", key=f"{PAGE}/again",
            help="Fresh codes, all three ways",
        ):  # fmt: skip
            show_knobs(PAGE, config.replace(draw=(config.draw + 1) % 1_000))
    with stage:
        found: dict[str, Bytes] | None = answer(owner, "vae.new", config.digit, config.draw, slot=f"{PAGE}/new")
        if found is not None:
            live_stage(
                [
                    TilesPanel(
                        tiles=Tiles(pixels=found[way], columns=4), title=title, columns=4,
                        caption=f"{caption} Apart: {written(apart(found[way]))}.",
                        alt=f"{title}: 16 pictures, {written(apart(found[way]))} apart.",
                    )
                    for way, (title, caption) in WAYS.items()
                ],
                key=f"{PAGE}/stage", palette=lab.palette(),
            )  # fmt: skip
            st.caption(
                "**Apart**: the squared distance between two of the 16 pictures, summed over their pixels, mean over "
                "all pairs. Pixels go from 0 to 1."
            )
        shown = Drawn(config, found)
        ask_now(ON_NEW, PAGE, config, shown=shown)
    with tabs:
        show_tabs(
            LESSON, try_it=partial(_try, config, shown), maths=MATHS,
            code=("All three ways:", Source("dnnlab/vae/model/net/calls.py", "new")),
        )  # fmt: skip


def _try(config: NewConfig, shown: Drawn) -> None:
    ask(ON_NEW, PAGE, config, shown=shown)
    st.markdown(TRY)
