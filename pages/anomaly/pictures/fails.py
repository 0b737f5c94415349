"""Part of the lesson: where such detectors fail, measured over 5 seeds, and buttons to see it happen."""

from __future__ import annotations

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.anomaly.pictures.figures import auc_bars, measured_curves
from dnnlab.anomaly.pictures.knobs import ALL_BUT_ONE, FailConfig, PictureConfig
from dnnlab.anomaly.pictures.measures import auc_table, measures
from dnnlab.anomaly.tables import contamination_table, rates_table
from dnnlab.live.config import Value
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.blocks import Caption
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from pages.anomaly.pictures.lesson import LESSON
from pages.anomaly.pictures.parts import DETECT

PAGE = f"{LESSON.slug}-fails"
WANTED = f"{PAGE}/wanted"
"""In the session: the knobs with which the first part opens."""
HEIGHT = 270
ONES = "all digits but 1"
SHOWN = {"autoencoder": "network", "PCA, 16 components": "PCA", "5 neighbours": "5 neighbours",
         "z-scores": "z-scores", "isolation forest": "forest"}  # fmt: skip
TRY = (
    "- Train with 128 numbers in the code, then with 16 as a twin beside it: compare what comes back of a 3.\n"
    "- Train on all but the 1s, and look at the error of a 1: there is hardly any.\n"
    "- Peek at the test labels in the first part: no threshold saves a detector whose AUC is below 0.5."
)
CODE = (
    "The measurements are made by `python -m tools.measure_picture_anomalies`, with the detectors of the lesson:",
    Source("dnnlab/anomaly/pictures/net/experiment.py", "detector_for"),
    Source("dnnlab/anomaly/net/detectors.py", "PCADetector", "NeighboursDetector", "IsolationForestDetector"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The measured curves, buttons below them, tables in the tabs."""
    above = stage.container()
    with knobs:
        config = knob_panel(FailConfig, PAGE, above=above, prefix="fails_")
    with stage:
        live_stage(_panels(config), key=f"{PAGE}/stage", palette=lab.palette())
        with st.container(horizontal=True):
            share = round(config.contamination)
            _button(f"Train with a code of {config.code}", {"code": config.code})
            _button(f"Train with {share} % contamination", {"contamination": share})
            _button("Train on all but the 1s", {"digit": ALL_BUT_ONE})
    with tabs:
        show_tabs(LESSON, try_it=lambda: st.markdown(TRY), maths=_tables(), code=CODE)


def taken_up() -> PictureConfig | None:
    """The knobs that a button of this part asked for, once."""
    wanted: PictureConfig | None = st.session_state.pop(WANTED, None)
    return wanted


def _button(label: str, change: dict[str, Value]) -> None:
    def go() -> None:
        st.session_state[WANTED] = PictureConfig(**change)  # type: ignore[arg-type]
        st.session_state[f"{LESSON.slug}/part"] = DETECT

    st.button(
        label, key=f"{PAGE}/{label}", icon=":material/arrow_forward:", on_click=go,
        help="Goes to the first part and sets the knobs: press Play there",
    )  # fmt: skip


def _panels(config: FailConfig) -> list[Panel]:
    made, palette = measures(), lab.palette()
    codes, shares = made["codes"], made["shares"]
    wide = {name: float(np.mean(rows[codes.index(config.code)])) for name, rows in made["bottleneck"].items()}
    best = codes[int(np.argmax([np.mean(each) for each in made["bottleneck"]["autoencoder"]]))]
    dirty = {
        name: float(np.interp(config.contamination, shares, [np.mean(each) for each in rows]))
        for name, rows in made["contamination"].items()
    }
    clean = float(np.mean(made["contamination"]["autoencoder"][0]))
    ones = {short: made["auc"][ONES][name]["auc"] for name, short in SHOWN.items()}
    return [
        FigurePanel(
            figure=measured_curves(
                codes, made["bottleneck"], palette, height=HEIGHT, title="numbers in the code", log=True,
                at=config.code,
            ),
            title=f"A code of {config.code}: AUC {written(wide['autoencoder'])}", columns=4, height=HEIGHT, pair="code",
            caption=f"AUC: how often an anomaly scores above a normal picture. Normal: the 8; dots: 5 seeds. Best with "
            f"{best}; wider ones rebuild anomalies too. PCA: {written(wide['PCA'])}.",
            alt=f"AUC over the size of the code, from {codes[0]} to {codes[-1]}; at {config.code} the autoencoder has "
            f"{written(wide['autoencoder'])}, PCA {written(wide['PCA'])}.",
            over_steps=False,
        ),
        FigurePanel(
            figure=measured_curves(
                shares, made["contamination"], palette, height=HEIGHT, title="contamination (%)", log=False,
                at=config.contamination,
            ),
            title=f"{written(config.contamination)} % contamination: AUC {written(dirty['autoencoder'])}", columns=4,
            height=HEIGHT, pair="contamination", over_steps=False,
            caption=f"Clean: {written(clean)}. Anomalies to learn from come back like normal ones.",
            alt="AUC over contamination: " + ", ".join(f"{name} {written(each)}" for name, each in dirty.items()),
        ),
        FigurePanel(
            figure=auc_bars(ones, palette, height=HEIGHT), columns=4, height=HEIGHT, pair="ones", over_steps=False,
            title=f"All but the 1s are normal: AUC {written(float(np.mean(ones['network'])))}",
            caption="Below 0.5: a 1 looks more normal than the nine digits that were learnt. It is simple.",
            alt="AUC with the 1s as anomalies: "
            + ", ".join(f"{name} {written(float(np.mean(each)))}" for name, each in ones.items()),
        ),
    ]  # fmt: skip


def _tables() -> list[str]:
    return [
        "**All detectors**, 5 seeds: the mean, the lowest and the highest; bold: the best of a column.",
        auc_table(),
        "**Contamination**, normal is the 8:",
        contamination_table(measures()),
        "**Accepted against observed false alarms**:",
        rates_table(measures()),
        Caption(
            "Lines: the mean of 5 seeds; dots: each of them. The curves are of runs of 1,000 steps with 128 hidden "
            "units, judged on a third of the test."
        ),
    ]
