"""The variational autoencoder that ships: 20 numbers a digit, trained on binarised MNIST by tools/build_vae.py."""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from dnnlab.paths import ASSETS
from dnnlab.plots.sheets import Bytes
from dnnlab.vae.net.likelihood import Bernoulli, binarised
from dnnlab.vae.net.model import VAE, dense

FILE = ASSETS / "vae" / "model" / "digits-20.safetensors"
"""In half precision; the card beside it says how it was trained, and what it reaches."""
WIDTHS, CODE, SHAPE = (500, 300), 20, (1, 28, 28)


def made(generator: torch.Generator | None = None) -> VAE:
    """784-500-300-20-300-500-784 with ReLU and Bernoulli pixels."""
    return VAE(dense(SHAPE, CODE, WIDTHS), Bernoulli(), generator)


@cache
def shipped() -> VAE:
    """With its weights, in single precision; the same model for everybody who asks: nobody trains it."""
    model = made()
    model.load_state_dict({name: each.float() for name, each in load_file(FILE).items()})
    return model.eval().requires_grad_(False)


def as_input(images: Bytes, seed: int = 0) -> Tensor:
    """Digits as the model reads them, drawn black or white: (n, 28, 28) bytes -> (n, 1, 28, 28) of 0 and 1."""
    x = torch.from_numpy(images.astype(np.float32) / 255).unsqueeze(1)
    return binarised(x, torch.Generator().manual_seed(seed))
