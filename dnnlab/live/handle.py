"""What a page holds of a run: look at it, and tell it what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dnnlab.live.calls import Call
from dnnlab.live.config import Config
from dnnlab.live.wire import PausedBy, Snapshot

if TYPE_CHECKING:
    from dnnlab.live.pool import Pool
    from dnnlab.live.records import Record


class Handle:
    """A run of the learner's own.

    Commands return when the trainer has taken them, at the latest after a
    quarter of a second; then the next :meth:`poll` shows their effect.
    """

    def __init__(self, pool: Pool, record: Record) -> None:
        self._pool = pool
        self.record = record

    @property
    def id(self) -> str:
        """The run's id; worth nothing without the owner's secret."""
        return self.record.id

    @property
    def name(self) -> str:
        """The experiment."""
        return self.record.name

    @property
    def slot(self) -> str:
        """What the page finds it by."""
        return self.record.slot

    @property
    def config(self) -> Config:
        """The knobs as the run has them now."""
        return self.record.status.config

    @property
    def given(self) -> Any:
        """What its learner has handed over; None: nothing."""
        return self.record.given

    def poll(self) -> Snapshot:
        """The newest that was published; at once.  Renews the lease."""
        return self._pool.poll(self.record)

    def play(self) -> None:
        """Go on training."""
        self._pool.do(self.record, "play")

    def pause(self) -> None:
        """Stop after the step that is under way."""
        self._pool.do(self.record, "pause", (PausedBy.LEARNER, ""))

    def step_once(self) -> None:
        """Pause, and take one step."""
        self._pool.do(self.record, "step")

    def reset(self, config: Config, *, play: bool = False, given: Any = None) -> None:
        """Begin again at step 0, with these knobs, about what is given; what was reached goes on the shelf."""
        self._pool.keep(self.record)
        self._pool.do(self.record, "reset", (config, play, given))

    def tune(self, config: Config) -> None:
        """Take over live knobs without a restart; returns at once."""
        self._pool.do(self.record, "tune", config, wait=False)

    def rewind(self, step: int) -> None:
        """Back to the nearest kept checkpoint at or before ``step``, paused."""
        self._pool.do(self.record, "rewind", step)

    def stop(self) -> None:
        """End the run and free its place; what was reached goes on the shelf."""
        self._pool.stop(self.record)

    def weights(self) -> Call:
        """The weights as they are now: a call whose result is a safetensors file."""
        return self._pool.take_weights(self.record)
