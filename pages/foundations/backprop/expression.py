"""Part one: an expression as a graph, forward and backward one node at a time."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.backprop.diagram import index_of
from dnnlab.foundations.backprop.examples import EXAMPLES
from dnnlab.foundations.backprop.graph import Graph
from dnnlab.foundations.backprop.knobs import ExpressionConfig
from dnnlab.foundations.backprop.parsing import BadExpression, read_expression
from dnnlab.foundations.backprop.passes import Moment, Undefined, both_passes, none_yet
from dnnlab.foundations.backprop.variables import values_for, write_variables
from dnnlab.foundations.backprop.views import Autograd
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.blocks import as_text
from dnnlab.ui.card import still
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from pages.foundations.backprop.check import Row, show_check
from pages.foundations.backprop.lesson import LESSON
from pages.foundations.backprop.maths import of_a_graph
from pages.foundations.backprop.panels import DIAGRAM, graph_panels
from pages.foundations.backprop.questions import ON_EXPRESSION
from pages.foundations.backprop.stepping import bar_row, go_on_by_itself, note, step_bar, value_sliders
from pages.foundations.backprop.typed import typing_row

PAGE = LESSON.slug
PICKED, GOOD = f"{PAGE}/picked", f"{PAGE}/good"
"""Where the session has the node that was clicked, and the last expression that could be read."""
CODE = (
    Source("dnnlab/foundations/backprop/passes.py", "forward", "backward"),
    "PyTorch computes the same, and its autograd is the judge:",
    Source("dnnlab/foundations/backprop/net/calls.py", "compute", "autograd"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The text, the bar, the graph with the numbers of a node, the sliders; below, the check and the tabs."""
    above = stage.container()
    with knobs:
        config = knob_panel(ExpressionConfig, PAGE, above=above)
    note(PAGE, config)
    with stage:
        head = st.container(gap="xsmall")
        with head:
            typing_row(PAGE, config)
        graph = _graph(config)
        values = values_for(graph.variables, config.variables)
        moment = _moment(graph, values, config)
        shown = moment or Moment(graph, none_yet(graph, values), 0)
        with head:
            bar, question = bar_row(PAGE)
        with question:
            ask_now(ON_EXPRESSION, PAGE, config, shown=config)
        if moment is not None:
            with bar:
                step_bar(PAGE, moment.step, moment.last, moment.forward_steps)
        _stage(shown, config)
        if moment is not None:
            _check(owner, moment, values)
    with knobs:
        value_sliders(PAGE, {"Values": values}, write_variables, as_text)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_EXPRESSION, PAGE, config, shown=config),
            maths=of_a_graph(moment, _looked_at(shown, config)),
            code=("The two passes that compute above, in plain Python:", *CODE),
        )
    if moment is not None:
        go_on_by_itself(PAGE, moment.step, moment.last)


def _graph(config: ExpressionConfig) -> Graph:
    """The expression's graph, or that of the last one that could be read, with a sentence."""
    try:
        graph = read_expression(config.expression)
    except BadExpression as error:
        good = st.session_state.get(GOOD, ExpressionConfig().expression)
        st.error(as_text(f"{error} The graph still shows {good}"), icon=":material/error:")
        return read_expression(good)
    st.session_state[GOOD] = config.expression
    return graph


def _moment(graph: Graph, values: dict[str, float], config: ExpressionConfig) -> Moment | None:
    """Where the passes stand; None, with a sentence, where there is no value or no gradient."""
    try:
        passes = both_passes(graph, values)
    except Undefined as error:
        st.warning(as_text(f"{error} Move a value."), icon=":material/warning:")
        return None
    return Moment(graph, passes, min(config.place, 2 * len(graph.operations) + 1))


def _looked_at(moment: Moment, config: ExpressionConfig) -> int:
    """The node that was clicked at this step, else the one whose turn it is, else the first variable."""
    where, index = st.session_state.get(PICKED, (None, 0))
    if where == (moment.graph.text, config.place):
        return int(index)
    return moment.now if moment.now is not None else 0


def _stage(moment: Moment, config: ExpressionConfig) -> None:
    """The graph and the numbers; a click on a node shows its numbers."""
    index = _looked_at(moment, config)
    look = next((each.look for each in EXAMPLES.values() if each.expression == moment.graph.text), "")
    panels = graph_panels(moment, index, look)
    other = config != ExpressionConfig()
    click = live_stage(panels, key=f"{PAGE}/stage", palette=lab.palette(), still=still(LESSON, other=other))
    if click is not None and click.x is not None and panels[click.panel].pair == DIAGRAM:
        picked = index_of(str(click.x), moment)
        if picked is not None:
            st.session_state[PICKED] = (moment.graph.text, config.place), picked
            st.rerun()


def _check(owner: str | None, moment: Moment, values: dict[str, float]) -> None:
    """Every node beside autograd, whatever step is shown."""
    graph, passes = moment.graph, moment.passes
    judge: Autograd | None = answer(owner, "backprop.autograd", graph.text, values, slot=f"{PAGE}/autograd")
    if judge is None:
        return
    rows = [
        Row(node.symbol, graph.text[slice(*node.span)], written(passes.values[i]), passes.gradients[i],
            float(judge.gradients[i]))
        for i, node in enumerate(graph.nodes) if node.kind != "number"
    ]  # fmt: skip
    show_check(rows, (np.array(passes.values), judge.values))
