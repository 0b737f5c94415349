"""Where an expression is typed, or picked from the examples."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import streamlit as st

from dnnlab.foundations.backprop.examples import EXAMPLES
from dnnlab.foundations.backprop.knobs import ExpressionConfig
from dnnlab.foundations.backprop.parsing import LONGEST, BadExpression, read_expression
from dnnlab.foundations.backprop.variables import values_for, write_variables
from pages.foundations.backprop.stepping import change


def typing_row(page: str, config: ExpressionConfig) -> None:
    """Where the expression is typed, and the examples."""
    key = f"{page}/typed"

    def typed() -> None:
        _take(page, str(st.session_state[key]), config.variables)

    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{page}/type-row"):
        st.session_state[key] = config.expression[:LONGEST]
        st.text_input(
            "Expression", key=key, on_change=typed, max_chars=LONGEST, label_visibility="collapsed",
            placeholder="sigmoid(w1*x1 + w2*x2 + b)",
            help="What is differentiated: numbers, variables, + - * / **, brackets and functions; Enter reads it.",
        )  # fmt: skip
        with st.popover(
            "Examples", icon=":material/list:", key=f"{page}/examples", width="content",
            help="Expressions to begin with, and what can be written",
        ):  # fmt: skip
            st.caption(
                "Or type your own, and press Enter: numbers, variables, + − * / **, brackets, exp log sqrt sin cos "
                "tanh sigmoid softplus relu abs max min. A name for a result is given by =, with ; behind it."
            )
            for name, example in EXAMPLES.items():
                st.button(
                    name, key=f"{page}/example/{name}", help=example.look, width="stretch",
                    on_click=partial(_take, page, example.expression, example.variables),
                )  # fmt: skip


def _take(page: str, expression: str, variables: str) -> None:
    """Begin with another expression; a variable that was there before keeps its value."""
    with suppress(BadExpression):  # of which the page will say what is wrong
        variables = write_variables(values_for(read_expression(expression).variables, variables))
    change(page, expression=expression, variables=variables, place=0)
