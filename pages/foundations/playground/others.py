"""Part three: what a tree, a kernel machine and nearest neighbours make of the same points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.playground.rivals import RivalsConfig, RivalsView, Tried, plane
from dnnlab.foundations.points import OWN_TABLE
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.blocks import Latex
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask
from pages.foundations.playground.lesson import LESSON
from pages.foundations.playground.other_questions import ON_OTHERS, Compared
from pages.foundations.playground.table import own_table, stands_in

if TYPE_CHECKING:
    from dnnlab.live.handle import Handle

SLUG = f"{LESSON.slug}-others"
MATHS = (
    "**Decision tree**: asks one question after the other, “is $x < 0.4$?”, each chosen so that the two sides are as "
    "pure as can be. So its borders run along the axes.",
    "**Support vector machine** with an RBF kernel: the sign of a sum of bumps around some of the training points, the "
    "support vectors,",
    Latex(r"f(x) = \sum_i \alpha_i\, t_i\, e^{-\gamma \lVert x - x_i \rVert^2} + b, \qquad 0 \le \alpha_i \le C"),
    "**Nearest neighbours**: the $k$ training points that lie nearest vote. Nothing is learnt; all points are kept.",
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The planes side by side, the knobs of the methods and of the data, the tabs."""
    above = stage.container()
    with knobs:
        methods = knob_panel(RivalsConfig, SLUG, above=above)
        asked = knob_panel(PlaygroundConfig, LESSON.slug, above=above)
    given = own_table(owner)
    with above:
        config = stands_in(asked, given)
    run = lab.pool().in_slot(owner, LESSON.slug) if owner else None
    with stage:
        view = _compare(owner, config, given if config.data == OWN_TABLE else None, methods, run)
    with tabs:
        show_tabs(
            LESSON,
            try_it=lambda: _try_it(methods, None if view is None else Compared(config, methods, view)),
            maths=MATHS,
            code=(
                "The three come from scikit-learn:",
                Source("dnnlab/foundations/playground/net/rivals.py", "compare", "_methods"),
            ),
        )


def _compare(
    owner: str | None, config: PlaygroundConfig, given: object, methods: RivalsConfig, run: Handle | None
) -> RivalsView | None:
    """Ask, and show what came back; None: nothing yet."""
    same = run is not None and run.config.replace(run_length=config.run_length) == config
    if run is None or not same:
        st.caption(
            ":material/info: The points are those that the knobs name. Train a network on them in the part “Train”, "
            "and it stands here as well, with the points that you place."
        )
    view = answer(owner, "playground.rivals", config, given, methods, slot=SLUG, run=run if same else None)
    if not isinstance(view, RivalsView):
        return None
    palette = lab.palette()
    height, columns = (226, 4) if len(view.tried) == 3 else (292, 6)
    live_stage(
        [
            FigurePanel(
                figure=plane(view, each, palette, height=height), height=height, columns=columns,
                title=f"{each.name[0].upper()}{each.name[1:]}: {_error(each)}", caption=_said(each, view.step),
                alt=f"{each.name}: {_error(each)}, {_said(each, view.step)}",
            )
            for each in view.tried
        ],
        key=f"{SLUG}/stage", palette=palette,
    )  # fmt: skip
    return view


def _try_it(methods: RivalsConfig, shown: Compared | None) -> None:
    ask(ON_OTHERS, SLUG, methods, shown=shown)
    st.markdown(
        "**And then:** set Noise to 0.4, or Points to 100. Who learns the noise by heart, and which knob of theirs "
        "holds it back?"
    )


def _error(tried: Tried) -> str:
    error = tried.validation if np.isfinite(tried.validation) else tried.training
    return f"{written(error, percent=True)}"


def _said(tried: Tried, step: int) -> str:
    held = " on held-out points" if np.isfinite(tried.validation) else ""
    when = f" At step {step:,}." if tried.name == "your network" else ""
    size = f"{tried.size[0].upper()}{tried.size[1:]}"
    return f"Error{held}; {written(tried.training, percent=True)} on training points. {size}.{when}"
