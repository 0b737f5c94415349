"""The shipped players.  Card: ``assets/gan/images/card.md``."""

from __future__ import annotations

from torch import Tensor, nn

from dnnlab.gan.images.shipped import FOLDER, SHIPPED, Shipped
from dnnlab.gan.net.files import parts_in


def parts_of(each: Shipped) -> dict[str, dict[str, Tensor]]:
    """Its networks, "averaged", "discriminator" and, if the run can go on from it, "generator": name -> tensors."""
    return parts_in(FOLDER / each.file)


def begin_with(generator: nn.Module, discriminator: nn.Module, averaged: nn.Module) -> None:
    """Give both players of a DCGAN of digits, and G's average, the shipped weights; their optimisers begin anew."""
    parts = parts_of(SHIPPED["dcgan"])
    generator.load_state_dict(parts["generator"])
    discriminator.load_state_dict(parts["discriminator"])
    averaged.load_state_dict(parts["averaged"])
