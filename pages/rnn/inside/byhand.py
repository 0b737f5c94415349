"""Reach into the cell: hold a gate, or write into a weight; the run takes it as an event, and replays it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import streamlit as st

from dnnlab.plots.written import written
from dnnlab.rnn.inside.events import MOST
from dnnlab.rnn.inside.knobs import InsideConfig
from dnnlab.rnn.inside.stages import gates
from dnnlab.rnn.inside.views import InsideView
from dnnlab.rnn.kinds import GATE_NAMES, KINDS
from dnnlab.ui.workbench import Picked, Workbench
from pages.rnn.inside.lesson import LESSON
from pages.rnn.inside.scene import DIAGRAM

PICKED, UNIT = f"{LESSON.slug}/clicked", f"{LESSON.slug}/unit"
FREE = "free"
HELD = {FREE: None, "– closed": 0.0, "half": 0.5, "o open": 1.0}
"""What a gate can be held at, by the words of the control."""


def picked_quantity() -> str:
    """What was clicked last."""
    return str(st.session_state.get(PICKED, "h"))


def picked_unit() -> int:
    """The unit whose numbers are shown, from 0."""
    return int(st.session_state.get(UNIT, 1)) - 1


def follow_click(picked: Picked | None) -> None:
    """A click on a box of the diagram picks it."""
    if picked is not None and picked.title.startswith(DIAGRAM) and picked.click.x is not None:
        st.session_state[PICKED] = str(picked.click.x)
        st.rerun()


def by_hand(bench: Workbench[InsideConfig]) -> None:
    """The control that opens the place where a gate is held or a weight is set."""
    with st.popover(
        "By hand", icon=":material/back_hand:", key=f"{LESSON.slug}/by-hand", width="stretch",
        help="Hold a gate open or shut, or edit a weight, and see what changes from then on",
    ):  # fmt: skip
        now = bench.snapshot
        view, shown = now.view, now.status.config
        if not isinstance(view, InsideView) or (bench.run is None and shown != bench.config):
            st.caption("Press Step first: then the cell of these knobs stands here.")
            return
        _choose(view)
        quantity, unit = _chosen(view), min(picked_unit(), view.hidden - 1)
        if quantity in gates(view.kind):
            _hold(bench, view, quantity, unit)
        _weights(bench, view, quantity, unit)
        for each in view.edited[-3:]:
            st.caption(f":material/back_hand: {each[0].upper()}{each[1:]}.")


def _choose(view: InsideView) -> None:
    """Which unit and which gate."""
    if view.hidden > 1:
        st.segmented_control(
            "Unit", range(1, view.hidden + 1), default=1, required=True, key=UNIT,
            help="Whose numbers are shown, and whose gates and weights are changed.",
        )  # fmt: skip
    names = KINDS[view.kind]

    def pick() -> None:
        st.session_state[PICKED] = st.session_state[key]

    chosen = _chosen(view)
    key = f"{LESSON.slug}/quantity/{view.kind}/{chosen}"
    st.selectbox(
        "Gate or candidate", names, names.index(chosen), format_func=lambda name: f"{name}, {GATE_NAMES[name]}",
        key=key, on_change=pick, help="Or click its box in the diagram.",
    )  # fmt: skip


def _chosen(view: InsideView) -> str:
    """The quantity with weights that was picked, else the first one."""
    return picked_quantity() if picked_quantity() in KINDS[view.kind] else KINDS[view.kind][0]


def _hold(bench: Workbench[InsideConfig], view: InsideView, gate: str, unit: int) -> None:
    """Free, or held at a value."""
    held = float(view.now.forced[KINDS[view.kind].index(gate), unit])
    now = next((word for word, value in HELD.items() if value == held), FREE)
    key = f"{LESSON.slug}/hold/{gate}/{unit}/{now}"

    def hold() -> None:
        bench.apply({"force": gate, "unit": unit + 1, "to": HELD[st.session_state[key]]})

    st.segmented_control(
        f"Hold {gate} of unit {unit + 1}", list(HELD), default=now, required=True, key=key, on_change=hold,
        help="A held gate no longer listens to its input, from this moment on. Free: its weights decide again.",
    )  # fmt: skip
    if not math.isnan(held):
        st.caption(f"It is held at {written(held)}: its weights count again when it is free.")


def _weights(bench: Workbench[InsideConfig], view: InsideView, quantity: str, unit: int) -> None:
    """A field for each weight that this unit's gate has."""
    now, row = view.now, KINDS[view.kind].index(quantity) * view.hidden + unit
    inputs = now.w_x.shape[1]
    fields = [("w_x", i, f"w for x{_place(i, inputs)}", now.w_x[row, i]) for i in range(inputs)]
    fields += [("w_h", j, f"w for h{_place(j, view.hidden)}", now.w_h[row, j]) for j in range(view.hidden)]
    if len(now.p) and quantity in ("i", "f", "o"):
        fields.append(("p", 0, "peephole p", now.p[("i", "f", "o").index(quantity), unit]))
    fields.append(("b", 0, "bias b", now.b[row]))
    columns = st.columns(2)
    for place, (weight, of, label, value) in enumerate(fields):
        number = round(float(value), 6)
        key = f"{LESSON.slug}/{weight}/{quantity}/{unit}/{of}/{number!r}"
        event = {"weight": weight, "gate": quantity, "unit": unit + 1, "of": of + 1}
        columns[place % 2].number_input(
            f"{quantity}: {label}", -MOST, MOST, number, 0.5, "%g", key=key, on_change=_set(bench, event, key),
            help="A weight of this gate; the sum with its number stands beside the diagram.",
        )  # fmt: skip


def _place(index: int, count: int) -> str:
    return f" {index + 1}" if count > 1 else ""


def _set(bench: Workbench[InsideConfig], event: dict[str, Any], key: str) -> Callable[[], None]:
    def change() -> None:
        bench.apply({**event, "to": float(st.session_state[key])})

    return change
