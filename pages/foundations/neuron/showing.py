"""What all parts of the lesson share: knobs, the question of the moment, the stage and the tabs, in their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from streamlit.delta_generator import DeltaGenerator

from dnnlab.live.config import Config
from dnnlab.ui import lab
from dnnlab.ui.card import still
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.dials import take_dials
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import Code, show_blocks, show_tabs
from dnnlab.ui.tryit import Questions, ask, ask_now
from pages.foundations.neuron.lesson import LESSON

C = TypeVar("C", bound=Config)


def show_part(
    places: tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator],
    questions: Questions,
    *,
    page: str,
    prefix: str,
    dials: Sequence[str],
    panels: Callable[[C], Sequence[Panel]],
    facts: Callable[[C], Sequence[str]],
    maths: Callable[[C], Sequence[str]],
    code: Code,
) -> None:
    """One part of the lesson.

    Args:
        places: of stage, knobs and tabs.
        questions: what it asks; their config has its knobs.
        page: names its panel of knobs.
        prefix: of its knobs' names in the link.
        dials: the knobs that are moved on its stage.
        panels: from the knobs to what stands there.
        facts: from the knobs to what stands below their widgets.
        maths: from the knobs to the tab with the formulas.
        code: what computes what is shown.
    """
    stage, knobs, tabs = places
    key = f"{page}/stage"
    take_dials(questions.config, page, key, dials)
    above, moment = stage.container(), stage.container()
    with knobs:
        config: C = knob_panel(questions.config, page, above=above, prefix=prefix)  # type: ignore[assignment]
        show_blocks(facts(config))
    with moment:
        ask_now(questions, page, config, shown=config)
    with stage:
        picture = still(LESSON, other=config != type(config)()) if page == LESSON.slug else None
        live_stage(panels(config), key=key, palette=lab.palette(), still=picture)
    with tabs:
        show_tabs(
            LESSON, try_it=partial(ask, questions, page, config, shown=config), maths=maths(config), code=code,
        )  # fmt: skip
