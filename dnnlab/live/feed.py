"""How curves get from a trainer to the page: each point once, and the same curves on both sides."""

from __future__ import annotations

import numpy as np

from dnnlab.live.history import History
from dnnlab.live.wire import Curve, Curves, Growth, Piece

POINTS = 2_500
"""Points of a part: 30 kB."""


class Feed:
    """What the page has of a run's history: the trainer's side.

    A look costs what is new since the last one.  The whole is sent when the history is
    another one (a rewind, a reset, a run that came to this trainer): 16 metrics of
    2,000 points are 13 parts.
    """

    def __init__(self) -> None:
        self._history: History | None = None
        self._sent: dict[str, tuple[int, int, tuple[int, float]]] = {}  # stride, points and newest when it was sent

    def growth(self, history: History) -> list[Growth]:
        """What the page lacks, in parts of at most 2,500 points; it is taken to get all of them."""
        parts = [Growth(anew=history is not self._history)]
        if parts[0].anew:
            self._history, self._sent = history, {}
        room = POINTS
        for name, series in history.series.items():
            stride, sent, newest = self._sent.get(name, (series.stride, 0, None))
            if newest == series.newest:
                continue
            halvings = (series.stride // stride).bit_length() - 1
            sent = -(-sent >> halvings)  # the page thins what it has by the same rule
            while True:
                until = min(len(series.steps), sent + room)
                parts[-1].pieces[name] = Piece(
                    halvings=halvings, steps=np.array(series.steps[sent:until], np.int32),
                    values=np.array(series.values[sent:until], np.float64), newest=series.newest,
                )  # fmt: skip
                room, sent, halvings = room - (until - sent), until, 0
                if sent == len(series.steps):
                    break
                parts.append(Growth())
                room = POINTS
            self._sent[name] = series.stride, sent, series.newest
        return parts


class Mirror:
    """The same history on the page's side, from what the trainer sent of it."""

    def __init__(self) -> None:
        self._kept: dict[str, Curve] = {}
        self._newest: dict[str, tuple[int, float]] = {}

    def take(self, growth: Growth) -> None:
        """One part; after the last one :meth:`curves` are the trainer's."""
        if growth.anew:
            self._kept, self._newest = {}, {}
        for name, piece in growth.pieces.items():
            steps, values = self._kept.get(name, (np.zeros(0, np.int64), np.zeros(0)))
            thinned = slice(None, None, 2**piece.halvings)
            self._kept[name] = (
                np.concatenate([steps[thinned], piece.steps]), np.concatenate([values[thinned], piece.values]),
            )  # fmt: skip
            self._newest[name] = piece.newest

    def curves(self) -> Curves:
        """Name -> (steps, values), as :meth:`History.curves` gives them; later parts leave them as they are."""
        made = {}
        for name, (steps, values) in self._kept.items():
            step, value = self._newest[name]
            if steps[-1] != step:
                steps, values = np.append(steps, step), np.append(values, value)
            made[name] = steps, values
        return made
