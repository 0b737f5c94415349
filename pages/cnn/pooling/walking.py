"""A digit that walks to the right by itself, until the learner takes the slider."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.cnn.pooling.knobs import FARTHEST


@dataclass(frozen=True, slots=True)
class Walk:
    """Where the walk has put the slider."""

    at: int
    before: int
    """Where it stood before: until the browser has heard of the move, it still says that."""
    doubted: bool = False
    """Whether it has said so once since."""

    def go_on(self, seen: int) -> Walk | None:
        """The next place, or None where the walk ends: at its end, or because the slider stands somewhere else.

        Args:
            seen: where the browser says that the slider stands.  The place before may be old news or the learner's
                hand: said twice, it is the hand.
        """
        if seen == self.at:
            return Walk(self.at + 1, before=self.at) if self.at < FARTHEST else None
        return Walk(self.at, self.before, doubted=True) if seen == self.before and not self.doubted else None
