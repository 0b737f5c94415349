"""A text that grows with each click, letter by letter in shades, below it the same in the page's letters."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.text import TextPanel
from dnnlab.ui.components.stage.payload import encode

palette = DARK if st.context.theme.type == "dark" else LIGHT
LINE = "<b>a 🙂</b> & so on\n"
NEW = 5  # lines that a click adds
lines = st.session_state.setdefault("lines", 2)
text = LINE * lines
intensity = np.tile([1.0, 1.0, 1.0, 0.5] + [0.0] * (len(LINE) - 4), lines)
panels = [
    TextPanel(
        text=text, intensity=intensity, colour="positive", newest=len(LINE) if lines > 2 else 0, height=120,
        title="Written so far", caption="orange: sure of itself", alt="What the network writes", columns=12,
    ),
    TextPanel(text=text, font="prose", title="The same in prose", height=120, columns=12),
]  # fmt: skip
alone = st.toggle("The second comes later")
live_stage(encode(panels[: 1 if alone else 2], palette, more_to_come=alone), key="stage", palette=palette)
st.button("More", on_click=lambda: st.session_state.update(lines=lines + NEW))
st.text(f"lines: {lines}")
