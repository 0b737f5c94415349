"""Three sheets whose colours are known (diverging, grey, rgb), an empty one, rows that belong together, a long row."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.plots.sheets import Tiles
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel

palette = DARK if st.context.theme.type == "dark" else LIGHT
rgb = np.array([[[[255, 0, 0], [0, 255, 0], [0, 0, 255]]]], np.uint8)
grey = np.array([[[0, 255, 51] * 7] * 21], np.uint8)
live_stage(
    [
        TilesPanel(
            tiles=Tiles(pixels=np.array([[[1, 128, 255]]], np.uint8), paint="diverging", scale=20, marked=[0]),
            title="Diverging",
        ),
        TilesPanel(tiles=Tiles(pixels=grey, scale=3), title="Grey"),
        TilesPanel(tiles=Tiles(pixels=rgb, paint="rgb", scale=20), title="Colours"),
        TilesPanel(
            tiles=Tiles(pixels=np.zeros((0, 28, 28), np.uint8), clickable=True), title="Mistakes", caption="none"
        ),
        TilesPanel(
            tiles=[
                ("seen", Tiles(pixels=np.full((6, 28, 28), 90, np.uint8))),
                ("made", Tiles(pixels=np.full((6, 28, 28), 160, np.uint8), labels=["error 0.0123"] * 6)),
                ("new", Tiles(pixels=np.full((3, 28, 28), 230, np.uint8))),
                ("codes", Tiles(pixels=np.full((6, 4, 2), 255, np.uint8))),
            ],
            title="Rows",
        ),
        TilesPanel(tiles=Tiles(pixels=np.full((9, 32, 32), 90, np.uint8), columns=9), title="Nine"),
    ],
    key="colours",
    palette=palette,
)
