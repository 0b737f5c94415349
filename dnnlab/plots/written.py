"""Values in figures: three digits of each, and no more than it has.

What Python writes (:func:`written`) and what the browser writes under the
pointer (:func:`hover_format`) look alike.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIGITS = 3
"""Significant digits that a value is written with, at most."""

SMALL, LARGE = 1e-4, 1e6
"""Below and from here on a value is written with a power of ten."""

WHOLE = 1 - 1e-6
"""A share from here on is the whole: nothing that is measured here is finer."""


def written(value: float, *, percent: bool = False, unit: str = "") -> str:
    """A value as a person writes it: 0.03, 0.0312, 12.3, 1,234, 3.4e-5, 98.4 %.

    Three significant digits, all of those before the point, and no zero that
    only fills up.  What is not finite is written ``nan``, ``∞`` or ``−∞``.

    Args:
        percent: the value is a share and is written as a percentage.  Less than
            the whole is never rounded up to 100 %.
        unit: what stands behind it.
    """
    value = float(value)
    if math.isnan(value):
        return "nan"
    behind = "\N{NO-BREAK SPACE}%" if percent else f"\N{NO-BREAK SPACE}{unit}" if unit else ""
    if not math.isfinite(value):
        text = "∞" if value > 0 else "-∞"
    elif percent and 1 - 10**-DIGITS < value < WHOLE:
        missing = 100 - 100 * value  # percent: its first digit is the last that counts
        text = f"{100 * value:.{-math.floor(math.log10(missing))}f}"
    else:
        text = _number(100 * value if percent else value)
    return (f"−{text[1:]}" if text.startswith("-") else text) + behind


def _number(value: float) -> str:
    """Three significant digits, with a hyphen for a minus."""
    size = abs(value)
    if size == 0:
        return "0"
    if not SMALL <= size < LARGE:
        digits, power = f"{value:.{DIGITS - 1}e}".split("e")
        return f"{_trimmed(digits)}e{int(power)}"
    return _trimmed(f"{value:,.{max(0, DIGITS - 1 - math.floor(math.log10(size)))}f}")


def _trimmed(text: str) -> str:
    """Without zeros at the end that only fill up."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def hover_format(values: NDArray[Any], *, percent: bool = False) -> str:
    """The format (of d3, as Plotly takes it) in which the browser writes these values like :func:`written`.

    One format serves a whole curve.  Where it goes from below 100 to thousands,
    these are rounded to three digits as well (1,140, not 1,144); where one of
    its percentages comes close to 100, all get a fourth digit.

    Args:
        values: as they are drawn; percentages in percent.
    """
    finite = values[np.isfinite(values)]
    if percent:
        close = (finite >= 100 - 10.0 ** (2 - DIGITS) / 2) & (finite < 100)
        return f".{DIGITS + 1 if close.any() else DIGITS}~g"
    size = np.abs(finite[finite != 0])
    if not len(size) or size.max() < 1000 or size.max() >= LARGE:
        return f".{DIGITS}~g"
    return ",.0f" if size.min() >= 10 ** (DIGITS - 1) else f",.{DIGITS}~r"
