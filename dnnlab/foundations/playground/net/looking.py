"""What a look at a net of the playground finds: surface, maps of the units, the warped plane, histograms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dnnlab.foundations.playground.net.fast import FastNet, Floats
from dnnlab.foundations.playground.net.material import Task
from dnnlab.foundations.playground.views import BINS, EVERY, GRID, LARGEST, LINES, SMALLEST
from dnnlab.foundations.points import SIDE
from dnnlab.plots.sheets import Bytes

FLAT = 0.05
"""Of the steepest slope: below it a unit is on a flat end."""
MOSTLY = 0.7
"""The share of the points at which a saturated unit is there."""
STEEPEST = {"tanh": 1.0, "sigmoid": 0.25}
"""Of the activations that saturate on both sides."""
DIES = ("ReLU",)
"""Activations whose units can die: no slope at all on one side."""


@cache
def grid(side: int) -> Floats:
    """Places over the plane, row by row from the top left: (side * side, 2)."""
    along = (np.arange(side) + 0.5) / side * 2 * SIDE - SIDE
    x, y = np.meshgrid(along, -along)
    return np.stack([x.ravel(), y.ravel()], 1)


def as_byte(values: Floats) -> Bytes:
    """0 to 1 as 0 to 255; what is not a number is the middle."""
    return (255 * np.nan_to_num(np.clip(values, 0, 1), nan=0.5)).round().astype(np.uint8)


def signed(values: Floats) -> Bytes:
    """(units, n) as bytes, 128 is 0, each row on a scale of its own."""
    values = np.nan_to_num(values, nan=0.0, posinf=1e30, neginf=-1e30)
    most = np.maximum(np.abs(values).max(-1, keepdims=True), 1e-12)
    made: Bytes = (128 + 127 * values / most).round().astype(np.uint8)
    return made


def surface(task: Task, outcome: Floats, side: int) -> tuple[Bytes, Bytes]:
    """How sure the net is at each place, and of more than two classes which wins.

    Args:
        outcome: of the output at each place of :func:`grid`, (side * side, K).
    """
    sure = task.sure(outcome)
    square = (side, side)
    if sure.shape[-1] == 1:
        return as_byte(sure[:, 0]).reshape(square), np.zeros((0, 0), np.uint8)  # (side * side,) -> (side, side)
    return as_byte(sure.max(-1)).reshape(square), sure.argmax(-1).astype(np.uint8).reshape(square)


def unit_maps(values: list[Floats], inputs: Floats, activations: tuple[str, ...]) -> Bytes:
    """The inputs and each hidden unit over the plane, (units, 20, 20); a sigmoid is shown around its middle."""
    side = GRID // EVERY
    few = np.arange(GRID * GRID).reshape(GRID, GRID)[EVERY // 2 :: EVERY, EVERY // 2 :: EVERY].ravel()
    rows = [inputs[few].T]
    for each, name in zip(values, activations, strict=True):
        rows.append((2 * each[few] - 1 if name == "sigmoid" else each[few]).T)
    return signed(np.concatenate(rows)).reshape(-1, side, side)  # (units, 400) -> (units, 20, 20)


@dataclass(frozen=True, slots=True)
class Side:
    """From where the last hidden layer is looked at: two directions in its units, (2, units)."""

    axes: Floats
    border: float
    """Where along the first one two classes part; nan where there is no such place."""

    def seen(self, hidden: Floats) -> Floats:
        """(n, units) -> (n, 2)."""
        made: Floats = hidden @ self.axes.T
        return made


def side_of(net: FastNet, hidden: Floats, across: Floats) -> Side:
    """The view in which the output's work is seen best.

    Of one output the first axis is the direction of its weights: what lies right of a vertical line is one class.  Of
    several it is the plane in which their weights differ most.  Otherwise the second axis is that of the largest
    spread which the first one leaves.

    Args:
        hidden: values of the last hidden layer over the plane, (n, units).
        across: (n,): the plane's x coordinate there, which turns an axis so that it does not flip.
    """
    weight, bias = net.layers[-1].weight, net.layers[-1].bias
    units = weight.shape[1]
    centred = np.nan_to_num(hidden - hidden.mean(0))
    if not np.isfinite(weight).all():
        return Side(np.eye(2, units), float("nan"))
    border = float("nan")
    if len(weight) == 1:
        length = float(np.linalg.norm(weight[0]))
        first = weight[0] / length if length > 0 else np.eye(1, units)[0]
        border = -float(bias[0, 0]) / length if length > 0 else float("nan")
        second = _main(centred - np.outer(centred @ first, first))
    else:
        found = np.linalg.svd(weight - weight.mean(0))[2]
        first, second = found[0], found[1] if units > 1 else np.zeros(units)
        first = first * _way(centred @ first, across)
    return Side(np.stack([first, second * _way(centred @ second, across)]), border)


def _main(rows: Floats) -> Floats:
    """The direction of the largest spread of centred rows, (units,)."""
    values, vectors = np.linalg.eigh(rows.T @ rows)
    direction: Floats = vectors[:, -1] if values[-1] > 1e-12 else np.zeros(rows.shape[1])
    return direction


def _way(seen: Floats, across: Floats) -> float:
    """1, or -1 where the axis runs against the plane's."""
    return -1.0 if float(seen @ across) < 0 else 1.0


def spread_of_values(values: list[Floats]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Histograms of the values of each layer's units, (layers, 24) shares, and their ranges, (layers, 2)."""
    counts, ranges = [], []
    for each in values:
        known = each[np.isfinite(each)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        high = high if high > low else low + 1.0
        found = np.histogram(known, BINS, (low, high))[0] if high - low < 1e300 else np.zeros(BINS)
        counts.append(found / max(len(known), 1))
        ranges.append((low, high))
    shape = (len(values), -1)
    return (
        np.array(counts, np.float32).reshape(*shape[:1], BINS),
        np.array(ranges, np.float32).reshape(*shape[:1], 2),
    )


def spread_of_slopes(net: FastNet) -> NDArray[np.float32]:
    """Histograms of the sizes of the weights' gradients, (layers, 24) shares, on a log scale."""
    rows = []
    for each in net.slopes:
        sizes = np.abs(each.weight[np.isfinite(each.weight)])
        powers = np.clip(np.log10(np.maximum(sizes, 1e-300)), SMALLEST, LARGEST)
        rows.append(np.histogram(powers, BINS, (SMALLEST, LARGEST))[0] / max(each.weight.size, 1))
    return np.array(rows, np.float32)


def idle(net: FastNet, slopes: list[Floats]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Dead and saturated units of each hidden layer, by their slopes on the training points, (n, units) each.

    A unit is dead when its slope is 0 at every point: no gradient reaches its weights any more.  It is saturated when
    its slope is below 5 % of the steepest at 70 % of the points and more.
    """
    dead, saturated = [], []
    for each, name in zip(slopes, net.shape.activations, strict=True):
        dead.append(int((each == 0).all(0).sum()) if name in DIES and len(each) else 0)
        flat = np.abs(each) < FLAT * STEEPEST.get(name, 0.0)
        saturated.append(int((flat.mean(0) >= MOSTLY).sum()) if len(each) else 0)
    return tuple(dead), tuple(saturated)


def lines() -> Floats:
    """The crossings of a grid over the plane, (13 * 13, 2)."""
    along = np.linspace(-SIDE, SIDE, LINES)
    x, y = np.meshgrid(along, along)
    return np.stack([x.ravel(), y.ravel()], 1)
