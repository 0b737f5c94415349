"""What the check by autograd answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Autograd:
    """What PyTorch computes of an expression, node by node in the order of its graph, in double precision."""

    values: Floats
    """(nodes,)."""
    gradients: Floats
    """(nodes,): the derivative of the result; nan of numbers that stand in the text."""
