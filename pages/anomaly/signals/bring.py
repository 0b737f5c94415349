"""Part of the lesson: a file of the learner's own, what the page understood of it, and what they correct."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dnnlab.anomaly.signals.example import pump
from dnnlab.anomaly.signals.figures import series
from dnnlab.data.cells import MAX_BYTES, SEPARATORS, Table, TableError, read_table
from dnnlab.data.tables import Choice, label_values, windows
from dnnlab.ui import lab
from dnnlab.ui.blocks import as_text
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from pages.anomaly.signals.choosing import choose
from pages.anomaly.signals.lesson import LESSON
from pages.anomaly.signals.maths import OF_TABLES
from pages.anomaly.signals.own import use

PRIVACY = "Your table never travels in the link: it stays on this server, for at most about an hour after you leave."
FOUND = "found by itself"
MARKS = {FOUND: "", "point, 3.14": ".", "comma, 3,14": ","}
NAMED = {FOUND: None, "has the names": True, "is a row": False}
HEIGHT, MOST_DRAWN = 200, 4
_BYTES = f"{LESSON.slug}/own/bytes"
TRY = (
    "- Take the pump’s file home, open it in a text editor: semicolons, decimal commas, dates and holes. What did the "
    "page make of each?\n"
    "- Leave one of the two signals out. Can the anomaly be seen in the other alone?\n"
    "- Make the window as short as 4 rows, then as long as 64: how many windows are there, and how many hold the "
    "anomaly?\n"
    "- Press “Train on it”, then Play. Take the alarms home as a table."
)
CODE = (
    "This is the very code that reads a table and cuts it into windows.",
    Source("dnnlab/data/cells.py", "read_table"),
    Source("dnnlab/data/tables.py", "suggested", "windows"),
    Source("dnnlab/anomaly/signals/material.py", "own"),
)


def show() -> None:
    """Upload, understanding, corrections, and the button that trains on it; the tabs."""
    _bring()
    show_tabs(LESSON, try_it=lambda: st.markdown(TRY), maths=OF_TABLES, code=CODE)


def _bring() -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        file = st.file_uploader(
            "A table of measurements", key=f"{LESSON.slug}/upload", max_upload_size=MAX_BYTES // 2**20,
            help=f"CSV or any text with values in columns, up to 5 MB: a long series, or one example a row. {PRIVACY}",
        )  # fmt: skip
        st.caption(f":material/lock: {PRIVACY}")
        if file is not None:
            st.session_state[_BYTES] = file.getvalue()
        data: bytes | None = st.session_state.get(_BYTES)
        if data is None:
            st.caption("Until you bring one, this one stands here: temperature and current of a made-up pump.")
            st.download_button(
                "The pump's file (CSV)", data=pump, file_name="pump.csv", mime="text/csv", on_click="ignore",
                icon=":material/table:", key=f"{LESSON.slug}/example", help="Semicolons, decimal commas, dates, holes",
            )  # fmt: skip
        table = _read(data or pump().encode())
    if table is None:
        return
    with right:
        above = st.container()
        choice = choose(table)
        with above:
            _draw(table, choice)
            _use(table, choice)
    with left:
        _preview(table, choice)


def _read(data: bytes) -> Table | None:
    """The table as it is read, with what the learner says about the file."""
    places = st.columns(3)
    separator = places[0].selectbox(
        "Parted by", [FOUND, *SEPARATORS], format_func=lambda each: SEPARATORS.get(each, each), key="own_separator",
        help="What stands between two values of a line.",
    )  # fmt: skip
    decimal = places[1].selectbox(
        "Decimal mark", list(MARKS), key="own_decimal", help="What stands before the decimals."
    )
    header = places[2].selectbox("The first line", list(NAMED), key="own_header", help="Names of columns, or values.")
    try:
        table = read_table(
            data, separator="" if separator == FOUND else separator, decimal=MARKS[decimal], header=NAMED[header]
        )
    except TableError as error:
        st.error(as_text(str(error)), icon=":material/error:")
        return None
    st.success(f"Understood: {as_text(table.said)}", icon=":material/table:")
    return table


def _draw(table: Table, choice: Choice) -> None:
    """The signals over the rows."""
    chosen = [each for each in table.columns if each.name in choice.signals][:MOST_DRAWN]
    if not chosen:
        return
    anomaly = label_values(table.column(choice.label)) != choice.normal if choice.label else None
    more = f" The first {len(chosen)} of {len(choice.signals)}." if len(choice.signals) > len(chosen) else ""
    live_stage(
        [
            FigurePanel(
                figure=series({each.name: each.values for each in chosen}, anomaly, lab.palette(), height=HEIGHT),
                height=HEIGHT, columns=12, title="Your signals",
                caption=f"Row after row{'; red: labelled as an anomaly' if choice.label else ''}.{more}",
                alt=f"{', '.join(each.name for each in chosen)} over {table.rows:,} rows.",
            )
        ],
        key=f"{LESSON.slug}/own/stage", palette=lab.palette(),
    )  # fmt: skip


def _preview(table: Table, choice: Choice) -> None:
    """The first rows as they were read."""
    lines = ["| " + " | ".join(_cell(each.name) for each in table.columns[:6]) + " |"]
    lines.append("|" + "---|" * len(table.columns[:6]))
    roles = [
        "signal" if each.name in choice.signals else "label" if each.name == choice.label else f"{each.kind}, left out"
        for each in table.columns[:6]
    ]
    lines.append("| " + " | ".join(f"*{role}*" for role in roles) + " |")
    for row in range(min(3, table.rows)):
        shown = [
            each.words[each.codes[row]]
            if each.kind == "text" and each.codes[row] >= 0
            else "hole"
            if np.isnan(each.values[row])
            else np.datetime_as_string(np.datetime64(int(each.values[row]), "s")).replace("T", " ")
            if each.kind == "date"
            else f"{each.values[row]:g}"
            for each in table.columns[:6]
        ]
        lines.append("| " + " | ".join(map(_cell, shown)) + " |")
    st.markdown("\n".join(lines))
    if len(table.columns) > 6:
        st.caption(f"And {len(table.columns) - 6:,} further columns.")


def _use(table: Table, choice: Choice) -> None:
    try:
        made = windows(table, choice)
    except TableError as error:
        st.error(as_text(str(error)), icon=":material/error:")
        return
    labels = made["labels"]
    known = f", {int(labels.sum()):,} of them with an anomaly" if labels is not None else ""
    st.caption(f"That makes {len(made['rows']):,} windows of {made['rows'].shape[1]:,} numbers{known}.")
    st.button(
        "Train on it", type="primary", icon=":material/play_arrow:", key=f"{LESSON.slug}/use",
        on_click=use, args=(made,), help="Goes to the stage, where Play trains a detector on these windows",
    )  # fmt: skip


def _cell(text: str) -> str:
    return as_text(text[:24].replace("\n", " ")) or " "
