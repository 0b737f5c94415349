"""The learner's own table, for a run that is handed one; no torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dnnlab.data import tables


def read(path: Path) -> dict[str, Any]:
    """A table from a file, for the command line: read as the page reads it at first.

    Raises:
        TableError: it cannot be used; one sentence.
        OSError: the file cannot be read.
    """
    table = tables.read_table(path.read_bytes())
    return tables.windows(table, tables.suggested(table))
