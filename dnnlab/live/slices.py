"""The work before a step that comes in slices: one after the other, dropped when something changes on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dnnlab.live.experiment import Experiment


class Slices:
    """Those of the step that a run takes next."""

    def __init__(self) -> None:
        self._under_way: Iterator[None] | None = None

    def go_on(self, experiment: Experiment[Any, Any]) -> bool:
        """Do the next one; True: all are done, and the step can be taken."""
        if self._under_way is None:
            self._under_way = experiment.slices()
        try:
            next(self._under_way)
        except StopIteration:
            return True
        return False

    def drop(self) -> None:
        """The step begins anew, or the next one does."""
        self._under_way = None
