"""Questions to a LeNet-5 that are answered at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from safetensors.torch import load_file

from dnnlab.cnn.lenet.net.convert import to_input, to_maps, to_probabilities
from dnnlab.cnn.lenet.net.model import LeNet5
from dnnlab.cnn.lenet.views import Reading
from dnnlab.nn.modules import evaluating
from dnnlab.paths import ASSETS

if TYPE_CHECKING:
    from dnnlab.cnn.lenet.net.experiment import LeNetTraining

WEIGHTS = ASSETS / "cnn" / "lenet" / "lenet5.safetensors"
"""The shipped weights, of a LeNet5 with its defaults; see the card beside them."""


@cache
def shipped() -> LeNet5:
    """The network with the shipped weights."""
    model = LeNet5()
    model.load_state_dict(load_file(WEIGHTS))
    return model.eval()


def read(images: NDArray[np.uint8], experiment: LeNetTraining | None = None) -> Reading:
    """Say which digits the pictures show, and what each layer makes of the first one.

    Args:
        images: (n, 28, 28) uint8, n at least 1, ink 255 on background 0 as in MNIST.
        experiment: the run whose network reads, as it stands now; it is left
            as it was. Default: the shipped weights.

    Raises:
        ValueError: the images have another shape or type.
    """
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28) or len(images) == 0:
        raise ValueError(f"images must be uint8 of shape (n, 28, 28), got {images.dtype} of shape {images.shape}")
    model = shipped() if experiment is None else experiment.model
    with evaluating(model):
        trace = model.trace(to_input(images))
    return Reading(probabilities=to_probabilities(trace.logits), maps=to_maps(trace))
