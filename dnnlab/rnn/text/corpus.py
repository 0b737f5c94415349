"""The text of a run: what is trained on, what is held out, and the characters of both as numbers; no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.data import texts
from dnnlab.data.texts import UNKNOWN, Vocabulary
from dnnlab.once import once_each
from dnnlab.rnn.text.words import words_of

OWN = "own text"
"""The knob's name for a text that the learner hands over."""
BEST_COUNTING = {"Shakespeare": (5, 1.6926), "Cervantes": (5, 1.3734)}
"""Of the texts that ship, a tenth held out: the n-gram model with the lowest loss, its order and its nats a character,
all of the training part counted (:mod:`dnnlab.rnn.text.ngrams`; a test counts again)."""
WORDS_AT_A_TIME = 200_000
"""Characters whose words are collected in one piece of work."""
FEWEST = 64
"""Characters of each part without which there is nothing to train or to measure."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """A text in two parts, as codes; read-only, and shared by the runs of a process where it ships."""

    name: str
    """One of :data:`~dnnlab.data.texts.TEXTS`, or :data:`OWN`."""
    training_text: str
    held_out_text: str
    vocabulary: Vocabulary
    """The characters of the training part."""
    training: NDArray[np.integer]
    held_out: NDArray[np.integer]
    """Without the characters that the training part lacks."""
    missing: str
    """Those, each once."""

    @property
    def ships(self) -> bool:
        """Whether it is one of the app's own."""
        return self.name != OWN


def corpus_of(name: str, held_out: int, given: str | None = None) -> Corpus:
    """The text that a run's knobs name.

    Args:
        name: one of the texts that ship, or :data:`OWN`.
        held_out: percent at the end that is kept for measuring.
        given: the learner's text, for :data:`OWN`.

    Raises:
        ValueError: the learner's text is wanted and missing, or too short; one sentence.
    """
    if name != OWN:
        return _shipped((name, held_out))
    if given is None:
        raise ValueError("This run is about a text of your own, and was given none.")
    return _cut(OWN, given, held_out)


@once_each
def _shipped(wanted: tuple[str, int]) -> Corpus:
    name, held_out = wanted
    return _cut(name, texts.read(name), held_out)


def _cut(name: str, text: str, held_out: int) -> Corpus:
    training, rest = texts.split(text, held_out / 100)
    if min(len(training), len(rest)) < FEWEST:
        raise ValueError(f"The text is too short: {len(text):,} characters leave too little to train on or to measure.")
    vocabulary = Vocabulary.of(training)
    if len(vocabulary) < 2:
        raise ValueError("The text has a single symbol: there is nothing to learn about what comes next.")
    codes, others = vocabulary.encode(training), vocabulary.encode(rest)
    others = others[others != UNKNOWN]
    if len(others) < FEWEST:
        raise ValueError("The end of the text is made of characters that its beginning lacks: nothing can be measured.")
    for each in (codes, others):
        each.setflags(write=False)
    return Corpus(name, training, rest, vocabulary, codes, others, vocabulary.unknown(rest))


class Words:
    """The words of a training text, collected a piece at a time: all of Shakespeare takes most of a second."""

    def __init__(self, text: str) -> None:
        self._text, self._found, self._at = text, set[str](), 0

    def collect(self) -> frozenset[str] | None:
        """Do a piece of the work; all words once there is no more of it."""
        while self._at < len(self._text):
            end = self._end()
            self._found |= words_of(self._text[self._at : end])
            self._at = end
            if self._at < len(self._text):
                return None
        return frozenset(self._found)

    def _end(self) -> int:
        """Where a piece ends: at white space, so that no word is cut, if there is any near."""
        end = min(self._at + WORDS_AT_A_TIME, len(self._text))
        for place in range(end, min(end + 200, len(self._text))):
            if self._text[place].isspace():
                return place
        return end
