"""The shelf: a learner's earlier runs, to compare and to list."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dnnlab.live.config import Config
from dnnlab.live.shelf import FORGET_AFTER, KEPT, Shelf
from dnnlab.live.wire import Snapshot, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class NoKnobs(Config):
    pass


def shot(step: int) -> Snapshot:
    return Snapshot(status=Status(config=NoKnobs(), step=step))


@pytest.fixture
def shelf() -> Shelf:
    made = Shelf()
    for step in (10, 20):
        made.put("ada", "digits", shot(step))
    return made


def test_runs_are_numbered_and_listed_oldest_first(shelf: Shelf) -> None:
    assert [(kept.number, kept.snapshot.status.step) for kept in shelf.kept("ada", "digits")] == [(1, 10), (2, 20)]
    assert shelf.number("ada", "digits") == 3, "the one that goes on"


def test_every_learner_and_slot_has_a_shelf_of_its_own(shelf: Shelf) -> None:
    assert shelf.kept("bob", "digits") == []
    assert shelf.kept("ada", "gan") == []
    assert shelf.number("bob", "digits") == shelf.number("ada", "gan") == 1


def test_the_oldest_goes_when_it_is_full_and_numbers_go_on(shelf: Shelf) -> None:
    for step in range(KEPT):
        shelf.put("ada", "digits", shot(step))
    kept = shelf.kept("ada", "digits")
    assert [each.number for each in kept] == list(range(3, KEPT + 3))


def test_a_list_that_was_read_does_not_change(shelf: Shelf) -> None:
    read = shelf.kept("ada", "digits")
    shelf.put("ada", "digits", shot(30))
    assert len(read) == 2


def test_one_run_is_pinned_at_a_time(shelf: Shelf) -> None:
    first, second = shelf.kept("ada", "digits")
    assert shelf.pinned("ada", "digits") is None
    shelf.pin("ada", "digits", first)
    shelf.pin("ada", "digits", second)
    assert shelf.pinned("ada", "digits") is second
    assert shelf.pinned("bob", "digits") is None
    shelf.pin("ada", "digits", None)
    shelf.pin("ada", "digits", None)
    assert shelf.pinned("ada", "digits") is None


def test_an_hour_without_runs_clears_it(shelf: Shelf) -> None:
    shelf.pin("ada", "digits", shelf.kept("ada", "digits")[0])
    shelf.tidy({"ada"}, now=0.0)
    shelf.tidy(set(), now=FORGET_AFTER - 1)
    assert len(shelf.kept("ada", "digits")) == 2
    shelf.tidy(set(), now=FORGET_AFTER + 1)
    assert shelf.kept("ada", "digits") == []
    assert shelf.pinned("ada", "digits") is None
    assert shelf.number("ada", "digits") == 1


def test_who_has_a_run_keeps_it(shelf: Shelf) -> None:
    for hour in range(5):
        shelf.tidy({"ada"}, now=hour * (FORGET_AFTER - 1))
    assert len(shelf.kept("ada", "digits")) == 2
