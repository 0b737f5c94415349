"""Part of the lesson: the learner sorts real from generated pictures against the clock, and so does D."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.gan.images.asking import SECONDS, GameConfig
from dnnlab.gan.images.views import Deal
from dnnlab.gan.material import material
from dnnlab.plots.bars import Bar
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.components.sorting.component import Sorted, sorting
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.bars import BarsPanel
from dnnlab.ui.components.stage.kinds.tiles import TilesPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.knobs import knob_panel, show_knobs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from pages.gan.images.lesson import LESSON
from pages.gan.images.players import Players, players
from pages.gan.images.scene import sheet

PAGE = f"{LESSON.slug}/game"
PILES = ("Real", "Generated")
HELP = "Keys: R or ← real, G or → generated."
TRY = (
    "- Which mistakes give a generated digit away: broken strokes, grey dust, shapes between two digits?\n"
    "- D decides by other signs than you. Where did it see what you did not, and the other way round?\n"
    "- Play against a run of your own at step 500, and at its end."
)
MATHS = (
    "D sorts by $D(x) > \\frac12$. Against a perfect G no one can do better than half:",
    "$D^*(x) = p_\\mathrm{data}(x) / (p_\\mathrm{data}(x) + p_G(x)) = \\frac12$ everywhere.",
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The game, and once it is over what was real."""
    above = stage.container()
    with knobs:
        config = knob_panel(GameConfig, PAGE, above=above, prefix="game_")
        if st.button(
            "Deal again", icon=":material/style:", key=f"{PAGE}/again", help="Twenty other pictures", width="stretch"
        ):
            show_knobs(PAGE, config.replace(deal=(config.deal + 1) % 10_000))
    with stage:
        who = players(owner, config.players)
        deal = _dealt(config, who)
        if deal is not None:
            _play(deal, who.config.data)
    with tabs:
        show_tabs(
            LESSON, try_it=partial(st.markdown, TRY), maths=MATHS,
            code=("How the pictures are dealt, and what D says:", Source("dnnlab/gan/images/net/calls.py", "deal")),
        )  # fmt: skip


def _dealt(config: GameConfig, who: Players) -> Deal | None:
    """The pictures; once dealt they stay, whatever the learner's run does meanwhile."""
    key, asked = f"{PAGE}/dealt", (who.name, who.run.id if who.run else "", config.deal)
    known: tuple[object, Deal] | None = st.session_state.get(key)
    if known is not None and known[0] == asked:
        return known[1]
    deal: Deal | None = who.answer("gan.deal", config.deal, slot=f"{PAGE}/deal")
    if deal is not None:
        st.session_state[key] = asked, deal
    return deal


def _play(deal: Deal, data: str) -> None:
    named = f"{zlib.crc32(deal.pictures.tobytes()):08x}"
    hand, board = st.columns([2, 5], gap="medium")
    with hand:
        done = sorting(deal.pictures, deal=named, piles=PILES, seconds=SECONDS, key=f"{PAGE}/sorting", help=HELP)
    with board:
        panels = before(data) if done is None else results(deal, done)
        live_stage(panels, key=f"{PAGE}/board", palette=lab.palette())


def before(data: str) -> list[Panel]:
    """What stands there until the game is over: real pictures to learn from, as D had them."""
    return [
        TilesPanel(
            tiles=sheet(material(data).images[:40], 8), title="These are real: look first, then start the clock",
            columns=12, caption="D learnt from such, and from what G drew. The twenty that you sort are none of these.",
            alt="40 real pictures.",
        )
    ]  # fmt: skip


def results(deal: Deal, done: Sorted) -> list[Panel]:
    """Who sorted how many rightly, and every picture with what it was."""
    yours = np.array([pile == (0 if real else 1) for pile, real in zip(done.piles, deal.real, strict=True)])
    its = (deal.opinions > 0.5) == deal.real
    count, all_ = len(deal.real), float(deal.truth.mean())
    bars = [
        Bar(name="you", value=f"{int(yours.sum())} of {count}", share=float(yours.mean()), marked=True),
        Bar(name="D, the same pictures", value=f"{int(its.sum())} of {count}", share=float(its.mean())),
        Bar(name="D, 1,000 pictures", value=written(all_, percent=True, digits=2), share=all_),
        Bar(name="a coin", value=written(0.5, percent=True), share=0.5),
    ]
    missed = sum(pile < 0 for pile in done.piles)
    late = f"; {missed} were left when the time was over" if missed else ""
    return [
        BarsPanel(
            bars=bars, title=f"You: {int(yours.sum())} of {count} in {written(done.seconds, digits=2, unit='s')}{late}",
            pair="score", columns=12, caption="D trained against this very G; you did not.",
            alt=f"You sorted {int(yours.sum())} rightly, D {int(its.sum())}.",
        ),
        *(_pile(deal, yours, its, real) for real in (True, False)),
    ]  # fmt: skip


def _pile(deal: Deal, yours: np.ndarray, its: np.ndarray, real: bool) -> Panel:
    """All real or all generated ones, with who was right."""
    at = np.flatnonzero(deal.real == real)
    labels = [f"{_mark(yours[each])} {_mark(its[each])}" for each in at]
    tiles = replace(
        sheet(deal.pictures[at], 5), labels=labels, marked=[place for place, each in enumerate(at) if not yours[each]],
        hints=[f"D: real with {written(float(deal.opinions[each]), percent=True, digits=2)}" for each in at],
    )  # fmt: skip
    name = "Real" if real else "Generated"
    return TilesPanel(
        tiles=tiles, title=f"{name}: {len(at)}", pair=name, columns=6,
        caption="Below each: your answer, then D’s. Framed: you were wrong.",
        alt=f"{len(at)} {name.lower()} pictures, {int(yours[at].sum())} of them sorted rightly by you.",
    )  # fmt: skip


def _mark(right: bool) -> str:
    return "✓" if right else "✗"
