"""One run inside a trainer: an experiment, its history and its checkpoints; nothing of turns, leases or transport."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dnnlab.live.account import Account
from dnnlab.live.changes import Changes
from dnnlab.live.checkpoints import Keeper, safetensors_bytes
from dnnlab.live.config import Config
from dnnlab.live.faults import divergence, explain
from dnnlab.live.history import History
from dnnlab.live.pace import Pace
from dnnlab.live.registry import Registry
from dnnlab.live.slices import Slices
from dnnlab.live.wire import PausedBy, State, Tune

log = logging.getLogger(__name__)

NOT_KEPT = (
    "No room on the disk ({why}): training goes on, but no rewind leads back to here, and if the trainer stops, "
    "the run begins again where it was last kept."
)
COMPLETE = "This run is complete: these knobs hold after a rewind, or for the next run. Reset begins it."


class Run(Account):
    """An experiment that goes on, with all that makes it one run.

    Same seed, knobs and changes on the way give the same run, bit for bit, however
    its time was sliced, also over pause, checkpoint, another process and rewind.

    Args:
        registry, name, config: the experiment and its knobs.
        folder: for checkpoints; None keeps none (command line, notebooks).
        clock: seconds, monotonic.
        given: what the learner has handed over, for an experiment that takes it; its checkpoints do not hold it.
        attempt: which beginning of the run this is; checkpoints of an earlier one are void.
    """

    def __init__(
        self, registry: Registry, name: str, config: Config, folder: Path | None, clock: Callable[[], float],
        given: Any = None, attempt: int = 0,
    ) -> None:  # fmt: skip
        self.name = name
        self.config = self.begun = config
        self.given = given
        self.attempt = attempt
        self.max_steps = registry.entry(name).max_steps
        self._registry = registry
        self._clock = clock
        self.keeper = Keeper(folder, clock)
        self._experiment = None
        self.taken = 0  # the number of the newest command that it took; checkpoints hold it
        self.version = 0  # grows with everything that a picture could show
        self._clear()

    def _clear(self) -> None:
        """The bookkeeping of a run at step 0."""
        self.state = State.PAUSED
        self.paused_by = PausedBy.LEARNER
        self.step, self.trained, self.message = 0, 0.0, ""
        self.final = {}
        self.changes = Changes()
        self.history, self.metrics = History(), dict[str, float]()  # the metrics of the last step
        self._finishing: Iterator[dict[str, float]] | None = None
        self._slices = Slices()
        self.single = False  # the learner asked for one step: then it pauses
        self._too_late: Config | None = None  # knobs that were moved when the run was complete: a rewind takes them
        self._pace = Pace()

    def open(self) -> bool:
        """Build the experiment; go on from its checkpoint, and say whether there was one.

        Knobs that were tuned since are applied again; the checkpoint of an earlier attempt is void.
        """
        wanted = self.config
        with self._guard("start"):
            saved = self.keeper.newest()
            if saved is not None and saved["attempt"] == self.attempt:
                self._restore(saved)
                self._adopt(wanted)
                return True
            self.reset(wanted, play=False, given=self.given)
            return False
        return True  # failed, with what it was saved with

    # What the learner asks for

    def play(self) -> None:
        """Go on; a finished, diverged or failed run stays what it is."""
        if self.state is State.PAUSED and self._at_limit():
            self._pause_at_limit()
        elif self.state is State.PAUSED:
            self.state, self.paused_by, self.message = State.PLAYING, None, ""
            self._pace.clear()
        self.single = False

    def pause(self, by: PausedBy = PausedBy.LEARNER, message: str = "") -> None:
        """Stop stepping; a pause by the lease gives way to a lasting one, any to the learner's word."""
        playing, unwatched = self.state is State.PLAYING, self.paused_by is PausedBy.LEASE
        lasting = by is PausedBy.LEARNER or (by is PausedBy.ROOM and unwatched)
        if playing or (self.state is State.PAUSED and lasting):
            self.state, self.paused_by, self.message = State.PAUSED, by, message
            if playing:  # rewind can come back to where it was stopped
                with self._guard("save"):
                    self._save()

    def step_once(self) -> None:
        """Pause, and take one step; one that comes in slices is taken in the next turns."""
        self.play()
        self.single = True
        self.advance()

    def reset(self, config: Config, play: bool, given: Any = None) -> None:
        """Begin again at step 0 with these knobs, about what is given."""
        self.keeper.clear()
        self._clear()
        self.config = self.begun = config
        self.given = given
        self._experiment = None
        with self._guard("start"):
            self._build(config)
            self._save()
            if play:
                self.play()

    def tune(self, config: Config) -> None:
        """Take over live knobs from the next step on; a change of other knobs is refused with a sentence."""
        if self._experiment is None:
            return
        if not self.config.tunable_to(config):
            self.message = f"{', '.join(self.config.changed(config))} cannot change while a run goes on: reset it."
            return
        with self._guard("tune"):
            self._adopt(config)

    def apply(self, event: Any) -> bool:
        """Let the experiment take what was done by hand; False: it did not, and the message says why.

        A complete run measures its final figures again. One that diverged or failed takes nothing.
        """
        if self._experiment is None or self.state in (State.DIVERGED, State.FAILED):
            return False
        with self._guard("apply"):
            try:
                self.changes.take(event, self.step, self.experiment.apply)
            except ValueError as refusal:
                self.message = str(refusal)
                return False
            self._slices.drop()
            self.keeper.drop_after(self.step)
            self._settle()
            self._save()  # it counts from now on, also when this trainer dies
            return True
        return False

    def rewind(self, step: int) -> None:
        """Go to the nearest kept checkpoint at or before ``step``, paused; keep the knobs."""
        wanted = self._too_late or self.config
        with self._guard("rewind"):
            if (saved := self.keeper.back(step)) is not None:
                self._restore(saved)
                self._adopt(wanted)

    def park(self) -> None:
        """Save, because the run is about to leave this trainer."""
        if self.state not in (State.FAILED, State.DIVERGED):
            with self._guard("save"):
                self._save()

    # What the engine does with it

    def advance(self) -> None:
        """One step or a slice of one, or one piece of the final measurement, if it plays; never raises."""
        if self.state is State.FINISHING:
            with self._guard("final"):
                self._finish_piece()
        if self.prepare():
            self.take_step()

    def prepare(self) -> bool:
        """If it plays, do a slice of the next step's work; whether the step can be taken now."""
        if self.state is State.PLAYING:
            with self._guard("step"):
                began = self._clock()
                ready = self._slices.go_on(self.experiment)
                self.trained += self._clock() - began
                return ready
        return False

    def take_step(self) -> None:
        """The step itself, when :meth:`prepare` says that it can be taken."""
        with self._guard("step"):
            began = self._clock()
            self._slices.drop()
            self.keeper.drop_after(self.step)
            metrics = self.experiment.step()
            if broken := divergence(metrics, self.step + 1, self.experiment.gradient_norm):
                self.state, self.message = State.DIVERGED, broken
                return
            self.step += 1
            self.version += 1
            self.metrics = metrics
            self.history.add(self.step, metrics)
            now = self._clock()
            self.trained += now - began
            self._pace.note(now, self.step)
            if self._complete():
                self._save()
                self.state, self._finishing = State.FINISHING, self.experiment.final()
            elif self._at_limit():
                self._pause_at_limit()
                self._save()
            else:
                if self.keeper.alone and (self.experiment.breath or self.keeper.due(self.step, now, self.trained)):
                    self._save()
                if self.single:
                    self.pause()

    def view(self) -> Any:
        """What a page draws; None when there is nothing to draw."""
        if self._experiment is not None and self.state is not State.FAILED:
            with self._guard("view"):
                return self._experiment.view()
        return None

    def weights(self) -> bytes:
        """The experiment's weights as a safetensors file."""
        return safetensors_bytes(self.experiment.weights())

    # The parts

    def _build(self, config: Config) -> None:
        self._experiment = self._registry.build(self.name, config, self.given)
        self.config = config
        self.version += 1

    def _restore(self, saved: dict[str, Any]) -> None:
        """Become the run that was saved like this."""
        self._clear()
        self._build(type(self.config)(**saved["config"]))
        self.begun = type(self.config)(**saved["begun"])
        self.experiment.load_state_dict(saved["experiment"])
        self.history.load_state_dict(saved["history"])
        self.step, self.trained = saved["step"], saved["trained"]
        self.changes = Changes.of(saved["changes"])
        self.taken = max(self.taken, saved["taken"])
        self.keeper.restored(self.trained)
        if self._complete():
            self.state, self._finishing = State.FINISHING, self.experiment.final()

    def _adopt(self, config: Config) -> None:
        """Apply live knobs that differ, and note from which step on they hold."""
        names = self.config.changed(config)
        if self.message == COMPLETE:
            self.message = ""
        if not names:
            return
        self._slices.drop()
        self.experiment.tune(config)
        if self.state in (State.FINISHING, State.FINISHED) and self._complete():
            self.experiment.tune(self.config)  # nothing is left to do with them
            self._too_late, self.message = config, COMPLETE
            return
        self.config, self._too_late = config, None
        if self.step == 0 and not self.changes:  # it has not begun yet
            self.begun = config
            return
        self.changes.add(Tune(step=self.step, values={name: getattr(config, name) for name in names}))
        self._settle()

    def _settle(self) -> None:
        """After a change: a complete run measures its final figures, one that no longer is can go on."""
        self.version += 1
        over = self.state in (State.FINISHING, State.FINISHED)
        if self._complete() and self.step > 0 and (over or self.state in (State.PLAYING, State.PAUSED)):
            self.state, self._finishing, self.final = State.FINISHING, self.experiment.final(), {}
        elif over and not self._complete():
            self.state, self.paused_by, self._finishing, self.final = State.PAUSED, PausedBy.LEARNER, None, {}

    def _complete(self) -> bool:
        total = self.experiment.total_steps
        return total is not None and self.step >= total

    def _finish_piece(self) -> None:
        assert self._finishing is not None
        try:
            self.final = next(self._finishing)
        except StopIteration:
            self.state, self._finishing, self.version = State.FINISHED, None, self.version + 1

    def _at_limit(self) -> bool:
        return self.max_steps is not None and self.step >= self.max_steps

    def _pause_at_limit(self) -> None:
        self.state, self.paused_by = State.PAUSED, PausedBy.LIMIT
        self.message = f"This experiment stops at step {self.max_steps:,}."

    def _save(self) -> None:
        before = self.keeper.refused
        self.keeper.save(self.step, self.trained, self.state_dict)
        if self.message in ("", NOT_KEPT.format(why=before)):
            self.message = NOT_KEPT.format(why=self.keeper.refused) if self.keeper.refused else ""

    @contextmanager
    def _guard(self, doing: str) -> Iterator[None]:
        """Turn an exception of the experiment into a failed run and one sentence with the place."""
        try:
            yield
        except Exception as error:
            log.exception("a run of %s failed in %s at step %d", self.name, doing, self.step)
            self.state, self.message = State.FAILED, explain(error)
