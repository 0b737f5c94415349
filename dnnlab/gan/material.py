"""The pictures of the lesson, each with a class; no torch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dnnlab.data import faces, fashion, mnist
from dnnlab.data.mnist import Digits
from dnnlab.once import once
from dnnlab.plots.sheets import Bytes

MNIST, FASHION, AVATARS = "MNIST", "Fashion-MNIST", "avatars"
FACE_KINDS = (
    "glasses", "smile", "beard", "long hair",
    *(f"{each} hair" for each in faces.HAIR_COLOURS), *(f"{each} skin" for each in faces.SKIN_COLOURS),
)  # fmt: skip
"""What the judge of faces tells: a face has several of these at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A data set to imitate."""

    images: Bytes
    """(n, H, W) grey or (n, H, W, 3), 0 black to 255 white; to learn from."""
    labels: NDArray[np.uint8]
    """(n,): the class that a conditional GAN is told."""
    test: Bytes
    """Held out: what the judge compares with, and what the learner sorts."""
    test_labels: NDArray[np.uint8]
    names: tuple[str, ...]
    """Of the classes."""
    kinds: tuple[str, ...]
    """What the judge tells of a picture: of digits and clothes the class, of a face several things."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Channels, height, width, as a network reads them."""
        height, width, *colours = self.images.shape[1:]
        return colours[0] if colours else 1, height, width


def _grey(training: Callable[[], Digits], test: Callable[[], Digits], names: tuple[str, ...]) -> Material:
    learnt, held_out = training(), test()
    return Material(
        images=learnt.images, labels=learnt.labels, test=held_out.images, test_labels=held_out.labels, names=names,
        kinds=names,
    )  # fmt: skip


@once
def _avatars() -> Material:
    """At half their size; the class is the colour of the hair, and validation faces are test faces here."""
    parts = [each() for each in (faces.training, faces.validation, faces.test)]
    images = [halved(each.images) for each in parts]
    labels = [each.labels["hair_colour"].copy() for each in parts]
    held_out, held_out_labels = np.concatenate(images[1:]), np.concatenate(labels[1:])
    held_out.setflags(write=False)
    return Material(
        images=images[0], labels=labels[0], test=held_out, test_labels=held_out_labels, names=faces.HAIR_COLOURS,
        kinds=FACE_KINDS,
    )  # fmt: skip


def halved(images: Bytes) -> Bytes:
    """The mean of every 2 by 2 pixels: (n, H, W, 3) -> (n, H/2, W/2, 3), read-only."""
    n, height, width, colours = images.shape
    fours = images.reshape(n, height // 2, 2, width // 2, 2, colours)
    small: Bytes = ((fours.sum((2, 4), dtype=np.uint16) + 2) // 4).astype(np.uint8)
    small.setflags(write=False)
    return small


_SETS: dict[str, Callable[[], Material]] = {
    MNIST: partial(_grey, mnist.training, mnist.test, tuple("0123456789")),
    FASHION: partial(_grey, fashion.training, fashion.test, fashion.NAMES),
    AVATARS: _avatars,
}
CLASSES = {MNIST: 10, FASHION: 10, AVATARS: len(faces.HAIR_COLOURS)}
"""Of each set, for those who need not read it."""


def material(name: str) -> Material:
    """The set of that name; what is read is shared by the whole process.

    Raises:
        ValueError: there is none.
    """
    if name not in _SETS:
        raise ValueError(f"There are no pictures {name!r}: there are {', '.join(_SETS)}.")
    return _SETS[name]()
