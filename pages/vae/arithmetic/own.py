"""The learner's own picture as C: through the encoder, with its error beside that of faces."""

from __future__ import annotations

import numpy as np
import streamlit as st
from PIL import Image, ImageOps

from dnnlab.data.faces import SIZE
from dnnlab.live.handle import Handle
from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.pictures import PRIVACY, picture_input
from dnnlab.vae.arithmetic.views import Passed
from pages.vae.arithmetic.lesson import LESSON

TAKEN = f"{LESSON.slug}/own"
"""Where the session keeps what came back of the picture that stands as C."""


def own_picture(owner: str | None, run: Handle | None) -> None:
    """The control that takes a picture; what came back of it, and a button that makes it C."""
    with st.popover(
        "Your own picture", icon=":material/add_photo_alternate:", key=f"{LESSON.slug}/bring",
        help="Send a picture through the network, and calculate with its code",
    ):  # fmt: skip
        picture = picture_input(
            "A picture", key=f"{LESSON.slug}/upload", help="The middle of it is made a square of 64 × 64 pixels."
        )
        st.caption(f":material/lock: {PRIVACY}")
        if picture is None:
            return
        square = ImageOps.fit(picture.convert("RGB"), (SIZE, SIZE), Image.Resampling.LANCZOS)
        found: Passed | None = answer(
            owner, "arithmetic.passed", np.asarray(square, np.uint8), slot=f"{LESSON.slug}/passed", run=run
        )
        if found is None:
            return
        pair = np.stack([found.seen, found.output])
        live_stage(
            [
                TilesPanel(
                    tiles=Tiles(pixels=pair, paint="rgb", columns=2, labels=("yours", "what comes back")), columns=12,
                    title="Through the network and back", alt="Your picture, and its reconstruction.",
                )
            ],
            key=f"{LESSON.slug}/own stage", palette=lab.palette(),
        )  # fmt: skip
        st.markdown(judged(found))
        if run is None and st.button("Take it as C", icon=":material/check:", help="Calculate with this code as C"):
            st.session_state[TAKEN] = found
            st.rerun()


def judged(found: Passed) -> str:
    """Whether the network knows such pictures, by its error."""
    told = f"Its error is {written(found.error, digits=2)}; 95 % of held-out faces stay below "
    told += f"{written(found.usual, digits=2)}."
    if found.error <= found.usual:
        return f"{told} The network knows such pictures."
    return (
        f"{told} The network only knows these illustrations: of a photo, or of another style, it returns the "
        "illustration that comes nearest, and what you add is added to that."
    )
