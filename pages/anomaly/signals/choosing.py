"""What to make of a learner's table: signals, label, windows; as it looks, until the learner says otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from dnnlab.data.cells import NUMBER, Table
from dnnlab.data.tables import LAYOUTS, SERIES, Choice, label_values, suggested, usual
from pages.anomaly.signals.lesson import LESSON

NOBODY = "nobody knows"


def choose(table: Table) -> Choice:
    """What to make of it; begins with what it looks like."""
    guess = suggested(table)
    of = f"{LESSON.slug}/own/{hash((table.rows, tuple((each.name, each.kind) for each in table.columns)))}"
    numbers = [each.name for each in table.columns if each.kind == NUMBER]
    signals = st.multiselect(
        "Signals", numbers, default=list(guess.signals), key=f"{of}/signals",
        help="The columns of numbers that the detector looks at. Numbers of rows and times are left out at first.",
    )  # fmt: skip
    labels = [NOBODY, *(each.name for each in table.columns if 2 <= each.different <= 50)]
    label = st.selectbox(
        "Which column says what is an anomaly", labels, index=labels.index(guess.label) if guess.label else 0,
        key=f"{of}/label", help="Only to judge the alarms, never to train. Without one there is no AUC, only alarms.",
    )  # fmt: skip
    label = "" if label == NOBODY else label
    normal = ""
    if label:
        column = table.column(label)
        values, counts = np.unique(label_values(column), return_counts=True)
        options = [str(each) for each in values]
        told = {each: f"{each or 'a hole'} ({count:,} rows)" for each, count in zip(options, counts, strict=True)}
        normal = st.selectbox(
            "Normal is", options, index=options.index(usual(column)), format_func=told.__getitem__,
            key=f"{of}/normal/{label}", help="This value of the label is normal; all others are anomalies.",
        )  # fmt: skip
    layout = st.radio(
        "What a row is", LAYOUTS, index=LAYOUTS.index(guess.layout), key=f"{of}/layout", horizontal=True,
        help="A series is cut into windows of rows that follow each other.",
    )  # fmt: skip
    made = replace(guess, signals=tuple(signals), label=label, normal=normal, layout=layout)
    if layout == SERIES:
        places = st.columns(2)
        length = places[0].number_input(
            "Rows of a window",
            2,
            1_000,
            guess.length,
            key=f"{of}/length",
            help="As long as what you want to see lasts.",
        )
        stride = places[1].number_input(
            "From one to the next", 1, 1_000, guess.stride, key=f"{of}/stride",
            help="Rows; fewer than a window has: they overlap.",
        )  # fmt: skip
        made = replace(made, length=int(length), stride=int(stride))
    return made
