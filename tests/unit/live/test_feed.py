"""Curves on their way to the page: each point once, and the same on both sides."""

from __future__ import annotations

import random

import numpy as np
import pytest

from dnnlab.live import feed
from dnnlab.live.feed import Feed, Mirror
from dnnlab.live.history import History
from dnnlab.live.wire import Curves


def same(page: Curves, trainer: Curves) -> bool:
    return [*page] == [*trainer] and all(
        np.array_equal(ours, theirs) and ours.dtype == theirs.dtype
        for name in trainer
        for ours, theirs in zip(page[name], trainer[name], strict=True)
    )


def look(history: History, sender: Feed, mirror: Mirror) -> int:
    """One look of a page; how many points were sent."""
    sent = 0
    for part in sender.growth(history):
        mirror.take(part)
        sent += sum(len(piece.steps) for piece in part.pieces.values())
    assert same(mirror.curves(), history.curves())
    return sent


@pytest.mark.parametrize("limit", [4, 7, 10, 33])
@pytest.mark.parametrize("room", [1, 3, 2_500])
def test_the_page_has_the_trainers_curves_whenever_it_looks(
    limit: int, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often they were thinned between two looks, and after rewinds, resets and another trainer."""
    monkeypatch.setattr(feed, "POINTS", room)
    chance = random.Random(limit * room)
    history, sender, mirror, step = History(limit), Feed(), Mirror(), 0
    for _ in range(300):
        for _ in range(chance.choice([0, 1, 2, 5, 40])):
            step += 1
            metrics = {"loss": chance.random()}
            if step % 3 == 0:
                metrics["rare"] = chance.random()
            history.add(step, metrics)
        look(history, sender, mirror)
        if chance.random() < 0.1:  # rewound, reset, or seated elsewhere
            saved, before = history.state_dict(), history
            history, step = History(limit), step if chance.random() < 0.5 else 0
            if step:
                history.load_state_dict(saved)
            sender = Feed() if chance.random() < 0.5 else sender
            assert before is not history


def test_what_the_page_had_before_does_not_change() -> None:
    history, sender, mirror = History(10), Feed(), Mirror()
    shown = []
    for step in range(1, 100):
        history.add(step, {"loss": 1 / step})
        look(history, sender, mirror)
        shown.append((mirror.curves(), history.curves()))
    assert all(same(page, trainer) for page, trainer in shown)


def test_each_point_is_sent_once() -> None:
    history, sender, mirror = History(), Feed(), Mirror()
    sent = 0
    for step in range(1, 1_500):
        history.add(step, {"loss": 1 / step, "accuracy": step})
        if step % 10 == 0:
            sent += look(history, sender, mirror)
    assert sent == 2 * 1_490
    assert look(history, sender, mirror) == 2 * 9
    assert look(history, sender, mirror) == 0
