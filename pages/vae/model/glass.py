"""Part of the lesson: one draw of z under the glass, with mean, spread and chance as knobs."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.data import mnist
from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.blocks import Latex
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.map import Ellipse, MapPanel, Place
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.decoding import decoder_address
from dnnlab.ui.knobs import knob_panel, show_knobs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.recording import recorded
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from dnnlab.vae.model.part_knobs import GlassConfig
from dnnlab.vae.model.views import Floats, Passed, VaeView
from pages.vae.model.lesson import LESSON
from pages.vae.model.part_questions import ON_GLASS

PAGE, MAP, MORE = "vae-glass", 300, 8
TRY = (
    "- Set “σ times” to 0: whatever ε is, the same picture comes out. That is an autoencoder.\n"
    "- Set “σ times” to 5: the ellipse covers other digits too, and the draws become some of them.\n"
    "- Leave ε, and move μ: the picture moves with it. That is the path along which the gradient flows."
)
MATHS = (
    "**Reparametrisation.** A draw from $\\mathcal{N}(\\mu, \\sigma^2)$ has no derivative by μ and σ. Written as",
    Latex(r"z = \mu + \sigma\, \varepsilon, \qquad \varepsilon \sim \mathcal{N}(0, 1)"),
    "the chance comes from outside, and z is an ordinary function of μ and σ:",
    Latex(r"\frac{\partial z}{\partial \mu} = 1, \qquad \frac{\partial z}{\partial \sigma} = \varepsilon"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """Knobs on the right, the map with the ellipse and what z decodes to on the stage."""
    above = stage.container()
    with knobs:
        config = knob_panel(GlassConfig, PAGE, above=above, prefix="glass_")
        if st.button(
            "Draw ε anew", icon=":material/casino:", key=f"{PAGE}/again", type="primary",
            help="Two fresh standard normal numbers: another z of the same q(z|x)",
        ):  # fmt: skip
            chance = np.random.default_rng().standard_normal(2).tolist()  # the learner asked for it
            e1, e2 = (float(GlassConfig.knobs()["e1"].nearest(each)) for each in chance)
            show_knobs(PAGE, config.replace(e1=e1, e2=e2))
    with stage:
        passed: Passed | None = answer(owner, "vae.passed", mnist.test().images[config.digit], slot=f"{PAGE}/passed")
        if passed is not None:
            _draw(owner, passed, *sent(config, passed))
        ask_now(ON_GLASS, PAGE, config, shown=config)
    with tabs:
        show_tabs(
            LESSON, try_it=partial(_try, config), maths=MATHS,
            code=("The draw, as training takes it:", Source("dnnlab/vae/net/gaussian.py", "reparametrised", "split")),
        )  # fmt: skip


def _try(config: GlassConfig) -> None:
    ask(ON_GLASS, PAGE, config, shown=config)
    st.markdown(TRY)


def sent(config: GlassConfig, passed: Passed) -> tuple[Floats, Floats, Floats]:
    """Mean, deviation and noise of both numbers: what the encoder says of the digit, as the knobs change it."""
    mean = passed.mean[:2] + np.array([config.m1, config.m2], np.float32)
    return mean, passed.deviation[:2] * np.float32(config.spread), np.array([config.e1, config.e2], np.float32)


def _draw(owner: str | None, passed: Passed, mean: Floats, deviation: Floats, noise: Floats) -> None:
    z = mean + deviation * noise
    more = mean + deviation * np.random.default_rng(0).standard_normal((MORE, 2)).astype(np.float32)
    pictures: Bytes | None = answer(
        owner, "vae.decode", np.concatenate([mean[None], z[None], more]).astype(np.float32), slot=f"{PAGE}/decode"
    )
    if pictures is None:
        return
    both = zip(mean.tolist(), deviation.tolist(), noise.tolist(), strict=True)
    st.latex(r" \qquad ".join(rf"z_{i} = {drawn(*each)}" for i, each in enumerate(both, start=1)))
    live_stage([_map(mean, deviation, z), _pictures(passed, pictures)], key=f"{PAGE}/stage", palette=lab.palette())


def _map(mean: Floats, deviation: Floats, z: Floats) -> MapPanel:
    view = recorded(LESSON.experiment).views[-1]
    assert isinstance(view, VaeView)
    a, b = (float(each) ** 2 for each in deviation)
    return MapPanel(
        points=view.points, classes=view.labels, names=view.names,
        ellipses=[
            Ellipse(mean=(float(mean[0]), float(mean[1])), covariance=((a, 0.0), (0.0, b)), label="q(z|x)", sigmas=2.0),
            Ellipse(mean=(0.0, 0.0), covariance=((1.0, 0.0), (0.0, 1.0)), label="prior", sigmas=2.0),
        ],
        places=[Place(x=float(z[0]), y=float(z[1]), label="z")], decoder=decoder_address("vae.decoder"),
        title="Where z is drawn", columns=7, height=MAP, picture=124,
        caption="Points: means of held-out digits. Ellipses: two σ of q(z|x) and of the prior. Drag to decode.",
        alt=f"Map with q around {mean[0]:.2f}, {mean[1]:.2f}, and z at {z[0]:.2f}, {z[1]:.2f}.",
    )  # fmt: skip


def _pictures(passed: Passed, pictures: Bytes) -> TilesPanel:
    top = np.stack([passed.seen, pictures[0], pictures[1]])
    return TilesPanel(
        tiles=[
            ("this draw", Tiles(pixels=top, columns=4, labels=("x", "from μ", "from z"))),
            ("more\ndraws", Tiles(pixels=np.ascontiguousarray(pictures[2:]), columns=4)),
        ],
        title="What z decodes to", columns=5,
        caption="x: the digit, drawn black or white as the encoder reads it. Below: eight other ε, always these.",
        alt="The digit, decoded from its mean, decoded from z, and eight more draws.",
    )  # fmt: skip


def drawn(mean: float, deviation: float, noise: float) -> str:
    """mu + sigma epsilon, worked out from the printed digits."""
    told = [f"{each:.2f}" for each in (mean, deviation, noise)]
    m, s, e = (float(each) for each in told)
    chance = f"({told[2]})" if e < 0 else told[2]
    return rf"{told[0]} + {told[1]} \cdot {chance} = {m + s * e:.4f}"
