"""The held-out pictures that a run is looked at with: the same ones, spoilt in the same way, at every look."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from dnnlab.autoencoders.basic.knobs import AutoencoderConfig
from dnnlab.autoencoders.basic.net.model import Autoencoder, as_batch, as_bytes
from dnnlab.autoencoders.basic.net.pca import components, components_of, fill, flat
from dnnlab.autoencoders.basic.net.spoiling import spoilt
from dnnlab.autoencoders.basic.pictures import OWN, Pictures
from dnnlab.autoencoders.basic.views import Filled, Floats
from dnnlab.autoencoders.linear.pca import Pca
from dnnlab.nn.modules import evaluating

DRAWN, BINS = 8, 40
FILLED = 64
"""Pictures whose missing pixels are counted."""
PRODUCTS = 160_000_000
"""Multiplications that encoding the pictures of a map, or checking some, may take at each look."""


class Showing:
    """Constants of a run, which follow from its knobs alone.

    Args:
        config: the knobs.
        pictures: its data set.
        products: multiplications of encoding one picture: where they are many, fewer pictures are looked at.
    """

    def __init__(self, config: AutoencoderConfig, pictures: Pictures, products: int) -> None:
        noise = torch.Generator().manual_seed(config.seed)
        grey = pictures.shape[0] == 1
        self.code = config.code_size
        held_out = pictures.validation
        many = int(np.clip(PRODUCTS // max(products, 1), 100, 1_000))
        clean = as_batch(held_out[:many])
        inputs, self._gone = spoilt(clean, config, noise)
        self.checked = clean, inputs
        self.mapped = inputs
        self.labels = pictures.labels[:many]
        count = min(12 if grey else 8, len(held_out))
        self.pictures = held_out[:count]
        self.clean, self.inputs = clean[:count], inputs[:count]
        self.uniform = torch.rand((DRAWN, self.code), generator=noise)
        known = components(pictures) if config.data == OWN else components_of(config.data)
        x = flat(held_out[: len(clean)])
        self.pca_error = float(known.errors(x, min(self.code, len(known.axes))).mean())
        self._known, self._shape = self._fill(known, x, inputs), pictures.shape

    def _fill(self, known: Pca, x: np.ndarray, inputs: Tensor) -> tuple[Tensor, Tensor, float, float] | None:
        """With the mean and with PCA: the pictures that are shown, and the errors of a missing pixel."""
        if self._gone is None:
            return None
        gone = self._gone.flatten(1).numpy()[:FILLED]
        spoiled = inputs.flatten(1).numpy()[:FILLED].astype(np.float64)
        by_mean = np.where(gone, known.mean, spoiled)
        by_pca = fill(known, spoiled, gone, min(self.code, len(known.axes)))
        count, shape = len(self.pictures), self.clean.shape[1:]
        mean, pca = (torch.from_numpy(each[:count]).float().reshape(-1, *shape) for each in (by_mean, by_pca))
        truth = x[:FILLED]
        off = [float(np.square(each - truth)[gone].mean()) for each in (by_mean, by_pca)]
        return mean, pca, off[0], off[1]

    def filled(self, model: Autoencoder, outputs: Tensor) -> Filled | None:
        """The same with the network of this moment, whose outputs for the shown pictures are known."""
        if self._known is None or self._gone is None:
            return None
        mean, pca, off_mean, off_pca = self._known
        clean, inputs = (each[:FILLED] for each in self.checked)
        with evaluating(model):
            off = (model.decode(model.encode(inputs)) - clean).square()[self._gone[:FILLED]].mean()
        network = torch.where(self._gone[: len(self.inputs)], outputs, self.inputs)
        return Filled(
            mean=as_bytes(mean), pca=as_bytes(pca), network=as_bytes(network), errors=(off_mean, off_pca, float(off))
        )


def histogram(codes: Floats) -> tuple[Floats, np.ndarray]:
    """How often the numbers of codes fall where: the edges (b + 1,), and the counts (b,)."""
    values = codes[np.isfinite(codes)]
    if not len(values):
        return np.linspace(-1, 1, BINS + 1, dtype=np.float32), np.zeros(BINS, np.int32)
    low, high = float(values.min()), float(values.max())
    high = high if high > low else low + 1
    counts, edges = np.histogram(values, BINS, (low, high))
    return edges.astype(np.float32), counts.astype(np.int32)
