"""What a run learns from and is judged on: pictures, and which of them are anomalies; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dnnlab.anomaly.pictures.damage import damaged
from dnnlab.anomaly.pictures.knobs import NUMERALS, PictureConfig
from dnnlab.anomaly.pictures.words import ALL_BUT, AND, CLOTHES, DIGITS, FACES_ARE, NORMAL, OTHERS
from dnnlab.data import faces, fashion, mnist
from dnnlab.once import once

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
SIDE = 28
"""Pixels a side of all pictures."""
PIXELS = SIDE * SIDE
SPLIT_SEED = 1700
"""Seeds what parts each set; never to be changed."""
MOST = 6_000
"""Normal pictures to learn from, at most: of nine digits there are ten times as many."""
SPARE = 3_000
"""Labelled anomalies that are kept for contamination and for the classifier: enough for 30 % of :data:`MOST`."""


@dataclass(frozen=True, eq=False)
class Source:
    """A set of pictures before it is cut to a run's knobs; its arrays are read-only."""

    normal: Bytes
    """(n, 28, 28): to learn from."""
    anomalies: Bytes
    """(a, 28, 28): labelled ones that are not in the test, for contamination and for the classifier."""
    test: Bytes
    """(m, 28, 28)"""
    kinds: NDArray[np.uint8]
    """(m,): 0 normal, else a place in :attr:`names`."""
    names: tuple[str, ...]
    """What the kinds are called, the normal one first."""


class Material(NamedTuple):
    """A source, cut."""

    fit: Bytes
    """What the network trains on."""
    held_out: Bytes
    """What sets the threshold."""
    source: Source


class Labelled(NamedTuple):
    """Pictures and what they show."""

    training: Bytes
    training_labels: NDArray[np.uint8]
    test: Bytes
    test_labels: NDArray[np.uint8]
    names: tuple[str, ...]


def material(config: PictureConfig) -> Material:
    """What a run with these knobs is about.

    The pictures to learn from are contaminated first and cut then: who does not know of the anomalies among them
    has them in both parts.
    """
    source = source_of(config.data, config.normal, config.against, config.strength)
    pool = source.normal
    if config.contamination:
        share = config.contamination / 100
        count = min(round(len(pool) * share / (1 - share)), len(source.anomalies))
        pool = np.concatenate([pool, source.anomalies[:count]])
    pool = pool[np.random.default_rng(SPLIT_SEED).permutation(len(pool))]
    kept = max(2, round(len(pool) * config.held_out / 100))
    return Material(pool[kept:], pool[:kept], source)


def as_rows(images: Bytes) -> Floats:
    """Pictures as a detector takes them: (n, 28, 28) bytes -> (n, 784) floats from 0, black, to 1.

    Raises:
        ValueError: they are no pictures of that size.
    """
    if images.dtype != np.uint8 or images.shape[1:] != (SIDE, SIDE):
        raise ValueError(f"Pictures are uint8 (n, {SIDE}, {SIDE}), got {images.dtype} of shape {images.shape}.")
    rows: Floats = images.reshape(len(images), PIXELS).astype(np.float32)  # (n, 28, 28) -> (n, 784)
    rows /= 255
    return rows


@lru_cache(maxsize=8)
def source_of(data: str, normal: str, against: str, strength: int) -> Source:
    """The set, once for all runs about it.

    Args:
        data, against: as the knobs name them.
        normal: likewise, :attr:`PictureConfig.normal`.
        strength: percent of damage; of other classes it means nothing.
    """
    known = labelled(data)
    learnt, judged = (_is_normal(known, labels, normal) for labels in (known.training_labels, known.test_labels))
    generator = np.random.default_rng(SPLIT_SEED)
    pool = known.training[generator.permutation(np.flatnonzero(learnt))[:MOST]]
    normal_test = known.test[judged]
    if against == OTHERS:
        chosen = generator.permutation(np.flatnonzero(~learnt))[:SPARE]
        rest = np.unique(known.test_labels[~judged])
        kinds = np.zeros(len(judged), np.uint8)
        for place, label in enumerate(rest, start=1):
            kinds[known.test_labels == label] = place
        kinds[judged] = NORMAL
        source = Source(
            pool, known.training[chosen], known.test, kinds, (normal, *(known.names[label] for label in rest))
        )
    else:
        half = len(normal_test) // 2
        spoilt = damaged(normal_test[half:], against, strength / 100, seed=SPLIT_SEED)
        more = damaged(pool[: len(pool) // 2], against, strength / 100, seed=SPLIT_SEED + 1)
        kinds = np.repeat(np.array([NORMAL, 1], np.uint8), [half, len(spoilt)])
        source = Source(pool, more, np.concatenate([normal_test[:half], spoilt]), kinds, (normal, against))
    for each in (source.normal, source.anomalies, source.test, source.kinds):
        each.setflags(write=False)
    return source


def labelled(data: str) -> Labelled:
    """All pictures of a set; of faces a label says whether there are glasses, a beard, long hair, as three bits."""
    if data == DIGITS:
        return _like_mnist(mnist.training(), mnist.test(), NUMERALS)
    if data == CLOTHES:
        return _like_mnist(fashion.training(), fashion.test(), fashion.NAMES)
    return _faces()


def _like_mnist(training: mnist.Digits, test: mnist.Digits, names: tuple[str, ...]) -> Labelled:
    return Labelled(training.images, training.labels, test.images, test.labels, names)


@once
def _faces() -> Labelled:
    """In grey and as small as the digits; the 500 of the validation part are judged too, since there are so few."""
    names = tuple(
        " and ".join(name for bit, name in enumerate(("glasses", "beard", "long hair")) if label >> bit & 1) or "none"
        for label in range(8)
    )
    parts = faces.training(), faces.validation(), faces.test()
    small = [np.stack([_small(each) for each in part.images]) for part in parts]
    bits = [
        np.packbits(np.stack([part.labels[column] for column in FACES_ARE.values()], 1), 1, "little")[:, 0]
        for part in parts
    ]  # (n, 3) -> (n, 1) -> (n,)
    return Labelled(small[0], bits[0], np.concatenate(small[1:]), np.concatenate(bits[1:]), names)


def _small(face: Bytes) -> Bytes:
    return np.asarray(Image.fromarray(face).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX))


def _is_normal(known: Labelled, labels: NDArray[np.uint8], normal: str) -> NDArray[np.bool_]:
    """(n,): which of these are normal."""
    if normal in FACES_ARE:
        bit = list(FACES_ARE).index(normal)
        lacks: NDArray[np.bool_] = (labels >> bit & 1) == 0
        return lacks
    named = [known.names.index(each) for each in normal.removeprefix(ALL_BUT).split(AND)]
    return np.isin(labels, named, invert=normal.startswith(ALL_BUT))
