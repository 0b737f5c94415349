"""Questions about what happens inside a model of characters: units and gates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.data.texts import UNKNOWN
from dnnlab.nn.modules import evaluating
from dnnlab.once import once_each
from dnnlab.rnn.kinds import parts
from dnnlab.rnn.text.brain import Brain, shipped
from dnnlab.rnn.text.features import FEATURES, Correlations
from dnnlab.rnn.text.net.calls import LONGEST, Asked, brain_of, texts_behind
from dnnlab.rnn.text.net.model import CharModel
from dnnlab.rnn.text.views import FoundUnit, Inside, Kept

if TYPE_CHECKING:
    from dnnlab.rnn.text.net.experiment import TextTraining

MOMENTS = 100
"""Characters in a piece of an answer."""
STREAMS, STREAM, AT_ONCE = 16, 1_250, 10
"""The search for units reads so many stretches of so many held-out characters, so many moments at a time."""
BEST = 3
"""Units that are named for each feature."""


def model_of(brain: Brain) -> CharModel:
    """The torch model with these weights."""
    own = brain.parameters
    embedding = 0 if own.embedding is None else own.embedding.shape[1]
    model = CharModel(own.symbols, own.kind, own.hidden, len(own.layers), embedding)
    state = {"output.weight": own.w_out, "output.bias": own.b_out}
    if own.embedding is not None:
        state["embedding"] = own.embedding
    for place, layer in enumerate(own.layers):
        found = {"w_x": layer.w_x, "w_h": layer.w_h, "b": layer.b, "p": layer.p}
        state |= {f"stack.cells.{place}.{name}": each for name, each in found.items() if each is not None}
    model.load_state_dict({name: torch.from_numpy(each) for name, each in state.items()})
    return model.eval()


@once_each
def _shipped_model(name: str) -> CharModel:
    return model_of(shipped(name))


def answering(model: Asked, experiment: TextTraining | None) -> tuple[Brain, CharModel]:
    """Who answers, and its torch model; a run's is a copy, since it trains between two pieces."""
    brain = brain_of(model, experiment)
    ships = experiment is None and not isinstance(model, Kept)
    return brain, _shipped_model(str(model)) if ships else model_of(brain)


def xray(
    model: Asked, text: str, layer: int = 0, part: str = "h", unit: int = 0, experiment: TextTraining | None = None
) -> Iterator[Inside]:
    """What one unit, or one gate of it, does at each character of a text, in pieces of 100 characters.

    Args:
        model: see :mod:`dnnlab.rnn.text.net.calls`.
        text: up to 5,000 characters; those that the model does not know are left out.
        layer: from 0.
        part: h, C, or a gate of the model's cell (:func:`dnnlab.rnn.kinds.parts`).
        unit: from 0.

    Raises:
        ValueError: one of these does not exist, or the text is too long or has nothing that the model knows.
    """
    brain, net = answering(model, experiment)
    _check(net, layer, part, unit)
    if len(text) > LONGEST:
        raise ValueError(f"The text must have at most {LONGEST:,} characters, got {len(text):,}.")
    known, left_out = brain.vocabulary.known(text), brain.vocabulary.unknown(text)
    if not known:
        raise ValueError("The model knows no character of this text.")
    codes = torch.from_numpy(brain.codes(known))[:, None]
    states = None
    largest = 0.0
    for start in range(0, len(codes), MOMENTS):
        with evaluating(net):
            traces, states = net.trace(codes[start : start + MOMENTS], states)
        values = traces[layer][part][:, 0, unit].numpy().copy()
        largest = max(largest, float(np.abs(values).max()))
        signed = part in ("h", "C", "g", "n")
        high = largest if part == "C" else 1.0
        yield Inside(
            text=known[start : start + MOMENTS],
            left_out=left_out,
            values=values.astype(np.float32),
            low=-high if signed else 0.0,
            high=high,
        )


def find_units(model: Asked, experiment: TextTraining | None = None) -> Iterator[tuple[FoundUnit, ...]]:
    """Units that follow something in held-out text, the best of each feature first: better known with every piece.

    Outputs h, memories C and gates of all layers are tried; the score is the correlation with the feature.
    A feature that does not occur in the text has no units.
    """
    brain, net = answering(model, experiment)
    codes, features = _read_for(brain, texts_behind(model, experiment)[1])
    names = list(FEATURES)
    places = [(layer, part) for layer in range(len(net.stack.cells)) for part in parts(brain.parameters.kind)]
    sums = {place: Correlations(brain.parameters.hidden, len(names)) for place in places}
    states = None
    for start in range(0, len(codes), AT_ONCE):
        with evaluating(net):
            traces, states = net.trace(torch.from_numpy(codes[start : start + AT_ONCE]), states)
        for layer, part in places:
            values = traces[layer][part].flatten(0, 1).numpy()
            sums[layer, part].add(values, features[start : start + AT_ONCE].reshape(len(values), -1))
        yield _best(sums, names)


def _read_for(brain: Brain, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Stretches of a text side by side: codes (T, N), and every feature of each character (T, N, features)."""
    codes = brain.vocabulary.encode(text)
    length = min(STREAM, len(text) // STREAMS)
    starts = np.linspace(0, len(text) - length, STREAMS).astype(int)
    columns, values = [], []
    for start in starts:
        piece = text[start : start + length]
        columns.append(codes[start : start + length])
        values.append(np.stack([feature(piece) for feature in FEATURES.values()], 1))
    known = np.stack(columns, 1).astype(np.int64)
    return np.where(known == UNKNOWN, 0, known), np.stack(values, 1)


def _best(sums: dict[tuple[int, str], Correlations], names: list[str]) -> tuple[FoundUnit, ...]:
    found: list[FoundUnit] = []
    tables = {place: each.value() for place, each in sums.items()}
    for number, name in enumerate(names):
        units = [
            FoundUnit(feature=name, layer=layer, part=part, unit=int(unit), correlation=float(table[unit, number]))
            for (layer, part), table in tables.items()
            for unit in np.argsort(-np.abs(table[:, number]), kind="stable")[:BEST]
            if table[unit, number]
        ]
        found += sorted(units, key=lambda unit: -abs(unit.correlation))[:BEST]
    return tuple(found)


def _check(net: CharModel, layer: int, part: str, unit: int) -> None:
    """Refuse what does not exist."""
    if not 0 <= layer < len(net.stack.cells):
        raise ValueError(f"There is no layer {layer + 1}: the model has {len(net.stack.cells)}.")
    if part not in parts(net.kind):
        raise ValueError(f"The {net.kind} has no {part!r}: it has {', '.join(parts(net.kind))}.")
    if not 0 <= unit < net.hidden:
        raise ValueError(f"There is no unit {unit}: the layer has {net.hidden}.")
