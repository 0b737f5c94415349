"""Part of the lesson: the same network as a VAE and as a plain autoencoder, side by side, from recorded runs."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.knobs import knob_panel, show_knobs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from dnnlab.vae.model.figures import codes_and_holes
from dnnlab.vae.model.holes import CODES, Holes, holes, random_codes
from dnnlab.vae.model.part_knobs import HolesConfig
from dnnlab.vae.model.recordings import PLAIN
from dnnlab.vae.model.views import VaeView
from pages.vae.model.drawn_questions import ON_HOLES, Counted
from pages.vae.model.lesson import LESSON
from pages.vae.model.sheets import plane, sheet

PAGE, MAP = "vae-holes", 210
NAMES = ("VAE", "Autoencoder")
TRY = (
    "- Look for pictures that are no digits: codes in a hole make them.\n"
    "- Follow both rows “between”: on the straight line of the autoencoder lies ground that no digit’s code is near.\n"
    "- See them learn beside each other: “Twins to try” in the part “Train”."
)
MATHS = (
    "**The same network, the same data, the same seed**: the plain one minimises the reconstruction alone, the VAE "
    "draws its code and pays the KL.",
    "**Random codes**: of the VAE from its prior, $z \\sim \\mathcal{N}(0, I)$. A plain autoencoder has none; its "
    "codes here are normal with the mean and the deviations of the codes of held-out digits.",
    "**A hole**: with $r$ the distance within which 95 % of the digits’ codes have another one, a random code lies in "
    "a hole where no digit’s code is nearer than $r$. So of the digits’ own codes 5 % would count.",
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """Where random codes land, what both decode of them, and what lies between two digits."""
    above = stage.container()
    with knobs:
        config = knob_panel(HolesConfig, PAGE, above=above, prefix="holes_")
        if st.button(
            "Draw again", icon=":material/casino:", type="primary", key=f"{PAGE}/again", help="Other random codes"
        ):
            show_knobs(PAGE, config.replace(draw=(config.draw + 1) % 100))
    views = both()
    found = [holes(each.points, random_codes(each.points, each.draws, config.draw)) for each in views]
    shown = Counted(config, (found[0].share, found[1].share))
    with stage:
        panels: list[Panel] = [
            *(_map(*each, config) for each in zip(NAMES, views, found, strict=True)),
            *(_pictures(name, view) for name, view in zip(NAMES, views, strict=True)),
            *(plane(view, f"{name}: all that lies on its map") for name, view in zip(NAMES, views, strict=True)),
        ]
        ask_now(ON_HOLES, PAGE, config, shown=shown)  # above: what lies below is long
        live_stage(panels, key=f"{PAGE}/stage", palette=lab.palette())
    with tabs:
        show_tabs(
            LESSON, try_it=partial(_try, config, shown), maths=MATHS,
            code=(
                "Random codes and holes:", Source("dnnlab/vae/model/holes.py", "random_codes", "holes"),
                "What both minimise:", Source("dnnlab/vae/net/elbo.py", "Terms"),
            ),
        )  # fmt: skip


def both() -> tuple[VaeView, VaeView]:
    """The ends of both recorded runs: the VAE's, the plain autoencoder's."""
    first, second = (recorded(LESSON.experiment, file=file).views[-1] for file in (None, PLAIN))
    assert isinstance(first, VaeView) and isinstance(second, VaeView)
    return first, second


def _try(config: HolesConfig, shown: Counted) -> None:
    ask(ON_HOLES, PAGE, config, shown=shown)
    st.markdown(TRY)


def _map(name: str, view: VaeView, found: Holes, config: HolesConfig) -> Panel:
    counted = f": {written(found.share, percent=True)} in holes" if config.count else ""
    where = "from the prior" if view.draws else "as broad as its codes"
    return FigurePanel(
        figure=codes_and_holes(view.points, found, lab.palette(), marked=config.count, height=MAP), height=MAP,
        title=f"{name}{counted}", columns=6, over_steps=False, pair=name,
        caption=f"Grey: codes of {len(view.points):,} held-out digits. Coloured: {CODES} random codes, {where}"
        + ("; red in a hole." if config.count else "."),
        alt=f"{name}: codes of digits and {CODES} random codes{counted}.",
    )  # fmt: skip


def _pictures(name: str, view: VaeView) -> Panel:
    return TilesPanel(
        tiles=[
            ("random\ncodes", sheet(view.drawn, columns=8)),
            ("between\ntwo digits", sheet(view.between, columns=8)),
        ],
        title=f"{name}: decoded", columns=6, pair=f"{name} decoded",
        caption="Eight random codes; below, the straight line from one digit’s code to another’s.",
        alt=f"{name}: eight pictures of random codes, eight between two digits.",
    )  # fmt: skip
