"""The bar's Twin: one knob and another value for it start a second run beside the first, at the same step."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import streamlit as st

from dnnlab.live.config import Config, InvalidConfig, Knob, Value
from dnnlab.ui.bench import Bench
from dnnlab.ui.blocks import as_text

LISTED = 200
"""Up to so many values stand in a list; a number of a longer range is typed."""
OTHER = "What the twin has there; your run keeps its own"


def twin_button(bench: Bench) -> None:
    """Choose how a twin differs and start it; or end it."""
    run = bench.run
    if run is not None and run.change:
        st.button(
            "End twin", key=f"{bench.page}/end-twin", icon=":material/call_merge:", on_click=bench.end_twin,
            help="This run goes on alone; its twin stays in the table of runs",
        )  # fmt: skip
        return
    with st.popover(
        "Twin", icon=":material/call_split:", disabled=bench.owner is None,
        help="Two runs at once: the same seed and the same steps, but one knob with another value",
    ):  # fmt: skip
        _choice(bench)


def _choice(bench: Bench) -> None:
    """One knob, its other value, and the button that starts the pair."""
    config, key = bench.config, f"{bench.page}/twin"
    knobs = offered(config)
    st.markdown("**A twin** has the same seed and takes the same steps. One knob differs:")
    name = st.selectbox(
        "Knob of the twin", list(knobs), format_func=lambda each: knobs[each].label, key=f"{key}/knob",
        help="The one knob in which the two runs differ",
    )  # fmt: skip
    knob = knobs[name]
    here: Value = getattr(config, name)
    value = _other_value(knob, here, f"{key}/{name}/{knob.format(here)}")
    st.caption(f"{knob.label} of this run: {knob.format(here)}. Both begin at step 0, and every button moves both.")
    st.button(
        "Start both", key=f"{key}/start", type="primary", on_click=_start, args=(bench, {name: value}),
        help="Both begin at step 0; a run under way ends and stays in the table of runs",
    )  # fmt: skip
    if sentence := st.session_state.pop(f"{key}/refused", ""):
        st.warning(as_text(sentence), icon=":material/warning:")


def _start(bench: Bench, change: Mapping[str, Value]) -> None:
    try:
        bench.twin(change)
    except InvalidConfig as error:
        st.session_state[f"{bench.page}/twin/refused"] = str(error)


def _other_value(knob: Knob, here: Value, key: str) -> Value:
    """A widget for the values that are not the present one."""
    if knob.read is not None and not knob.options:
        return str(st.text_input("Value of the twin", str(here), key=key))
    values = other_values(knob, here)
    if not values:
        assert knob.low is not None and knob.high is not None  # a number of a wide range
        return int(st.number_input("Value of the twin", int(knob.low), int(knob.high), int(here), key=key, help=OTHER))
    middle = min(range(len(values)), key=lambda place: abs(place - _place(knob, values, here)))
    chosen: Value = st.selectbox(
        "Value of the twin", values, index=middle, format_func=knob.format, key=key, help=OTHER
    )
    return chosen


def _place(knob: Knob, values: list[Value], here: Value) -> float:
    """Where the present value would stand among the others: the list begins beside it."""
    if knob.options or isinstance(here, bool | str):
        return 0
    return sum(1 for value in values if not isinstance(value, str) and value < here)


def other_values(knob: Knob, here: Value) -> list[Value]:
    """The values of a knob but the present one, as its widget offers them; empty: too many, or a free text."""
    if knob.read is not None and not knob.options:
        return []
    if knob.kind is bool:
        return [not here]
    values: tuple[Value, ...] = knob.options or knob.grid()
    return [value for value in values if value != here] if len(values) <= LISTED else []


def offered(config: Config) -> dict[str, Knob]:
    """The knobs in which a twin may differ: those that mean something beside the others, but not the seed."""
    facts = [dict(zip(config.facts, values, strict=True)) for values in product(*config.facts.values())]
    return {
        name: knob
        for name, knob in config.knobs().items()
        if name != "seed" and any(name in config.meaningful(**each) for each in facts)
    }
