"""The panels of the builder: the sum, its grid of strengths, the difference, the gallery."""

from __future__ import annotations

import numpy as np

from dnnlab.plots.sheets import Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.vae.arithmetic.codes import Floats
from dnnlab.vae.arithmetic.figures import difference_bars
from dnnlab.vae.arithmetic.gallery import COUNT, gallery, picked, row, said
from dnnlab.vae.arithmetic.knobs import ATTRIBUTE_NAMES, FACES, BuilderConfig
from dnnlab.vae.arithmetic.vectors import ALIKE, SQUARES
from dnnlab.vae.arithmetic.views import Codes, Decoded

GALLERY = "Pick a face"
JUDGE = "The judge is a network of its own, which names what it sees."
STRENGTHS = np.arange(-3, 4, dtype=np.float32)
OTHERS = picked(glasses=True, long_hair=True, smile=False), picked(glasses=False, smile=False, long_hair=False)
"""Further faces of the grid, beside C."""
ACROSS, BARS = 16, 140


def sum_panel(config: BuilderConfig, made: Decoded, known: Codes, own: bool) -> Panel:
    """A, B, C and what comes of them."""
    strength = written(config.strength)
    if config.use == FACES:
        names = [f"A: face {config.a}", f"− B: face {config.b}"]
        caption = (
            "Two faces differ in much more than one thing, say in eyebrows and hair: all of it is added. Averages of "
            "groups differ in little but the one thing."
        )
    elif config.vector == ALIKE:
        names = ["A: with", "− B: without"]
        caption = (
            "Averages of the codes of all faces with C’s hair and skin colour: what else they have cancels out, and "
            "hair or a beard that comes has the right colour."
        )
    else:
        without, with_it = known.counts[ATTRIBUTE_NAMES.index(config.attribute)]
        names = [f"A: with, {with_it:,} faces", f"− B: without, {without:,} faces"]
        caption = (
            "A and B are averages of codes: what their faces have beside it cancels out, so they look like no face in "
            "particular, and A − B changes little else."
        )
        if config.vector == SQUARES:
            names[0] = "A: B and the vector"
            caption = (
                "The vector is fitted together with those of all other labels. The labels here are independent, so it "
                "is nearly the difference of means; where glasses go with age, it is not."
            )
    names += [f"+ C: {'yours' if own else f'face {config.c}'}", f"= C + {strength} (A − B)"]
    read = said(tuple(made.classes[3]))
    return TilesPanel(
        tiles=Tiles(pixels=made.pictures[:4], paint="rgb", columns=4, labels=names, marked=[3]),
        title=f"The judge reads: {read}", pair="sum", columns=6, caption=f"{caption} {JUDGE}",
        alt=f"A, B, C and C plus {strength} times the difference of A and B: {read}.",
    )  # fmt: skip


def grid_panel(config: BuilderConfig, made: Decoded) -> Panel:
    """Strength from left to right, for C and two more faces."""
    rows = made.pictures[4:].reshape(3, len(STRENGTHS), *made.pictures.shape[1:])
    names = [("C", rows[0]), *((f"face {each}", pixels) for each, pixels in zip(OTHERS, rows[1:], strict=True))]
    return TilesPanel(
        tiles=[
            (name, Tiles(pixels=np.ascontiguousarray(each), paint="rgb", columns=len(STRENGTHS)))
            for name, each in names
        ],
        title="The same A − B, from strength −3 to 3", columns=6,
        caption="In the middle column nothing is added; the one to its right is strength 1. Far out lie codes that no "
        "face has.",
        alt=f"Three faces at strengths from −3 to 3; the slider stands at {written(config.strength)}.",
    )  # fmt: skip


def difference_panel(difference: Floats) -> Panel:
    """What is added to the code, number by number."""
    length = written(float(np.linalg.norm(difference)), digits=3)
    return FigurePanel(
        figure=difference_bars(difference, lab.palette(), height=BARS), height=BARS, columns=12,
        title=f"A − B, number by number: its length is {length}",
        caption="Strength 1 adds this to the code of C. Two single faces differ in nearly every number, averages of "
        "groups by far less.",
        alt=f"The difference of two codes, {len(difference)} bars; its length is {length}.",
    )  # fmt: skip


def gallery_panel(config: BuilderConfig) -> Panel:
    """All faces that can be picked."""
    faces = gallery()
    used = {config.c, *((config.a, config.b) if config.use == FACES else ())}
    return TilesPanel(
        tiles=Tiles(
            pixels=np.ascontiguousarray(faces.images), paint="rgb", columns=ACROSS, clickable=True, marked=sorted(used),
            hints=[f"face {number}: {said(row(each))}" for number, each in enumerate(faces.labels)],
        ),
        title=GALLERY, columns=12,
        caption="Illustrations that show nobody, of the held-out test faces: no network here has learnt from them.",
        alt=f"{COUNT} illustrated faces to pick from.",
    )  # fmt: skip
