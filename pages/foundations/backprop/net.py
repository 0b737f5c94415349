"""Part two: the lecture's net with one hidden layer, in its two-pass equations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.foundations.backprop.knobs import ExpressionConfig, NetConfig
from dnnlab.foundations.backprop.netsteps import NetMoment
from dnnlab.foundations.backprop.parsing import BadExpression, read_expression
from dnnlab.foundations.backprop.twopass import START, as_expression, by_name, names, net_of, variables_of
from dnnlab.foundations.backprop.variables import write_variables
from dnnlab.foundations.backprop.views import Autograd
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.asking import answer
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.knobs import knob_panel, move_knobs
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask, ask_now
from pages.foundations.backprop.check import Row, show_check
from pages.foundations.backprop.lesson import LESSON
from pages.foundations.backprop.maths import of_the_net
from pages.foundations.backprop.panels import net_panels
from pages.foundations.backprop.parts import EXPRESSION
from pages.foundations.backprop.questions import ON_NET
from pages.foundations.backprop.stepping import bar_row, go_on_by_itself, note, step_bar, value_sliders

PAGE = f"{LESSON.slug}/net"
LETTERS = {"w": "W¹", "b": "b¹", "v": "W²", "c": "b²", "x": "x", "y": "y"}
LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
CODE = (
    Source("dnnlab/foundations/backprop/twopass.py", "two_pass", "as_expression"),
    "PyTorch differentiates the same net as an expression:",
    Source("dnnlab/foundations/backprop/net/calls.py", "compute", "autograd"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """The bar, the net with the equations of the step, knobs and numbers; below, the check and the tabs."""
    above = stage.container()
    with knobs:
        config = knob_panel(NetConfig, PAGE, above=above, prefix="net_")
    note(PAGE, config)
    moment = NetMoment(net_of(config), 0)
    moment = NetMoment(moment.net, min(config.place, moment.last))
    known = variables_of(config)
    with stage:
        bar, question = bar_row(PAGE)
        with bar:
            step_bar(PAGE, moment.step, moment.last, moment.forward_steps)
        with question:
            ask_now(ON_NET, PAGE, config, shown=config)
        live_stage(net_panels(moment), key=f"{PAGE}/stage", palette=lab.palette())
        _check(owner, moment, known)
        _as_graph(config, known)
    with knobs:
        groups = {
            title: {name: known[name] for name in group}
            for title, group in names(config.hidden, config.outputs).items()
        }
        value_sliders(PAGE, groups, _write, label)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_NET, PAGE, config, shown=config),
            maths=of_the_net(moment),
            code=("The lecture’s algorithm as it computes above:", *CODE),
        )
    go_on_by_itself(PAGE, moment.step, moment.last)


def label(name: str) -> str:
    """What the lecture calls a variable: w12 is W¹₁₂."""
    return LETTERS[name[0]] + name[1:].translate(LOW)


def _write(values: Mapping[str, float]) -> str:
    """The numbers that are not those the net opens with."""
    return write_variables({name: value for name, value in values.items() if value != START[name]})


def _check(owner: str | None, moment: NetMoment, known: dict[str, float]) -> None:
    """Every weight's gradient beside autograd."""
    text = as_expression(moment.net.config)
    judge: Autograd | None = answer(owner, "backprop.autograd", text, known, slot=f"{PAGE}/autograd")
    if judge is None:
        return
    places = read_expression(text, drawn=False).variables
    what = {"w": "hidden weight", "b": "hidden bias", "v": "output weight", "c": "output bias"}
    show_check([
        Row(label(name), what[name[0]], written(known[name]), here, float(judge.gradients[places[name]]))
        for name, here in by_name(moment.passes).items()
    ])  # fmt: skip


def _as_graph(config: NetConfig, known: dict[str, float]) -> None:
    """A button that opens the same net in the other part, operation by operation."""
    text = as_expression(config)
    try:
        read_expression(text)
    except BadExpression:
        st.caption("With fewer units this net opens in the other part too, operation by operation.")
        return

    def go() -> None:
        st.session_state[f"{LESSON.slug}/part"] = EXPRESSION
        move_knobs(LESSON.slug, ExpressionConfig(expression=text, variables=write_variables(known), place=0))

    st.button(
        "See every operation of this net", icon=":material/account_tree:", key=f"{PAGE}/as graph", on_click=go,
        help="Opens the same net with the same numbers as an expression",
    )  # fmt: skip
