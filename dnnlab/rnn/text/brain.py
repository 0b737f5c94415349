"""Which model answers: one that ships, or a run's as it stands; no torch."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

from dnnlab.data.texts import UNKNOWN, Vocabulary
from dnnlab.once import once_each
from dnnlab.paths import ASSETS
from dnnlab.rnn.text.parameters import Parameters
from dnnlab.rnn.text.views import Kept

FOLDER = ASSETS / "rnn" / "text"
SHIPPED = {
    "Shakespeare": "shakespeare",
    "Cervantes": "cervantes",
    "Shakespeare, RNN of 128": "shakespeare_rnn",
    "Shakespeare, GRU of 128": "shakespeare_gru",
}
"""A model's name -> its file, ``NAME.safetensors``; see the card beside them."""


@dataclass(frozen=True, eq=False)
class Brain:
    """A model of characters and the characters it knows."""

    parameters: Parameters
    vocabulary: Vocabulary
    text: str
    """The name of the text that it was trained on."""
    held_out: int
    """Percent of that text's end that it has not seen."""

    def codes(self, text: str) -> NDArray[np.int64]:
        """What it knows of a text, as numbers; the rest is left out."""
        codes = self.vocabulary.encode(text)
        known: NDArray[np.int64] = codes[codes != UNKNOWN].astype(np.int64)
        return known

    @property
    def opening(self) -> NDArray[np.int64]:
        """(1,): what is read before a text begins: a line's end, or the first character that there is."""
        code = self.vocabulary.encode("\n")
        opening: NDArray[np.int64] = np.maximum(code, 0).astype(np.int64)
        return opening


@once_each
def shipped(name: str) -> Brain:
    """A model that ships, read once a process.

    Raises:
        ValueError: there is no such model.
    """
    if name not in SHIPPED:
        raise ValueError(f"There is no model {name!r}: the models are {', '.join(SHIPPED)}.")
    return load(SHIPPED[name])


def brought(kept: Kept) -> Brain:
    """A run's model that was kept."""
    return Brain(Parameters.of(kept.kind, kept.weights), Vocabulary(kept.characters), kept.text, kept.held_out)


def load(stem: str) -> Brain:
    """A model from its file, ``assets/rnn/text/STEM.safetensors``."""
    with safe_open(FOLDER / f"{stem}.safetensors", framework="numpy") as file:
        said = file.metadata()
        state = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118  # it is no dict
    return Brain(
        Parameters.of(said["cell"], state),
        Vocabulary(json.loads(said["vocabulary"])),
        said["text"],
        int(said["held_out"]),
    )
