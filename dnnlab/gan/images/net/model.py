"""The two players, with the knobs' layers."""

from __future__ import annotations

import torch
from torch import nn

from dnnlab.gan.images.knobs import CHANNELS, DENSE, ImagesConfig
from dnnlab.gan.net.dcgan import ConvDiscriminator, ConvGenerator
from dnnlab.gan.net.dense import Discriminator, Generator, Shape


def players(config: ImagesConfig, shape: Shape, generator: torch.Generator) -> tuple[nn.Module, nn.Module]:
    """G and D, with random weights drawn in this order."""
    noise, classes = config.numbers_of_noise, config.classes
    if config.network == DENSE:
        g, d = config.generator_units, config.discriminator_units
        return (
            Generator(noise, shape, generator, hidden=(g, 2 * g), classes=classes),
            Discriminator(shape, generator, hidden=(d, d // 2), classes=classes),
        )
    return (
        ConvGenerator(noise, shape, generator, channels=CHANNELS, classes=classes),
        ConvDiscriminator(shape, generator, channels=CHANNELS, classes=classes),
    )
