"""What to make of a table that a learner brings: its signals, its label, its windows; no Streamlit.

:func:`~dnnlab.data.cells.read_table` gives columns with their kinds; :func:`suggested` says what they look like: which
are signals, which one is the label, whether the rows are one long series or an example each.  What the learner corrects
goes into the :class:`Choice`, and :func:`windows` cuts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.data.cells import DATE, NUMBER, TEXT, Column, Table, TableError, read_table

__all__ = ["Choice", "Column", "Table", "TableError", "read_table", "suggested", "windows"]

MAX_WINDOWS = 20_000
MAX_NUMBERS = 4_000_000
"""Of all windows together: 16 MB."""
FEWEST = 40
"""Windows of a file, at least."""
ROWS, SERIES = "each row is one example", "the rows are one long series"
LAYOUTS = (ROWS, SERIES)
NORMAL_WORDS = frozenset({"0", "0.0", "n", "no", "normal", "ok", "good", "false", "healthy", "inlier", "-", ""})
LABEL_NAMES = re.compile(
    r"^(label|labels|class|target|anomaly|anomalies|anomalous|is_?anomaly|outlier|fault|failure|y)$", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to make of a table; a learner may correct it."""

    signals: tuple[str, ...]
    """Columns of numbers that are looked at."""
    label: str = ""
    """The column that says what is an anomaly; "": nobody knows."""
    normal: str = ""
    """The value of the label that is normal; all others are anomalies."""
    layout: str = ROWS
    """:data:`ROWS` or :data:`SERIES`."""
    length: int = 32
    """Rows of a window, of a series."""
    stride: int = 16
    """Rows from one window to the next."""


def suggested(table: Table) -> Choice:
    """What the table looks like: its label, its signals, and whether it is a series."""
    label = next((each for each in table.columns if LABEL_NAMES.match(each.name.strip()) and _may_label(each)), None)
    if label is None and _may_label(table.columns[-1]) and 2 <= table.columns[-1].different <= 10:
        last = table.columns[-1]
        others = [each for each in table.columns[:-1] if each.kind == NUMBER]
        if last.kind == TEXT or (others and all(each.different > 10 for each in others)):
            label = last
    numbers = [each for each in table.columns if each.kind == NUMBER and each is not label]
    signals = tuple(each.name for each in numbers if each.different > 1 and not _counts_rows(each))
    dated = any(each.kind == DATE for each in table.columns)
    counted = any(_counts_rows(each) for each in numbers)
    series = dated or counted or len(signals) <= 3
    length = int(np.clip(2 ** int(np.log2(max(table.rows / 40, 8))), 8, 64))
    made = Choice(
        signals=signals, label=label.name if label else "", layout=SERIES if series else ROWS, length=length,
        stride=max(1, length // 2),
    )  # fmt: skip
    return replace(made, normal=usual(label)) if label else made


def usual(label: Column) -> str:
    """The value of a label that means normal: by its word, else the one that occurs most often."""
    values = label_values(label)
    words, counts = np.unique(values, return_counts=True)
    known = [str(word) for word in words if str(word).strip().lower() in NORMAL_WORDS and word != ""]
    return known[0] if known else str(words[counts.argmax()])


def label_values(label: Column) -> NDArray[np.str_]:
    """What a label says in each row, as text; "" in a hole."""
    if label.kind == TEXT:
        words = np.array([*label.words, ""])
        return words[label.codes]
    return np.array(["" if np.isnan(value) else f"{value:g}" for value in label.values])


def windows(table: Table, choice: Choice) -> dict[str, Any]:
    """Cut a table: plain data for a run.

    A hole is filled along its column, from the rows before and after.  A window of a series is an anomaly where any
    of its rows is.

    Returns:
        ``rows`` (n, L * C) float32, moment after moment; ``labels`` (n,) bool or None; ``channels``, the names;
        ``starts`` (n,): the row of the table, from 0, at which each begins.

    Raises:
        TableError: nothing can be made of it like this, one sentence.
    """
    if not choice.signals:
        raise TableError("No column of numbers is chosen: choose at least one that changes.")
    chosen = [table.column(name) for name in choice.signals]
    for each in chosen:
        if each.kind != NUMBER:
            raise TableError(f"The column {each.name!r} holds no numbers: leave it out.")
        if each.different < 2:
            raise TableError(f"The column {each.name!r} has one and the same value in all rows: leave it out.")
    values = np.stack([_filled(each.values) for each in chosen], 1)  # (n, C)
    anomaly = None
    if choice.label:
        said = label_values(table.column(choice.label))
        anomaly = said != choice.normal
        if anomaly.all() or not anomaly.any():
            raise TableError(
                f"By the column {choice.label!r} all rows are {'anomalies' if anomaly.all() else 'normal'}: choose "
                "another value for normal, or no label."
            )
    length, stride = (choice.length, choice.stride) if choice.layout == SERIES else (1, 1)
    if length > len(values):
        raise TableError(f"A window of {length:,} rows is longer than the table, which has {len(values):,}.")
    starts = np.arange(0, len(values) - length + 1, stride)
    if len(starts) < FEWEST:
        raise TableError(
            f"That makes {len(starts)} windows, and at least {FEWEST} are needed: make them shorter, let them follow "
            "each other more closely, or bring more rows."
        )
    if len(starts) > MAX_WINDOWS or len(starts) * length * len(chosen) > MAX_NUMBERS:
        raise TableError(
            f"That makes {len(starts):,} windows of {length * len(chosen):,} numbers, more than can be held: let "
            "them follow each other less closely, or choose fewer columns."
        )
    at = starts[:, None] + np.arange(length)  # (n, L)
    rows = values[at].reshape(len(starts), -1)  # (n, L, C) -> (n, L * C)
    labels = None if anomaly is None else anomaly[at].any(1)
    if labels is not None and labels.all():
        raise TableError("Each window has an anomaly in it: make them shorter.")
    return {"rows": rows.astype(np.float32), "labels": labels, "channels": list(choice.signals), "starts": starts}


def _filled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Holes between two values on a line between these, at an end as the nearest one."""
    known = np.flatnonzero(np.isfinite(values))
    return np.interp(np.arange(len(values)), known, values[known])


def _may_label(column: Column) -> bool:
    return column.kind in (NUMBER, TEXT) and 2 <= column.different <= 50


def _counts_rows(column: Column) -> bool:
    """Whether it is a number of the row, or a time in equal steps."""
    steps = np.diff(column.values)
    return bool(column.holes == 0 and len(steps) > 2 and steps[0] != 0 and np.allclose(steps, steps[0], rtol=1e-6))
