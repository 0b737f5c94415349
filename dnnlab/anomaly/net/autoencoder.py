"""The autoencoder as a detector: what it cannot rebuild is abnormal.

A lesson's experiment takes the very steps of :meth:`AutoencoderDetector.fit`, one at a time, so that what a learner
watches and what a script fits is the same, bit for bit.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import ArrayLike, NDArray
from safetensors import safe_open
from safetensors.torch import save
from torch import Tensor

from dnnlab.anomaly.net.detectors import ErrorDetector, Floats, checked
from dnnlab.anomaly.net.models import Autoencoder, build
from dnnlab.nn.modules import evaluating
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams

AT_ONCE = 2_000
"""Rows that are scored together."""


class AutoencoderDetector(ErrorDetector):
    """Rebuilds each row through a narrow place; the score is the norm of what comes back wrong.

    Args:
        network: ``dense``, ``convolutional`` or ``LSTM`` (:mod:`dnnlab.anomaly.net.models`).
        code: numbers in the narrow place.
        hidden: units of the hidden layers.
        noise: standard deviation of the noise on its input while it learns to rebuild what was without it, in
            standard deviations of the channel (the denoising autoencoder of Vincent et al. 2008); 0 is none.
        activation: of a dense network's hidden layers, ``tanh`` or ``ReLU``.
        steps: optimiser steps of ``fit``.
        batch_size, learning_rate, optimizer: of these steps.
        seed: same seed, same data, same detector, bit for bit.
        channels, norm: as for every :class:`~dnnlab.anomaly.net.detectors.ErrorDetector`.
    """

    NOISE: ClassVar[float] = 0.0
    model_: Autoencoder
    optimizer_: torch.optim.Optimizer
    batches_: Batches
    streams_: Streams

    def __init__(
        self,
        *,
        network: str = "dense",
        code: int = 2,
        hidden: int = 32,
        noise: float | None = None,
        activation: str = "tanh",
        steps: int = 1_000,
        batch_size: int = 32,
        learning_rate: float = 2e-3,
        optimizer: str = "Adam",
        seed: int = 0,
        channels: int | None = None,
        norm: str = "MSE",
    ) -> None:
        super().__init__(channels=channels, norm=norm)
        self.network, self.code, self.hidden, self.activation = network, code, hidden, activation
        self.noise = self.NOISE if noise is None else noise
        self.steps, self.batch_size, self.learning_rate, self.optimizer = steps, batch_size, learning_rate, optimizer
        self.seed = seed

    def begin(self, X: ArrayLike) -> Self:
        """All of ``fit`` but its steps.

        Raises:
            BadData: as ``fit``.
        """
        rows = checked(X, self.fewest)
        self.n_features_in_ = rows.shape[1]
        self._learn_scale(rows)
        self._begin(self._scaled(rows))
        return self

    def step(self) -> float:
        """One optimiser step on the next mini-batch; returns its loss, and takes no step where that is not finite."""
        chosen = self.batches_.next()
        clean = self._rows[chosen]  # (B, d)
        noisy = clean
        if self.noise:
            noisy = clean + self.noise * torch.randn(clean.shape, generator=self.streams_["noise"])
        loss = F.mse_loss(self.model_(noisy), clean)
        value = loss.item()
        if np.isfinite(value):
            self.optimizer_.zero_grad(set_to_none=True)
            loss.backward()
            self.optimizer_.step()
        return value

    def retune(self, learning_rate: float, noise: float) -> None:
        """From the next step on."""
        self.learning_rate, self.noise = learning_rate, noise
        retune(self.optimizer_, lr=learning_rate, weight_decay=0.0)

    def _learn(self, scaled: Floats) -> None:
        self._begin(scaled)
        for _ in range(self.steps):
            self.step()

    def _begin(self, scaled: Floats) -> None:
        self.streams_ = Streams(self.seed, "network", "order", "noise")
        self.model_ = self._made()
        self.optimizer_ = OPTIMIZERS[self.optimizer](self.model_.parameters(), lr=self.learning_rate, weight_decay=0.0)
        self.batches_ = Batches(len(scaled), self.batch_size, self.streams_["order"])
        self._rows = torch.from_numpy(scaled)

    def _made(self) -> Autoencoder:
        channels = self.n_features_in_ if self.channels is None else self.channels
        length = self.n_features_in_ // channels
        generator = self.streams_["network"]
        return build(self.network, length, channels, self.code, self.hidden, generator, self.activation)

    def _errors(self, scaled: Floats) -> Floats:
        found = [self._errors_of(torch.from_numpy(each)) for each in _pieces(scaled)]
        return np.concatenate(found) if found else scaled

    def _errors_of(self, rows: Tensor) -> Floats:
        with evaluating(self.model_):
            errors: Floats = (rows - self.model_(rows)).numpy()
        return errors

    # Taking it home

    def packed(self, **more: NDArray[Any]) -> bytes:
        """The fitted detector as a safetensors file: data that cannot run code.

        Args:
            more: further arrays to keep in it (the scores that the threshold follows from), read by :func:`extras`.
        """
        tensors = {f"model.{name}": each for name, each in self.model_.state_dict().items()}
        arrays = {"mean": self.mean_, "scale": self.scale_, **{f"more.{name}": each for name, each in more.items()}}
        tensors |= {name: torch.from_numpy(np.array(each)) for name, each in arrays.items()}
        asked = ("network", "code", "hidden", "noise", "activation", "channels", "norm", "seed")
        metadata = {"detector": json.dumps({name: getattr(self, name) for name in asked})}
        return save({name: each.contiguous() for name, each in tensors.items()}, metadata)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """A fitted detector from a file that :meth:`packed` made; it scores as it did, and does not train on."""
        with safe_open(path, framework="pt") as file:
            made = cls(**json.loads(file.metadata()["detector"]))
            state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  # it is no dict
        made.mean_, made.scale_ = state["mean"].numpy(), state["scale"].numpy()
        made.n_features_in_ = len(made.mean_)
        made.streams_ = Streams(made.seed, "network", "order", "noise")
        made.model_ = made._made()
        made.model_.load_state_dict(
            {name.removeprefix("model."): each for name, each in state.items() if name.startswith("model.")}
        )
        return made


class DenoisingDetector(AutoencoderDetector):
    """The same with noise on its input while it learns, so that copying is no way to a low loss."""

    NOISE = 0.5


def extras(path: Path | str) -> dict[str, NDArray[Any]]:
    """The further arrays in a detector's file, by the names that :meth:`AutoencoderDetector.packed` got."""
    with safe_open(path, framework="numpy") as file:
        return {
            name.removeprefix("more."): file.get_tensor(name)
            for name in file.keys()  # noqa: SIM118  # it is no dict
            if name.startswith("more.")
        }


def _pieces(rows: Floats) -> Iterator[Floats]:
    for start in range(0, len(rows), AT_ONCE):
        yield np.ascontiguousarray(rows[start : start + AT_ONCE])
