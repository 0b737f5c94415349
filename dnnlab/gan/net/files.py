"""Files with the weights of several networks, in half precision."""

from __future__ import annotations

from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor


def parts_in(file: Path) -> dict[str, dict[str, Tensor]]:
    """The networks in a file, "averaged", "discriminator" and so on, in single precision: part -> name -> tensor."""
    found: dict[str, dict[str, Tensor]] = {}
    for name, tensor in load_file(file).items():
        part, _, rest = name.partition(".")
        found.setdefault(part, {})[rest] = tensor.float() if tensor.is_floating_point() else tensor
    return found
