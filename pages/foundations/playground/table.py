"""The learner's own table as points: uploaded, understood, corrected; kept for this tab, never in the link."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dnnlab.data.cells import MAX_BYTES, NUMBER, TableError, read_table
from dnnlab.foundations.playground.given import Chosen, points_of, suggested
from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.points import MOST_CLASSES, OWN_TABLE
from dnnlab.ui import lab
from dnnlab.ui.blocks import as_text
from pages.foundations.playground.lesson import LESSON

PRIVACY = "Your table never travels in the link: it stays on this server, for at most about an hour after you leave."
_GIVEN, _MADE = f"{LESSON.slug}/own/given", f"{LESSON.slug}/own/made of"
A_CLASS, A_VALUE = "a class", "a value"


def own_table(owner: str | None) -> dict[str, Any] | None:
    """The points of the learner's table, the same object until others come; None: there are none yet."""
    known: dict[str, Any] | None = st.session_state.get(_GIVEN)
    if known is None and owner is not None:
        run = lab.pool().in_slot(owner, LESSON.slug)
        if run is not None and isinstance(run.given, dict):
            known = st.session_state[_GIVEN] = run.given
    return known


def stands_in(config: PlaygroundConfig, given: dict[str, Any] | None) -> PlaygroundConfig:
    """The knobs of the next run: without a table the spiral stands in, and the page says so."""
    if config.data != OWN_TABLE or given is not None:
        return config
    st.info("Until there is a table of yours, the spiral stands in.", icon=":material/upload_file:")
    return config.replace(data=PlaygroundConfig().data)


def bring_table() -> None:
    """Upload a table and say which columns are what; the next run is about it."""
    with st.popover(
        "Your table", icon=":material/table:", key=f"{LESSON.slug}/own",
        help="A CSV file: two columns of numbers, and one with the class or the value to be predicted",
    ):  # fmt: skip
        file = st.file_uploader(
            "Two columns of numbers and a label", key=f"{LESSON.slug}/upload", max_upload_size=MAX_BYTES // 2**20,
            help=f"CSV or any text with values in columns. {PRIVACY}",
        )  # fmt: skip
        st.caption(f":material/lock: {PRIVACY}")
        if file is None:
            return
        try:
            table = read_table(file.getvalue())
            st.caption(f"Understood: {as_text(table.said)}")
            chosen = _choose(table, suggested(table), file.file_id)
            if st.session_state.get(_MADE) != (file.file_id, chosen):
                st.session_state[_GIVEN] = points_of(table, chosen)
                st.session_state[_MADE] = file.file_id, chosen
                st.rerun()
        except TableError as error:
            st.error(as_text(str(error)), icon=":material/error:")


def _choose(table: Any, guess: Chosen, file: str) -> Chosen:
    """Which columns; begins with what it looks like."""
    numbers = [each.name for each in table.columns if each.kind == NUMBER and each.different > 1]
    key = f"{LESSON.slug}/own/{file}"
    places = st.columns(2)
    x = places[0].selectbox("To the right", numbers, numbers.index(guess.x), key=f"{key}/x", help="The first axis.")
    y = places[1].selectbox("Upwards", numbers, numbers.index(guess.y), key=f"{key}/y", help="The second axis.")
    names = [each.name for each in table.columns if each.different > 1]
    label = places[0].selectbox(
        "To be predicted", names, names.index(guess.label), key=f"{key}/label", help="The class, or the value."
    )
    value = places[1].radio(
        "It is", (A_CLASS, A_VALUE), index=int(guess.value), key=f"{key}/kind", horizontal=True,
        help=f"A class has 2 to {MOST_CLASSES} different values; a value is a number.",
    )  # fmt: skip
    return Chosen(x=x, y=y, label=label, value=value == A_VALUE)
