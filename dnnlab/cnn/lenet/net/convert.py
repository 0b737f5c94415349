"""Between numpy, which travels and is drawn, and torch, which learns."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from dnnlab.cnn.lenet.net.model import Trace
from dnnlab.cnn.lenet.views import LayerMaps, Predictions
from dnnlab.nn.pictures import as_floats

MEAN, STD = 0.1307, 0.3081
"""Of the pixels of the training digits, in units of full ink."""

BACKGROUND = -MEAN / STD
"""What an empty pixel becomes."""

MARGIN = 2
"""Pixels added on each side, 28 -> 32, so that a stroke's end can lie in the middle of a 5 x 5 window."""


def to_input(images: NDArray[np.uint8]) -> Tensor:
    """Pictures (B, 28, 28), ink 255 on 0 -> (B, 1, 32, 32) with mean about 0 and deviation about 1."""
    return F.pad(as_floats(images, MEAN, STD), (MARGIN,) * 4, value=BACKGROUND)


def to_maps(trace: Trace) -> LayerMaps:
    """Every layer's output for the first picture of a batch: copies, as exact as the network computes."""
    copies = {name: each[0].clone(memory_format=torch.contiguous_format) for name, each in trace._asdict().items()}
    return LayerMaps(**{name: each.numpy() for name, each in copies.items()})


def to_probabilities(logits: Tensor) -> NDArray[np.float32]:
    """Softmax over the classes: (B, 10) -> (B, 10), rows sum to 1."""
    probabilities: NDArray[np.float32] = logits.softmax(1).numpy()
    return probabilities


def to_predictions(logits: Tensor, indices: NDArray[np.uint16], labels: NDArray[np.uint8]) -> Predictions:
    """The network's answers to digits whose labels are known: (B, 10), (B,), (B,) -> a table of B rows."""
    log_probabilities = logits.log_softmax(1)
    best, predicted = log_probabilities.max(1)
    truth = torch.from_numpy(labels.astype(np.int64)).unsqueeze(1)  # (B, 1)
    loss = -log_probabilities.gather(1, truth).squeeze(1)  # (B,)
    return Predictions(
        indices=indices,
        labels=labels,
        predicted=predicted.numpy().astype(np.uint8),
        confidence=best.exp().numpy(),
        loss=loss.numpy(),
    )
