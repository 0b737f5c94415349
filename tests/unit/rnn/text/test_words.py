"""Which words exist, and a text's words collected piece by piece."""

from __future__ import annotations

import math

import pytest

from dnnlab.rnn.text import corpus
from dnnlab.rnn.text.corpus import Words
from dnnlab.rnn.text.words import existing, words_of


def test_words_of_three_letters_and_more_in_small_letters() -> None:
    assert words_of("It was THE best; señor, l'été_x 3rd") == {"was", "the", "best", "señor", "été"}


def test_the_share_leaves_out_short_words_and_one_that_is_cut_off() -> None:
    share = existing("The cat, glorp! of wor", frozenset({"the", "cat", "words"}))
    assert (share.known, share.total) == (2, 3)
    assert math.isnan(existing("a b", frozenset()).share)


def test_collected_in_pieces_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "one two three four five six seven eight nine ten " * 20
    collector, pieces = Words(text), 0
    monkeypatch.setattr(corpus, "WORDS_AT_A_TIME", 13)
    while (found := collector.collect()) is None:
        pieces += 1
    assert pieces > 10
    assert found == words_of(text)
