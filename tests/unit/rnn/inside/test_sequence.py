"""What a learner types as a sequence."""

from __future__ import annotations

import pytest

from dnnlab.rnn.inside.knobs import InsideConfig
from dnnlab.rnn.inside.sequence import read_sequence


def test_numbers_and_letters() -> None:
    numbers = read_sequence(" 0.5, -1;2 1e-1")
    assert numbers.tokens == ("0.5", "-1", "2", "0.1")
    assert numbers.inputs[:, 0].tolist() == pytest.approx([0.5, -1, 2, 0.1])
    letters = read_sequence("ab ca")
    assert letters.tokens == ("a", "b", "c", "a")
    assert letters.alphabet == ("a", "b", "c")
    assert letters.inputs.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]


@pytest.mark.parametrize(("text", "said"), [
    ("", "2 to 10"), ("1", "this one has 1"), ("1 " * 11, "this one has 11"), ("a1 2", "numbers with spaces"),
    ("abcde", "4 different"), ("1 11", r"\[-10, 10\]"), ("1 nan", "numbers with spaces|in"), ("1 inf", "in"),
    ("<b> 1", "numbers with spaces"),
])  # fmt: skip
def test_what_is_neither_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_sequence(text)


def test_a_text_that_cannot_be_read_is_no_knob() -> None:
    with pytest.raises(ValueError, match="sequence: "):
        InsideConfig(sequence="?")
