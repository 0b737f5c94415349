"""The linear autoencoder learns by gradient descent what PCA computes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dnnlab.autoencoders.linear.knobs import ALL, LinearConfig
from dnnlab.autoencoders.linear.net.model import LinearAutoencoder, expected_error
from dnnlab.autoencoders.linear.pca import PORTRAITS, as_rows, of, principal_angles
from dnnlab.autoencoders.linear.views import LinearView
from dnnlab.data import mnist, portraits
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.nn.training import Training, finite, in_pieces
from dnnlab.plots.sheets import diverging, grey

CHECK_EVERY = 10
"""Steps between two looks at the angles."""
BATCH = 500
SHOWN, PICTURES = 16, 8
"""Axes and columns in a view at most, and pictures."""


@cache
def scatter(data: str) -> Tensor:
    """The scatter matrix of a data set, (D, D), shared by all runs."""
    return torch.from_numpy(of(data).scatter())


class LinearTraining(Training[LinearConfig, LinearView]):
    """A run: the two matrices, and PCA to compare them with.

    Metrics: ``loss``, the squared error an image of what the step looked at, before its update; at the first step,
    every 10 steps and at the last one ``largest_angle`` and ``mean_angle`` in degrees and ``excess``, the share by
    which the squared error of all training images lies above PCA's.  At the end, of the 10,000 test digits,
    ``test_error`` and ``pca_test_error``.
    """

    parts = ("model", "optimizer", "streams", "batches")

    def __init__(self, config: LinearConfig) -> None:
        super().__init__(config)
        self.pca = of(config.data)
        self.scatter = scatter(config.data)
        self.single = self.scatter.float()
        self.mean = torch.from_numpy(self.pca.mean)
        self.streams = Streams(config.seed, "network", "order")
        self.model = LinearAutoencoder(len(self.mean), config.code_size, self.streams["network"])
        self.optimizer = OPTIMIZERS[config.optimizer](self.model.parameters(), lr=config.learning_rate)
        self.photos = config.data == PORTRAITS
        self.pictures = (portraits.portraits() if self.photos else mnist.validation().images)[:PICTURES]
        pictures = portraits.COUNT if self.photos else mnist.TRAINING + mnist.VALIDATION
        self.batches = Batches(pictures, BATCH, self.streams["order"])

    @property
    def total_steps(self) -> int:
        """As many as the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """Take one step against the gradient."""
        if self.config.looks_at == ALL:
            loss = expected_error(self.model.encoder.weight, self.model.decoder.weight, self.single)
        else:
            centred = self._centred(self._chosen(self.batches.next()))  # (B, D)
            loss = (self.model(centred) - centred).square().sum(1).mean()
        metrics = {"loss": loss.item()}
        if not finite(metrics):
            return metrics
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        self.steps_taken += 1
        if self.check_due(CHECK_EVERY):
            angles = self._angles()
            metrics |= {
                "largest_angle": float(angles[-1]), "mean_angle": float(angles.mean()),
                "excess": self._error() / self.pca.error(self.config.code_size) - 1,
            }  # fmt: skip
        return metrics

    def view(self) -> LinearView:
        """Axes and columns, the angles, and pictures through both codes."""
        code, shape = self.config.code_size, (-1, self.pca.size, self.pca.size)
        axes, columns = self.pca.axes[:code], self.model.decoder.weight.detach().numpy()  # (K, D), (D, K)
        limit = float(np.abs(axes[:SHOWN]).max())
        with torch.inference_mode():
            decoded = (self.model(self._centred(self.pictures)) + self.mean).numpy()  # (m, D)
        return LinearView(
            step=self.steps_taken,
            code_size=code,
            photos=self.photos,
            axes=diverging(axes[:SHOWN], limit).reshape(shape),
            held=diverging(_projected(axes[:SHOWN], columns), limit).reshape(shape),
            columns=diverging(columns.T[:SHOWN]).reshape(shape),
            angles=self._angles(),
            originals=self.pictures,
            by_pca=grey(self.pca.through(as_rows(self.pictures), code)).reshape(shape),
            by_net=grey(decoded).reshape(shape),
            error=self._error(),
            pca_error=self.pca.error(code),
        )

    def final(self) -> Iterator[dict[str, float]]:
        """Squared error an image on the 10,000 test digits, and PCA's; of the photos there are no others."""
        if self.photos:
            return
        errors = yield from in_pieces(self.model, mnist.test().images, self._test_errors)
        found = errors.double().mean(0)
        yield {"test_error": float(found[0]), "pca_test_error": float(found[1])}

    def apply_knobs(self) -> None:
        """The learning rate; the number of steps is read when it is asked for."""
        retune(self.optimizer, lr=self.config.learning_rate)

    def _chosen(self, positions: NDArray[np.int32]) -> NDArray[np.uint8]:
        """Pictures of the training set by their positions in it."""
        if self.photos:
            return portraits.portraits()[positions]
        first, second = mnist.training().images, mnist.validation().images
        early = positions < len(first)
        return np.concatenate([first[positions[early]], second[positions[~early] - len(first)]])

    def _centred(self, images: NDArray[np.uint8]) -> Tensor:
        """(B, H, W) -> (B, D), less the mean."""
        return torch.from_numpy(as_rows(images)) - self.mean

    def _test_errors(self, images: NDArray[np.uint8]) -> Tensor:
        """The squared errors of net and PCA on each picture: (B, H, W) -> (B, 2)."""
        centred = self._centred(images)
        axes = torch.from_numpy(self.pca.axes[: self.config.code_size])  # (K, D)
        decoded = (self.model(centred), centred @ axes.T @ axes)
        return torch.stack([(each - centred).square().sum(1) for each in decoded], 1)

    def _angles(self) -> NDArray[np.float32]:
        code = self.config.code_size
        return principal_angles(self.model.decoder.weight.detach().numpy(), self.pca.axes[:code])

    def _error(self) -> float:
        """Squared error a training image, over all of them, in double precision."""
        with torch.inference_mode():
            encoder, decoder = (each.weight.double() for each in (self.model.encoder, self.model.decoder))
            return float(expected_error(encoder, decoder, self.scatter))


def _projected(axes: NDArray[np.float32], columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """What of the axes, (n, D), lies in the space of the columns, (D, K); nan where they are not finite."""
    if not np.isfinite(columns).all():
        return np.full_like(axes, np.nan)
    basis = np.linalg.qr(columns)[0]
    return np.asarray(axes @ basis @ basis.T, np.float32)
