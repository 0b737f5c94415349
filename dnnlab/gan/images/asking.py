"""The knobs of the parts that ask trained players: what they draw, and the game of sorting; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dnnlab.gan.images.shipped import SHIPPED
from dnnlab.gan.images.views import Floats
from dnnlab.live.config import Config, knob

OWN = "your run"
PLAYERS = (*(each.title for each in SHIPPED.values()), OWN)
TOLD = (*(each.title for each in SHIPPED.values() if each.config.conditional), OWN)
"""Those who are told a class, or may be."""
LINE, ARC = "straight line", "arc"
STOPS = 11
"""Pictures on the way, both ends among them."""
SECONDS = 60
"""Of a game."""


def _players() -> Any:
    return knob(
        PLAYERS[0], options=PLAYERS, label="Who draws", group="Players",
        help="Networks of digits that ship with the lesson: dense, dense and told the class, DCGAN; or your own run as "
        "it is now.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawConfig(Config):
    """A walk between two pieces of noise, and the class that is asked for."""

    players: str = _players()
    wanted: int = knob(
        7,
        low=0,
        high=9,
        label="Draw me a",
        group="Class",
        when={"players": TOLD},
        help="The class that G is told, where it was trained with classes: of digits the digit, of clothes and faces "
        "the number of their kind.",
    )
    first: int = knob(5, low=0, high=9999, label="Noise at the start", group="Way", help="The seed of this noise.")
    second: int = knob(17, low=0, high=9999, label="Noise at the end", group="Way", help="The seed of this noise.")
    place: float = knob(
        0.5, low=0.0, high=1.0, increment=0.1, label="Where on the way", group="Way",
        help="0 is the start, 1 the end: the picture that is compared with the training pictures.",
    )  # fmt: skip
    path: str = knob(
        ARC,
        options=(ARC, LINE),
        label="Path",
        group="Way",
        help="Noise of many numbers nearly always has about the same length. The middle of a straight line is shorter; "
        "an arc (slerp) keeps the length.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GameConfig(Config):
    """Who made the pictures that are to be sorted, and who sorts beside the learner."""

    players: str = _players()
    deal: int = knob(
        0, low=0, high=9999, label="Deal", group="Players", help="Which 20 pictures: another number, others."
    )


def name_of(title: str) -> str:
    """The name of shipped players by their title; "" for the learner's own."""
    return next((name for name, each in SHIPPED.items() if each.title == title), "")


def noise_of(seed: int, numbers: int) -> Floats:
    """(k,): standard normal."""
    return np.random.default_rng(seed).standard_normal(numbers).astype(np.float32)


def way(a: Floats, b: Floats, path: str, shares: Floats) -> Floats:
    """Between two pieces of noise: (k,), (k,), (n,) -> (n, k).

    On the arc: (sin((1 - t) w) a + sin(t w) b) / sin(w), with w the angle between the two (Shoemake, 1985).
    """
    t = shares[:, None].astype(np.float64)
    cosine = float(a @ b) / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-12)
    w = np.arccos(np.clip(cosine, -1.0, 1.0))
    straight = path == LINE or np.sin(w) < 1e-6
    made = (1 - t) * a + t * b if straight else (np.sin((1 - t) * w) * a + np.sin(t * w) * b) / np.sin(w)
    found: Floats = made.astype(np.float32)
    return found
