"""A network learns to say the first symbol again: one step() is one optimiser step on sixteen sequences."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from dnnlab.nn.modules import evaluating
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Streams
from dnnlab.nn.training import Training, finite
from dnnlab.rnn.memory.knobs import RNN, SYMBOLS, CopyConfig
from dnnlab.rnn.memory.net.gradients import clip, look_back, norms, spectral_radius
from dnnlab.rnn.memory.net.model import Recurrent, network, sequences
from dnnlab.rnn.memory.views import CopyView

CHECK_EVERY = 10
"""Steps between two checks."""
EACH, CHECKED, FINAL = 2, 4, 32
"""Sequences that begin with each symbol: in a step, in a check, at the end."""


def beginnings(each: int) -> Tensor:
    """So many sequences begin with each symbol: (8 · each,)."""
    return torch.arange(SYMBOLS).repeat(each)


class CopyTask(Training[CopyConfig, CopyView]):
    """A run: a network and its optimiser.

    Metrics: ``loss`` (cross-entropy in nats, of the step's sequences before its update), ``gradient_norm`` (of all
    weights, before clipping) and ``first_gradient`` (the norm of dL/dx_0, the share that reaches the symbol); at the
    first step, every 10 steps and at the last one ``accuracy`` of 32 sequences with noise of their own, after the
    update.  At the end ``accuracy`` of 256.
    """

    parts = ("model", "optimizer", "streams", "accuracy")

    def __init__(self, config: CopyConfig) -> None:
        super().__init__(config)
        self.streams = Streams(config.seed, "network", "noise")
        self.model = network(config, self.streams["network"])
        self.optimizer = OPTIMIZERS[config.optimizer](self.model.parameters(), lr=config.learning_rate)
        self.symbols = beginnings(EACH)
        self.checked = self._fixed(CHECKED)
        self.clean = sequences(beginnings(1), config.blanks, 0.0, torch.Generator())
        self.accuracy = math.nan

    @property
    def total_steps(self) -> int:
        """As the knob says."""
        return self.config.length

    def step(self) -> dict[str, float]:
        """Take one optimiser step on two sequences a symbol."""
        inputs = sequences(self.symbols, self.config.blanks, self.config.noise, self.streams["noise"])
        inputs.requires_grad_()  # to see what reaches the symbol
        loss = F.cross_entropy(self.model(inputs), self.symbols)
        metrics = {"loss": loss.item()}
        if not finite(metrics):
            return metrics
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        assert inputs.grad is not None
        metrics["first_gradient"] = float(norms(inputs.grad)[0]) * len(self.symbols)  # of one sequence, not of the mean
        metrics["gradient_norm"] = clip(self.model.parameters(), self.config.clipping, self.config.clip_at)
        if not finite(metrics):
            return metrics
        self.optimizer.step()
        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            self.accuracy = self._right(self.checked, beginnings(CHECKED))
            metrics["accuracy"] = self.accuracy
        return metrics

    def view(self) -> CopyView:
        """Gradients and answers of the eight sequences without noise."""
        gradients, answers = look_back(self.model, self.clean, beginnings(1))
        simple = isinstance(self.model, Recurrent) and self.config.net == RNN
        return CopyView(
            step=self.steps_taken,
            gradients=gradients.float().numpy(),
            answers=answers.numpy(),
            accuracy=self.accuracy,
            radius=spectral_radius(self.model.cell.w_h) if simple else math.nan,  # type: ignore[union-attr,arg-type]
            parameters=sum(each.numel() for each in self.model.parameters()),
        )

    def final(self) -> Iterator[dict[str, float]]:
        """The accuracy on 256 sequences, 64 at a time."""
        pieces = self._fixed(FINAL).split(2 * 4 * SYMBOLS, 1)
        shares = []
        for piece in pieces:
            shares.append(self._right(piece, beginnings(8)))
            yield {}
        self.accuracy = sum(shares) / len(shares)
        yield {"accuracy": self.accuracy}

    def apply_knobs(self) -> None:
        """The learning rate; clipping and length are read at each step."""
        retune(self.optimizer, lr=self.config.learning_rate)

    def _fixed(self, each: int) -> Tensor:
        """Sequences that are the same at every check of a seed, and no step's."""
        generator = torch.Generator().manual_seed(10_000 + self.config.seed)
        return sequences(beginnings(each), self.config.blanks, self.config.noise, generator)

    def _right(self, inputs: Tensor, symbols: Tensor) -> float:
        """The share of right answers."""
        with evaluating(self.model):
            return float((self.model(inputs).argmax(1) == symbols).double().mean())
