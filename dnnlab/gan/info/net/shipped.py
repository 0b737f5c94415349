"""The shipped generators.  Card: ``assets/gan/info/card.md``."""

from __future__ import annotations

from torch import nn

from dnnlab.gan.info.shipped import FOLDER, INFO, SHIPPED
from dnnlab.gan.net.files import parts_in


def begin_with(generator: nn.Module, discriminator: nn.Module, recogniser: nn.Module, averaged: nn.Module) -> None:
    """Give all of a run the shipped weights of the InfoGAN; its optimisers begin anew."""
    parts = parts_in(FOLDER / SHIPPED[INFO].file)
    generator.load_state_dict(parts["generator"])
    discriminator.load_state_dict(parts["discriminator"])
    recogniser.load_state_dict(parts["recogniser"])
    averaged.load_state_dict(parts["averaged"])
