"""How near a guess comes to the kernel behind a picture; numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn.learn_kernel.problem import centred, correlate

Floats = NDArray[np.float32]

ZERO = 0.05
"""Nearer to 0 than this, a weight counts as 0: gradient descent never says exactly 0."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The score of a kernel as an answer."""

    likeness: float
    """Correlation between its output and the sought kernel's, in [-1, 1]: 1 is the same picture up to
    contrast and brightness, -1 its negative, 0 says nothing about it."""
    signs: int
    """Numbers that have the right sign, of :attr:`numbers`: negative, about 0, or positive."""
    numbers: int
    miss: float
    """The largest difference between two numbers."""


def score_guess(guess: Floats, sought: Floats, photo: Floats) -> Guess:
    """Score a kernel.

    Args:
        guess: (rows, columns), both odd.
        sought: likewise; the smaller of the two gets zeros around it.
        photo: (H, W), what both are applied to.

    Raises:
        ValueError: a kernel without a centre.
    """
    sides = {*guess.shape, *sought.shape}
    if any(side % 2 == 0 for side in sides):
        raise ValueError(f"Both kernels need a centre, got {guess.shape} and {sought.shape}.")
    size = max(sides)
    mine, right = centred(guess, size), centred(sought, size)
    return Guess(
        likeness=_correlation(correlate(photo, mine), correlate(photo, right)),
        signs=int((_signs(mine) == _signs(right)).sum()),
        numbers=size**2,
        miss=float(np.abs(mine - right).max()),
    )


def _signs(kernel: Floats) -> NDArray[np.int8]:
    return (np.sign(kernel) * (np.abs(kernel) >= ZERO)).astype(np.int8)


def _correlation(a: Floats, b: Floats) -> float:
    """Pearson's, in float64; 0 where one of the two is the same everywhere."""
    deviations = [each.astype(np.float64) - each.mean(dtype=np.float64) for each in (a, b)]
    norms = float(np.prod([np.linalg.norm(each) for each in deviations]))
    tiny = 1e-9 * a.size
    return float(np.clip((deviations[0] * deviations[1]).sum() / norms, -1, 1)) if norms > tiny else 0.0
