"""The network that the knobs of the lesson ask for."""

from __future__ import annotations

import torch
from torch import nn

from dnnlab.autoencoders.basic.knobs import DENSE, widths
from dnnlab.vae.model.knobs import LEARNT, VaeConfig
from dnnlab.vae.net.likelihood import Bernoulli, Gaussian
from dnnlab.vae.net.model import VAE, Shape, convolutional, dense


def made(config: VaeConfig, shape: Shape, generator: torch.Generator | None = None) -> VAE:
    """Layers and likelihood by the knobs, for pictures of this shape (C, H, W)."""
    if config.kind == DENSE:
        layers = dense(shape, config.code, widths(config.hidden))
    else:
        layers = convolutional(shape, config.code, (config.channels, 2 * config.channels))
    if config.tosses:
        return VAE(layers, Bernoulli(), generator)
    return VAE(layers, Gaussian(config.sigma, learnt=config.sigma_is == LEARNT), generator)


def products(model: VAE, shape: Shape) -> int:
    """What encoding a picture costs, in multiplications of dense layers; a convolution's count four times."""
    _, height, width = shape
    found = 0
    for layer in model.encoder:
        if isinstance(layer, nn.Conv2d):
            height, width = height // 2, width // 2
            found += 4 * layer.weight.numel() * height * width
        elif isinstance(layer, nn.Linear):
            found += layer.weight.numel()
    return found
