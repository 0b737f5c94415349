"""The learner's own text, for a run that is handed one; no torch."""

from __future__ import annotations

from pathlib import Path

from dnnlab.data.textfiles import read_text


def read(path: Path) -> str:
    """A text from a file, for the command line: the same characters as after an upload.

    Raises:
        TextError: the file cannot be used; one sentence.
        OSError: it cannot be read.
    """
    return read_text(path.read_bytes()).text
