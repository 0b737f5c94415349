"""Points in a plane to learn from: two to five classes, or a value to be predicted; no torch.

All sets lie in the square from -3 to 3 on both axes.  The first seven have two
classes, some have three to five, the last three a value from -1 to 1.  The four
of the TensorFlow Playground (circle, xor, Gaussians, spiral) and its two of
regression (plane, hills) are among them, at half its size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Made = tuple[Floats, Floats]
"""Places, (n, 2), and labels, (n,): the number of the class, or the value."""

SIDE = 3.0
"""All points lie from -3 to 3 on both axes."""
MOST_CLASSES = 5
OWN_POINTS, OWN_TABLE = "own points", "own table"
CLASSES, REGRESSION = "classes", "regression"
"""What is to be predicted: a class, or a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """What is learnt from, and what is held out."""

    places: Floats
    """(n, 2)."""
    labels: Floats
    """(n,): the number of the class from 0, or the value."""
    held_out: NDArray[np.bool_]
    """(n,): True for validation."""
    ids: NDArray[np.int64]
    """(n,): the number by which a point is known; it stays when others go."""

    def __len__(self) -> int:
        return len(self.ids)

    def place(self, number: int) -> int:
        """Where the point of that number stands.

        Raises:
            ValueError: there is none, or it has gone.
        """
        found = np.flatnonzero(self.ids == number)
        if not len(found):
            raise ValueError(f"There is no point {number}: it has gone already.")
        return int(found[0])

    def added(self, x: float, y: float, label: float) -> Points:
        """One point more, to learn from."""
        number = int(self.ids.max(initial=-1)) + 1
        return Points(
            places=np.concatenate([self.places, [[x, y]]]),
            labels=np.append(self.labels, label),
            held_out=np.append(self.held_out, False),
            ids=np.append(self.ids, number),
        )

    def moved(self, number: int, x: float, y: float) -> Points:
        """One point elsewhere; it keeps its label."""
        places = self.places.copy()
        places[self.place(number)] = x, y
        return replace(self, places=places)

    def without(self, number: int) -> Points:
        """One point less."""
        kept = np.arange(len(self)) != self.place(number)
        return Points(
            places=self.places[kept], labels=self.labels[kept], held_out=self.held_out[kept], ids=self.ids[kept]
        )


def circle(count: int, draw: np.random.Generator) -> Made:
    """A disc inside a ring."""
    inner = np.arange(count) % 2 == 0
    radius = np.where(inner, 1.25 * np.sqrt(draw.random(count)), draw.uniform(1.75, 2.5, count))
    return _polar(radius, draw.uniform(0, 2 * np.pi, count)), inner.astype(np.float64)


def xor(count: int, draw: np.random.Generator) -> Made:
    """Four squares, opposite ones alike."""
    places = draw.uniform(-2.5, 2.5, (count, 2))
    places += 0.15 * np.sign(places)
    return places, (places[:, 0] * places[:, 1] >= 0).astype(np.float64)


def gaussians(count: int, draw: np.random.Generator) -> Made:
    """Two round clouds."""
    return _clouds(count, np.array([[1.0, 1.0], [-1.0, -1.0]]), 0.5, draw)


def spiral(count: int, draw: np.random.Generator) -> Made:
    """Two arms that turn one and three quarter times around each other."""
    return _arms(count, 2, 1.75, draw)


def moons(count: int, draw: np.random.Generator) -> Made:
    """Two half-moons that reach into each other."""
    upper = np.arange(count) % 2 == 0
    angle = draw.uniform(0, np.pi, count)
    x = np.where(upper, np.cos(angle), 1 - np.cos(angle)) - 0.5
    y = np.where(upper, np.sin(angle), 0.5 - np.sin(angle)) - 0.25
    places = 1.55 * np.stack([x, y], 1) + 0.08 * draw.standard_normal((count, 2))
    return places, (~upper).astype(np.float64)


def checkerboard(count: int, draw: np.random.Generator) -> Made:
    """Sixteen squares, neighbours unlike."""
    places = draw.uniform(-2.6, 2.6, (count, 2))
    cells = np.floor((places + 2.6) / 1.3).astype(np.int64)
    return places, (cells.sum(1) % 2).astype(np.float64)


def rings(count: int, draw: np.random.Generator) -> Made:
    """A disc and three rings, in turn."""
    which = np.arange(count) % 4
    radius = 0.72 * which + draw.uniform(0.05, 0.5, count)
    return _polar(radius, draw.uniform(0, 2 * np.pi, count)), (which % 2).astype(np.float64)


def three_arms(count: int, draw: np.random.Generator) -> Made:
    """Three arms of a spiral."""
    return _arms(count, 3, 1.1, draw)


def four_clouds(count: int, draw: np.random.Generator) -> Made:
    """Four clouds, one in each corner."""
    return _clouds(count, 1.4 * np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float64), 0.5, draw)


def five_clouds(count: int, draw: np.random.Generator) -> Made:
    """Five clouds: one in the middle."""
    angles = 2 * np.pi * np.arange(4) / 4
    around = 1.9 * np.stack([np.cos(angles), np.sin(angles)], 1)
    return _clouds(count, np.concatenate([[[0.0, 0.0]], around]), 0.45, draw)


def pinwheel(count: int, draw: np.random.Generator) -> Made:
    """Five wings that bend."""
    which = np.arange(count) % 5
    radius = draw.uniform(0.4, 2.6, count)
    angle = 2 * np.pi * which / 5 + 0.45 * radius + 0.16 * draw.standard_normal(count)
    return _polar(radius, angle), which.astype(np.float64)


def plane(count: int, draw: np.random.Generator) -> Made:
    """A value that rises along a straight line."""
    places = draw.uniform(-SIDE, SIDE, (count, 2))
    return places, places.sum(1) / (2 * SIDE)


def hills(count: int, draw: np.random.Generator) -> Made:
    """Six hills and hollows."""
    places = draw.uniform(-SIDE, SIDE, (count, 2))
    tops = 0.5 * np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
    signs = np.array([1, -1, 1, -1, 1, -1])
    distance = np.linalg.norm(places[:, None] - tops, axis=2)  # (n, 6)
    heights = signs * np.clip(1 - distance / 1.1, 0, None)
    return places, heights[np.arange(count), np.abs(heights).argmax(1)]


def ripples(count: int, draw: np.random.Generator) -> Made:
    """Waves that go out from the middle."""
    places = draw.uniform(-SIDE, SIDE, (count, 2))
    return places, np.cos(2.2 * np.linalg.norm(places, axis=1))


def _polar(radius: Floats, angle: Floats) -> Floats:
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], 1)


def _clouds(count: int, middles: Floats, spread: float, draw: np.random.Generator) -> Made:
    which = np.arange(count) % len(middles)
    return middles[which] + spread * draw.standard_normal((count, 2)), which.astype(np.float64)


def _arms(count: int, arms: int, turns: float, draw: np.random.Generator) -> Made:
    which = np.arange(count) % arms
    along = (np.arange(count) // arms) / max(count // arms, 1)
    angle = turns * 2 * np.pi * along + 2 * np.pi * which / arms
    return _polar(2.6 * along, angle) + 0.03 * draw.standard_normal((count, 2)), which.astype(np.float64)


SETS: dict[str, tuple[Callable[[int, np.random.Generator], Made], str, int]] = {
    "circle": (circle, CLASSES, 2), "xor": (xor, CLASSES, 2), "Gaussians": (gaussians, CLASSES, 2),
    "spiral": (spiral, CLASSES, 2), "moons": (moons, CLASSES, 2), "checkerboard": (checkerboard, CLASSES, 2),
    "rings": (rings, CLASSES, 2), "3 arms": (three_arms, CLASSES, 3), "4 clouds": (four_clouds, CLASSES, 4),
    "5 clouds": (five_clouds, CLASSES, 5), "pinwheel": (pinwheel, CLASSES, 5), "plane": (plane, REGRESSION, 1),
    "hills": (hills, REGRESSION, 1), "ripples": (ripples, REGRESSION, 1),
}  # fmt: skip
"""Name -> how it is drawn, what is to be predicted, and how many classes it has."""


def drawn(name: str, *, count: int, noise: float, training: float, sample: int) -> Points:
    """A sample of one of :data:`SETS`.

    Args:
        count: points in all.
        noise: standard deviation of what moves each point, on both axes; of regression sets it moves the value.
        training: the share that is learnt from; the others are held out.
        sample: which one: the same number, the same points.

    Raises:
        KeyError: there is no such set.
    """
    make, kind, _ = SETS[name]
    draw = np.random.default_rng([sample, len(name)])
    places, labels = make(count, draw)
    if kind == REGRESSION:
        labels = labels + noise * draw.standard_normal(count)
    else:
        places = places + noise * draw.standard_normal(places.shape)
    return split(places, labels, training, draw)


def split(places: Floats, labels: Floats, training: float, draw: np.random.Generator) -> Points:
    """Points in a random order, the last of them held out; at least one is learnt from."""
    count = len(places)
    order = draw.permutation(count)
    learnt = min(max(1, round(training * count)), count)
    return Points(
        places=np.clip(places[order], -SIDE, SIDE),
        labels=labels[order],
        held_out=np.arange(count) >= learnt,
        ids=np.arange(count),
    )
