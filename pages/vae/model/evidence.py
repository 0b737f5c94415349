"""Part of the lesson: ln p(x) = ELBO + KL, exactly in one dimension, and by importance sampling for a digit."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.data import mnist
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import streamed
from dnnlab.ui.blocks import Latex
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.knobs import knob_panel, show_knobs
from dnnlab.ui.lesson import section
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from dnnlab.vae.model.figures import densities, evidence_curve, two_bars
from dnnlab.vae.model.linear import LinearGaussian, Moment, moment
from dnnlab.vae.model.part_knobs import EvidenceConfig
from dnnlab.vae.model.views import Evidence
from pages.vae.model.lesson import LESSON
from pages.vae.model.part_questions import ON_EVIDENCE

PAGE, BARS, CURVE = "vae-evidence", 200, 240
TRY = (
    "- Press “q = the posterior”: the KL is 0 but for rounding, and the ELBO is ln p(x).\n"
    "- Move m away: what the ELBO loses the KL gains; ln p(x) stays, since q is no part of the model.\n"
    "- Move x: ln p(x) itself changes. Training raises it by changing the model, w, b and s."
)
MATHS = (
    "**The model in one dimension** is probabilistic PCA: everything is normal, so everything is known.",
    Latex(
        r"p(z) = \mathcal{N}(0, 1), \quad p(x \mid z) = \mathcal{N}(w z + b, s^2), \quad "
        r"q(z \mid x) = \mathcal{N}(m, t^2)"
    ),
    Latex(
        r"p(x) = \mathcal{N}(b, w^2 + s^2), \qquad p(z \mid x) = \mathcal{N}\Big( \frac{w (x - b)}{w^2 + s^2},\, "
        r"\frac{s^2}{w^2 + s^2} \Big)"
    ),
    "**The identity** holds for every q. The KL is never below 0, so the ELBO is never above ln p(x).",
    Latex(r"\ln p(x) = \mathrm{ELBO}(q) + \mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))"),
    "**Importance sampling** estimates ln p(x) of a network. With one sample its mean is the ELBO, with more it rises, "
    "and never passes ln p(x) in the mean (Burda et al., 2016).",
    Latex(
        r"\ln p(x) \approx \ln \frac{1}{S} \sum_{s=1}^{S} \frac{p(x \mid z_s)\, p(z_s)}{q(z_s \mid x)}, \qquad "
        r"z_s \sim q"
    ),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The model in one dimension with its knobs, then a digit and the shipped network."""
    above = stage.container()
    with knobs:
        config = knob_panel(EvidenceConfig, PAGE, above=above, prefix="q_")
        model = LinearGaussian(w=config.w, s=config.s)
        if st.button(
            "q = the posterior", key=f"{PAGE}/exact", type="primary", icon=":material/center_focus_strong:",
            help="Set m and t to the mean and the deviation of p(z|x)",
        ):  # fmt: skip
            knob_of = EvidenceConfig.knobs()
            exact = {
                name: knob_of[name].nearest(value)
                for name, value in zip(("m", "t"), model.posterior(config.x), strict=True)
            }
            show_knobs(PAGE, config.replace(**exact))
    with stage:
        live_stage(
            _panels(moment(model, config.x, config.m, config.t)), key=f"{PAGE}/stage", palette=lab.palette()
        )  # fmt: skip
        ask_now(ON_EVIDENCE, PAGE, config, shown=config)
        _digit(owner)
    with tabs:
        show_tabs(
            LESSON, try_it=partial(_try, config), maths=MATHS,
            code=(
                "All of the first two panels:", Source("dnnlab/vae/model/linear.py", "LinearGaussian", "kl_of_normals"),
                "The digit’s ln p(x):", Source("dnnlab/vae/net/elbo.py", "log_weights", "log_p"),
            ),
        )  # fmt: skip


def _try(config: EvidenceConfig) -> None:
    ask(ON_EVIDENCE, PAGE, config, shown=config)
    st.markdown(TRY)


def _panels(now: Moment) -> list[Any]:
    palette = lab.palette()
    elbo, kl = (round(each, 2) for each in (now.elbo, now.kl))
    told, total = (_two(elbo), _two(kl)), _two(elbo + kl)
    return [
        FigurePanel(
            figure=densities(now, palette, height=CURVE), title="A code of one number", columns=6, height=CURVE,
            caption="x is a number, not a picture, so the posterior is known exactly. Move q (m, t) onto it.",
            over_steps=False, alt="Densities over z: the prior, the exact posterior, and q.",
        ),
        FigurePanel(
            figure=two_bars(now, palette, height=BARS), pair="bars", columns=6, height=BARS, over_steps=False,
            title=f"ELBO {told[0]} + KL {told[1]} = ln p(x) {total}",
            caption=f"ELBO: {written(now.reconstruction)} of reconstruction, less {written(now.to_prior)} of KL to the "
            "prior. Moving q moves the KL and with it the ELBO; ln p(x) stays.",
            alt=f"Two bars of one length: ELBO {told[0]} and KL {told[1]}; ln p(x) {total}.",
        ),
    ]  # fmt: skip


def _digit(owner: str | None) -> None:
    section(
        "ln p(x) of a digit",
        "No posterior is known here. Draw more and more codes from q(z|x) of the shipped network of 20 numbers, and "
        "weigh them: the estimate climbs from the ELBO towards ln p(x).",
    )
    place = int(
        st.number_input(
            "Test digit", 0, mnist.TEST - 1, 0, key=f"{PAGE}/digit", width=160, persist_state="session",
            help="One of the 10,000 digits that the network never trained on, binarised with seed 0.",
        )
    )  # fmt: skip

    def draw(pieces: tuple[Any, ...], more: bool) -> None:
        if pieces:
            live_stage(_of_digit(pieces[-1], place), key=f"{PAGE}/digit-stage", palette=lab.palette())

    streamed(owner, "vae.evidence", place, slot=f"{PAGE}/evidence", show=draw)


def _of_digit(found: Evidence, place: int) -> list[Any]:
    gap = written(found.log_p - found.elbo, digits=2)
    return [
        FigurePanel(
            figure=evidence_curve(found, lab.palette(), height=CURVE), pair="evidence", columns=9, height=CURVE,
            title=f"ELBO {_two(found.elbo)}, ln p(x) about {_two(found.log_p)} with {found.samples:,} samples",
            caption=f"The gap of {gap} nats is what q(z|x) is away from the posterior, as far as the samples show. "
            "Each point: the mean over all groups of so many samples.", over_steps=False,
            alt=f"Estimate of ln p(x) over samples, from {found.curve[0]:.2f} to {found.log_p:.2f}.",
        ),
        TilesPanel(
            tiles=Tiles(pixels=mnist.test().images[place][None], columns=1), title=f"Test digit {place:,}", columns=3,
            caption="The network reads it binarised.", alt=f"Test digit {place}.",
        ),
    ]  # fmt: skip


def _two(value: float) -> str:
    """With two digits behind the point, and a minus as it is printed."""
    return f"{value + 0.0:.2f}".replace("-", "−")
