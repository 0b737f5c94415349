"""What the overfit bench learns from: few noisy points to train on, others to validate and to test; no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dnnlab.foundations.points import SIDE, spiral
from dnnlab.foundations.regularisation.knobs import CURVE, OverfitConfig

Floats = NDArray[np.float64]
VALIDATION, TEST = 200, 1000
"""Points held out to compare settings with, and those that are looked at once, at the end."""


def curve(x: Floats) -> Floats:
    """The curve behind the points: what a perfect network would say."""
    return 0.8 * np.sin(2 * x) + 0.15 * x


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Some points."""

    inputs: Floats
    """(n, inputs): x, or x and y, then the useless ones."""
    labels: Floats
    """(n,): the value, or the class, 0 or 1."""


def sampled(config: OverfitConfig) -> tuple[Sample, Sample, Sample]:
    """Training, validation and test points of a run, drawn alike and apart.

    Another number of training points leaves the others as they are, so that runs can be compared.
    """
    parts = []
    for part, count in enumerate((config.points, VALIDATION, TEST)):
        draw = np.random.default_rng([config.sample, part])
        if config.task == CURVE:
            places = draw.uniform(-SIDE, SIDE, (count, 1))
            labels = curve(places[:, 0]) + config.noise * draw.standard_normal(count)
        else:
            places, labels = spiral(count, draw)
            places = places + config.noise * draw.standard_normal(places.shape)
        chance = draw.standard_normal((count, config.useless))
        parts.append(Sample(inputs=np.concatenate([places, chance], 1), labels=labels))
    return parts[0], parts[1], parts[2]
