"""A stage that takes a while: a figure, or one that needs the whole Plotly, with a still picture until it stands."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from dnnlab.paths import ROOT
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import Still, live_stage, stands
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.static_files import address

PICTURES = ROOT / "assets" / "cnn" / "lenet"

trace = go.Scatterpolar(r=[1, 2, 3], theta=[0, 60, 120]) if "polar" in st.query_params else go.Scatter(y=[1, 3, 2])
panel = FigurePanel(figure=go.Figure(trace), title="Loss", caption="per batch", height=300, columns=12)
still = Still(
    light=address(PICTURES / "still-light.webp"), dark=address(PICTURES / "still-dark.webp"), alt="The loss falls."
)
live_stage([panel], key="stage", palette=lab.palette(), still=still if "still" in st.query_params else None, tells=True)
st.text(f"stands: {stands('stage')}")
