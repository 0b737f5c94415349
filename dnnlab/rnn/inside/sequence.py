"""What a learner typed as a short sequence: numbers, or letters."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 2, 10
"""Moments: so many can be seen at once."""
LARGEST = 10.0
"""Of a number: beyond, every gate is wide open or shut."""
LETTERS = 4
"""Different ones: each is an input of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Typed:
    """A sequence as a cell reads it."""

    tokens: tuple[str, ...]
    """What stands at each moment, as it was typed."""
    inputs: NDArray[np.float32]
    """(T, inputs): one number a moment; of letters one-hot, in the alphabet's order."""
    alphabet: tuple[str, ...]
    """The different letters, in the order in which they come; empty for numbers."""

    def __len__(self) -> int:
        return len(self.tokens)


def read_sequence(text: str) -> Typed:
    """Numbers with spaces or commas between them, or letters.

    >>> read_sequence("0.5, -1 2").tokens
    ('0.5', '-1', '2')
    >>> read_sequence("abca").alphabet
    ('a', 'b', 'c')

    Raises:
        ValueError: it is neither, too short, too long, or has too many different letters.
    """
    words = [word for word in re.split(r"[,;\s]+", text) if word]
    if words and all(re.fullmatch(r"[A-Za-z]+", word) for word in words):
        return _letters("".join(words))
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        raise ValueError("Write numbers with spaces between them, as in 0.5 -1 2, or letters, as in abca.") from None
    _check_length(len(numbers))
    if not all(abs(number) <= LARGEST for number in numbers):  # nan is not
        raise ValueError(f"The numbers must be in [{-LARGEST:g}, {LARGEST:g}].")
    column = np.array(numbers, np.float32)[:, None]  # (T,) -> (T, 1)
    return Typed(tuple(f"{number:g}" for number in numbers), column, ())


def _letters(word: str) -> Typed:
    _check_length(len(word))
    alphabet = tuple(dict.fromkeys(word))
    if len(alphabet) > LETTERS:
        raise ValueError(f"Use at most {LETTERS} different letters: each is an input of its own.")
    places = [alphabet.index(letter) for letter in word]
    return Typed(tuple(word), np.eye(len(alphabet), dtype=np.float32)[places], alphabet)


def _check_length(length: int) -> None:
    if not SHORTEST <= length <= LONGEST:
        raise ValueError(f"A sequence has {SHORTEST} to {LONGEST} numbers or letters; this one has {length}.")
