"""The mutual-information bound against plain loops, closed forms and finite differences."""

from __future__ import annotations

import math

import pytest
import torch

from dnnlab.gan.info.codes import CATEGORICAL_ENTROPY, CATEGORIES, SHARPEST, SPREAD
from dnnlab.gan.info.net.bound import bound, scaled


def some(size: int = 6) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    chance = torch.Generator().manual_seed(3)
    logits = torch.randn((size, CATEGORIES), generator=chance, dtype=torch.float64)
    means = torch.randn((size, 2), generator=chance, dtype=torch.float64)
    c23 = 2 * torch.rand((size, 2), generator=chance, dtype=torch.float64) - 1
    return logits, means, torch.randint(CATEGORIES, (size,), generator=chance), c23


def test_the_bound_is_that_of_a_plain_loop() -> None:
    logits, means, c1, c23 = some()
    found = bound(logits, means, c1, c23)
    first, rest = 0.0, [0.0, 0.0]
    for row, category in enumerate(c1.tolist()):
        odds = [math.exp(each) for each in logits[row].tolist()]
        first += math.log(odds[category] / sum(odds)) / len(c1)
        for k in range(2):
            off = float(c23[row, k] - means[row, k])
            density = math.exp(-0.5 * (off / SPREAD) ** 2) / (SPREAD * math.sqrt(2 * math.pi))
            rest[k] += math.log(density) / len(c1)
    assert float(found.categorical) == pytest.approx(math.log(10) + first)
    assert found.continuous.tolist() == pytest.approx([math.log(2) + each for each in rest])
    assert float(found.total) == pytest.approx(math.log(10) + first + 0.25 * (2 * math.log(2) + sum(rest)))


def test_whoever_knows_the_code_reaches_the_entropy_and_whoever_guesses_has_nothing() -> None:
    c1, c23 = torch.arange(CATEGORIES), torch.zeros(CATEGORIES, 2)
    sure = bound(100.0 * torch.eye(CATEGORIES), c23, c1, c23)
    assert float(sure.categorical) == pytest.approx(CATEGORICAL_ENTROPY, abs=1e-6)
    assert sure.continuous.tolist() == pytest.approx([SHARPEST] * 2)
    assert float(bound(torch.zeros(CATEGORIES, CATEGORIES), c23, c1, c23).categorical) == pytest.approx(0.0, abs=1e-6)


def test_the_best_reader_of_a_noisy_channel_reaches_its_mutual_information_and_no_other_goes_beyond() -> None:
    right = 0.7  # a picture says its category with this chance, each other one with an equal share of the rest
    channel = torch.full((CATEGORIES, CATEGORIES), (1 - right) / 9, dtype=torch.float64)
    channel.fill_diagonal_(right)
    known = math.log(10) + right * math.log(right) + (1 - right) * math.log((1 - right) / 9)
    times = (channel * 9000).round().long()  # each pair of code and picture, as often as it occurs
    pairs = [(c, x) for c in range(CATEGORIES) for x in range(CATEGORIES) for _ in range(int(times[c, x]) // 300)]
    c1, x = (torch.tensor(each) for each in zip(*pairs, strict=True))
    nothing = torch.zeros(len(c1), 2, dtype=torch.float64)
    best = bound(channel.log()[x], nothing, c1, nothing).categorical
    assert float(best) == pytest.approx(known, abs=1e-9)
    chance = torch.Generator().manual_seed(0)
    for _ in range(20):
        other = channel.log() + 0.5 * torch.randn(channel.shape, generator=chance, dtype=torch.float64)
        assert float(bound(other[x], nothing, c1, nothing).categorical) < known


@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0, 2.5])
def test_what_lies_before_the_scale_feels_lambda_times_the_gradient_and_what_lies_behind_all_of_it(
    weight: float,
) -> None:
    before, behind = (torch.tensor([each], dtype=torch.float64, requires_grad=True) for each in (0.7, -1.3))
    value = (scaled(before.square(), weight) * behind).sin()
    assert float(value.detach()) == pytest.approx(math.sin(0.49 * -1.3))
    value.backward()
    slope = math.cos(0.49 * -1.3)
    assert before.grad is not None and behind.grad is not None
    assert float(before.grad) == pytest.approx(weight * slope * -1.3 * 1.4)
    assert float(behind.grad) == pytest.approx(slope * 0.49)
