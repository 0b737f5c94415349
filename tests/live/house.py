"""A pool over engines in this process, with a made-up clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dnnlab.live.engine import TURN
from dnnlab.live.handle import Handle
from dnnlab.live.links import LocalLink, Message
from dnnlab.live.pool import Pool
from tests.live.helpers import Clock
from tests.live.toy_knobs import NAME, ToyConfig


class House:
    """A pool whose trainers work when the test turns them."""

    def __init__(self, workers: int = 1, memory: int = 100) -> None:
        self.clock = Clock(tick=0.002)
        self.links: list[LocalLink] = []
        self.pool = Pool(NAME, workers=workers, link=self._link, clock=self.clock, memory=memory, housekeeping=False)

    def _link(
        self, registry: str, folder: Path, receive: Callable[[Message], None], died: Callable[[], None]
    ) -> LocalLink:
        link = LocalLink(registry, folder, receive, died, self.clock)
        self.links.append(link)
        return link

    def start(self, owner: str, name: str = "regression", *, play: bool = True, **knobs: Any) -> Handle:
        return self.pool.start(name, ToyConfig(**knobs), owner, play=play)

    def train(self, seconds: float = 0.1, looking: tuple[Handle, ...] = ()) -> None:
        """Let so much time pass, in which the trainers train and pages look at runs."""
        end = self.clock.now + seconds
        while self.clock.now < end:
            self.clock.advance(max(TURN, seconds / 50))
            for run in looking:
                run.poll()
            for link in self.links:
                link.turn()
        self.pool.tick()

    def sat(self, run: Handle, seconds: float) -> None:
        """Make it that a run has had its place so long."""
        run.booking.seated = self.clock.now - seconds

    def kill(self) -> None:
        """The trainer dies."""
        self.links[-1].die()

    @contextmanager
    def slow(self) -> Iterator[None]:
        """The trainer is in a long step: what it is sent meanwhile it takes afterwards."""
        link = self.links[-1]
        late: list[Message] = []
        link.send, take = late.append, link.send  # type: ignore[method-assign]
        yield
        link.send = take  # type: ignore[method-assign]
        for message in late:
            take(message)
