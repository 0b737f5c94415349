"""A drawn moment stands for another one only if all is the same; what is kept of them is bounded."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import PausedBy, Snapshot, State, Status
from dnnlab.plots.palette import DARK, LIGHT, Palette
from dnnlab.ui.components.stage.kinds.text import TextPanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.scene import Album, Moment, check_scene
from tests.live.toy_knobs import ToyConfig


@dataclass(frozen=True, slots=True)
class Lines:
    """Draws the step and the view as text."""

    length: int = 1

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> list[Panel]:
        return [TextPanel(title="step", text=str(now.status.step))]

    def pictures(self, view: Any, palette: Palette) -> list[Panel]:
        return [TextPanel(title="view", text=str(view[0]) * self.length)]


@dataclass(frozen=True, slots=True)
class Leading(Lines):
    """Has a picture more, which leads."""

    def pictures(self, view: Any, palette: Palette) -> list[Panel]:
        return [*Lines.pictures(self, view, palette), TextPanel(title="first", text="1", leads=True)]


VIEW = ["v"]
STATUS = Status(
    config=ToyConfig(), state=State.PAUSED, paused_by=PausedBy.LEARNER, step=5, total_steps=9, rate=20.0, trained=3.0
)
NOW = Snapshot(status=STATUS, view=VIEW, version=7)
MOMENT = Moment(run="r", scene=Lines(), now=NOW, pinned=None, palette=LIGHT)


def at(frame: int, *, view: Any = VIEW, scene: Lines = MOMENT.scene, config: ToyConfig = STATUS.config) -> Moment:  # type: ignore[assignment]
    """A frame of a recording."""
    now = Snapshot(status=replace(STATUS, step=frame, config=config), view=view, version=frame)
    return Moment(run="", scene=scene, now=now, pinned=None, palette=LIGHT)


def with_status(**changed: Any) -> Moment:
    return replace(MOMENT, now=replace(NOW, status=replace(STATUS, **changed)))


@pytest.mark.parametrize(
    "other",
    [
        with_status(config=ToyConfig(learning_rate=0.1)),
        with_status(total_steps=12),
        with_status(state=State.FINISHED),
        with_status(paused_by=PausedBy.LEASE),
        with_status(final={"loss": 0.5}),
        replace(MOMENT, now=replace(NOW, version=8)),
        replace(MOMENT, now=replace(NOW, view=list(VIEW))),
        replace(MOMENT, run="another"),
        replace(MOMENT, scene=Lines(2)),
        replace(MOMENT, palette=DARK),
        replace(MOMENT, pinned=PastRun(number=1, snapshot=NOW)),
        replace(MOMENT, now=replace(NOW, twin=NOW)),
    ],
)
def test_whatever_the_panels_follow_from_makes_another_picture(other: Moment) -> None:
    assert not other.same_as(MOMENT)
    assert not MOMENT.same_as(other)


@pytest.mark.parametrize("other", [replace(NOW, version=8), replace(NOW, view=["w"])])
def test_another_moment_of_a_twin_makes_another_picture(other: Snapshot) -> None:
    one, two = (replace(MOMENT, now=replace(NOW, twin=twin)) for twin in (NOW, other))
    assert not one.same_as(two)
    assert one.same_as(replace(MOMENT, now=replace(NOW, twin=replace(NOW))))


def test_a_twin_stands_beside_its_run_and_a_pinned_run_waits() -> None:
    pinned = PastRun(number=1, snapshot=NOW)
    drawn = replace(MOMENT, now=replace(NOW, twin=NOW), pinned=pinned).draw()
    assert drawn.titles[-2:] == ("view · this run", "view · the twin")
    assert replace(MOMENT, pinned=pinned).draw().titles[-2:] == ("view · pinned run 1", "view · this run")


def test_a_run_pinned_later_under_the_same_number_makes_another_picture() -> None:
    first, second = (replace(MOMENT, pinned=PastRun(number=1, snapshot=NOW)) for _ in range(2))
    assert not first.same_as(second)


def test_what_leads_stands_above_the_curves_and_the_others_stay_in_their_order() -> None:
    assert MOMENT.draw().titles == ("step", "view")
    assert replace(MOMENT, scene=Leading()).draw().titles == ("first", "step", "view")
    pinned = PastRun(number=1, snapshot=NOW)
    titles = replace(MOMENT, scene=Leading(), pinned=pinned).draw().titles
    assert [title.partition(" · ")[0] for title in titles] == ["first", "first", "step", "view", "view"]


@pytest.mark.parametrize("other", [replace(MOMENT, scene=Lines()), with_status(rate=7.0, trained=4.0)])
def test_the_time_of_day_and_an_equal_scene_do_not(other: Moment) -> None:
    assert other.same_as(MOMENT)


def test_an_album_draws_a_moment_once_for_all_visitors() -> None:
    album = Album()
    assert album.drawn("page", at(1)) is album.drawn("page", at(1, scene=Lines()))
    assert len(album) == 1


@pytest.mark.parametrize(
    "other", [at(2), at(1, scene=Lines(2)), at(1, config=ToyConfig(seed=2)), replace(at(1), palette=DARK)]
)
def test_another_moment_has_a_picture_of_its_own(other: Moment) -> None:
    album = Album()
    one, two = album.drawn("page", at(1)), album.drawn("page", other)
    assert one is not two
    assert len(album) == 2
    assert album.drawn("page", at(1)) is one
    assert album.drawn("another page", at(1)) is not one


def test_a_recording_that_each_page_run_makes_anew_takes_one_place() -> None:
    album = Album()
    drawn = [album.drawn("page", at(1, view=[text])) for text in "abc"]
    assert len({each.packed for each in drawn}) == 3
    assert len(album) == 1


def test_the_picture_that_was_unseen_for_longest_goes() -> None:
    album = Album(pictures=2)
    one, two = album.drawn("page", at(1)), album.drawn("page", at(2))
    assert album.drawn("page", at(1)) is one
    album.drawn("page", at(3))
    assert len(album) == 2
    assert album.drawn("page", at(1)) is one
    assert album.drawn("page", at(2)) is not two


def test_an_album_holds_so_many_bytes() -> None:
    size = len(at(1).draw().packed)
    album = Album(size=3 * size + size // 2)
    drawn = [album.drawn("page", at(frame)) for frame in range(1, 8)]
    assert len(album) == 3
    assert album.drawn("page", at(7)) is drawn[-1]
    huge = at(8, scene=Lines(4 * size))
    assert album.drawn("page", huge) is not album.drawn("page", huge), "it would never fit"
    assert album.drawn("page", at(7)) is drawn[-1], "and it drives nothing out"


def test_many_visitors_at_once_get_what_they_asked_for() -> None:
    album = Album(pictures=2)
    packed = {frame: at(frame).draw().packed for frame in range(1, 6)}

    def visit(visitor: int) -> bool:
        frames = [1 + (visitor + turn) % 5 for turn in range(60)]
        return all(album.drawn("page", at(frame)).packed == packed[frame] for frame in frames)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as visitors:
            assert all(visitors.map(visit, range(8)))
    finally:
        sys.setswitchinterval(before)
    assert len(album) == 2


class Plain:
    curves, pictures = Lines.curves, Lines.pictures


@dataclass
class Loose(Plain):
    """Its fields can change under a drawn picture."""


@dataclass(frozen=True, eq=False)
class Itself(Plain):
    """Equal to nothing but itself."""


class Heir(Lines):
    """Has fields of its own that no comparison sees."""


@dataclass(frozen=True)
class Listed(Plain):
    cells: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class OfTheScript(Plain):
    """As if the page's script had declared it."""


OfTheScript.__module__ = "__main__"


@pytest.mark.parametrize(
    ("scene", "sentence"),
    [
        (Plain, "the scene Plain must be a frozen dataclass that is compared by its fields"),
        (Loose, "the scene Loose must be a frozen dataclass that is compared by its fields"),
        (Itself, "the scene Itself must be a frozen dataclass that is compared by its fields"),
        (Heir, "the scene Heir must be a frozen dataclass that is compared by its fields"),
        (Listed, "the scene Listed must have hashable fields: unhashable type: 'list'"),
        (OfTheScript, "the scene OfTheScript must be declared in a module that the page imports"),
    ],
)
def test_a_scene_that_cannot_be_compared_is_refused(scene: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(TypeError) as raised:
        check_scene(scene())
    assert str(raised.value) == sentence
    check_scene(Lines())
