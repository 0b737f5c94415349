"""Questions about shifted digits that are answered at once, by the shipped networks."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import nn

from dnnlab.cnn.lenet.net.convert import to_input, to_probabilities
from dnnlab.cnn.shift.measures import FOLDER
from dnnlab.cnn.shift.net.models import MODELS, shift
from dnnlab.cnn.shift.pixels import canvas
from dnnlab.cnn.shift.views import NETS, ShiftReading
from dnnlab.nn.modules import evaluating
from dnnlab.once import once


def load(name: str, file: str = "") -> nn.Module:
    """One of ``NETS`` with the weights in assets/cnn/shift; ``file`` names others than its own."""
    net = MODELS[name](None)
    net.load_state_dict(load_file(FOLDER / f"{file or name}.safetensors"))
    return net.eval()


@once
def shipped() -> dict[str, nn.Module]:
    """The three networks with the shipped weights, in the order of ``NETS``."""
    return {name: load(name) for name in NETS}


def read_shifted(images: NDArray[np.uint8], dx: int, dy: int) -> ShiftReading:
    """Move a digit and say what each of the three networks reads.

    Args:
        images: (1, 28, 28) uint8, ink 255 on background 0 as in MNIST.
        dx: pixels to the right, -8 to 8.
        dy: pixels down, -8 to 8.

    Raises:
        ValueError: the image has another shape or type, or the shift is too large.
    """
    if images.dtype != np.uint8 or images.shape != (1, 28, 28):
        raise ValueError(f"images must be uint8 of shape (1, 28, 28), got {images.dtype} of shape {images.shape}")
    picture = canvas(images, dx, dy)[0]  # (32, 32)
    x = shift(to_input(images), dx, dy)  # (1, 1, 32, 32)
    logits = []
    for net in shipped().values():
        with evaluating(net):
            logits.append(net(x))
    return ShiftReading(picture=picture, probabilities=to_probabilities(torch.cat(logits)))
