"""The learner's own table as points: two columns of numbers, and one that says the class or the value; no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dnnlab.data.cells import NUMBER, Table, TableError, read_table
from dnnlab.data.tables import LABEL_NAMES, label_values
from dnnlab.foundations.points import MOST_CLASSES, SIDE, Floats

FEWEST, MOST = 10, 1_000
ROOM = 0.9
"""Of the plane that a table's points fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which columns are what."""

    x: str
    y: str
    label: str
    value: bool
    """Whether the label is a value to be predicted, and not a class."""


def suggested(table: Table) -> Chosen:
    """What the columns look like: the label by its name, else the last one.

    Raises:
        TableError: there are no two columns of numbers and a third one.
    """
    label = next((each for each in table.columns if LABEL_NAMES.match(each.name.strip())), table.columns[-1])
    numbers = [each.name for each in table.columns if each.kind == NUMBER and each is not label and each.different > 1]
    if len(numbers) < 2 or label.different < 2:
        raise TableError("Two columns of numbers that change, and a third one with the class or value, are needed.")
    value = label.kind == NUMBER and label.different > MOST_CLASSES
    return Chosen(x=numbers[0], y=numbers[1], label=label.name, value=value)


def points_of(table: Table, chosen: Chosen) -> dict[str, Any]:
    """The table's rows as points of the plane, plain data for a run; rows with a hole are left out.

    Both columns are shifted and scaled so that they fill the plane, and so is a value, to -1 to 1.

    Returns:
        ``places`` (n, 2), ``labels`` (n,), ``names`` of both axes, ``classes``: their names, or the value's; ``value``.

    Raises:
        TableError: nothing can be made of it like this, one sentence.
    """
    if len({chosen.x, chosen.y, chosen.label}) < 3:
        raise TableError("Choose three different columns: two for the plane, one to be predicted.")
    columns = [table.column(name) for name in (chosen.x, chosen.y)]
    label = table.column(chosen.label)
    for each in [*columns, *([label] if chosen.value else [])]:
        if each.kind != NUMBER:
            raise TableError(f"The column {each.name!r} holds no numbers.")
    places = np.stack([each.values for each in columns], 1)
    said: Any = label.values if chosen.value else label_values(label)
    kept = np.isfinite(places).all(1) & (np.isfinite(said) if chosen.value else said != "")
    places, said = places[kept], said[kept]
    if len(places) < FEWEST:
        raise TableError(f"{len(places)} rows have all three values; at least {FEWEST} are needed.")
    if len(places) > MOST:  # spread over the table
        some = np.linspace(0, len(places) - 1, MOST).round().astype(int)
        places, said = places[some], said[some]
    if chosen.value:
        names: Sequence[str] = [chosen.label]
        labels = _fitted(said[:, None], 1.0, chosen.label)[:, 0]
    else:
        names, labels = _classes(said, chosen.label)
    fitted = np.concatenate([_fitted(places[:, [i]], ROOM * SIDE, (chosen.x, chosen.y)[i]) for i in (0, 1)], 1)
    return {
        "places": fitted,
        "labels": labels,
        "names": [chosen.x, chosen.y],
        "classes": list(names),
        "value": chosen.value,
    }


def _classes(said: Any, name: str) -> tuple[list[str], Floats]:
    words = np.unique(said)
    if not 2 <= len(words) <= MOST_CLASSES:
        raise TableError(
            f"The column {name!r} has {len(words):,} different values: 2 to {MOST_CLASSES} can be classes."
        )
    return [str(word) for word in words], np.searchsorted(words, said).astype(np.float64)


def _fitted(values: Floats, most: float, name: str) -> Floats:
    low, high = float(values.min()), float(values.max())
    if not high > low:
        raise TableError(f"The column {name!r} has one and the same value in all rows.")
    return most * (2 * (values - low) / (high - low) - 1)


def read(path: Path) -> dict[str, Any]:
    """A table from a file, for the command line: read as the page reads it at first.

    Raises:
        TableError: it cannot be used; one sentence.
        OSError: the file cannot be read.
    """
    table = read_table(path.read_bytes())
    return points_of(table, suggested(table))
