"""Samples while a run trains: a slice a step, and none while nobody looks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from dnnlab.rnn.text.corpus import Corpus, Words
from dnnlab.rnn.text.net.model import CharModel
from dnnlab.rnn.text.sampling import draw, with_temperature
from dnnlab.rnn.text.views import TEMPERATURES, Sample
from dnnlab.rnn.text.words import existing
from dnnlab.rnn.text.writer import Writer

LENGTH = 200
SLICE = 8
"""Characters a step, a millisecond or two beside a step of 30; ..."""
LARGE = 1e6
"""... fewer of a network with more weights than these."""
EVERY = 10.0
"""Seconds between two samples, ..."""
SOONEST = 2.0
"""... at first fewer: the first minute is when it learns letters, then words."""
LOOKING = 3.0
"""Seconds after a look in which somebody is taken to look still."""
STORY, BEGINNING = 12, 80
"""So many earlier samples are told of, with so many characters each."""


class Sampler:
    """Writes three texts side by side, one a temperature, from the same chances.

    It reads the network and changes nothing in it, so a run is the same whether or not somebody looks.
    Its work is no part of the run's state: after a rewind it begins anew.
    """

    def __init__(self, corpus: Corpus, seed: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._vocabulary, self._seed, self._clock = corpus.vocabulary, seed, clock
        self._words = Words(corpus.training_text)
        self._known: frozenset[str] | None = None
        first = self._vocabulary.encode("\n")[0]
        self._prompt = int(first if first >= 0 else corpus.training[0])
        self._looked = self._began = -1e9
        self._first: float | None = None
        self._writer: Writer | None = None
        self._by_clock = True
        self.samples: tuple[Sample, ...] = ()
        self.sampled_at = -1
        self.story: tuple[tuple[int, str], ...] = ()

    def look(self) -> None:
        """Somebody looks."""
        self._looked = self._clock()

    def advance(self, model: CharModel, step: int) -> None:
        """Write a slice, if somebody looks and it is time."""
        now = self._clock()
        if not self._by_clock or now - self._looked > LOOKING:
            return
        if self._known is None:
            self._known = self._words.collect()
        if self._writer is None:
            self._first = now if self._first is None else self._first
            if now - self._began < min(max((now - self._first) / 3, SOONEST), EVERY):
                return
            self._begin(model, step, now)
        self._write()

    def write_at_once(self, model: CharModel, step: int) -> None:
        """The whole sample now, with its words looked up; from then on nothing is written by the clock."""
        self._by_clock = False
        for _ in self.whole(model, step):
            pass

    def whole(self, model: CharModel, step: int) -> Iterator[None]:
        """A whole sample of these weights in pieces of work, with its words looked up."""
        while self._known is None:
            self._known = self._words.collect()
            yield
        if step != self.sampled_at:
            self._begin(model, step, self._clock())
            while self._writer is not None:
                self._write()
                yield

    def _begin(self, model: CharModel, step: int, now: float) -> None:
        """The weights as they are now write the whole sample."""
        self._began, self._at = now, step
        self._writer = Writer(model.parameters_as_arrays())
        self._slice = max(1, int(SLICE * min(1.0, LARGE / sum(each.numel() for each in model.parameters()))))
        self._chances = np.random.default_rng(self._seed)
        count = len(TEMPERATURES)
        self._scores, self._states = self._writer.step(np.full(count, self._prompt), self._writer.begin(count))
        self._codes: list[np.ndarray] = []

    def _write(self) -> None:
        assert self._writer is not None
        for _ in range(min(self._slice, LENGTH - len(self._codes))):
            chances = np.full(len(TEMPERATURES), self._chances.random())
            rows = [with_temperature(row, t) for row, t in zip(self._scores, TEMPERATURES, strict=True)]
            if not np.isfinite(rows).all():  # a run that is about to diverge writes nothing
                self._writer = None
                return
            codes = draw(np.stack(rows), chances)
            self._codes.append(codes)
            self._scores, self._states = self._writer.step(codes, self._states)
        if len(self._codes) == LENGTH:
            self._finish()

    def _finish(self) -> None:
        if self.samples:
            told = self.samples[TEMPERATURES.index(0.8)].text[:BEGINNING]
            self.story = thinned((*self.story, (self.sampled_at, told)))
        self.samples = tuple(
            self._sample(temperature, self._vocabulary.decode(codes))
            for temperature, codes in zip(TEMPERATURES, np.stack(self._codes, 1), strict=True)
        )
        self.sampled_at, self._writer = self._at, None

    def _sample(self, temperature: float, text: str) -> Sample:
        share = existing(text, self._known or frozenset())
        return Sample(
            temperature=temperature, text=text, words=share.total, known=-1 if self._known is None else share.known
        )


def thinned(story: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
    """At most :data:`STORY` of them: beyond that every second one goes, of the later ones last."""
    return story if len(story) <= STORY else (*story[: STORY // 2 : 2], *story[STORY // 2 :])
