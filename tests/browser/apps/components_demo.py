"""A page with all three browser components, as a lesson uses them: curves, filters, layers, a pad."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from PIL import Image, ImageFilter

from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.plots.sheets import Tiles, diverging, grey
from dnnlab.ui.components.pad.component import drawing_pad
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.tab.component import tab_token

palette = DARK if st.context.theme.type == "dark" else LIGHT
token = tab_token()
st.subheader("Components")
left, right = st.columns([3, 1], gap="large")

BAR = np.zeros((28, 28), np.uint8)
BAR[4:24, 13:15] = 255
steps = np.arange(0, 20000, 10)


def curves(step: int) -> go.Figure:
    """Training and validation accuracy up to now."""
    rng = np.random.default_rng(0)
    train = 1 - 0.9 * np.exp(-steps / 1800) - 0.02 * rng.random(len(steps)) - 0.01
    check = 1 - 0.9 * np.exp(-steps / 2000) - 0.022
    count = 400 + step * 20
    figure = go.Figure(
        [
            go.Scatter(x=steps[:count], y=train[:count], name="training", line={"width": 1.5}),
            go.Scatter(x=steps[:count], y=check[:count], name="validation", line={"width": 2.5}),
        ]
    )
    figure.update_layout(yaxis={"tickformat": ".0%"}, xaxis_title="step")
    return figure


def confusion(step: int) -> go.Figure:
    """Ten by ten counts."""
    counts = np.eye(10) * 90 + np.random.default_rng(step).integers(0, 6, (10, 10))
    names = [str(digit) for digit in range(10)]
    scale = [[0, palette.zero], [1, palette.accent]]
    figure = go.Figure(go.Heatmap(z=counts, x=names, y=names, colorscale=scale, showscale=False, xgap=1, ygap=1))
    figure.update_layout(xaxis={"title": "read as", "type": "category"}, yaxis={"title": "is", "type": "category"})
    return figure


@st.fragment(run_every=0.25 if st.query_params.get("live") else None)
def stage() -> None:
    """The live part."""
    step = st.session_state["step"] = st.session_state.get("step", 0) + 1
    rng = np.random.default_rng(step // 4)
    kernels = np.random.default_rng(1).normal(size=(6, 5, 5)) + 0.2 * rng.normal(size=(6, 5, 5))
    digit = drawn.astype(float) / 255 if drawn is not None else np.zeros((28, 28))
    picture = Image.fromarray((digit * 255).astype(np.uint8))
    maps = [np.asarray(picture.filter(ImageFilter.Kernel((5, 5), k.ravel(), scale=4))) / 255 for k in kernels]
    small = np.stack([np.asarray(Image.fromarray(np.uint8(m * 255)).resize((10, 10))) / 255 for m in maps])
    panels = [
        FigurePanel(figure=curves(step), title="Accuracy", caption="on 10,000 digits never trained on", columns=7),
        TilesPanel(
            tiles=Tiles(pixels=diverging(kernels), paint="diverging", clickable=True),
            title="The six filters of layer 1, as they form",
            caption="orange adds, blue subtracts; the page's own colour is zero",
            columns=5,
        ),
        FigurePanel(
            figure=confusion(step // 8), title="What is taken for what", caption="click a cell", columns=5,
            height=300, clickable=True,
        ),
        TilesPanel(
            tiles=Tiles(
                pixels=grey(np.random.default_rng(2).random((12, 28, 28))), labels=["7 as 1"] * 12, marked=[0, 5],
                clickable=True,
            ),
            title="Mistakes",
            caption="framed: new since the last look",
            columns=7,
        ),
        TilesPanel(
            tiles=[
                ("C1\n6 of 28x28", Tiles(pixels=grey(np.stack(maps)))),
                ("C3\n16 of 10x10", Tiles(pixels=diverging(np.tile(small, (3, 1, 1))[:16] - 0.3), paint="diverging")),
            ],
            title="Your digit, layer by layer",
            caption="one row a layer",
            columns=12,
        ),
    ]  # fmt: skip
    click = live_stage(panels, key="stage", palette=palette)
    if click is not None:
        st.session_state["click"] = click
    st.text(f"clicked: {st.session_state.get('click')}")
    st.text(f"step: {step}")


with right:
    wipes = st.session_state.setdefault("wipes", 0)
    drawn = drawing_pad(key="pad", clear=wipes, value=BAR if wipes % 2 else None)
    st.text(f"ink: {0 if drawn is None else int(drawn.sum())}")
    if drawn is not None:
        rows, columns = np.nonzero(drawn > 127)
        st.text(f"box: rows {rows.min()}-{rows.max()}, columns {columns.min()}-{columns.max()}, top {drawn.max()}")
    st.button("Another drawing", on_click=lambda: st.session_state.update(wipes=wipes + 1))
    st.button("Rerun")
    st.text(f"token: {token}")
with left:
    stage()
