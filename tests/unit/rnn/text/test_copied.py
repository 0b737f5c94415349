"""The longest copied run, against a search that tries everything."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.rnn.text import copied
from dnnlab.rnn.text.copied import longest, search


def naive(sample: str, text: str) -> int:
    runs = [(start, end) for start in range(len(sample)) for end in range(start + 1, len(sample) + 1)]
    return max((end - start for start, end in runs if sample[start:end] in text), default=0)


@pytest.mark.parametrize("letters", ["ab", "abcdefgh", "a\nb é👩"])
@pytest.mark.parametrize("piece", [7, 500_000])
def test_finds_what_a_naive_search_finds(letters: str, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copied, "PIECE", piece)
    rng = np.random.default_rng(0)
    for _ in range(60):
        text = "".join(rng.choice(list(letters), rng.integers(1, 120)))
        sample = "".join(rng.choice(list(letters + "z"), rng.integers(1, 25)))
        found = longest(sample, text)
        assert found.length == naive(sample, text) == len(found.run)
        if found.length:
            assert text[found.place : found.place + found.length] == found.run
            assert sample[found.start : found.start + found.length] == found.run
            assert (found.before + found.run + found.after) in text


def test_a_sample_that_is_the_text_and_one_that_shares_nothing() -> None:
    assert longest("same old text", "same old text").length == 13
    nothing = longest("xyz", "abc")
    assert (nothing.length, nothing.place, nothing.run, nothing.before, nothing.after) == (0, -1, "", "", "")
    assert longest("longer than the text", "the").run == "the"


def test_the_work_comes_in_pieces() -> None:
    *pieces, answer = search("needle", "hay " * 100 + "a needle" + " hay" * 100)
    assert pieces
    assert all(piece is None for piece in pieces)
    assert answer is not None
    assert answer.run == "needle"
    assert answer.before.endswith("a ")
