"""Witten-Bell models of all orders at once, against a slow and literal one."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import numpy as np
import pytest

from dnnlab.rnn.text import ngrams
from dnnlab.rnn.text.ngrams import measure


def literally(training: list[int], held_out: list[int], symbols: int, order: int) -> float:
    """The formula, one character at a time."""
    counts: dict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
    for k in range(order + 1):
        for place in range(k, len(training)):
            counts[tuple(training[place - k : place])][training[place]] += 1
    text, lost = training + held_out, 0.0
    for place in range(len(training), len(text)):
        p = 1 / symbols
        for k in range(order + 1):
            if place < k:
                break
            seen = counts.get(tuple(text[place - k : place]))
            if seen is None:
                break
            p = (seen[text[place]] + len(seen) * p) / (sum(seen.values()) + len(seen))
        lost -= math.log(p)
    return lost / len(held_out)


@pytest.mark.parametrize("slice_size", [3, 60_000])
def test_every_order_equals_the_formula(slice_size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ngrams, "SLICE", slice_size)
    rng = np.random.default_rng(0)
    for symbols in (2, 5, 40):
        source = np.minimum(rng.geometric(0.35, 260) - 1, symbols - 1)
        training, held_out = source[:200], source[200:]
        *pieces, result = measure(training, held_out, symbols, most=4)
        assert all(not piece.nats for piece in pieces)
        expected = [literally(training.tolist(), held_out.tolist(), symbols, k) for k in range(5)]
        assert np.allclose(result.nats, expected, atol=1e-10)
        assert result.best == int(np.argmin(expected))
        done = [piece.done for piece in (*pieces, result)]
        assert done == sorted(done)
        assert done[-1] == 1.0


def test_one_character_to_count_is_enough() -> None:
    *_, result = measure(np.array([0]), np.array([1, 0]), 2)
    assert all(math.isfinite(each) for each in result.nats)


def test_nothing_to_count_is_said() -> None:
    with pytest.raises(ValueError, match="needs a text"):
        list(measure(np.zeros(0, int), np.array([0]), 2))
