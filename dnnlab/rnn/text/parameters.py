"""A model of characters as plain arrays: what a file holds, and what the fast writer computes with; no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.rnn.kinds import KINDS

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One cell's weights; G gates stand below each other in the order of :data:`dnnlab.rnn.kinds.KINDS`."""

    w_x: Floats
    """(G · hidden, inputs)"""
    w_h: Floats
    """(G · hidden, hidden)"""
    b: Floats
    """(G · hidden,)"""
    p: Floats | None = None
    """(3, hidden): peepholes of i, f and o."""

    @property
    def hidden(self) -> int:
        """Units."""
        return int(self.w_h.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """All weights of a model of characters, in single precision."""

    kind: str
    """One of :data:`dnnlab.rnn.kinds.KINDS`."""
    embedding: Floats | None
    """(symbols, E); None: characters come in one-hot."""
    layers: tuple[Layer, ...]
    w_out: Floats
    """(symbols, hidden)"""
    b_out: Floats
    """(symbols,)"""

    @classmethod
    def of(cls, kind: str, state: Mapping[str, NDArray[np.floating]]) -> Parameters:
        """From the names that the torch model's ``state_dict`` has; halves become singles.

        Raises:
            ValueError: there is no such kind of cell.
            KeyError: a weight is missing.
        """
        if kind not in KINDS:
            raise ValueError(f"there is no cell {kind!r}; there are {', '.join(KINDS)}")
        arrays = {name: np.ascontiguousarray(each, np.float32) for name, each in state.items()}
        count = 1 + max(int(name.split(".")[2]) for name in arrays if name.startswith("stack.cells."))
        layers = []
        for place in range(count):
            own = {part: arrays.get(f"stack.cells.{place}.{part}") for part in ("w_x", "w_h", "b", "p")}
            if own["w_x"] is None or own["w_h"] is None or own["b"] is None:
                raise KeyError(f"layer {place} is not whole")
            layers.append(Layer(w_x=own["w_x"], w_h=own["w_h"], b=own["b"], p=own["p"]))
        return cls(
            kind=kind,
            embedding=arrays.get("embedding"),
            layers=tuple(layers),
            w_out=arrays["output.weight"],
            b_out=arrays["output.bias"],
        )

    @property
    def symbols(self) -> int:
        """Characters that the model knows."""
        return len(self.b_out)

    @property
    def hidden(self) -> int:
        """Units a layer."""
        return self.layers[0].hidden
