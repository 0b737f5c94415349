"""The pictures that autoencoders learn from, by the names that the knobs offer; no torch.

A data set is one line in :data:`SETS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from dnnlab.data import faces, fashion, mnist
from dnnlab.once import once
from dnnlab.plots.sheets import Bytes

OWN = "your own pictures"
"""Stands for what the learner hands over."""
SIDE = 32
"""Pixels a side of a picture of the learner's own."""
FEWEST, MOST = 10, 300
"""Pictures that a learner hands over: every fifth is held out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """A data set: pictures to learn from, to compare settings on, and for the figure at the end."""

    training: Bytes
    """(n, H, W) grey or (n, H, W, 3), 0 black to 255 white."""
    validation: Bytes
    test: Bytes
    labels: NDArray[np.uint8]
    """(n,): the class of each validation picture."""
    names: tuple[str, ...]
    """What the classes are called."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Channels, height, width, as a network reads them."""
        height, width, *colours = self.training.shape[1:]
        return colours[0] if colours else 1, height, width

    @property
    def pixels(self) -> int:
        """Numbers in a picture."""
        return int(np.prod(self.shape))


def _like_mnist(data: ModuleType, names: Sequence[str]) -> Pictures:
    held_out = data.validation()
    return Pictures(
        training=data.training().images, validation=held_out.images, test=data.test().images,
        labels=held_out.labels, names=tuple(names),
    )  # fmt: skip


@once
def _faces() -> Pictures:
    """At half their size, so that dense layers stay small; the classes are the colours of the hair."""
    parts = [_halved(each().images) for each in (faces.training, faces.validation, faces.test)]
    labels = faces.validation().labels["hair_colour"].copy()
    return Pictures(training=parts[0], validation=parts[1], test=parts[2], labels=labels, names=faces.HAIR_COLOURS)


def _halved(images: Bytes) -> Bytes:
    """The mean of every 2 by 2 pixels: (n, H, W, 3) -> (n, H/2, W/2, 3), read-only."""
    n, height, width, colours = images.shape
    fours = images.reshape(n, height // 2, 2, width // 2, 2, colours)
    small: Bytes = ((fours.sum((2, 4), dtype=np.uint16) + 2) // 4).astype(np.uint8)
    small.setflags(write=False)
    return small


SETS: dict[str, Callable[[], Pictures]] = {
    "MNIST": partial(_like_mnist, mnist, "0123456789"),
    "Fashion-MNIST": partial(_like_mnist, fashion, fashion.NAMES),
    "faces": _faces,
}
"""Name -> what loads it (each loader shares what is read, once a process)."""


def pictures_of(name: str, given: Bytes | None = None) -> Pictures:
    """The data set of that name, or the pictures that the learner has given: (n, 32, 32, 3).

    Raises:
        ValueError: there is no such set; or it should be the learner's own, and there is none, or too few.
    """
    if name != OWN:
        if name not in SETS:
            raise ValueError(f"There are no pictures {name!r}: there are {', '.join(SETS)}.")
        return SETS[name]()
    if given is None:
        raise ValueError("This run is about pictures of your own, and was given none.")
    if given.dtype != np.uint8 or given.shape[1:] != (SIDE, SIDE, 3) or len(given) < FEWEST:
        raise ValueError(f"Pictures of your own are at least {FEWEST} of {SIDE} by {SIDE} pixels, got {given.shape}.")
    out = np.arange(len(given)) % 5 == 4
    return Pictures(
        training=given[~out], validation=given[out], test=given[out], labels=np.zeros(int(out.sum()), np.uint8),
        names=("yours",),
    )  # fmt: skip
