"""Writing on: by drawing, by always taking the likeliest, and by beam search; no torch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.rnn.text.sampling import draw, filtered, softmax, surprise
from dnnlab.rnn.text.writer import State, Writer

Codes = NDArray[np.int64]
MOST_BEAMS = 32


@dataclass(slots=True)
class Pen:
    """Where a text stands: scores of what comes next, and the states behind them."""

    scores: NDArray[np.float32]
    """(N, symbols)"""
    states: list[State]


def start(writer: Writer, prompt: Codes, count: int = 1) -> Pen:
    """Read a prompt, once, for ``count`` texts that go on from it.

    Raises:
        ValueError: the prompt is empty: a model needs a character to begin with.
    """
    scores, states = writer.read(prompt, writer.begin())
    if scores is None:
        raise ValueError("There is nothing to go on from: give at least one character that the model knows.")
    return Pen(np.repeat(scores, count, 0), [tuple(np.repeat(each, count, 0) for each in state) for state in states])


def sample(
    writer: Writer,
    prompt: Codes,
    length: int,
    rng: np.random.Generator,
    *,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
) -> Iterator[tuple[int, float]]:
    """Draw ``length`` characters one by one: the code, and how surprising the model itself found it, in nats.

    The surprise is by the model's own probabilities, before temperature and filters.
    """
    pen = start(writer, prompt)
    for _ in range(length):
        code = draw(filtered(pen.scores, temperature, top_k, top_p), rng.random(1))
        yield int(code[0]), float(surprise(pen.scores, code)[0])
        pen.scores, pen.states = writer.step(code, pen.states)


def greedy(writer: Writer, prompt: Codes, length: int) -> Iterator[tuple[int, float]]:
    """Always the likeliest character: the code and its surprise in nats."""
    pen = start(writer, prompt)
    for _ in range(length):
        code = pen.scores.argmax(-1)
        yield int(code[0]), float(surprise(pen.scores, code)[0])
        pen.scores, pen.states = writer.step(code, pen.states)


def beam_search(writer: Writer, prompt: Codes, length: int, width: int) -> Iterator[list[tuple[Codes, float]]]:
    """Keep the ``width`` likeliest texts at every character; after each, those texts, the likeliest first.

    A text comes with the log of its probability, the sum over its characters.  With width 1
    it is :func:`greedy`; a wide one finds likelier texts, and these repeat themselves all the more.

    Raises:
        ValueError: the width is not in 1 to 32.
    """
    if not 1 <= width <= MOST_BEAMS:
        raise ValueError(f"The beam's width must be in [1, {MOST_BEAMS}], got {width}.")
    pen = start(writer, prompt)
    texts, logs = np.zeros((1, 0), np.int64), np.zeros(1)
    for _ in range(length):
        totals = logs[:, None] + np.log(np.maximum(softmax(pen.scores), 1e-300))  # (beams, symbols)
        best = np.argsort(-totals, axis=None, kind="stable")[:width]
        beams, codes = np.divmod(best, writer.symbols)
        texts, logs = np.column_stack([texts[beams], codes]), totals[beams, codes]
        states = [tuple(each[beams] for each in state) for state in pen.states]
        pen.scores, pen.states = writer.step(codes, states)
        yield [(text, float(log)) for text, log in zip(texts, logs, strict=True)]
