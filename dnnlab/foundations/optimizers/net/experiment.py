"""The race on a surface: one step() is one step of every racer."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.foundations.optimizers.knobs import RaceConfig, rate_at
from dnnlab.foundations.optimizers.rules import RULES, State
from dnnlab.foundations.optimizers.surfaces import POINTS, REGRESSION, SURFACES, Floats, of_examples
from dnnlab.foundations.optimizers.views import RaceView
from dnnlab.foundations.optimizers.worked import nobody_moved, note
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training

Places = NDArray[np.int32]
TARGET = 1e-3
"""Of the height at the start: who is below it, and stays there, has arrived."""
AWAY = 1e4
"""Who is that far from the middle has flown off, and stands still."""
DRAWN = 400
"""Points of a path that are drawn, at most; the last of them all."""
LOWEST = 1e-12
"""Heights are told down to this: a curve over powers of ten has no 0."""


class Race(Training[RaceConfig, RaceView]):
    """Racers that begin at one place, each with a rule of its own.

    Metrics: the height of each above the lowest place, by its key.
    """

    parts = ("places", "paths", "remembered", "gradients", "worked", "reached", "streams", "batches")

    def __init__(self, config: RaceConfig) -> None:
        super().__init__(config)
        self.surface = SURFACES[config.surface]
        self.keys = config.racers
        start = np.array([config.start_x, config.start_y])
        self.places = np.tile(start, (len(self.keys), 1))  # (k, 2)
        self.paths = self.places[np.newaxis].copy()  # (steps + 1, k, 2)
        self.gradients = np.zeros((len(self.keys), 2))
        self.remembered = np.zeros((len(self.keys), 2, 2))  # (k, letters, 2)
        self.worked = nobody_moved(self.surface.axes[0], len(self.keys))
        self.reached = [-1] * len(self.keys)
        self.target = TARGET * self.surface.at(start)
        self.streams = Streams(config.seed, "noise", "order")
        self.batches = Batches(POINTS, min(config.batch, POINTS), self.streams["order"])

    @property
    def total_steps(self) -> int:
        """As the knob says."""
        return self.config.run_length

    @property
    def breath(self) -> float:
        """Each step is to be looked at."""
        return 1 / self.config.pace

    def step(self) -> dict[str, float]:
        """Everybody takes a step, against the gradient where they are."""
        noise, chosen = self._chance()
        heights = {}
        for k, key in enumerate(self.keys):
            place = self.places[k]
            if np.abs(place).max() < AWAY:
                self.gradients[k] = self._gradient(place, chosen) + noise
                with np.errstate(over="ignore", invalid="ignore"):
                    moved, state = RULES[key].move(
                        place, self.gradients[k], self._memory(k), self.config.rate(key), self.steps_taken + 1,
                        self.config.constants,
                    )  # fmt: skip
                if np.isfinite(moved).all():
                    self._note(k, moved, state)
                    self.places[k] = moved.clip(-AWAY, AWAY)
                    for number, letter in enumerate(RULES[key].letters):
                        self.remembered[k, number] = state[letter]
            heights[key] = self._height(k)
            self._arrive(k, heights[key])
        self.steps_taken += 1
        self.paths = np.concatenate([self.paths, self.places[np.newaxis]])
        return heights

    def view(self) -> RaceView:
        """Where everybody is, has been, and what they remember."""
        far = len(self.paths)
        shown = np.unique(np.linspace(0, far - 1, min(far, DRAWN)).round().astype(np.int64))
        heights = [self._height(k) if np.abs(self.places[k]).max() < AWAY else np.inf for k in range(len(self.keys))]
        return RaceView(
            step=self.steps_taken,
            surface=self.config.surface,
            racers=self.keys,
            paths=self.paths[shown].astype(np.float32),
            worked=self.worked.copy(),
            heights=np.array(heights, np.float32),
            reached=np.array(self.reached, np.int32),
            target=self.target,
            epochs=self.steps_taken * self.batches.size / POINTS if self.config.surface == REGRESSION else 0.0,
        )

    def apply_knobs(self) -> None:
        """A mini-batch of another size begins a new epoch; all else is read where it counts."""
        size = min(self.config.batch, POINTS)
        if size != self.batches.size:
            self.batches = Batches(POINTS, size, self.streams["order"])

    def weights(self) -> dict[str, torch.Tensor]:
        """Where everybody stands."""
        return {key: torch.tensor(self.places[k]) for k, key in enumerate(self.keys)}

    def gradient_norm(self) -> float:
        """The largest of the last step."""
        return float(np.linalg.norm(self.gradients, axis=1).max())

    def _chance(self) -> tuple[Floats, Places]:
        """The noise and the mini-batch of a step, the same for all."""
        if self.config.surface == REGRESSION:
            return np.zeros(2), self.batches.next()
        drawn = torch.randn(2, generator=self.streams["noise"], dtype=torch.float64).numpy()
        return self.config.noise * drawn, np.zeros(0, np.int32)

    def _gradient(self, place: Floats, chosen: Places) -> Floats:
        return of_examples(place, chosen) if self.config.surface == REGRESSION else self.surface.gradient(place)

    def _height(self, k: int) -> float:
        return float(np.clip(self.surface.at(self.places[k]), LOWEST, 1e12))

    def _note(self, k: int, moved: Floats, state: State) -> None:
        """Keep how the first number moves, before it does."""
        key, letters = self.keys[k], RULES[self.keys[k]].letters
        note(
            self.worked, k, step=self.steps_taken + 1, rate=rate_at(self.config, key, self.steps_taken + 1),
            constants=self.config.constants, before=float(self.places[k, 0]), gradient=float(self.gradients[k, 0]),
            memory=[float(self.remembered[k, number, 0]) for number in range(len(letters))], after=float(moved[0]),
            remembered=[float(state[letter][0]) for letter in letters],
        )  # fmt: skip

    def _arrive(self, k: int, height: float) -> None:
        if height > self.target:
            self.reached[k] = -1
        elif self.reached[k] < 0:
            self.reached[k] = self.steps_taken + 1

    def _memory(self, k: int) -> State:
        """What a racer remembers, by its rule's letters."""
        return {letter: self.remembered[k, number] for number, letter in enumerate(RULES[self.keys[k]].letters)}
