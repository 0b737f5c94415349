"""What was measured of the shipped networks, on held-out faces: ``assets/vae/arithmetic/scores.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from dnnlab.once import once
from dnnlab.paths import ASSETS
from dnnlab.vae.arithmetic.views import Codes, Score

FILE = ASSETS / "vae" / "arithmetic" / "scores.json"
CODES = FILE.with_name("codes.npz")
"""The fields of :class:`Codes`, of the shipped network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One number of the code."""

    number: int
    """Its place in the code, from 0."""
    kl: float
    """In nats, the average over training faces."""
    changes: tuple[float, ...]
    """For each of the six columns the share of faces whose reading changes when this number goes from -2 to 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """All of it."""

    judge: tuple[float, ...]
    """The share of test faces that the judge reads rightly, by column."""
    plain: tuple[float, ...]
    """The same of their plain reconstructions."""
    error: float
    """Mean squared error of a pixel and colour of the test faces."""
    vectors: dict[str, dict[str, Score]]
    """By the way in which a vector was found, then by attribute."""
    dimensions: tuple[Dimension, ...]
    """Largest KL first."""


@once
def shipped_codes() -> Codes:
    """What the shipped network knows of the faces: worked out once, so that the page opens without a wait."""
    with np.load(CODES, allow_pickle=False) as arrays:
        return Codes(**{name: arrays[name] for name in arrays.files})


@once
def scores() -> Scores:
    """Those that ship."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return Scores(
        judge=tuple(found["judge"]),
        plain=tuple(found["plain"]),
        error=found["error"],
        vectors={
            kind: {name: Score(**{**each, "kept": tuple(each["kept"])}) for name, each in of_kind.items()}
            for kind, of_kind in found["vectors"].items()
        },
        dimensions=tuple(Dimension(**{**each, "changes": tuple(each["changes"])}) for each in found["dimensions"]),
    )
