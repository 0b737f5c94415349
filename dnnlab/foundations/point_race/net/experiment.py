"""The same race on the learner's net from the playground: all racers in the same products."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from torch import Tensor

from dnnlab.foundations.optimizers.knobs import rate_at
from dnnlab.foundations.optimizers.rules import RULES, State
from dnnlab.foundations.optimizers.worked import nobody_moved, note
from dnnlab.foundations.playground.net import looking
from dnnlab.foundations.playground.net.experiment import CHECK_EVERY, error
from dnnlab.foundations.playground.net.fast import FastNet, Floats
from dnnlab.foundations.playground.net.material import begin, first_weights
from dnnlab.foundations.playground.net.model import masks
from dnnlab.foundations.point_race.knobs import PointRaceConfig
from dnnlab.foundations.point_race.views import GRID, TARGET, PointRaceView
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training

HIGHEST = 1e3
"""A loss is told up to this; who goes beyond has flown off, and stands still."""


class PointRace(Training[PointRaceConfig, PointRaceView]):
    """Racers that begin with the first weights of the playground's net and see the same mini-batches.

    Net, loss and penalties are those of :func:`~dnnlab.foundations.playground.net.model.plain_step`, by hand
    (:class:`~dnnlab.foundations.playground.net.fast.FastNet`, a row a racer); the rules move each row.

    Metrics: the loss of each on the mini-batch, penalties left out, by its key; at the first step, every 50 steps and
    at the last one its error on held-out points, ``error_`` and its key.
    """

    parts = ("net", "remembered", "worked", "away", "errors", "reached", "streams", "batches")

    def __init__(self, config: PointRaceConfig, given: Mapping[str, Any] | None = None) -> None:
        super().__init__(config)
        self.keys = config.racers
        self.points, self.task = begin(config.net, given)
        self.streams = Streams(config.seed, "network", "order", "dropout")
        self.net = FastNet(self.task.shape, len(self.keys))
        self.net.theta[...] = first_weights(self.task.shape, config.start, self.streams["network"])
        self.remembered = np.zeros((len(self.keys), 2, self.net.theta.shape[1]))  # (k, letters, P)
        self.worked = nobody_moved("the bias of the first output", len(self.keys))
        self.away = np.zeros(len(self.keys), bool)
        self.errors = np.full(len(self.keys), np.nan)
        self.reached = np.full(len(self.keys), -1, np.int32)
        learnt = ~self.points.held_out
        self.inputs = self.task.inputs(self.points.places[learnt], config.net.features)
        self.targets = self.task.targets(self.points.labels[learnt])
        self.batches = self._order()

    @property
    def total_steps(self) -> int:
        """As the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """Everybody takes a step against the gradient of the same mini-batch."""
        rows = self.batches.next()
        with np.errstate(all="ignore"):  # who flies off stands still, and the race goes on
            losses = self.net.backward(self._for_all(self.inputs[rows]), self._for_all(self.targets[rows]),
                                       self._masks(len(rows)))  # fmt: skip
            self.away |= ~(losses < HIGHEST)
            self.net.penalise(self.config.l1, self.config.l2)
            before = self.net.theta.copy()
            for k in np.flatnonzero(~self.away):
                self._move(int(k))
            self.net.cut_back(self.config.max_norm)
            self.net.theta[self.away] = before[self.away]
        self.steps_taken += 1
        metrics = {key: min(float(loss), HIGHEST) if loss == loss else HIGHEST
                   for key, loss in zip(self.keys, losses, strict=True)}  # fmt: skip
        return metrics | self._check() if self.check_due(CHECK_EVERY) else metrics

    def view(self) -> PointRaceView:
        """What everybody says over the plane, and the errors of the last check."""
        with np.errstate(all="ignore"):
            over = self.task.inputs(looking.grid(GRID), self.config.net.features)
            outcome = self.net.outcome(self.net.read(over)[2])  # (k, 36 * 36, K)
            shown = [looking.surface(self.task, each, GRID) for each in outcome]
        return PointRaceView(
            step=self.steps_taken,
            racers=self.keys,
            classes=self.task.classes,
            weights=self.net.theta.shape[1],
            held_out=bool(self.points.held_out.any()),
            surfaces=np.stack([each for each, _ in shown]),
            winners=np.stack([each for _, each in shown]),
            errors=self.errors.astype(np.float32),
            away=self.away.copy(),
            reached=self.reached.copy(),
            worked=self.worked.copy(),
            epochs=self.batches.epochs(self.steps_taken),
        )

    def apply_knobs(self) -> None:
        """A mini-batch of another size begins a new epoch; all else is read where it counts."""
        if self.batches.size != min(self.config.batch_size, len(self.inputs)):
            self.batches = self._order()

    def weights(self) -> dict[str, Tensor]:
        """All weights of each racer, a row each, in the order of ``Network.parameters()``."""
        return {"theta": self.net.state_dict()["theta"].clone()}

    def gradient_norm(self) -> float | None:
        """The largest of the last step, penalties counted in."""
        with np.errstate(all="ignore"):
            return float(np.linalg.norm(self.net.gradient, axis=1).max()) if self.steps_taken else None

    def _move(self, k: int) -> None:
        key, rule = self.keys[k], RULES[self.keys[k]]
        memory: State = {letter: self.remembered[k, number] for number, letter in enumerate(rule.letters)}
        moved, state = rule.move(
            self.net.theta[k], self.net.gradient[k], memory, self.config.rate(key), self.steps_taken + 1,
            self.config.constants,
        )  # fmt: skip
        if not np.isfinite(moved).all():
            self.away[k] = True
            return
        self._note(k, moved, state)
        self.net.theta[k] = moved
        for number, letter in enumerate(rule.letters):
            self.remembered[k, number] = state[letter]

    def _note(self, k: int, moved: Floats, state: State) -> None:
        """Keep how the first output's bias moves, before it does: a gradient reaches it at every step."""
        key, letters, at = self.keys[k], RULES[self.keys[k]].letters, -self.task.shape.sizes[-1]
        note(
            self.worked, k, step=self.steps_taken + 1, rate=rate_at(self.config, key, self.steps_taken + 1),
            constants=self.config.constants, before=float(self.net.theta[k, at]),
            gradient=float(self.net.gradient[k, at]), after=float(moved[at]),
            memory=[float(self.remembered[k, number, at]) for number in range(len(letters))],
            remembered=[float(state[letter][at]) for letter in letters],
        )  # fmt: skip

    def _for_all(self, rows: Floats) -> Floats:
        """The same for every racer, (B, n) -> (k, B, n)."""
        return np.broadcast_to(rows, (len(self.keys), *rows.shape))

    def _masks(self, size: int) -> list[Floats | None]:
        """Dropout of the mini-batch, the same for every racer."""
        rates, sizes = (self.config.input_dropout, self.config.dropout), self.task.shape.sizes[:-1]
        drawn = masks(rates, size, sizes, self.streams["dropout"]) if any(rates) else [None] * len(sizes)
        return [each if each is None else self._for_all(each) for each in drawn]

    def _order(self) -> Batches:
        return Batches(len(self.inputs), min(self.config.batch_size, len(self.inputs)), self.streams["order"])

    def _check(self) -> dict[str, float]:
        """The errors on held-out points, or on all where none is held out."""
        chosen = self.points.held_out if self.points.held_out.any() else np.ones(len(self.points), bool)
        with np.errstate(all="ignore"):
            sums = self.net.read(self.task.inputs(self.points.places[chosen], self.config.net.features))[2]
            outcome = self.net.outcome(sums)  # (k, n, K)
            found = [error(self.task, each, self.points.labels[chosen]) for each in outcome]
        self.errors = np.where(self.away, np.nan, found)
        below = self.errors <= TARGET
        self.reached = np.where(below, np.where(self.reached < 0, self.steps_taken, self.reached), -1).astype(np.int32)
        return {
            f"error_{key}": float(each) for key, each in zip(self.keys, self.errors, strict=True) if np.isfinite(each)
        }
