"""What the text lesson draws: builtins and numpy, small enough to send several times a second."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import HALF

TEMPERATURES = (0.5, 0.8, 1.1)
"""At which a run writes its samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a run wrote at one moment."""

    temperature: float
    text: str
    words: int
    """Words of 3 letters and more in it, without one that is cut off at the end."""
    known: int
    """Those of them that stand in the training text; -1 while its words are not collected yet."""

    @property
    def share(self) -> float:
        """Of the words that exist, 0 to 1; nan where it is not known."""
        return self.known / self.words if self.words and self.known >= 0 else math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The n-gram model with the lowest loss on the held-out text."""

    order: int
    """Characters that it looks at; -1 while it is counted."""
    nats: float
    """Its loss a character; nan while it is counted."""
    characters: int
    """How many characters of the training part were counted."""
    whole: bool
    """Whether that is all of it."""
    done: float
    """Share of the counting that is done, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A run at one moment."""

    step: int
    epoch: float
    """Times that the training text has been gone through, with a fraction."""
    text: str
    """The name of the text."""
    characters: int
    """Of the training part."""
    held_out: int
    """Characters that are held out and that the training part has too."""
    missing: str
    """Characters of the held-out part that are left out, since the training part lacks them."""
    symbols: int
    parameters: int
    """Numbers that are learnt."""
    characters_a_step: int
    loss: float
    """Of the last step, in nats a character; nan before it."""
    validation_loss: float
    """Of the last check, in nats a character; nan before it."""
    samples: tuple[Sample, ...]
    """The newest, one for each of :data:`TEMPERATURES`, from the same chances; empty before the first."""
    sampled_at: int
    """The step whose weights wrote them; -1 before the first."""
    story: tuple[tuple[int, str], ...]
    """Steps and beginnings of earlier samples at 0.8, the oldest first."""
    counted: Counted

    @property
    def bits(self) -> float:
        """The validation loss in bits a character."""
        return self.validation_loss / math.log(2)

    @property
    def perplexity(self) -> float:
        """exp of the validation loss: among how many equally likely characters it hesitates."""
        return math.exp(min(self.validation_loss, 700.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A piece of text that a model wrote."""

    text: str
    nats: NDArray[np.float32] = field(metadata=HALF)
    """(characters,): how surprising each was by the model's own probabilities, before temperature and filters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What a model expects after a text."""

    characters: str
    """All that it knows, the likeliest first."""
    before: NDArray[np.float32]
    """(symbols,): its probabilities, in that order."""
    after: NDArray[np.float32]
    """(symbols,): what is drawn from, after temperature, top-k and top-p."""
    left_out: str
    """Characters of the text that it does not know, each once; they were left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beams:
    """The likeliest texts that a beam search has found so far."""

    texts: tuple[str, ...]
    """The likeliest first."""
    nats: tuple[float, ...]
    """-log of the probability of each, divided by its characters."""
    done: float
    """Share of the length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A piece of a text, scored."""

    start: int
    """Where it begins in the text."""
    nats: NDArray[np.float32]
    """(characters,): the surprise of each; nan for those that the model does not know and for the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What a part of a layer does at each character of a text."""

    text: str
    """The characters that the model knows; the others are left out."""
    left_out: str
    values: NDArray[np.float32] = field(metadata=HALF)
    """(characters, units): after each character."""
    low: float
    """The lowest value that this part can have: -1 or 0; of a memory, minus the largest seen."""
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundUnit:
    """A unit that follows something in the text."""

    feature: str
    layer: int
    part: str
    unit: int
    correlation: float
    """Between the unit and the feature, over held-out text: -1 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Influences:
    """Which earlier characters mattered for some of a text's characters."""

    model: int
    """Which of the models that were asked, from 0."""
    places: NDArray[np.int64]
    """(n,): indices in the text of the characters that this is about."""
    norms: NDArray[np.float32]
    """(n, characters of the text): the gradient of the log of each one's probability with respect to what came in for
    each earlier character, its Euclidean norm; nan for those that were not read before it."""
    probabilities: NDArray[np.float32]
    """(n,): what the model gave each."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """A run's model as it was at one step; whoever holds it can ask it."""

    step: int
    kind: str
    """Its cell, one of :data:`dnnlab.rnn.kinds.KINDS`."""
    characters: str
    """That it knows, in the order of their codes."""
    text: str
    """The name of the text that it was trained on."""
    held_out: int
    """Percent of that text's end that it has not seen."""
    given: str
    """The text itself, where it is the learner's own; else empty."""
    weights: dict[str, NDArray[np.float32]]
    """By the names that the torch model's ``state_dict`` has."""
