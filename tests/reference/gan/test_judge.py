"""Precision and coverage against the definition, written as plain loops."""

from __future__ import annotations

import math

import pytest
import torch

from dnnlab.gan.net.judge import Judging, Manifold, Score


def by_loops(real: torch.Tensor, made: torch.Tensor, k: int) -> tuple[float, float]:
    """As the papers write it."""
    radii = []
    for i, each in enumerate(real):
        others = sorted(math.dist(each.tolist(), other.tolist()) for j, other in enumerate(real) if j != i)
        radii.append(others[k - 1])
    inside = [
        [math.dist(each.tolist(), one.tolist()) <= r for one, r in zip(real, radii, strict=True)] for each in made
    ]
    precise = sum(any(row) for row in inside) / len(made)
    covered = sum(any(row[at] for row in inside) for at in range(len(real))) / len(real)
    return precise, covered


def score_of(real: torch.Tensor, made: torch.Tensor, k: int, pieces: int) -> Score:
    judging = Judging(Manifold(real, k), 2)
    for part in made.split(pieces):
        judging.add(part, torch.stack([part[:, 0] > 0, part[:, 0] <= 0], dim=1))
    return judging.score


@pytest.mark.parametrize("pieces", [1, 7, 100])
@pytest.mark.parametrize("k", [1, 5])
@pytest.mark.parametrize("shift", [0.0, 0.8, 9.0])
def test_precision_and_coverage_are_those_of_plain_loops(k: int, shift: float, pieces: int) -> None:
    generator = torch.Generator().manual_seed(k)
    real = torch.randn((60, 3), generator=generator)
    made = torch.randn((40, 3), generator=generator) + shift
    found = score_of(real, made, k, pieces)
    assert (found.precision, found.coverage) == pytest.approx(by_loops(real, made, k))
    assert found.shares[0] == pytest.approx(float((made[:, 0] > 0).double().mean()))
    assert found.rarest == min(found.shares)


def test_one_good_picture_again_and_again_is_precise_and_covers_next_to_nothing() -> None:
    generator = torch.Generator().manual_seed(0)
    real = torch.randn((200, 3), generator=generator)
    found = score_of(real, real[:1].expand(100, -1), 5, 100)
    assert found.precision == 1.0 and found.coverage < 0.1


def test_the_real_pictures_themselves_have_the_highest_score_and_far_ones_the_lowest() -> None:
    generator = torch.Generator().manual_seed(0)
    real = torch.randn((50, 4), generator=generator)
    assert (score_of(real, real, 5, 50).precision, score_of(real, real, 5, 50).coverage) == (1.0, 1.0)
    assert (score_of(real, real + 99, 5, 50).precision, score_of(real, real + 99, 5, 50).coverage) == (0.0, 0.0)


def test_too_few_pictures_and_no_pictures_are_refused() -> None:
    with pytest.raises(ValueError, match="no 5 nearest others"):
        Manifold(torch.zeros(5, 2))
    with pytest.raises(ValueError, match="nothing was judged"):
        _ = Judging(Manifold(torch.zeros(6, 2)), 2).score
