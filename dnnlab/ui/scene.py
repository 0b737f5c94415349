"""How a lesson draws a run, and the drawn pictures: packed once for each moment, whoever looks.

A :class:`Moment` holds all that the stage's panels follow from.  What was drawn
of one stands for another only if they are the same in everything, so nothing
that is out of date stays on the stage.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Protocol

from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import Snapshot, Status
from dnnlab.plots.curves import OfTwin
from dnnlab.plots.palette import Palette
from dnnlab.ui.compare import THIS, TWIN, side_by_side
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.marks import with_marks

MAX_PICTURES = 500
"""Pictures that an album keeps, if nothing else is said."""
MAX_BYTES = 50_000_000
"""Bytes that they may have together."""


class Scene(Protocol):
    """How a lesson draws a run; pure functions of what they are given and of the scene's own fields.

    A frozen dataclass in a module that is imported, so that equal scenes can be told (:func:`check_scene`).
    """

    def curves(self, now: Snapshot, pinned: Snapshot | None, palette: Palette) -> Sequence[Panel]:
        """Panels over the steps; a pinned run, or the run's twin, is drawn into the same axes."""

    def pictures(self, view: Any, palette: Palette) -> Sequence[Panel]:
        """Panels of one moment; with a pinned run or a twin they stand side by side, paired by :attr:`Panel.pair`."""


def check_scene(scene: Scene) -> None:
    """See that two scenes are equal when they draw alike: without that, each page run would pack its own pictures.

    Raises:
        TypeError: the scene is no frozen dataclass, a field of it is not hashable, or its class
            stands in the page's script, which makes another class of it in each run.
    """
    cls = type(scene)
    made = vars(cls).get("__dataclass_params__")
    if made is None or not (made.frozen and made.eq):
        raise TypeError(f"the scene {cls.__name__} must be a frozen dataclass that is compared by its fields")
    if cls.__module__ == "__main__":
        raise TypeError(f"the scene {cls.__name__} must be declared in a module that the page imports")
    try:
        hash(scene)
    except TypeError as error:
        raise TypeError(f"the scene {cls.__name__} must have hashable fields: {error}") from None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moment:
    """All that the panels of a stage follow from."""

    run: str
    """The id of the learner's run; empty before there is one."""
    scene: Scene
    now: Snapshot
    pinned: PastRun | None
    palette: Palette

    def same_as(self, other: Moment) -> bool:
        """Whether both look the same; a view and a pinned run, which are large, are the same only as one object."""
        return (
            self.pinned is other.pinned
            and self.run == other.run
            and _same_run(self.now, other.now)
            and _same_twin(self.now.twin, other.now.twin)
            and self.palette == other.palette
            and self.scene == other.scene
        )

    def draw(self) -> Drawn:
        """Make the panels and pack them."""
        panels = sorted(self._panels(), key=lambda panel: not panel.leads)  # the others stay in their order
        packed = payload.encode(panels, self.palette, more_to_come=self.now.view is None)
        return Drawn(moment=self, titles=tuple(panel.title for panel in panels), packed=packed)

    def _panels(self) -> list[Panel]:
        beside = self._beside()
        panels = with_marks(self.scene.curves(self.now, beside, self.palette), self.now.status, self.palette)
        if self.now.view is None:
            return panels
        pictures = self.scene.pictures(self.now.view, self.palette)
        if beside is None or beside.view is None:
            return [*panels, *pictures]
        others = self.scene.pictures(beside.view, self.palette)
        if self.now.twin is not None:
            return [*panels, *side_by_side(pictures, others, (THIS, TWIN))]
        assert self.pinned is not None  # it is what stands beside
        return [*panels, *side_by_side(others, pictures, (f"pinned run {self.pinned.number}", THIS))]

    def _beside(self) -> Snapshot | None:
        """The run that stands beside: the twin, else the pinned one."""
        if (twin := self.now.twin) is not None:
            return replace(twin, curves=OfTwin(twin.curves))
        return self.pinned.snapshot if self.pinned else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """A moment as it stands on the stage."""

    moment: Moment
    titles: tuple[str, ...]
    """Of the panels, in their order."""
    packed: bytes
    """What the browser is sent."""

    @property
    def name(self) -> str:
        """What the browser's stage says when it shows this."""
        return payload.name_of(self.packed)


class Album:
    """Pictures that all visitors share; the ones unseen for longest go.  Safe to use from several threads.

    Args:
        pictures: how many are kept at most.
        size: how many bytes they have together at most.
    """

    def __init__(self, pictures: int = MAX_PICTURES, size: int = MAX_BYTES) -> None:
        self._most = pictures
        self._room = size
        self._free = size
        self._kept: OrderedDict[Hashable, Drawn] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def drawn(self, page: str, moment: Moment) -> Drawn:
        """The picture of this moment, drawn now if it is not there.

        Args:
            page: the lesson that it belongs to.
            moment: of a recording; a page has one picture for each of its configs, frames, palettes and scenes.
        """
        now = moment.now
        key = page, now.status.config, now.version, moment.palette.name, moment.scene
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept.moment.same_as(moment):
                self._kept.move_to_end(key)
                return kept
        new = moment.draw()  # others may look meanwhile
        with self._lock:
            self._drop(key)
            if len(new.packed) <= self._room:
                self._kept[key] = new
                self._free -= len(new.packed)
            while len(self._kept) > self._most or self._free < 0:
                self._drop(next(iter(self._kept)))
        return new

    def _drop(self, key: Hashable) -> None:
        if (gone := self._kept.pop(key, None)) is not None:
            self._free += len(gone.packed)


def _same_run(one: Snapshot, other: Snapshot) -> bool:
    same = one.view is other.view and one.version == other.version
    return same and _without_clock(one.status) == _without_clock(other.status)


def _same_twin(one: Snapshot | None, other: Snapshot | None) -> bool:
    return one is other if one is None or other is None else _same_run(one, other)


def _without_clock(status: Status) -> Status:
    """What of a status is worth another picture: all but what changes with the time of day."""
    return replace(status, rate=0.0, steady=0.0, trained=0.0)
