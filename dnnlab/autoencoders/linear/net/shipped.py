"""The shipped autoencoders of the comparison at 30 dimensions: one hidden layer, and seven."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import torch
from safetensors.torch import load_file

from dnnlab.autoencoders.net.mirrored import Mirrored
from dnnlab.paths import ASSETS

FOLDER = ASSETS / "autoencoders" / "linear"
SHALLOW, DEEP = "shallow", "deep"
WIDTHS = {SHALLOW: (784, 30), DEEP: (784, 1000, 500, 250, 30)}
"""Pixels, hidden layers, code; the deep one's are those of Hinton and Salakhutdinov (2006)."""
CODES = {SHALLOW: "ELU", DEEP: "linear"}
"""What stands after the code: an activation, as in the lecture's z = σ(Vx), and Hinton's linear code."""


def made(name: str, code: int = 30, generator: torch.Generator | None = None) -> Mirrored:
    """The architecture of that name, with a code of another size if wanted."""
    return Mirrored((*WIDTHS[name][:-1], code), "ELU", code=CODES[name], generator=generator)


def file(name: str) -> Path:
    """Its weights, in half precision."""
    return FOLDER / f"{name}.safetensors"


@cache
def shipped(name: str) -> Mirrored:
    """The network with the shipped weights, in single precision."""
    model = made(name)
    model.load_state_dict({key: each.float() for key, each in load_file(file(name)).items()})
    return model.eval()
