"""A network learns to write: one step() is one optimiser step on a batch of places in the text."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from dnnlab.nn.modules import evaluating
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Streams
from dnnlab.nn.training import Training
from dnnlab.rnn.net.cells import State
from dnnlab.rnn.text import ngrams
from dnnlab.rnn.text.corpus import BEST_COUNTING, corpus_of
from dnnlab.rnn.text.knobs import EMBEDDING, TextConfig
from dnnlab.rnn.text.net.model import CharModel
from dnnlab.rnn.text.net.samples import Sampler
from dnnlab.rnn.text.net.slices import Cut, add_gradient, at_once, cut, loss_of, moments_at_once
from dnnlab.rnn.text.views import Counted, TextView

CHECK_EVERY = 50
"""Steps between two looks at the held-out text."""
STRETCHES, STRETCH, WARM_UP = 32, 192, 64
"""Such a look reads so many stretches, evenly spread over the held-out text, of so many characters each; the state
comes from reading the characters before a stretch, which are not counted."""
FEWEST_STEPS = 100
"""For each time through the text that is asked for: some pages are read in two steps, of which nothing is learnt."""
FINAL_STREAMS, FINAL_PIECE, FINAL_WARM_UP = 32, 32, 256
"""At the end all of the held-out text is read, in so many streams side by side, so many moments at a time."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """All of a step but the update; the gradient stands in the parameters' ``grad``."""

    loss: float
    states: list[State]
    validation_loss: float | None
    """Of the weights before the update, where a check was due."""


class TextTraining(Training[TextConfig, TextView]):
    """A run: a model of characters, its optimiser, and where it stands in the text.

    The text is cut into as many streams as the batch has places; each step reads
    the next ``length`` characters of every stream and carries the state on, without
    its history.  A time through the text begins at another place each time.

    Metrics: ``loss`` (nats a character of the batch, before its update) and
    ``gradient_norm`` (before clipping); at the first step, every 50 steps and at the
    last one ``validation_loss`` of stretches spread over the held-out text, after
    the update.  At the end ``validation_loss`` of all of it.  A large network's step
    comes in slices (:mod:`~dnnlab.rnn.text.net.slices`), and so does the check, with the
    step that follows, before its update: what the 50th step left stands at step 51.

    Args:
        config: the knobs.
        given: the learner's own text, if the config asks for one.

    Raises:
        ValueError: it asks for one and there is none, or it is too short.
    """

    parts = ("model", "optimizer", "streams", "states", "place", "loss", "validation_loss")

    def __init__(self, config: TextConfig, given: str | None = None) -> None:
        super().__init__(config)
        self.corpus = corpus_of(config.text, config.held_out, given)
        self.streams = Streams(config.seed, "network", "order", "dropout")
        self.model = CharModel(
            len(self.corpus.vocabulary),
            config.cell,
            config.hidden,
            config.layers,
            config.embedding if config.inputs == EMBEDDING else 0,
            config.dropout,
            self.streams["network"],
            mask := torch.Generator(),
        )
        self._mask = mask  # dropout's, in the step under way, which may be dropped
        self._prepared: Prepared | None = None
        self.optimizer = OPTIMIZERS[config.optimizer](self.model.parameters(), lr=config.learning_rate)
        self.batch, self.length = shape_of(len(self.corpus.training), config.batch_size, config.length)
        self.text = side_by_side(self.corpus.training, self.batch)
        self.size = cut(self.model, self.batch, self.length)
        self._check_text = torch.from_numpy(stretches(self.corpus.training, self.corpus.held_out))
        self.sampler = Sampler(self.corpus, config.seed)
        self._counting, self.counted = self._count()
        self.loss = self.validation_loss = math.nan
        self.states: list[State] = []
        self._begin_epoch()

    @property
    def total_steps(self) -> int:
        """As many as read the text ``epochs`` times; a short text is read more often (:data:`FEWEST_STEPS`)."""
        once = max(len(self.corpus.training) / (self.batch * self.length), FEWEST_STEPS)
        return math.ceil(self.config.epochs * once)

    def step(self) -> dict[str, float]:
        """Take one optimiser step on the next characters of every stream."""
        ready = self._prepared or at_once(self._prepare())
        self._prepared = None
        self.loss = ready.loss
        metrics = {"loss": self.loss}
        if ready.validation_loss is not None:
            self.validation_loss = metrics["validation_loss"] = ready.validation_loss
        if not math.isfinite(self.loss):
            return metrics
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip or math.inf).item()
        metrics["gradient_norm"] = norm
        if not math.isfinite(norm):
            return metrics
        self.optimizer.step()
        self.states = ready.states
        self.streams["dropout"].set_state(self._mask.get_state())
        self.place += self.length
        self.steps_taken += 1
        if self.place + self.length + 1 > len(self.text):
            self._begin_epoch()
        if self._check_due() and not self._sliced:
            self.validation_loss = metrics["validation_loss"] = at_once(self._check())
        self._beside()
        return metrics

    def slices(self) -> Iterator[None]:
        """What comes before the update, where that is more than one slice."""
        if self._sliced:
            preparing = self._prepare()
            while True:
                try:
                    next(preparing)
                except StopIteration as end:
                    self._prepared = end.value
                    return
                self._beside()
                yield

    def view(self) -> TextView:
        """Losses, the newest samples and the line to beat."""
        self.sampler.look()
        corpus = self.corpus
        return TextView(
            step=self.steps_taken,
            epoch=self.steps_taken * self.batch * self.length / len(corpus.training),
            text=corpus.name,
            characters=len(corpus.training),
            held_out=len(corpus.held_out),
            missing=corpus.missing[:40],
            symbols=len(corpus.vocabulary),
            parameters=sum(each.numel() for each in self.model.parameters()),
            characters_a_step=self.batch * self.length,
            loss=self.loss,
            validation_loss=self.validation_loss,
            samples=self.sampler.samples,
            sampled_at=self.sampler.sampled_at,
            story=self.sampler.story,
            counted=self.counted,
        )

    def settle(self) -> None:
        """Samples of the weights as they are now; none is begun by the clock from then on."""
        self.sampler.write_at_once(self.model, self.steps_taken)

    def final(self) -> Iterator[dict[str, float]]:
        """Read the whole held-out text, a piece at a time; then write the last samples."""
        lost, seen = 0.0, 0
        for lost, seen in whole_loss(self.model, self.corpus.training, self.corpus.held_out):  # noqa: B007
            yield {}
        self.validation_loss = lost / seen
        for _ in self.sampler.whole(self.model, self.steps_taken):
            yield {}
        yield {"validation_loss": self.validation_loss}

    def apply_knobs(self) -> None:
        """Dropout and learning rate; clipping and epochs are read at each step."""
        self.model.dropout.p = self.config.dropout
        retune(self.optimizer, lr=self.config.learning_rate)

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """What was prepared from another state is void."""
        super().load_state_dict(state)
        self._prepared = None

    @property
    def _sliced(self) -> bool:
        return self.size != Cut(self.batch, self.length)

    def _check_due(self) -> bool:
        return self.steps_taken % CHECK_EVERY == 0 or self.steps_taken in (1, self.total_steps)

    def _prepare(self) -> Generator[None, None, Prepared]:
        """All of the next step but the update."""
        self._prepared, found = None, None
        if self._sliced and self.steps_taken and self._check_due():
            found = yield from self._check()
        self._mask.set_state(self.streams["dropout"].get_state())
        codes = torch.from_numpy(self.text[self.place : self.place + self.length + 1].astype(np.int64))  # (T + 1, N)
        self.model.train()
        self.optimizer.zero_grad(set_to_none=True)
        loss, states = yield from add_gradient(self.model, codes, self.states, self.size)
        return Prepared(loss, states, found)

    def _beside(self) -> None:
        """A slice of what goes on beside the training."""
        self.sampler.advance(self.model, self.steps_taken)
        if self._counting is not None:
            self._count_on()

    def _begin_epoch(self) -> None:
        """Begin at a random place of the first ``length``, so that the pieces of each time are others."""
        room = max(len(self.text) - self.length - 1, 0)
        self.place = int(torch.randint(min(self.length, room) + 1, (), generator=self.streams["order"]))
        self.states = self.model.stack.zeros(torch.zeros(1, self.batch, 1))

    def _check(self) -> Generator[None, None, float]:
        """The loss on the stretches."""
        return loss_of(self.model, self._check_text, max(len(self._check_text) - 1 - STRETCH, 0))

    def _count(self) -> tuple[Iterator[ngrams.Counting] | None, Counted]:
        """Begin to count n-grams, unless the answer is known."""
        corpus, whole = self.corpus, len(self.corpus.training)
        if self.config.held_out == 10 and corpus.name in BEST_COUNTING:
            order, nats = BEST_COUNTING[corpus.name]
            return None, Counted(order=order, nats=nats, characters=whole, whole=True, done=1.0)
        taken = min(whole, ngrams.COUNTED)
        counting = ngrams.measure(corpus.training[:taken], corpus.held_out, len(corpus.vocabulary))
        return counting, Counted(order=-1, nats=math.nan, characters=taken, whole=taken == whole, done=0.0)

    def _count_on(self) -> None:
        """A slice of that."""
        assert self._counting is not None
        now, before = next(self._counting), self.counted
        order, nats = (now.best, now.nats[now.best]) if now.nats else (-1, math.nan)
        self.counted = Counted(order=order, nats=nats, characters=before.characters, whole=before.whole, done=now.done)
        if now.nats:
            self._counting = None


def shape_of(characters: int, batch: int, length: int) -> tuple[int, int]:
    """Places and characters of a batch: as asked for, or fewer where the text is short.

    >>> shape_of(1_000_000, 32, 64), shape_of(1_800, 32, 64)
    ((32, 64), (32, 27))
    """
    batch = max(min(batch, characters // 32), 1)
    return batch, max(min(length, (characters // batch - 1) // 2), 1)


def side_by_side(codes: NDArray[np.integer], count: int) -> NDArray[np.integer]:
    """Cut a text into ``count`` streams: (len // count, count), each column goes on."""
    length = len(codes) // count
    return np.ascontiguousarray(codes[: length * count].reshape(count, length).T)


def stretches(training: NDArray[np.integer], held_out: NDArray[np.integer]) -> NDArray[np.int64]:
    """The stretches of the regular check with what stands before them: (warm-up + stretch + 1, stretches)."""
    before = min(WARM_UP, len(training))
    text = np.concatenate([training[len(training) - before :], held_out])
    size = before + min(STRETCH, len(held_out) - 1) + 1
    starts = np.linspace(0, len(text) - size, STRETCHES).astype(int)
    return np.stack([text[start : start + size] for start in np.unique(starts)], 1).astype(np.int64)


def whole_loss(
    model: CharModel, training: NDArray[np.integer], held_out: NDArray[np.integer]
) -> Iterator[tuple[float, int]]:
    """Nats summed over the held-out text from its first character on, and the characters so far, piece by piece.

    The streams begin with the state that reading the 256 characters before them leaves, so the sum is that of one
    reading from beginning to end, up to what the network remembers from still earlier.
    """
    before = training[len(training) - min(FINAL_WARM_UP, len(training)) :]
    text = np.concatenate([before, held_out])
    count = max(min(FINAL_STREAMS, len(held_out) // FINAL_WARM_UP), 1)
    bounds = len(before) + np.linspace(0, len(held_out), count + 1).astype(int)
    longest = int(np.diff(bounds).max())
    columns = np.zeros((len(before) + longest, count), np.int64)
    counts = np.zeros((len(before) + longest, count), bool)
    for column, (begin, end) in enumerate(pairwise(bounds)):
        columns[: len(before) + end - begin, column] = text[begin - len(before) : end]
        counts[len(before) : len(before) + end - begin, column] = True
    states, lost, seen = None, 0.0, 0
    piece = min(FINAL_PIECE, moments_at_once(model, count))
    for start in range(0, len(columns) - 1, piece):
        codes = torch.from_numpy(columns[start : start + piece + 1])
        wanted = torch.from_numpy(counts[start : start + piece + 1])[1:]
        with evaluating(model):
            scores, states = model(codes[:-1], states)
            each: Tensor = F.cross_entropy(scores.flatten(0, 1), codes[1:].flatten(), reduction="none")
            lost += float(each.double()[wanted.flatten()].sum())
        seen += int(wanted.sum())
        yield lost, seen
