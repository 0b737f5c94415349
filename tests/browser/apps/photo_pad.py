"""A photo that a brush covers with grey, black or its own blur; with ?exact=1 as large on the screen as it is."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from dnnlab.data import photos
from dnnlab.ui.components.pad.component import drawing_pad

SIDE, SIZE = 224, 112
COLOURS = {"grey": 127, "black": 0}


def photo(name: str) -> Image.Image:
    """A photo of the gallery as a square of 224 pixels."""
    return photos.load(name).resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def blurred(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(10))


def ramp() -> NDArray[np.uint8]:
    """Ink of every strength: none at the left, full at the right; a full square at the top."""
    ink = np.tile(np.linspace(0, 255, SIZE), (SIZE, 1)).astype(np.uint8)
    ink[10:30, 10:30] = 255
    return ink


def page() -> None:
    """The pad at the left, what Python has of it at the right."""
    exact = "exact" in st.query_params
    left, right = st.columns(2)
    with right:
        name = st.radio("Photo", ["cat", "coffee"], horizontal=True)
        cover = st.radio("Cover", ["grey", "black", "blur"], index=2 if exact else 0, horizontal=True)
        radius = st.slider("Brush", 2, 16, 8)
        st.button("Rerun")
    shown = st.session_state.setdefault("shown", name)
    if shown != name:
        st.session_state.update(shown=name, clear=st.session_state.get("clear", 0) + 1)
    under = photo(name)
    over = np.asarray(blurred(under)) if cover == "blur" else np.full((SIDE, SIDE, 3), COLOURS[cover], np.uint8)
    with left:
        ink = drawing_pad(
            key="photo", clear=st.session_state.get("clear", 0), value=ramp() if exact else None, size=SIZE,
            radius=radius, softness=1.5, under=np.asarray(under), over=over, max_width=SIDE if exact else 420,
            label=f"Photo of a {name} to cover with a brush.", help="Cover what you think the network looks at.",
        )  # fmt: skip
    with right:
        st.text(f"ink: {0 if ink is None else int(ink.sum())}")
        if ink is not None:
            rows, columns = np.nonzero(ink > 127)
            st.text(f"box: rows {rows.min()}-{rows.max()}, columns {columns.min()}-{columns.max()}, top {ink.max()}")
            st.image(Image.fromarray(ink), caption="what Python has", width=224)


if __name__ == "__main__":
    page()
