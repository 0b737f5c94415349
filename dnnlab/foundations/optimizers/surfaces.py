"""Surfaces to race on: a height over two numbers, its gradient, and where it is lowest; numpy only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TURN = 2 * np.pi
POINTS = 40
"""Examples of the regression."""
REGRESSION = "regression"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surface:
    """A function of x and y to go down on."""

    name: str
    height: Callable[[Floats, Floats], Floats]
    """f(x, y), at least 0; 0 at the lowest place."""
    slope: Callable[[float, float], tuple[float, float]]
    """Its gradient (df/dx, df/dy) at a place."""
    box: tuple[float, float, float, float]
    """x from, x to, y from, y to: what is drawn."""
    lowest: tuple[tuple[float, float], ...]
    """Where it is 0."""
    formula: str
    """In LaTeX, without the dollars."""
    about: str
    """What it is like, in a sentence."""
    axes: tuple[str, str] = ("x", "y")

    def gradient(self, place: Floats) -> Floats:
        """At a place (2,): (2,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            return np.array(self.slope(float(place[0]), float(place[1])), np.float64)

    def at(self, place: Floats) -> float:
        """The height at a place (2,); infinite where it cannot be told."""
        with np.errstate(over="ignore", invalid="ignore"):
            value = float(self.height(place[0], place[1]))
        return value if np.isfinite(value) else np.inf


def examples() -> tuple[Floats, Floats]:
    """The regression's examples x and y, (40,) each: y is about 1.2 x - 0.5, with noise; always the same."""
    generator = np.random.default_rng(40)
    x = generator.uniform(-0.5, 2.0, POINTS)
    return x, 1.2 * x - 0.5 + generator.normal(0, 0.4, POINTS)


def of_examples(place: Floats, chosen: NDArray[np.integer]) -> Floats:
    """The gradient of half the mean squared error of some examples by slope and intercept: (2,).

    Args:
        place: (2,): slope w and intercept b of the line w x + b.
        chosen: which examples: a mini-batch.
    """
    x, y = (each[chosen] for each in examples())
    wrong = place[0] * x + place[1] - y
    return np.array([(wrong * x).mean(), wrong.mean()])


def _regression() -> Surface:
    x, y = examples()
    design = np.stack([x, np.ones_like(x)], 1)
    best, *_ = np.linalg.lstsq(design, y, rcond=None)
    least = float(((design @ best - y) ** 2).mean() / 2)
    curvature = design.T @ design / len(x)  # (2, 2)

    def height(w: Floats, b: Floats) -> Floats:
        dw, db = w - best[0], b - best[1]
        two: Floats = (curvature[0, 0] * dw**2 + 2 * curvature[0, 1] * dw * db + curvature[1, 1] * db**2) / 2
        return two

    def slope(w: float, b: float) -> tuple[float, float]:
        dw, db = w - best[0], b - best[1]
        return (
            curvature[0, 0] * dw + curvature[0, 1] * db,
            curvature[0, 1] * dw + curvature[1, 1] * db,
        )

    return Surface(
        name=REGRESSION, height=height, slope=slope, box=(-2.0, 3.0, -2.5, 2.0),
        lowest=((float(best[0]), float(best[1])),), axes=("slope w", "intercept b"),
        formula=rf"f(w, b) = \frac{{1}}{{2 \cdot {POINTS}}} \sum_i (w x_i + b - y_i)^2 - {least:.4f}",
        about=f"A line through {POINTS} points: half the mean squared error, less that of the best line. Here "
        "mini-batches are real ones.",
    )  # fmt: skip


SURFACES = {
    surface.name: surface
    for surface in (
        Surface(
            name="bowl", height=lambda x, y: (x**2 + y**2) / 2, slope=lambda x, y: (x, y), box=(-2.0, 2.0, -1.5, 1.5),
            lowest=((0.0, 0.0),), formula=r"f(x, y) = \frac{x^2 + y^2}{2}",
            about="Equally steep on all sides: the gradient points at the lowest place.",
        ),
        Surface(
            name="ravine", height=lambda x, y: (x**2 + 100 * y**2) / 2, slope=lambda x, y: (x, 100 * y),
            box=(-2.0, 2.0, -1.0, 1.0), lowest=((0.0, 0.0),), formula=r"f(x, y) = \frac{x^2 + 100 y^2}{2}",
            about="100 times as steep across as along: a rate that suits the one way is too large or too small for the "
            "other.",
        ),
        Surface(
            name="saddle", height=lambda x, y: x**2 / 2 + (y**2 - 1) ** 2 / 4, slope=lambda x, y: (x, y**3 - y),
            box=(-2.0, 2.0, -1.6, 1.6), lowest=((0.0, 1.0), (0.0, -1.0)),
            formula=r"f(x, y) = \frac{x^2}{2} + \frac{(y^2 - 1)^2}{4}",
            about="Between two lowest places the ground is level: who comes along y = 0 hardly feels which way is "
            "down.",
        ),
        Surface(
            name="Rosenbrock", height=lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
            slope=lambda x, y: (-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)), box=(-2.0, 2.0, -1.0, 3.0),
            lowest=((1.0, 1.0),), formula=r"f(x, y) = (1 - x)^2 + 100\,(y - x^2)^2",
            about="A bent valley with steep walls and a nearly level floor (Rosenbrock 1960).",
        ),
        Surface(
            name="many minima",
            height=lambda x, y: (x**2 + y**2) / 8 + (2 - np.cos(TURN * x) - np.cos(TURN * y)) / 4,
            slope=lambda x, y: (
                x / 4 + TURN * np.sin(TURN * x) / 4, y / 4 + TURN * np.sin(TURN * y) / 4,
            ),
            box=(-2.2, 2.2, -2.2, 2.2), lowest=((0.0, 0.0),),
            formula=r"f(x, y) = \frac{x^2 + y^2}{8} + \frac{2 - \cos 2\pi x - \cos 2\pi y}{4}",
            about="A bowl full of dents: a small step stays in the next dent (after Rastrigin 1974).",
        ),
        _regression(),
    )
}  # fmt: skip
"""By their names."""
