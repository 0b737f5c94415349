"""Places worth showing: found on texts small enough to see the answer."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.rnn.text.features import capitals, inside_quotes
from dnnlab.rnn.text.passages import half_within, known_to_all, parting, surprising, telling

NAN = float("nan")


def test_the_telling_piece_begins_a_line_and_has_what_varies() -> None:
    text = 'all is quiet\n\nnothing here\nhe said "go on" then\nand "no" too\nquiet again\n'
    assert telling(text, inside_quotes, 20) == 'he said "go on" then'
    assert telling("ab\n\n\nABab", capitals, 4) == "ABab"
    assert telling("short", capitals, 100) == "short"
    assert telling("one line without an end", capitals, 5) == "one l"


def test_the_most_surprising_places_come_first_and_stand_apart() -> None:
    nats = np.array([1, 9, 8, 0, NAN, 3, 7, 2], np.float32)
    assert surprising(nats, 3, apart=2) == [1, 6, 3]
    assert surprising(nats, 3, apart=1) == [1, 2, 6]
    assert surprising(nats, 99, apart=1) == [1, 2, 6, 5, 7, 0, 3]
    assert surprising(np.full(4, NAN), 3) == []
    assert surprising(np.array([]), 3) == []


def test_what_one_model_lacks_is_left_out_of_all() -> None:
    assert known_to_all([np.array([1, NAN, 2]), np.array([3, 4, NAN])]).tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("norms", "share", "reach"),
    [([1, 1, 1, 1], 0.5, 2), ([8, 1, 1], 0.5, 3), ([1, 1, 8], 0.5, 1), ([0, 0], 0.5, 0), ([], 0.5, 0), ([1, 3], 1, 2)],
)
def test_how_far_back_half_of_it_comes_from(norms: list[float], share: float, reach: int) -> None:
    assert half_within(np.array(norms, np.float32), share) == reach


def test_where_two_texts_part() -> None:
    assert parting("abc", "abd") == 2
    assert parting("abc", "abc") == parting("abc", "abcd") == 3
    assert parting("", "x") == 0
