"""Texts that models of characters learn from, and characters as numbers.

Source of the texts: ``assets/data/texts/card.md``.  The first 90 % of the
characters are for training, the last 10 % are held out: pages that no model
that ships has seen.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dnnlab.once import once_each
from dnnlab.paths import ASSETS

FOLDER = ASSETS / "data" / "texts"
"""``NAME.txt.xz``; see tools/build_texts.py."""

TEXTS = {"Shakespeare": "shakespeare", "Cervantes": "quijote"}
"""The author that a knob names -> the file."""

HELD_OUT = 0.1
"""Share at the end of a text that nothing is trained on, where no knob says otherwise."""

UNKNOWN = -1
"""Stands in codes for a character that a vocabulary lacks."""


@once_each
def read(name: str) -> str:
    """The whole text of one of :data:`TEXTS`, unpacked once a process.

    Raises:
        ValueError: there is no such text.
    """
    if name not in TEXTS:
        raise ValueError(f"there is no text {name!r}; there are {', '.join(TEXTS)}")
    return lzma.decompress((FOLDER / f"{TEXTS[name]}.txt.xz").read_bytes()).decode("utf-8")


def split(text: str, held_out: float = HELD_OUT) -> tuple[str, str]:
    """Cut a text in two: what is trained on, and the ``held_out`` share at its end.

    >>> split("abcdefghij", 0.2)
    ('abcdefgh', 'ij')
    """
    cut = len(text) - round(len(text) * held_out)
    return text[:cut], text[cut:]


@dataclass(frozen=True)
class Vocabulary:
    """The characters that a model knows, in the order of their code points; a character's place is its code.

    A character is a Unicode code point: an accent that is written as a combining
    mark is one of its own, and so is each part of a composed emoji.
    """

    characters: str
    """Each once, sorted."""

    @classmethod
    def of(cls, text: str) -> Vocabulary:
        """What stands in ``text``."""
        return cls("".join(sorted(set(text))))

    def __len__(self) -> int:
        return len(self.characters)

    def encode(self, text: str) -> NDArray[np.integer]:
        """(len(text),): the code of each character, :data:`UNKNOWN` for those that the vocabulary lacks."""
        points = _points(text)
        kind = np.int16 if len(self) < 2**15 else np.int32
        inside = points < len(self._table)
        codes: NDArray[np.integer] = self._table[np.where(inside, points, 0)].astype(kind)
        if not inside.all():
            codes[~inside] = UNKNOWN
        return codes

    def decode(self, codes: Iterable[int]) -> str:
        """The characters of codes; :data:`UNKNOWN` becomes U+FFFD, the replacement character."""
        return "".join(self.characters[code] if code >= 0 else "\ufffd" for code in codes)

    def unknown(self, text: str) -> str:
        """The characters of ``text`` that the vocabulary lacks, each once, in the order in which they come."""
        return "".join(dict.fromkeys(each for each in text if each not in self._set))

    def known(self, text: str) -> str:
        """``text`` without the characters that the vocabulary lacks."""
        return "".join(each for each in text if each in self._set)

    @cached_property
    def _table(self) -> NDArray[np.int32]:
        """The code of every code point up to the largest that is known."""
        points = _points(self.characters)
        table = np.full(int(points.max(initial=0)) + 1, UNKNOWN, np.int32)
        table[points] = np.arange(len(points))
        return table

    @cached_property
    def _set(self) -> frozenset[str]:
        return frozenset(self.characters)


def _points(text: str) -> NDArray[np.uint32]:
    """Code points; a lone surrogate, which no UTF-8 can write, is one too."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
