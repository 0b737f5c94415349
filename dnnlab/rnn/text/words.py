"""Which of the words that a model writes exist; no torch."""

from __future__ import annotations

import re
from dataclasses import dataclass

SHORTEST = 3
"""Letters of a word that counts: shorter ones are hit by chance."""
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a text's words exist."""

    known: int
    total: int

    @property
    def share(self) -> float:
        """0 to 1; nan where there is no word."""
        return self.known / self.total if self.total else float("nan")


def words_of(text: str) -> frozenset[str]:
    """All words of a text with :data:`SHORTEST` letters and more, in small letters."""
    return frozenset(word.group().casefold() for word in _WORD.finditer(text) if len(word.group()) >= SHORTEST)


def existing(sample: str, known: frozenset[str]) -> Share:
    """Of a sample's words of 3 letters and more, those that stand in ``known``; one cut off at the end is left out."""
    found = [word for word in _WORD.finditer(sample) if word.end() < len(sample) and len(word.group()) >= SHORTEST]
    return Share(sum(word.group().casefold() in known for word in found), len(found))
