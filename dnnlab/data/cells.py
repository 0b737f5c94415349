"""A file of values that a learner brings, read to columns: separators, decimal commas, dates, holes, texts.

What was understood is said in sentences, and the learner may say otherwise.  pandas reads the dates; it is heavy,
and imported where it is used.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

MAX_BYTES = 5 * 2**20
MAX_ROWS, MAX_COLUMNS = 200_000, 2_000
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces"}
NUMBER, DATE, TEXT, EMPTY = "number", "date", "text", "empty"
KINDS = (NUMBER, DATE, TEXT, EMPTY)
SHOWN = 60
"""Letters of a name or a value that are kept."""
MISSING = ("", "na", "n/a", "nan", "null", "none", "-", "--", "?", "missing", "#n/a")


class TableError(ValueError):
    """A table cannot be used; the message is one sentence that tells the learner what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column as it was understood."""

    name: str
    kind: str
    """One of :data:`KINDS`."""
    holes: int
    """Cells without a value that can be used."""
    different: int
    """Different values."""
    values: NDArray[np.float64]
    """(n,): the numbers, nan where there is none; of a date seconds; of a text all nan."""
    words: tuple[str, ...]
    """The different texts, in order of their first row, at most 50 of them."""
    codes: NDArray[np.int64]
    """(n,): places in :attr:`words`; -1 beyond them and for a hole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file that was read."""

    columns: tuple[Column, ...]
    rows: int
    separator: str
    """A key of :data:`SEPARATORS`, or "" where there is one column."""
    decimal: str
    header: bool
    """Whether the first line has names."""
    skipped: int = 0
    """Lines that have another number of cells, and were left out."""

    @property
    def said(self) -> str:
        """What was understood, in sentences."""
        by_kind = [f"{count} of {kind}s" for kind in (NUMBER, DATE, TEXT) if (count := self._count(kind))]
        parted = f"parted by {SEPARATORS[self.separator]}" if self.separator else "one a line"
        mark = ", with decimal commas" if self.decimal == "," else ""
        told = [
            f"{self.rows:,} rows and {len(self.columns)} columns ({', '.join(by_kind) or 'all empty'}), {parted}{mark}"
        ]
        told.append("the first line has the names" if self.header else "no names in the first line")
        holes = sum(each.holes for each in self.columns if each.kind in (NUMBER, DATE))
        if holes:
            told.append(f"{holes:,} holes, which are filled from the rows around")
        if self.skipped:
            told.append(f"{self.skipped:,} lines with another number of cells were left out")
        return "; ".join(told) + "."

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            TableError: there is none.
        """
        for each in self.columns:
            if each.name == name:
                return each
        raise TableError(f"There is no column {name!r} in this file.")

    def _count(self, kind: str) -> int:
        return sum(each.kind == kind for each in self.columns)


def read_table(data: bytes, *, separator: str = "", decimal: str = "", header: bool | None = None) -> Table:
    """Read a file of values that are parted by a mark.

    Args:
        data: the file.
        separator, decimal, header: what the learner says; by default they are found.

    Raises:
        TableError: it is empty, too large, no such file, or has too few rows or numbers.
    """
    text = _decoded(data)
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        raise TableError("The file has a single line: a table with one row a line is needed.")
    separator = separator or _separator(lines)
    cells = _cells(lines, separator)
    width = _width(cells)
    kept = [row for row in cells if len(row) == width]
    if width > MAX_COLUMNS or len(kept) > MAX_ROWS:
        raise TableError(
            f"The table has {len(kept):,} rows and {width:,} columns; at most {MAX_ROWS:,} and {MAX_COLUMNS:,} can be "
            "read: bring a part of it."
        )
    decimal = decimal or _decimal(kept, separator)
    named = _header(kept, decimal) if header is None else header
    names = _names(kept[0] if named else [], width)
    body = kept[1:] if named else kept
    if len(body) < 2:
        raise TableError("There is no row of values below the names: bring a table with some.")
    columns = tuple(_column(name, [row[place] for row in body], decimal) for place, name in enumerate(names))
    if not any(each.kind == NUMBER for each in columns):
        raise TableError(
            "No column of numbers was found: look at the separator and at the decimal mark, or bring another file."
        )
    return Table(
        columns=columns, rows=len(body), separator=separator if width > 1 else "", decimal=decimal, header=named,
        skipped=len(cells) - len(kept),
    )  # fmt: skip


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise TableError("The file is empty: choose one with a table in it.")
    if len(data) > MAX_BYTES:
        raise TableError(f"The file has {len(data) / 2**20:.1f} MB, and at most 5 MB can be read: bring a part of it.")
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError("This is an office document: save the sheet as CSV and bring that.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data[:4096]:
        raise TableError("This is no text but a file of bytes: save the table as CSV and bring that.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _separator(lines: Sequence[str]) -> str:
    """The mark that parts the most lines into equally many cells; the more cells, the better."""
    some = lines[:200]
    best, found = (0.0, 1), ","
    for mark in SEPARATORS:
        counts = [len(row) for row in _cells(some, mark)]
        values, often = np.unique(counts, return_counts=True)
        width = int(values[often.argmax()])
        if width > 1 and (score := (often.max() / len(some), width)) > best and not _is_decimal(some, mark):
            best, found = score, mark
    return found


def _is_decimal(lines: Sequence[str], mark: str) -> bool:
    """Whether this comma is in the numbers, and another mark parts them: "1,5;2,5", "1,5<tab>2,5"."""
    if mark != ",":
        return False
    others = [line for line in lines if any(each in line for each in ";\t|")]
    return len(others) > 0.8 * len(lines)


def _cells(lines: Sequence[str], separator: str) -> list[list[str]]:
    if separator == " ":
        return [line.split() for line in lines]
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator)]
    except csv.Error:
        raise TableError("The quotation marks of this file do not match: save it anew as CSV.") from None


def _width(cells: Sequence[Sequence[str]]) -> int:
    """Cells of most lines."""
    values, often = np.unique([len(row) for row in cells], return_counts=True)
    if often.max() < 0.5 * len(cells):
        raise TableError("The lines have different numbers of cells: look at the separator, or save it anew as CSV.")
    return int(values[often.argmax()])


def _decimal(cells: Sequence[Sequence[str]], separator: str) -> str:
    if separator == ",":
        quoted = sum(bool(re.fullmatch(r"-?\d+,\d+", cell)) for row in cells[:200] for cell in row)
        return "," if quoted > 0 else "."
    commas = sum(
        bool(re.fullmatch(r"[+-]?[\d.]*\d,\d+(e[+-]?\d+)?", cell, re.I)) for row in cells[:200] for cell in row
    )
    points = sum(
        bool(re.fullmatch(r"[+-]?[\d,]*\d\.\d+(e[+-]?\d+)?", cell, re.I)) for row in cells[:200] for cell in row
    )
    return "," if commas > points else "."


def _header(cells: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether the first line has names: it has fewer numbers than the lines below."""
    first = sum(_number(cell, decimal) is not None for cell in cells[0])
    below = np.mean([sum(_number(cell, decimal) is not None for cell in row) for row in cells[1:21]])
    return bool(first < 0.5 * below)


def _names(first: Sequence[str], width: int) -> list[str]:
    """Names that are there, each once."""
    names: list[str] = []
    for place in range(width):
        name = (first[place] if place < len(first) else "").strip()[:SHOWN] or f"column {place + 1}"
        while name in names:
            name += "'"
        names.append(name)
    return names


def _number(cell: str, decimal: str) -> float | None:
    text = cell.strip().replace("\N{NO-BREAK SPACE}", "").replace("\N{MINUS SIGN}", "-")
    if decimal == ",":
        text = text.replace(".", "").replace(",", ".") if "," in text else text
    elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _column(name: str, cells: Sequence[str], decimal: str) -> Column:
    """A column with the kind that most of its cells have."""
    missing = np.array([cell.strip().lower() in MISSING for cell in cells])
    numbers = [None if gone else _number(cell, decimal) for cell, gone in zip(cells, missing, strict=True)]
    values = np.array([np.nan if each is None else each for each in numbers])
    there = int((~missing).sum())
    kind = EMPTY if not there else NUMBER if np.isfinite(values).sum() >= 0.8 * there else TEXT
    if kind == TEXT and (moments := _dates(cells, missing)) is not None:
        kind, values = DATE, moments
    words: list[str] = []
    codes = np.full(len(cells), -1)
    if kind == TEXT:
        values = np.full(len(cells), np.nan)
        kept = list(dict.fromkeys(cell[:SHOWN] for cell, gone in zip(cells, missing, strict=True) if not gone))
        words = kept[:50]
        place = {word: number for number, word in enumerate(words)}
        codes = np.array(
            [-1 if gone else place.get(cell[:SHOWN], -1) for cell, gone in zip(cells, missing, strict=True)]
        )
        different, holes = len(kept), int(missing.sum())
    else:
        known = values[np.isfinite(values)]
        different, holes = len(np.unique(known)), len(values) - len(known)
    return Column(
        name=name, kind=kind, holes=holes, different=different, values=values, words=tuple(words), codes=codes
    )


def _dates(cells: Sequence[str], missing: NDArray[np.bool_]) -> NDArray[np.float64] | None:
    """Seconds, if nearly all cells are dates or times; days come first where a point parts them (31.12.2024)."""
    some = [cell for cell, gone in zip(cells, missing, strict=True) if not gone][:20]
    if not all(re.search(r"\d[-/.:T]\d", cell) for cell in some):
        return None
    import pandas as pd  # heavy: where it is used

    text: pd.Series = pd.Series(list(cells))
    first = bool(re.match(r"\d{1,2}[./]", some[0]))
    try:
        moments = pd.to_datetime(text, errors="coerce", dayfirst=first, format="mixed", utc=True)
    except (ValueError, TypeError):
        return None
    if moments.notna().sum() < 0.8 * (~missing).sum():
        return None
    seconds: NDArray[np.float64] = (moments - pd.Timestamp("1970-01-01", tz="UTC")).dt.total_seconds().to_numpy(float)
    return seconds
