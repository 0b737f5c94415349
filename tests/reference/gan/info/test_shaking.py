"""Shaken pictures against a plain interpolation of each pixel, and against finite differences."""

from __future__ import annotations

import math

import pytest
import torch

from dnnlab.gan.info.knobs import MOVED, TURNED
from dnnlab.gan.info.net.shaking import shaken


def some(size: int = 4, side: int = 9) -> torch.Tensor:
    return torch.rand((size, 1, side, side), generator=torch.Generator().manual_seed(2)) * 2 - 1


def test_a_pixel_is_what_lies_at_its_place_in_the_picture_before() -> None:
    pictures, strength = some(), 1.3
    made = shaken(pictures, strength, torch.Generator().manual_seed(5))
    noise = torch.randn((len(pictures), 2, 3), generator=torch.Generator().manual_seed(5))
    side = pictures.shape[-1]
    for n, picture in enumerate(pictures[:, 0].tolist()):
        a = [[float(i == k) + strength * TURNED * float(noise[n, i, k]) for k in range(2)] for i in range(2)]
        t = [strength * MOVED * float(noise[n, i, 2]) for i in range(2)]
        for row in range(side):
            for column in range(side):
                x, y = ((2 * each + 1) / side - 1 for each in (column, row))  # a pixel's middle, from -1 to 1
                u, v = ((a[i][0] * x + a[i][1] * y + t[i] + 1) * side / 2 - 0.5 for i in range(2))
                value, left, top = 0.0, math.floor(u), math.floor(v)
                for i, j in ((top, left), (top, left + 1), (top + 1, left), (top + 1, left + 1)):
                    ink = picture[i][j] + 1 if 0 <= i < side and 0 <= j < side else 0.0  # black outside
                    value += (1 - abs(v - i)) * (1 - abs(u - j)) * ink
                assert float(made[n, 0, row, column]) == pytest.approx(value - 1, abs=2e-5)


def test_without_strength_nothing_changes_and_nothing_is_drawn() -> None:
    pictures, chance = some(), torch.Generator().manual_seed(0)
    before = chance.get_state()
    assert shaken(pictures, 0.0, chance) is pictures and torch.equal(chance.get_state(), before)


def test_its_gradient_is_that_of_finite_differences() -> None:
    pictures, weights = some(2, 5).requires_grad_(), some(2, 5)

    def value(given: torch.Tensor) -> torch.Tensor:
        return (weights * shaken(given, 1.0, torch.Generator().manual_seed(1))).sum()

    (found,) = torch.autograd.grad(value(pictures), pictures)
    with torch.no_grad():
        for place in ((0, 0, 2, 2), (1, 0, 1, 3)):
            step = torch.zeros_like(pictures)
            step[place] = 0.1
            slope = (value(pictures + step) - value(pictures - step)) / 0.2  # linear in the pixels
            assert float(found[place]) == pytest.approx(float(slope), abs=1e-3)
