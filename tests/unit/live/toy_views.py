"""Views with everything that a recording can hold; no torch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.columns import COARSE, HALF


class Place(NamedTuple):
    top: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """The whole of it is coarse, but for what says otherwise."""

    maps: NDArray[np.float32]
    labels: NDArray[np.uint8]
    fine: NDArray[np.float32] = field(metadata=HALF)


@dataclass(frozen=True, slots=True, kw_only=True)
class RichView:
    step: int
    rate: float
    done: bool
    words: str
    never: None
    picture: NDArray[np.uint8]
    scores: NDArray[np.float32]
    """Grows."""
    half: NDArray[np.float16]
    number: np.float32
    place: Place | None
    inner: Inner = field(metadata=COARSE)
    layers: list[NDArray[np.float32]]
    texts: list[str]
    pair: tuple[int, float]
    points: list[Place]
    named: dict[str, Any]


def rich(step: int) -> RichView:
    """What it shows at a step; some of it never changes."""
    chance = np.random.default_rng(step)
    maps = chance.standard_normal((3, 4), np.float32)
    maps[0, 0] = np.nan
    return RichView(
        step=step,
        rate=0.1 * step,
        done=step == 4,
        words=f"step {step}: ±½ „ “",
        never=None,
        picture=np.arange(12, dtype=np.uint8).reshape(3, 4),
        scores=chance.standard_normal((step, 2), np.float32),
        half=chance.standard_normal(5).astype(np.float16),
        number=np.float32(step / 3),
        place=None if step == 0 else Place(step, step / 7),
        inner=Inner(maps=maps, labels=np.array([step, 255 - step], np.uint8), fine=maps / 3),
        layers=[chance.standard_normal(size, np.float32) for size in (2, 5)],
        texts=[f"{i}" for i in range(step)],
        pair=(step, 1 / (step + 1)),
        points=[Place(i, i / 2) for i in range(step % 3)],
        named={"a": np.full(step % 2 + 1, step), "b": -step},
    )
