"""The one writer of the CSV files that a learner takes home, made for spreadsheets.

A spreadsheet opens a CSV by guesses, and three of them go wrong.  Without a byte order mark it takes UTF-8 for an old
code page and garbles "Mädchen.jpg".  A text that begins like a formula is worked out, whoever named the file so.  And a
number that is written as text must stay a number.  Source: OWASP, *CSV injection*.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

MARK = "\ufeff"
"""Tells a spreadsheet that the bytes are UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text must not begin with, lest a spreadsheet works it out; some take the wide signs too."""


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table as the bytes of a CSV file: UTF-8 with a byte order mark, commas, one line a row.

    A text that a spreadsheet would take for a formula gets an apostrophe in front, which makes it plain text there; a
    text that is a number stays as it is.

    Args:
        columns: what stands in the first line.
        rows: as many cells each as there are columns; None is an empty cell.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([_cell(name) for name in columns])
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"A row has {len(row)} cells and the table {len(columns)} columns.")
        table.writerow([_cell(value) for value in row])
    return (MARK + text.getvalue()).encode()


def told_apart(names: Sequence[str]) -> list[str]:
    """The names of files, none of them twice: the second "IMG_0001.jpg" is called "IMG_0001 (2).jpg"."""
    taken, made = set(names), list[str]()
    seen = set[str]()
    for name in names:
        own, number = name, 1
        stem, dot, ending = name.rpartition(".")
        while own in seen or (own != name and own in taken):
            number += 1
            own = f"{stem} ({number}).{ending}" if dot and stem else f"{name} ({number})"
        seen.add(own)
        made.append(own)
    return made


def _cell(value: Any) -> Any:
    """A value as it may stand in a spreadsheet."""
    if not isinstance(value, str) or not value.lstrip(" ").startswith(FORMULA) or _is_number(value):
        return value
    return f"'{value}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
