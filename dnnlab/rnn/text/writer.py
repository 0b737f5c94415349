"""Writes fast: a model of characters, one step at a time, in numpy; no torch.

One step of a small network is a product of a matrix and a vector. torch's
layers spend several times as long on their preparations as on that product, so
writing goes through here.  The sums are those of :mod:`dnnlab.rnn.net.cells`; the
first layer's products with the inputs are worked out once for every character.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dnnlab.rnn.kinds import KINDS, WITH_MEMORY
from dnnlab.rnn.text.parameters import Floats, Layer, Parameters

State = tuple[Floats, ...]
"""One layer's: ``(h,)`` or ``(h, C)``, each (N, hidden)."""
Held = Mapping[tuple[int, int], float]
"""(layer, unit) -> the value at which that unit's output is held; 0 switches it off."""


class Writer:
    """Steps through a model of characters, N texts side by side.

    Args:
        parameters: the weights.
        held: units whose output h stays at a value, whatever their gates say.

    Raises:
        ValueError: a held unit does not exist.
    """

    def __init__(self, parameters: Parameters, held: Held | None = None) -> None:
        first = parameters.layers[0]
        inputs = first.w_x.T if parameters.embedding is None else parameters.embedding @ first.w_x.T
        self._table = np.ascontiguousarray(inputs + first.b, np.float32)  # (symbols, G · hidden)
        self._layers = [_Turned(layer) for layer in parameters.layers]
        self._out = np.ascontiguousarray(parameters.w_out.T)
        self._bias = parameters.b_out
        self.kind = parameters.kind
        self.symbols = parameters.symbols
        self._held: dict[int, list[tuple[int, np.float32]]] = {}
        for (layer, unit), value in (held or {}).items():
            if not 0 <= layer < len(self._layers) or not 0 <= unit < self._layers[layer].hidden:
                raise ValueError(f"there is no unit {unit} in layer {layer + 1}")
            self._held.setdefault(layer, []).append((unit, np.float32(value)))

    def begin(self, count: int = 1) -> list[State]:
        """States before the first character of ``count`` texts."""
        each = 2 if self.kind in WITH_MEMORY else 1
        return [tuple(np.zeros((count, layer.hidden), np.float32) for _ in range(each)) for layer in self._layers]

    def step(self, codes: NDArray[np.integer], states: list[State]) -> tuple[Floats, list[State]]:
        """One character of each text: codes (N,) -> scores of the next (N, symbols), and the new states."""
        a = self._table[codes]
        new: list[State] = []
        for place, (layer, state) in enumerate(zip(self._layers, states, strict=True)):
            if place:
                a = new[-1][0] @ layer.w_x + layer.b
            state = _moment(self.kind, layer, a, state)
            for unit, value in self._held.get(place, ()):
                state[0][:, unit] = value
            new.append(state)
        return new[-1][0] @ self._out + self._bias, new

    def read(self, codes: NDArray[np.integer], states: list[State]) -> tuple[Floats | None, list[State]]:
        """Read one text, (T,): the scores after its last character (1, symbols), None for an empty one."""
        scores = None
        for code in codes:
            scores, states = self.step(np.array([code]), states)
        return scores, states


class _Turned:
    """A layer's weights as rows times matrix want them."""

    def __init__(self, layer: Layer) -> None:
        self.hidden = layer.hidden
        self.w_x = np.ascontiguousarray(layer.w_x.T)
        self.w_h = np.ascontiguousarray(layer.w_h.T)
        self.b, self.p = layer.b, layer.p
        self.w_gates = np.ascontiguousarray(self.w_h[:, : -self.hidden])  # all but the candidate's
        self.w_last = np.ascontiguousarray(self.w_h[:, -self.hidden :])


def _sigma(x: Floats) -> Floats:
    """The logistic function, without overflow: by tanh."""
    half: Floats = np.float32(0.5) * np.tanh(np.float32(0.5) * x) + np.float32(0.5)
    return half


def _moment(kind: str, layer: _Turned, a: Floats, state: State) -> State:
    """The equations of :mod:`dnnlab.rnn.net.cells`; returns fresh arrays."""
    h, n = state[0], layer.hidden
    match kind:
        case "RNN":
            return (np.tanh(a + h @ layer.w_h),)
        case "LSTM":
            a = a + h @ layer.w_h
            gates = _sigma(a)
            C = gates[:, n : 2 * n] * state[1] + gates[:, :n] * np.tanh(a[:, 2 * n : 3 * n])
            return gates[:, 3 * n :] * np.tanh(C), C
        case "LSTM without forget gate":
            a = a + h @ layer.w_h
            C = state[1] + _sigma(a[:, :n]) * np.tanh(a[:, n : 2 * n])
            return _sigma(a[:, 2 * n :]) * np.tanh(C), C
        case "LSTM with peepholes":
            a = a + h @ layer.w_h
            p, old = layer.p, state[1]
            assert p is not None
            i, f = _sigma(a[:, :n] + p[0] * old), _sigma(a[:, n : 2 * n] + p[1] * old)
            C = f * old + i * np.tanh(a[:, 2 * n : 3 * n])
            return _sigma(a[:, 3 * n :] + p[2] * C) * np.tanh(C), C
        case "GRU" | "GRU, reset after":
            gates = _sigma(a[:, : 2 * n] + h @ layer.w_gates)
            r, z = gates[:, :n], gates[:, n:]
            new = np.tanh(a[:, 2 * n :] + ((r * h) @ layer.w_last if kind == "GRU" else r * (h @ layer.w_last)))
            return ((1 - z) * h + z * new,)
        case "MGU":
            f = _sigma(a[:, :n] + h @ layer.w_gates)
            return ((1 - f) * h + f * np.tanh(a[:, n:] + (f * h) @ layer.w_last),)
    raise ValueError(f"there is no cell {kind!r}; there are {', '.join(KINDS)}")
