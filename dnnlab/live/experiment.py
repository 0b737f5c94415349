"""The contract of an experiment: what the engine can run and a page can show.

The step is a method; the loop belongs to the engine.  So a run can be paused
(nobody calls step), sliced between many learners, saved and taken up again in
another process, and it is still the same run, bit for bit.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from dnnlab.live.config import Config

C = TypeVar("C", bound=Config)
V = TypeVar("V")


class Experiment(ABC, Generic[C, V]):
    """Something that a learner runs: a network and its data, one step at a time.

    Rules that the engine's promises rest on:

    * ``__init__`` is cheap (below about half a second) and depends on ``config`` alone, or on
      that and on what the learner has given, its second argument, if the catalogue's entry says
      that it takes something (:attr:`~dnnlab.live.registry.Entry.given`).
    * Randomness comes from generators of the experiment's own, seeded from the
      config and saved in :meth:`state_dict`; never from the process's.
    * A step takes at most about 50 ms on one core, a view about 30 ms; a longer step comes in :meth:`slices`.
    """

    def __init__(self, config: C) -> None:
        self.config = config

    @abstractmethod
    def step(self) -> dict[str, float]:
        """Take one optimiser step; return the metrics that this step knows.

        When the loss is not finite, return at once, before the weights are
        touched: the engine ends the run and says why.
        """

    def slices(self) -> Iterator[None]:
        """Do most of the next step's work beforehand, at most about 50 ms of it before each ``yield``.

        For steps that take longer, a large network's.  When all is done, :meth:`step` takes the step with it;
        called without, it does the work itself, and the step is the same bit for bit.  Until then nothing has
        changed that :meth:`state_dict` or a view tells: the work may be dropped at any slice, and begun again.
        """
        yield from ()

    @abstractmethod
    def view(self) -> V:
        """Copies of what the page draws, numpy only, small; called when somebody looks."""

    def settle(self) -> None:
        """A view is about to be kept: finish what is otherwise made in slices while somebody looks.

        A recording calls it, so that its views follow from the steps alone and not from the clock.  It
        changes nothing in :meth:`state_dict`.
        """

    @abstractmethod
    def state_dict(self) -> dict[str, Any]:
        """All that is needed to go on bit for bit: weights, optimiser, generators, counters.

        Tensors, numbers, strings, and lists and dicts of them.  May share memory
        with the experiment: whoever keeps it, copies.
        """

    @abstractmethod
    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` gave, in an experiment of the same config."""

    def tune(self, config: C) -> None:
        """Take over the knobs marked ``live`` (the others are equal). Extend it to apply them."""
        self.config = config

    def apply(self, event: Any) -> None:
        """Do to the net or its data what the learner did by hand: extend it for an experiment that takes events.

        ``event`` is small plain data, as JSON has it; its form is the lesson's.  What it does
        depends on it and on the state alone, and is part of :meth:`state_dict` from then on.

        Raises:
            ValueError: it cannot be done, a sentence for the learner; raised before anything is
                touched, since the run goes on as if nothing had been asked.
        """
        raise ValueError("This experiment takes no changes by hand.")

    @property
    def breath(self) -> float:
        """Seconds from a step to the next while it plays, where each is to be looked at; 0: as fast as it can.

        It may follow a live knob.  Such a run can be rewound to each of its steps.  Nobody waits for it where
        nobody looks: the command line, recordings.
        """
        return 0.0

    @property
    def total_steps(self) -> int | None:
        """The step at which the run is complete; None for a run without an end."""
        return None

    def final(self) -> Iterator[dict[str, float]]:
        """Measure what is measured once, when the last step is done (the test figure).

        A generator: each piece takes at most about 50 ms and yields the final
        metrics known so far; the engine serves other runs in between.
        """
        yield from ()

    def weights(self) -> dict[str, Any]:
        """The named tensors that a learner takes home as safetensors."""
        return {}

    def gradient_norm(self) -> float | None:
        """The Euclidean norm of the last gradient, for the sentence about a diverged run."""
        return None
