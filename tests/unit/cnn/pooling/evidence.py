"""What the judges of the pooling lesson look at, with given knobs."""

from __future__ import annotations

import numpy as np

from dnnlab.cnn.pooling.knobs import AVERAGE, GLOBAL, MAX, PoolingConfig, ShiftConfig
from dnnlab.cnn.pooling.net.calls import pool
from pages.cnn.pooling.moving import FAR
from pages.cnn.pooling.questions import Moved, Pooled
from pages.cnn.pooling.window import edge


def pooled(config: PoolingConfig) -> Pooled:
    """The grid of numbers, pooled."""
    grid = config.grid()[np.newaxis]
    window, stride, padding = (config.size,) * 2, (config.step,) * 2, (config.padding,) * 2
    if config.mode == GLOBAL:
        return Pooled(config, {})
    return Pooled(config, {mode: pool(grid, window, stride, padding, mode, *edge(config)) for mode in (MAX, AVERAGE)})


def moved(config: ShiftConfig) -> Moved:
    """A digit that all networks read as a 4 all the way."""
    there = abs(config.dx) == FAR and config.dy == 0
    return Moved(config.dx, [np.array([4, 4, 4])] * (FAR + 1) if there else [])


SHOWN = {"questions:ON_WINDOW": pooled, "questions:ON_SHIFT": moved}
