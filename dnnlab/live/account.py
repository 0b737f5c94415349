"""What a run tells of itself: its status for the pages, its state for a checkpoint."""

from __future__ import annotations

from typing import Any

from dnnlab.live.changes import Changes
from dnnlab.live.checkpoints import Keeper
from dnnlab.live.config import Config
from dnnlab.live.experiment import Experiment
from dnnlab.live.history import History
from dnnlab.live.pace import Pace
from dnnlab.live.wire import PausedBy, State, Status


class Account:
    """The books of a :class:`~dnnlab.live.run.Run`, which keeps them."""

    config: Config
    begun: Config
    attempt: int
    taken: int
    state: State
    paused_by: PausedBy | None
    step: int
    trained: float
    message: str
    final: dict[str, float]
    changes: Changes
    history: History
    keeper: Keeper
    _experiment: Experiment[Any, Any] | None
    _pace: Pace

    @property
    def experiment(self) -> Experiment[Any, Any]:
        """The experiment, once the run is open."""
        if self._experiment is None:
            raise RuntimeError("the run is not open")
        return self._experiment

    @property
    def total_steps(self) -> int | None:
        """The step at which the run is complete; None: it has no end, or is not open."""
        return self._experiment.total_steps if self._experiment else None

    def status(self) -> Status:
        """The run's account of itself; only one that plays has a pace."""
        pace = self._pace if self.state is State.PLAYING else Pace()
        return Status(
            config=self.config, begun=self.begun, state=self.state, step=self.step, total_steps=self.total_steps,
            paused_by=self.paused_by if self.state is State.PAUSED else None,
            rate=pace.rate, steady=pace.steady, trained=self.trained, message=self.message,
            latest=self.history.latest, final=dict(self.final), kept=self.keeper.steps,
            changes=self.changes.all(),
        )  # fmt: skip

    def state_dict(self) -> dict[str, Any]:
        """All that makes this run what it is at this step, for a checkpoint."""
        return {
            "step": self.step,
            "config": self.config.values(),
            "begun": self.begun.values(),
            "attempt": self.attempt,
            "experiment": self.experiment.state_dict(),
            "history": self.history.state_dict(),
            "changes": self.changes.state(),
            "taken": self.taken,
            "trained": self.trained,
        }
