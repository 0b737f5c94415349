"""The held-out pictures that a run is looked at with: the same ones, with the same noise, at every look."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from dnnlab.autoencoders.basic.knobs import DENSE
from dnnlab.autoencoders.basic.net.model import as_batch, as_bytes
from dnnlab.autoencoders.basic.net.plane import Chart
from dnnlab.autoencoders.basic.pictures import Pictures
from dnnlab.plots.sheets import Bytes
from dnnlab.vae.model.knobs import VaeConfig
from dnnlab.vae.net.likelihood import binarised
from dnnlab.vae.net.model import VAE

SHOWN, DRAWN, ELLIPSES, ACROSS = 8, 8, 40, 8
"""Pictures in a row, new pictures, pictures with an ellipse, steps of an interpolation."""
FINE, COARSE_ = 20, 10
"""Crossings a side of the decoded plane: of dense grey pictures, and of all others, which take longer or more bytes."""
PRODUCTS = 100_000_000
"""Multiplications that encoding the pictures of a map, or checking some, may take at each look."""


class Showing:
    """Constants of a run, which follow from its knobs alone.

    Args:
        config: the knobs.
        pictures: its data set.
        products: multiplications of encoding one picture: where they are many, fewer pictures are looked at.
    """

    def __init__(self, config: VaeConfig, pictures: Pictures, products: int) -> None:
        noise = torch.Generator().manual_seed(config.seed)
        held_out = pictures.validation
        many = int(np.clip(PRODUCTS // max(products, 1), 100, 1_000))
        x = as_batch(held_out[:many])
        self.checked = binarised(x, torch.Generator().manual_seed(0)) if config.tosses else x
        self.labels = pictures.labels[:many]
        count, k = len(self.checked), config.code
        self.shown = self.checked[: min(SHOWN if x.shape[1] == 1 else 6, count)]
        self.noise = torch.randn((1, count, k), generator=noise)
        self.fresh = torch.randn((3, DRAWN, k), generator=noise)
        self.chosen = torch.randint(count, (DRAWN,), generator=noise)
        self.ends = _ends(self.labels)
        self.side = FINE if config.kind == DENSE and x.shape[1] == 1 else COARSE_

    def drawn(self, means: Tensor, deviations: Tensor, draws: bool) -> Tensor:
        """Codes of new pictures, three ways: prior, q(z|x) of the first picture, aggregate posterior; (3, m, k).

        Of an autoencoder the first way is a normal with the mean and the deviations of its codes.
        """
        first = self.fresh[0] if draws else means.mean(0) + means.std(0) * self.fresh[0]
        one = means[:1] + deviations[:1] * self.fresh[1]
        of_all = means[self.chosen] + deviations[self.chosen] * self.fresh[2]
        return torch.stack([first, one, of_all])

    def between(self, means: Tensor) -> Tensor:
        """Codes on the straight line between two pictures' means: (8, k)."""
        shares = torch.linspace(0, 1, ACROSS).unsqueeze(1)
        a, b = self.ends
        return (1 - shares) * means[a] + shares * means[b]

    def plane(self, model: VAE, chart: Chart, shape: tuple[int, int, int]) -> Bytes:
        """The map's window, decoded: (side H/2, side W/2[, 3]), the highest y on top."""
        low, high = chart.window
        xs = np.linspace(low[0], high[0], self.side, dtype=np.float32)
        ys = np.linspace(high[1], low[1], self.side, dtype=np.float32)
        grid = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)  # (side, side, 2) -> (side^2, 2)
        codes = torch.from_numpy(chart.plane.origin + grid @ chart.plane.axes)
        small = torch.nn.functional.avg_pool2d(model.decode(codes), 2)  # (side^2, C, H/2, W/2)
        pixels = as_bytes(small)
        height, width, *colours = pixels.shape[1:]
        # (side^2, h, w) -> (side, side, h, w) -> (side h, side w)
        laid = pixels.reshape(self.side, self.side, height, width, *colours).swapaxes(1, 2)
        return np.ascontiguousarray(laid.reshape(self.side * height, self.side * width, *colours))


def _ends(labels: np.ndarray) -> tuple[int, int]:
    """Two pictures of different classes: the first one, and the first of another class."""
    other = np.flatnonzero(labels != labels[0])
    return 0, int(other[0]) if len(other) else len(labels) - 1


def spreads(log_variances: Tensor, chart: Chart) -> np.ndarray:
    """The covariances of q(z|x) on the map: (e, k) -> (e, 2, 2)."""
    axes = torch.from_numpy(np.asarray(chart.plane.axes, np.float32))  # (2, k)
    found = torch.einsum("ik,nk,jk->nij", axes, log_variances.exp(), axes)
    return np.asarray(found.numpy(), np.float32)
