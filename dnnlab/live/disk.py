"""What the runs' checkpoints take on disk, and which of them may go; known to the trainers and to the pool."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".ckpt"
HEAD = "head"
"""The file that names the step that a rewound run stands at."""
MOST = 2 * 2**30
"""Bytes of checkpoints of all runs together, at most;"""
SHARE = 0.1
"""and at most this share of what would be free without them."""
SPARED = 2
"""The newest checkpoints of a run are no rewind points: it goes on from them, with its twin from the one before."""


def disk_budget(free: int, used: int) -> int:
    """Bytes that all checkpoints together may take, where so many are free beside those that they take."""
    return min(MOST, int(SHARE * (free + used)))


@dataclass(frozen=True, slots=True, order=True)
class File:
    """A checkpoint on disk."""

    written: float
    step: int
    size: int
    path: Path


def checkpoints(folder: Path) -> Iterator[File]:
    """All that lies in a run's folder, and in its twin's."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.is_dir():
                    yield from checkpoints(Path(entry.path))
                elif entry.name.endswith(SUFFIX):
                    facts = entry.stat()
                    yield File(facts.st_mtime, int(Path(entry.name).stem), facts.st_size, Path(entry.path))


def rewind_points(files: list[File]) -> Iterator[File]:
    """Those that a run can do without: all but the newest of a folder, and the one that it was rewound to."""
    for folder in {file.path.parent for file in files}:
        here = sorted((file for file in files if file.path.parent == folder), key=lambda file: file.step)
        try:
            head = int((folder / HEAD).read_text())
        except (OSError, ValueError):
            head = None
        yield from (file for file in here[:-SPARED] if file.step != head)
