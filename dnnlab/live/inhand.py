"""Which run a trainer has in hand, kept where its death can be read: a note in a few bytes of shared memory.

A message would cost more than many a step, and would be lost with its sender.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STEP, ROOM = 8, 64
"""Bytes of the step, which come first, and of the whole note."""


def _place(folder: Path, pid: int) -> Path:
    return folder / f"in-hand.{pid}"


class InHand:
    """The trainer's side.

    Args:
        folder: the pool's; None, or one that takes no file: nothing is noted.
        pid: the trainer's process.
    """

    def __init__(self, folder: Path | None, pid: int) -> None:
        self._note: mmap.mmap | None = None
        if folder is not None:
            with suppress(OSError), _place(folder, pid).open("w+b") as file:
                file.write(bytes(ROOM))
                file.flush()
                self._note = mmap.mmap(file.fileno(), ROOM)

    @contextmanager
    def noted(self, run_id: str, step: int) -> Iterator[None]:
        """What is done within is done for this run, which is at this step."""
        self.at(step)
        self._name(run_id)
        try:
            yield
        finally:
            self._name("")

    def at(self, step: int) -> None:
        """The run that is noted has come so far."""
        if self._note is not None:
            self._note[:STEP] = step.to_bytes(STEP, "little")

    def _name(self, run_id: str) -> None:
        if self._note is not None:
            self._note[STEP:] = run_id.encode().ljust(ROOM - STEP, b"\0")


def in_whose_turn(folder: Path, pid: int) -> tuple[str, int]:
    """The run that a trainer which has ended had in hand, and its step; "": none, or nobody knows.

    The note is taken away.
    """
    place = _place(folder, pid)
    try:
        noted = place.read_bytes()
        place.unlink()
    except OSError:
        return "", 0
    return noted[STEP:].rstrip(b"\0").decode(errors="replace"), int.from_bytes(noted[:STEP], "little")
