"""The shipped players.  Card: ``assets/gan/images/card.md``."""

from __future__ import annotations

from safetensors.torch import load_file
from torch import Tensor, nn

from dnnlab.gan.images.shipped import FOLDER, Shipped


def parts_of(each: Shipped) -> dict[str, dict[str, Tensor]]:
    """Its networks, "averaged", "discriminator" and, if the run can go on from it, "generator": name -> tensors."""
    found: dict[str, dict[str, Tensor]] = {}
    for name, tensor in load_file(FOLDER / each.file).items():
        part, _, rest = name.partition(".")
        found.setdefault(part, {})[rest] = tensor.float() if tensor.is_floating_point() else tensor
    return found


def begin_with(generator: nn.Module, discriminator: nn.Module, averaged: nn.Module) -> None:
    """Give both players of a DCGAN of digits, and G's average, the shipped weights; their optimisers begin anew."""
    from dnnlab.gan.images.shipped import SHIPPED

    parts = parts_of(SHIPPED["dcgan"])
    generator.load_state_dict(parts["generator"])
    discriminator.load_state_dict(parts["discriminator"])
    averaged.load_state_dict(parts["averaged"])
