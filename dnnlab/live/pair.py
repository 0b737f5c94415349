"""Two runs inside a trainer that go as one: a learner's run, and its twin with another value of a knob.

For the engine a pair is what a run is.  A step of the pair is one of each, so both are
at the same step whenever the engine publishes, saves or takes a command; the slower one
sets the pace.  Each of them is bit for bit the run that it would be alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from dnnlab.live.config import Config, InvalidConfig
from dnnlab.live.experiment import Experiment
from dnnlab.live.registry import Registry
from dnnlab.live.run import Run
from dnnlab.live.twins import Change
from dnnlab.live.wire import ACTIVE, PausedBy, State, Status

TWIN = "twin"
"""The folder of the twin's checkpoints, in that of the run."""
BROKEN = (State.DIVERGED, State.FAILED)
OVER = (State.FINISHING, State.FINISHED, *BROKEN)
"""The states in which a run takes no more steps: its pair has ended, too."""


class Pair:
    """A run and its twin.

    * They end together: where one is complete, diverges or fails, the other stands still, and the message says
      why. Ending the twin (:meth:`part`) lets the run go on, if it was the other one.
    * The twin takes a step first. When it leaves the numbers in it, the run has not taken that step either.
      When the run does, the twin is one step further: it has taken the step that the run could not.
    * Checkpoints are written in pairs. A trainer can die between the two, so what both have counts: the
      newest step for going on, any such step for rewinding.

    Args:
        registry, name, config, folder, clock, given, attempt: those of the run (:class:`~dnnlab.live.run.Run`).
        change: in what the twin differs, whatever becomes of the other knobs.
    """

    def __init__(
        self, registry: Registry, name: str, config: Config, change: Change, folder: Path,
        clock: Callable[[], float], given: Any = None, attempt: int = 0,
    ) -> None:  # fmt: skip
        self._clock = clock
        self._change = change
        self._folder = folder / TWIN
        self.run = Run(registry, name, config, folder, clock, given, attempt)
        self.twin = Run(registry, name, config.replace(**change), self._folder, clock, given, attempt)
        self.both = self.run, self.twin
        self._lacking: tuple[Run, ...] = self.both  # who has yet to take the command in hand
        for each in self.both:
            each.keeper.alone = False

    # How it stands

    @property
    def state(self) -> State:
        """The run's state, or the twin's if that alone wants turns."""
        return next((each.state for each in self.both if each.state in ACTIVE), self.run.state)

    @property
    def paused_by(self) -> PausedBy | None:
        """Who paused the run."""
        return self.run.paused_by

    @paused_by.setter
    def paused_by(self, by: PausedBy | None) -> None:
        for each in self.both:
            if each.state is State.PAUSED:
                each.paused_by = by

    @property
    def message(self) -> str:
        """What the run has to say, else what its twin has: one sentence for both."""
        run, twin = self.both
        if run.message:
            return run.message
        if twin.state in BROKEN:
            return f"The twin stopped: {twin.message}"
        if run.state in OVER and twin.state not in OVER:
            return f"This run is complete at step {run.step:,}, where its twin is not: here the pair ends."
        if twin.state in OVER and run.state not in OVER:
            return f"The twin is complete at step {twin.step:,}: here the pair ends. Without the twin this run goes on."
        return f"The twin: {twin.message}" if twin.message else ""

    @message.setter
    def message(self, message: str) -> None:
        self.run.message = message
        if not message and self.twin.state not in BROKEN:
            self.twin.message = ""

    @property
    def name(self) -> str:
        """The experiment."""
        return self.run.name

    @property
    def step(self) -> int:
        """The step that both are at."""
        return self.run.step

    @property
    def attempt(self) -> int:
        """Which beginning of the pair this is."""
        return self.run.attempt

    @property
    def experiment(self) -> Experiment[Any, Any]:
        """The run's experiment: questions are about the run."""
        return self.run.experiment

    @property
    def taken(self) -> int:
        """The number of the newest command that both have taken."""
        return min(each.taken for each in self.both)

    @property
    def kept(self) -> tuple[int, ...]:
        """Steps that both can go back to, ascending."""
        run, twin = (each.keeper.steps for each in self.both)
        return tuple(step for step in run if step in twin)

    def statuses(self) -> tuple[Status, Status]:
        """The accounts of the run and of the twin; the first tells how the pair stands."""
        run, twin = (replace(each.status(), kept=self.kept) for each in self.both)
        return replace(run, message=self.message), twin

    def weights(self) -> bytes:
        """The run's weights as a safetensors file."""
        return self.run.weights()

    # What the learner asks for

    def open(self) -> bool:
        """Build both; go on from the newest checkpoint that both have, and say whether there was one."""
        heads = [each.keeper.head for each in self.both]
        shared = [step for step in self.kept if all(head is not None and step <= head for head in heads)]
        if shared:
            for each, head in zip(self.both, heads, strict=True):
                if head != shared[-1]:
                    each.keeper.back(shared[-1])
            resumed = [each.open() for each in self.both]
            if all(resumed):
                self._agree()
                return True
        self.run.reset(self.run.config, play=False, given=self.run.given)
        self.twin.reset(self.twin.config, play=False, given=self.twin.given)
        self._agree()
        return False

    def reset(self, config: Config, play: bool, given: Any = None) -> None:
        """Begin again at step 0 with these knobs, and the twin with its change of them."""
        self.run.reset(config, play=False, given=given)  # first: its folder holds the twin's
        self.twin.reset(config.replace(**self._change), play=False, given=given)
        self._agree()
        if play:
            self.play()

    def play(self) -> None:
        """Go on, if both can."""
        if not any(each.state in OVER for each in self.both):
            for each in self.both:
                each.play()

    def pause(self, by: PausedBy = PausedBy.LEARNER, message: str = "") -> None:
        """Stop stepping, both."""
        for each in self.both:
            each.pause(by, message)

    def step_once(self) -> None:
        """Pause, and take one step each."""
        self.play()
        for each in self.both:
            each.single = True
        self.advance()

    def tune(self, config: Config) -> None:
        """Take over live knobs; in the twin those that set it apart stay."""
        try:
            twin = config.replace(**self._change)
        except InvalidConfig as error:
            self.run.message = f"The twin cannot follow: {error}"
            return
        self.run.tune(config)
        self.twin.tune(twin)
        self._agree()

    def take(self, ticket: int) -> None:
        """A command is about to come; whoever has taken it before its trainer died does not take it again."""
        self._lacking = tuple(each for each in self.both if not 0 < ticket <= each.taken)
        for each in self._lacking:
            each.taken = max(each.taken, ticket)

    def apply(self, event: Any) -> bool:
        """Let both take what was done by hand; False: one did not, and the message says why.

        The twin is asked only for what the run has taken.
        """
        broken = any(each.state in BROKEN for each in self.both)
        done = not broken and all(each.apply(event) for each in self._lacking)
        self._agree()
        return done

    def rewind(self, step: int) -> None:
        """Go to the nearest step at or before ``step`` that both have a checkpoint of, paused."""
        target = max((kept for kept in self.kept if kept <= step), default=None)
        if target is not None:
            for each in self.both:
                each.rewind(target)
        self._agree()

    def park(self) -> None:
        """Save both, because they are about to leave this trainer."""
        for each in self.both:
            each.park()

    def part(self) -> Run:
        """End the twin: the run, which goes on alone from here."""
        self.run.keeper.alone = True
        if self.run.paused_by is PausedBy.PAIR:
            self.run.paused_by = PausedBy.LEARNER
        shutil.rmtree(self._folder, ignore_errors=True)
        return self.run

    # What the engine does with it

    def advance(self) -> None:
        """One step of each or a slice of one, if they play, or one piece of the final measurement; never raises."""
        for each in self.both:
            if each.state is State.FINISHING:
                each.advance()
        ready = [each.prepare() for each in self.both]
        if all(ready):
            self.twin.take_step()
            if self.twin.state not in BROKEN:
                self.run.take_step()
                self._save_both()
        self._agree()

    def _save_both(self) -> None:
        """Save both when it is time for one."""
        now = self._clock()
        if all(each.state is State.PLAYING for each in self.both) and any(
            each.experiment.breath or each.keeper.due(each.step, now, each.trained) for each in self.both
        ):
            for each in self.both:
                each.park()

    def _agree(self) -> None:
        """Where one takes no more steps, the other takes none either."""
        if any(each.state in OVER for each in self.both):
            for each in self.both:
                if each.state is State.PLAYING:
                    each.pause(PausedBy.PAIR)


def halves(run: Run | Pair) -> tuple[Run, ...]:
    """A run, or the two of a pair."""
    return run.both if isinstance(run, Pair) else (run,)
