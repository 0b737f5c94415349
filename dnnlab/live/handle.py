"""What a page holds of a run: look at it, and tell it what to do."""

from __future__ import annotations

from typing import Any, Protocol

from dnnlab.live.bookings import Booking
from dnnlab.live.calls import Call
from dnnlab.live.changes import plain
from dnnlab.live.config import Config
from dnnlab.live.twins import Change, is_twin_of, twin_config
from dnnlab.live.wire import PausedBy, Snapshot, State


class Host(Protocol):
    """Where the run is booked: the pool."""

    def poll(self, booking: Booking) -> Snapshot:
        """What was last published; also says that somebody looks."""

    def do(self, booking: Booking, verb: str, argument: Any = None, *, wait: bool = True) -> None:
        """Send a command; ``wait`` a moment until it is taken."""

    def stop(self, booking: Booking) -> None:
        """End the run."""

    def take_weights(self, booking: Booking) -> Call:
        """Ask for its weights."""


class Handle:
    """A run of the learner's own; with its twin, if it has one.

    Commands return when the trainer has taken them, at the latest after a
    quarter of a second; then the next :meth:`poll` shows their effect.
    """

    def __init__(self, pool: Host, booking: Booking) -> None:
        self._pool = pool
        self.booking = booking

    @property
    def id(self) -> str:
        """The run's id; worth nothing without the owner's secret."""
        return self.booking.id

    @property
    def name(self) -> str:
        """The experiment."""
        return self.booking.name

    @property
    def slot(self) -> str:
        """What the page finds it by."""
        return self.booking.slot

    @property
    def config(self) -> Config:
        """The knobs as the run has them now."""
        return self.booking.status.config

    @property
    def plays(self) -> bool:
        """Whether it trains, or will as soon as its trainer is ready or has room."""
        return self.booking.play and self.booking.status.state in (State.PLAYING, State.STARTING, State.WAITING)

    @property
    def given(self) -> Any:
        """What its learner has handed over; None: nothing."""
        return self.booking.given

    def poll(self) -> Snapshot:
        """The newest that was published; at once.  Renews the lease."""
        return self._pool.poll(self.booking)

    def play(self) -> None:
        """Go on training."""
        self._pool.do(self.booking, "play")

    def pause(self) -> None:
        """Stop after the step that is under way."""
        self._pool.do(self.booking, "pause", (PausedBy.LEARNER, ""))

    def step_once(self) -> None:
        """Pause, and take one step."""
        self._pool.do(self.booking, "step")

    @property
    def change(self) -> Change:
        """In what its twin differs; empty: it has none."""
        return self.booking.change

    def twin(self, config: Config, change: Change, *, play: bool = False, given: Any = None) -> None:
        """Begin again at step 0 with a twin beside it: the same knobs but for the change, the same seed and steps.

        From now on every command is for both, and :attr:`Snapshot.twin` is at the run's step in every look.

        Raises:
            InvalidConfig: the change cannot be made, or is none.
        """
        twin_config(config, change)
        self._pool.do(self.booking, "reset", (config, play, given, dict(change)))

    def part(self) -> None:
        """End the twin, which goes on the shelf; the run goes on alone from where it is."""
        self._pool.do(self.booking, "part")

    def reset(self, config: Config, *, play: bool = False, given: Any = None) -> None:
        """Begin again at step 0, with these knobs, about what is given; what was reached goes on the shelf.

        From now on a look shows the new beginning, however long the trainer takes.  A twin begins again with
        it, unless its change is none any more.
        """
        change = self.change if is_twin_of(config, self.change) else {}
        self._pool.do(self.booking, "reset", (config, play, given, change))

    def tune(self, config: Config) -> None:
        """Take over live knobs without a restart; returns at once."""
        self._pool.do(self.booking, "tune", config, wait=False)

    def apply(self, event: Any) -> None:
        """Change the run by hand as its experiment understands it; the run goes on, and replays it at the same step.

        Whatever happens to the trainer, the event is taken once, in the order of such events. What the
        experiment cannot do is told by the run's message.

        Raises:
            InvalidEvent: ``event`` is no plain data, or more than a few kB.
        """
        self._pool.do(self.booking, "apply", plain(event))

    def rewind(self, step: int) -> None:
        """Back to the nearest kept checkpoint at or before ``step``, paused."""
        self._pool.do(self.booking, "rewind", step)

    def stop(self) -> None:
        """End the run and free its place; what was reached goes on the shelf."""
        self._pool.stop(self.booking)

    def weights(self) -> Call:
        """The weights as they are now: a call whose result is a safetensors file."""
        return self._pool.take_weights(self.booking)
