"""The texts that ship, and characters as numbers."""

from __future__ import annotations

import hashlib
import re

import numpy as np
import pytest

from dnnlab.data.texts import FOLDER, TEXTS, UNKNOWN, Vocabulary, read, split


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_what_its_card_says(name: str) -> None:
    text = read(name)
    card = (FOLDER / "card.md").read_text(encoding="utf-8")
    row = re.search(rf"\| `{TEXTS[name]}.txt.xz` \| ([\d,]+) \| (\d+) \| [\d,]+ \| `(\w+)` \|", card)
    assert row is not None
    assert f"{len(text):,}" == row.group(1)
    assert len(set(text)) == int(row.group(2))
    assert hashlib.sha256(text.encode()).hexdigest() == row.group(3)
    assert "\r" not in text


def test_a_text_that_there_is_not_is_said() -> None:
    with pytest.raises(ValueError, match="no text 'Dante'"):
        read("Dante")


def test_the_split_loses_nothing() -> None:
    training, held_out = split("abcdefghijk")
    assert training + held_out == "abcdefghijk"
    assert len(held_out) == 1


ODD = ["👩‍👩‍👧🇮🇹 ok", "e\u0301é\u0323", "שלום \u202eabc مرحبا", "\U0010ffff\x00a", "漢字かな", "ab\ud800"]


@pytest.mark.parametrize("text", [*ODD, "".join(ODD), "a"])
def test_encoding_and_back_is_the_same_text(text: str) -> None:
    vocabulary = Vocabulary.of(text)
    codes = vocabulary.encode(text)
    assert len(codes) == len(text)
    assert vocabulary.decode(codes) == text
    assert len(vocabulary) == len(set(text)) == codes.max() + 1
    assert vocabulary.known(text) == text
    assert vocabulary.unknown(text) == ""


def test_what_a_vocabulary_lacks_is_marked() -> None:
    vocabulary = Vocabulary.of("abc")
    codes = vocabulary.encode("a👩bzaz")
    assert codes.tolist() == [0, UNKNOWN, 1, UNKNOWN, 0, UNKNOWN]
    assert vocabulary.decode(codes) == "a\ufffdb\ufffda\ufffd"
    assert vocabulary.unknown("a👩bzaz") == "👩z"
    assert vocabulary.known("a👩bzaz") == "aba"


def test_no_characters_at_all() -> None:
    assert Vocabulary.of("").encode("").shape == (0,)
    assert Vocabulary.of("").encode("ab").tolist() == [UNKNOWN] * 2
    assert np.array_equal(Vocabulary.of("ab").encode(""), np.zeros(0))
