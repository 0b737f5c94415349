"""The matching of codes and classes against brute force, and the moments of pictures of known form."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from dnnlab.gan.info.matching import confusion, matched, purity, shared
from dnnlab.gan.info.moments import correlations, measures


@pytest.mark.parametrize("seed", range(40))
def test_the_matching_is_the_best_of_all_permutations(seed: int) -> None:
    table = np.random.default_rng(seed).integers(0, 1 + seed, (4, 4))
    best = max(sum(int(table[code, each]) for code, each in enumerate(order)) for order in permutations(range(4)))
    found = matched(table)
    assert sorted(found.classes) == [0, 1, 2, 3]
    assert int(table[np.arange(4), found.classes].sum()) == best
    assert found.share == pytest.approx(best / max(table.sum(), 1))


def test_ten_shuffled_codes_are_found_again() -> None:
    order = np.random.default_rng(0).permutation(10)
    codes = np.repeat(np.arange(10), 20)
    found = matched(confusion(codes, order[codes], 10))
    assert found.share == 1.0 and np.array_equal(found.classes, order)


def test_a_collapsed_generator_is_pure_and_matches_a_tenth() -> None:
    table = confusion(np.arange(1000) % 10, np.full(1000, 3), 10)
    assert purity(table) == 1.0 and matched(table).share == 0.1


def test_two_digits_that_share_a_code_are_named_the_more_frequent_first() -> None:
    table = np.diag([100] * 10)
    table[4] = 0
    table[4, 9], table[4, 4], table[4, 1] = 55, 40, 5
    assert shared(table) == [(4, (9, 4))]
    assert shared(np.zeros((10, 10), np.int64)) == []


@pytest.mark.parametrize("shape", [(3, 4), (17, 17), (0, 0)])
def test_what_is_no_table_is_refused(shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="square table"):
        matched(np.zeros(shape, np.int64))


def test_slant_width_and_ink_are_those_of_drawn_bars() -> None:
    pictures = np.zeros((4, 28, 28), np.uint8)
    pictures[0, 4:24, 13:15] = 255  # upright
    pictures[1, 4:24, 10:18] = 255  # broad
    for row in range(4, 24):
        pictures[2, row, 13 + (13 - row) // 2 : 15 + (13 - row) // 2] = 255  # half a pixel to the right each row up
    slant, width, ink = measures(pictures).T
    assert slant[:2] == pytest.approx([0, 0], abs=1e-9) and slant[2] == pytest.approx(0.5, abs=0.01)
    assert width[0] == pytest.approx(0.5) and width[1] == pytest.approx(np.arange(8).std())
    assert width[2] == pytest.approx(width[0], abs=0.1)  # the slant is taken away
    assert ink.tolist() == [40, 160, 40, 0] and measures(pictures)[3].tolist() == [0, 0, 0]


def test_correlations_are_those_within_a_category() -> None:
    chance = np.random.default_rng(1)
    codes, groups = chance.uniform(-1, 1, (400, 2)), np.arange(400) % 10
    noise = chance.normal(size=400)
    found = np.stack([3 * codes[:, 0] + 50 * groups, noise + 9 * groups, np.ones(400)], axis=1)
    related = correlations(codes, found, groups)
    assert related[0, 0] == pytest.approx(1.0)
    a, b = codes[:, 1].copy(), noise.copy()
    for each in range(10):
        a[groups == each] -= a[groups == each].mean()
        b[groups == each] -= b[groups == each].mean()
    assert related[1, 1] == pytest.approx(np.corrcoef(a, b)[0, 1])
    assert related[:, 2].tolist() == [0, 0]
