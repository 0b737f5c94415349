"""Questions to a model of characters: one that ships, or the learner's own run as it stands.

``model`` names one of :data:`dnnlab.rnn.text.brain.SHIPPED`, or is one that was
kept (:func:`keep`); where a call names a run, that one answers and ``model`` does
not count.  Characters that the model does not know are left out, and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dnnlab.data import texts
from dnnlab.data.texts import UNKNOWN
from dnnlab.rnn.text import copied as copies
from dnnlab.rnn.text import generate as writing
from dnnlab.rnn.text.brain import Brain, brought, shipped
from dnnlab.rnn.text.copied import Copied
from dnnlab.rnn.text.sampling import filtered, softmax, surprise
from dnnlab.rnn.text.views import Beams, Kept, Next, Scored, Written
from dnnlab.rnn.text.writer import Held, Writer

if TYPE_CHECKING:
    from dnnlab.rnn.text.net.experiment import TextTraining

PIECE = 50
"""Characters in a piece of an answer: some 15 ms of the shipped models' writing."""
LONGEST = 5_000
"""Characters that a text may have which is written, scored or looked through."""
Holding = Sequence[tuple[int, int, float]]
"""Units that are held: (layer, unit, value), layers from 0."""


Asked: TypeAlias = str | Kept
"""Who is asked, unless a run is."""


def brain_of(model: Asked, experiment: TextTraining | None) -> Brain:
    """Who answers: the run, with a copy of its weights as they are now, one that was kept, or one that ships."""
    if experiment is None:
        return brought(model) if isinstance(model, Kept) else shipped(model)
    corpus = experiment.corpus
    return Brain(experiment.model.parameters_as_arrays(), corpus.vocabulary, corpus.name, experiment.config.held_out)


def generate(
    model: Asked,
    prompt: str,
    length: int = 500,
    temperature: float = 0.8,
    top_k: int = 0,
    top_p: float = 1.0,
    seed: int = 0,
    held: Holding = (),
    greedy: bool = False,
    experiment: TextTraining | None = None,
) -> Iterator[Written]:
    """Write on after a prompt, in pieces of 50 characters.

    Args:
        model: see above.
        prompt: what stands before; a line's end where it is empty.
        length: characters to write, 1 to 5,000.
        temperature: above 0.
        top_k: of how many characters the next is drawn; 0: all.
        top_p: of the likeliest that together have this probability.
        seed: where the chances begin: same seed, same text.
        held: units whose output stays at a value; 0 switches one off.
        greedy: always the likeliest character; temperature, filters and seed do not count.

    Raises:
        ValueError: one of these is out of its range; a sentence.
    """
    if not 1 <= length <= LONGEST:
        raise ValueError(f"The length must be in [1, {LONGEST:,}], got {length}.")
    brain = brain_of(model, experiment)
    writer = Writer(brain.parameters, _held(held))
    start = _start(brain, prompt)
    if greedy:
        steps = writing.greedy(writer, start, length)
    else:
        rng = np.random.default_rng(seed)
        steps = writing.sample(writer, start, length, rng, temperature=temperature, top_k=top_k, top_p=top_p)
    codes: list[int] = []
    nats: list[float] = []
    for code, lost in steps:
        codes.append(code)
        nats.append(lost)
        if len(codes) == PIECE:
            yield Written(text=brain.vocabulary.decode(codes), nats=np.array(nats, np.float32))
            codes, nats = [], []
    if codes:
        yield Written(text=brain.vocabulary.decode(codes), nats=np.array(nats, np.float32))


def expect(
    model: Asked,
    text: str,
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    held: Holding = (),
    experiment: TextTraining | None = None,
) -> Next:
    """What comes after a text (of a long one the last 1,000 characters are read), before and after the filters.

    Raises:
        ValueError: temperature, top-k or top-p is out of its range; a sentence.
    """
    brain = brain_of(model, experiment)
    scores = writing.start(Writer(brain.parameters, _held(held)), _start(brain, text[-1_000:])).scores
    before, after = softmax(scores)[0], filtered(scores, temperature, top_k, top_p)[0]
    order = np.argsort(-before, kind="stable")
    return Next(
        characters="".join(brain.vocabulary.characters[code] for code in order),
        before=before[order].astype(np.float32),
        after=after[order].astype(np.float32),
        left_out=brain.vocabulary.unknown(text),
    )


def beams(
    model: Asked, prompt: str, length: int = 200, width: int = 5, experiment: TextTraining | None = None
) -> Iterator[Beams]:
    """Beam search, the likeliest texts so far after every 10 characters.

    Raises:
        ValueError: the length is not in 1 to 500, or the width not in 1 to 32; a sentence.
    """
    if not 1 <= length <= 500:
        raise ValueError(f"The length must be in [1, 500], got {length}.")
    brain = brain_of(model, experiment)
    search = writing.beam_search(Writer(brain.parameters), _start(brain, prompt), length, width)
    for number, found in enumerate(search, start=1):
        if number % 10 == 0 or number == length:
            yield Beams(
                texts=tuple(brain.vocabulary.decode(codes) for codes, _ in found),
                nats=tuple(-log / number for _, log in found),
                done=number / length,
            )


def score(model: Asked, text: str, experiment: TextTraining | None = None) -> Iterator[Scored]:
    """How surprising each character of a text is, in nats, in pieces; nan for those that the model does not know.

    The model reads a line's end first, so the first character has a score too.

    Raises:
        ValueError: the text is empty or has more than 5,000 characters; a sentence.
    """
    _check(text)
    brain = brain_of(model, experiment)
    writer = Writer(brain.parameters)
    scores, states = writer.read(brain.opening, writer.begin())
    codes = brain.vocabulary.encode(text).astype(np.int64)
    nats = np.full(len(codes), np.nan, np.float32)
    for place, code in enumerate(codes):
        if code != UNKNOWN:
            assert scores is not None
            nats[place] = surprise(scores, codes[place : place + 1])[0]
            scores, states = writer.step(codes[place : place + 1], states)
        if (place + 1) % (4 * PIECE) == 0 or place + 1 == len(codes):
            start = place // (4 * PIECE) * (4 * PIECE)
            yield Scored(start=start, nats=nats[start : place + 1].copy())


def copied(model: Asked, sample: str, experiment: TextTraining | None = None) -> Iterator[Copied | None]:
    """The longest run of a sample that stands in the training text: pieces of work (None), then the answer.

    Raises:
        ValueError: the sample is empty or has more than 5,000 characters; a sentence.
    """
    _check(sample)
    yield from copies.search(sample, texts_behind(model, experiment)[0])


def page(model: Asked, length: int = 1_000, seed: int = 0, experiment: TextTraining | None = None) -> str:
    """A page of the text that the model has not seen, from the beginning of a line on: the yardstick for a sample."""
    _, text = texts_behind(model, experiment)
    place = int(np.random.default_rng(seed).integers(max(len(text) - length, 1)))
    line = text.find("\n", place)
    place = line + 1 if 0 <= line < len(text) - length else max(len(text) - length, 0)
    return text[place : place + length]


def keep(experiment: TextTraining) -> Kept:
    """A run's model as it is now, for later questions: at most some 20 MB, and the learner's text."""
    corpus = experiment.corpus
    return Kept(
        step=experiment.steps_taken,
        kind=experiment.config.cell,
        characters=corpus.vocabulary.characters,
        text=corpus.name,
        held_out=experiment.config.held_out,
        given="" if corpus.ships else corpus.training_text + corpus.held_out_text,
        weights={name: each.numpy().copy() for name, each in experiment.model.state_dict().items()},
    )


def texts_behind(model: Asked, experiment: TextTraining | None) -> tuple[str, str]:
    """What the model was trained on, and what was held out."""
    if experiment is not None:
        return experiment.corpus.training_text, experiment.corpus.held_out_text
    if isinstance(model, Kept) and model.given:
        return texts.split(model.given, model.held_out / 100)
    brain = brain_of(model, None)
    return texts.split(texts.read(brain.text), brain.held_out / 100)


def _start(brain: Brain, prompt: str) -> writing.Codes:
    """What is read before the first character that is written."""
    codes = brain.codes(prompt)
    return codes if len(codes) else brain.opening


def _held(held: Holding) -> Held:
    return {(int(layer), int(unit)): float(value) for layer, unit, value in held}


def _check(text: str) -> None:
    if not 1 <= len(text) <= LONGEST:
        raise ValueError(f"The text must have 1 to {LONGEST:,} characters, got {len(text):,}.")
