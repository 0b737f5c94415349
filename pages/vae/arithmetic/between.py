"""Part of the lesson: the way from one face to another, and the numbers of a code one by one."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.plots.sheets import Bytes, Tiles
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from dnnlab.vae.arithmetic.codes import Floats, linear, spherical
from dnnlab.vae.arithmetic.figures import kl_bars
from dnnlab.vae.arithmetic.film import gif
from dnnlab.vae.arithmetic.gallery import COLUMNS, said
from dnnlab.vae.arithmetic.knobs import BetweenConfig
from dnnlab.vae.arithmetic.scores import scores, shipped_codes
from dnnlab.vae.arithmetic.views import Codes, Decoded
from pages.vae.arithmetic.lesson import LESSON
from pages.vae.arithmetic.maths import of_the_way
from pages.vae.arithmetic.network import own_run
from pages.vae.arithmetic.questions import ON_BETWEEN

PAGE = f"{LESSON.slug}/between"
VALUES = np.arange(-3, 4, dtype=np.float32)
ROWS = 5
"""Dimensions that are shown beside each other."""
BARS = 170
CODE = (
    Source("dnnlab/vae/arithmetic/codes.py", "linear", "spherical"),
    Source("dnnlab/vae/arithmetic/film.py", "gif"),
    Source("dnnlab/vae/arithmetic/net/model.py", "kl_by_dimension"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The films, the dimensions, and what one number does."""
    above = stage.container()
    with knobs:
        config = knob_panel(BetweenConfig, PAGE, above=above, prefix="way_")
    with stage:
        run = own_run(owner, config.net)
        known: Codes | None = (
            shipped_codes() if run is None else answer(owner, "arithmetic.codes", slot=f"{PAGE}/codes", run=run)
        )
        if known is not None:
            asked = _asked(config, known)
            made: Decoded | None = answer(owner, "arithmetic.decode", asked, slot=f"{PAGE}/decode", run=run)
            if made is not None:
                _show(config, known, asked, made, shipped=run is None)
        ask_now(ON_BETWEEN, PAGE, config, shown=config)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_BETWEEN, PAGE, config, shown=config),
            maths=of_the_way(),
            code=("The way between two codes, and the film of it:", *CODE),
        )


def _asked(config: BetweenConfig, known: Codes) -> Floats:
    """All codes of the page: the straight line, the arc, the dimensions, the one that is set."""
    a, b = known.gallery[config.start], known.gallery[config.end]
    shares = np.linspace(0, 1, config.frames, dtype=np.float32)
    order = by_kl(known.kl)
    moved = [_with(a, int(number), float(value)) for number in order[:ROWS] for value in VALUES]
    one = _with(a, int(order[_rank(config, order)]), config.value)
    return np.concatenate([linear(a, b, shares), spherical(a, b, shares), np.stack([*moved, a, one])])


def by_kl(kl: Floats) -> np.ndarray:
    """The numbers of the dimensions, largest KL first."""
    return np.argsort(-kl, kind="stable")


def _rank(config: BetweenConfig, order: np.ndarray) -> int:
    """From 0; a code that is shorter than the slider reaches has its last dimension there."""
    return min(config.rank, len(order)) - 1


def _with(code: Floats, number: int, value: float) -> Floats:
    made = code.copy()
    made[number] = value
    return made


def _show(config: BetweenConfig, known: Codes, asked: Floats, made: Decoded, *, shipped: bool) -> None:
    frames = config.frames
    ways = {"linear": made.pictures[:frames], "spherical": made.pictures[frames : 2 * frames]}
    with st.container(horizontal=True):
        for name, pictures in ways.items():
            st.download_button(
                f"GIF, {name}", data=partial(gif, pictures), file_name=f"{name}.gif", mime="image/gif",
                on_click="ignore", icon=":material/movie:", key=f"{PAGE}/gif/{name}",
                help="The way forth and back as an animated picture",
            )  # fmt: skip
    rest, classes = made.pictures[2 * frames :], made.classes[-2:]
    order = by_kl(known.kl)
    rank = _rank(config, order)
    panels: list[Panel] = [
        _ways(ways, asked[:frames], asked[frames : 2 * frames]),
        _dimensions(known, order, rest[:-2]),
        TilesPanel(
            tiles=Tiles(pixels=rest[-2:], paint="rgb", columns=2, labels=("as it is", written(config.value))),
            title=f"Dimension {rank + 1} set to {written(config.value)}", pair="one", columns=5,
            caption=f"The judge, a network of its own, reads: {said(tuple(classes[0]))}; then "
            f"{said(tuple(classes[1]))}."
            + (f" {seems(rank)}" if shipped else ""),
            alt=f"A face, and the same with one number of its code set to {written(config.value)}.",
        ),
        FigurePanel(
            figure=kl_bars(known.kl[order], lab.palette(), height=BARS), height=BARS, columns=12,
            title=f"{written(float(known.kl.sum()))} nats a face, in {len(order)} numbers",
            caption="How far each number’s Gaussian is from the prior, on average: what it says about a face.",
            alt=f"The largest KL divergence is {written(float(known.kl.max()))} nats.",
        ),
    ]  # fmt: skip
    live_stage(panels, key=f"{PAGE}/stage", palette=lab.palette())


def _ways(ways: dict[str, Bytes], straight: Floats, arc: Floats) -> Panel:
    half = len(straight) // 2
    lengths = [written(float(np.linalg.norm(each[half])), digits=3) for each in (straight, arc)]
    return TilesPanel(
        tiles=[(name, Tiles(pixels=each, paint="rgb", columns=len(each))) for name, each in ways.items()],
        title="From face to face: a straight line, and an arc", columns=12,
        caption=f"In the middle the code has length {lengths[0]} on the straight line, {lengths[1]} on the arc. Both "
        "begin and end at the same codes.",
        alt=f"Two rows of {len(straight)} faces, from the first to the second.",
    )  # fmt: skip


def _dimensions(known: Codes, order: np.ndarray, pictures: Bytes) -> Panel:
    rows = pictures.reshape(-1, len(VALUES), *pictures.shape[1:])
    return TilesPanel(
        tiles=[
            (
                f"{place}: {written(float(known.kl[number]), unit='nats')}",
                Tiles(pixels=np.ascontiguousarray(each), paint="rgb", columns=len(VALUES)),
            )
            for place, (number, each) in enumerate(zip(order, rows, strict=False), 1)
        ],
        title="What the numbers that say most do, from −3 to 3", columns=7,
        caption="The first face, with one number of its code changed. Nats: how much a number tells of a face (its "
        "KL). No one told it what to stand for: most do several things at once.",
        alt=f"{len(rows)} rows of {len(VALUES)} faces, one dimension each.",
    )  # fmt: skip


def seems(rank: int) -> str:
    """What the judge found a dimension of the shipped network to change."""
    dimensions = scores().dimensions
    if rank >= len(dimensions):
        return ""
    ranked = sorted(zip(dimensions[rank].changes, COLUMNS, strict=True), reverse=True)[:2]
    told = " and ".join(f"{name} on {written(share, percent=True)}" for share, name in ranked)
    return f"From −2 to 2 it changes {told} of the test faces."
