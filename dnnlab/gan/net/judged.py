"""A training whose generator is judged now and then, in slices that let others train in between."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from dnnlab.live.experiment import C, V
from dnnlab.nn.training import Training

JUDGE_EVERY, EARLY = 500, (100, 250)
"""Steps between two judgements, and the first ones."""
S = TypeVar("S")
"""What a judge finds."""


class JudgedTraining(Training[C, V], Generic[C, V, S]):
    """A training with a judge: after 100, 250 and every 500 steps, and at the end.

    A judgement is told with the step that follows, since its work is done before that.  The lesson's ``step`` begins
    with ``told = self.verdict()``; :attr:`judged_at` is one of its parts.
    """

    judged_at: int
    """The step of the last judgement; -1: none yet."""

    def __init__(self, config: C) -> None:
        super().__init__(config)
        self.judged_at = -1
        self._pending: S | None = None

    @abstractmethod
    def judging(self) -> Iterator[S | None]:
        """None while the judge is at work, then what it found."""

    @abstractmethod
    def noted(self, found: S) -> dict[str, float]:
        """Kept for the view, and as metrics."""

    def verdict(self) -> dict[str, float]:
        """The judgement that is due, if one is."""
        if not self._due():
            return {}
        found = self._pending
        if found is None:
            (found,) = (each for each in self.judging() if each is not None)
        self._pending = None
        return self._told(found)

    def slices(self) -> Iterator[None]:
        """The judge's work, where it is due before the next step."""
        if self._due() and self._pending is None:
            for found in self.judging():
                if found is None:
                    yield
                else:
                    self._pending = found

    def final(self) -> Iterator[dict[str, float]]:
        """The judge once more, a piece at a time."""
        for found in self.judging():
            yield {} if found is None else self._told(found)

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """A judgement of another state is void."""
        super().load_state_dict(state)
        self._pending = None

    def _told(self, found: S) -> dict[str, float]:
        self.judged_at = self.steps_taken
        return self.noted(found)

    def _due(self) -> bool:
        step = self.steps_taken
        return step != self.judged_at and (step in EARLY or (step > 0 and step % JUDGE_EVERY == 0))
