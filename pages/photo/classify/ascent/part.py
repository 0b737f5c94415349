"""Gradient ascent: the picture that a unit, or a class, likes most is made on the spot."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from PIL import Image

from dnnlab.live.wire import Snapshot
from dnnlab.photo.ascent.figures import ACTIVATION
from dnnlab.photo.ascent.knobs import PHOTO, AscentConfig
from dnnlab.photo.ascent.start import look, start_of
from dnnlab.photo.ascent.views import AscentView
from dnnlab.photo.facts import known
from dnnlab.photo.given import OWN, pixels
from dnnlab.photo.knobs import ANSWER, PhotoConfig
from dnnlab.photo.preprocess import prepare
from dnnlab.photo.views import Classification
from dnnlab.plots.palette import Palette
from dnnlab.plots.sheets import Tiles
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.curves import curves_panel
from dnnlab.ui.lesson import section
from dnnlab.ui.recording import Opening
from dnnlab.ui.words import Words
from dnnlab.ui.workbench import Workbench
from pages.photo.classify.pictures import Chosen

HEIGHT = 300
WORDS = Words(
    play="Let the picture climb",
    go_on="Let the picture climb on",
    step="Change the picture once",
    command="makes this picture",
    keeps="The picture",
    keeps_help="In the network's own numbers, (1, 3, S, S)",
)


def ascent(owner: str | None, config: PhotoConfig, photo: Chosen, unit: int) -> Workbench[AscentConfig] | None:
    """The bench on which the picture is made; None while the answer that shall be excited is not there."""
    layer = config.inside_of(config.net)
    section(
        "What would it like best?",
        "Training changes the weights. Here they stay, and the picture changes step by step, so that the answer rises.",
    )
    if config.goal == ANSWER:
        found: Classification | None = answer(
            owner, "photo.classify", pixels(photo.image), config.net, config.wrong, slot=f"photo/{config.net}"
        )
        if found is None:
            return None
        layer, unit = "logits", int(found.classes[config.rank_of(config.net) - 1])
    from_photo = config.start == PHOTO
    asked = config.as_config(
        AscentConfig, layer=layer, unit=unit,
        photo=AscentConfig().photo if not from_photo else OWN if photo.own else photo.name,
    )  # fmt: skip
    cut = prepare(photo.image, config.net).cut if from_photo else None
    opening = Opening(
        config=asked, view=look(asked, start_of(asked, cut), 0, math.nan, math.nan), total_steps=asked.run_length,
        invitation=f"Press Play: {asked.run_length} steps. The time left stands here once the pace is measured.",
    )  # fmt: skip
    bench = Workbench(
        "photo-ascent", "gradient-ascent", asked, AscentScene(), opening, owner=owner,
        given=pixels(photo.image) if from_photo and photo.own else None, words=WORDS, panel=False,
    )  # fmt: skip
    bench.show()
    st.download_button(
        "The picture (PNG)", data=lambda: png(bench.snapshot.view), file_name=f"{layer}-{unit}.png", mime="image/png",
        on_click="ignore", icon=":material/image:", key="photo/ascent/png", help="As it is now",
    )  # fmt: skip
    return bench


@dataclass(frozen=True, slots=True)
class AscentScene:
    """Panels of a gradient ascent."""

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """The way up."""
        title = f"How much {_who(now.view)} likes it"
        return [
            curves_panel(
                now, pinned, (ACTIVATION,), palette, title=title, caption=_measure(now.view), height=HEIGHT,
            )
        ]  # fmt: skip

    def pictures(self, view: AscentView, palette: Palette) -> Sequence[Panel]:
        """The picture as it is now."""
        side = len(view.picture)
        return [
            TilesPanel(
                tiles=Tiles(pixels=view.picture[np.newaxis], paint="rgb", columns=1), columns=5,
                title="The picture", caption=f"{side} × {side} pixels, after {view.step} steps.",
                alt=f"The picture that {_who(view)} likes, after {view.step} steps.",
            )
        ]  # fmt: skip


def _measure(view: AscentView) -> str:
    layer = known(view.net).layer(view.layer)
    if layer.side == 1:
        return "The logit of the class."
    if layer.signed:
        return "The mean of its map."
    return "The mean of its map, with a ReLU that leaks a tenth and has no ceiling: a silent unit has a way up, too."


def _who(view: AscentView) -> str:
    return f"“{view.class_name}”" if view.class_name else f"unit {view.unit} of {view.layer}"


def png(view: AscentView) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    Image.fromarray(view.picture).save(file, "PNG")
    return file.getvalue()
