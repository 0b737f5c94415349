"""Values in words and figures: three digits of each, and no more than it has.

What Python writes (:func:`written`) and what the browser writes under the
pointer (:func:`hover_format`) look alike.  Shares that make up one whole are
written together (:func:`written_shares`), so that they add up to it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIGITS = 3
"""Significant digits that a value is written with, at most."""

SMALL, LARGE = 1e-4, 1e6
"""Below and from here on a value is written with a power of ten."""

FINEST = 1e-6
"""The smallest share that is told from nothing, or from the whole: nothing that is measured here is finer."""

PERCENT = "\N{NO-BREAK SPACE}%"
"""What stands behind a percentage."""


def written(value: float, *, percent: bool = False, unit: str = "", digits: int = DIGITS) -> str:
    """A value as a person writes it: 0.03, 0.0312, 12.3, 1,234, 3.4e-5, 98.4 %.

    Three significant digits, all of those before the point, and no zero that
    only fills up.  What is not finite is written ``nan``, ``∞`` or ``−∞``.

    Args:
        percent: the value is a share and is written as a percentage.  Less than
            the whole is never rounded up to 100 %, and more than nothing never
            down to 0 %: from :data:`FINEST` down it is ``<0.0001 %``.
        unit: what stands behind it.
        digits: significant digits where there is room for fewer, or a use for more, than three.
    """
    value = float(value)
    if math.isnan(value):
        return "nan"
    behind = PERCENT if percent else f"\N{NO-BREAK SPACE}{unit}" if unit else ""
    if not math.isfinite(value):
        text = "∞" if value > 0 else "-∞"
    elif percent and 0 < value <= FINEST:
        text = f"<{100 * FINEST:.4f}"
    elif percent and 1 - 10**-digits < value < 1 - FINEST:
        text = f"{100 * value:.{_to_the_whole(value)}f}"
    else:
        text = _number(100 * value if percent else value, digits)
    return (f"−{text[1:]}" if text.startswith("-") else text) + behind


def written_shares(values: Sequence[float] | NDArray[Any]) -> list[str]:
    """The shares of one whole as percentages that add up to 100 as they stand there.

    All have one decimal, or as many as tell the largest from 100 %.  What
    cutting off the others leaves over goes to those that lose most by it (the
    largest remainder).  A share below 0.1 % is left empty; the sum lacks it
    only beside one of 99.9 % and more, which has more decimals.

    Args:
        values: finite, none below 0, (N,); what counts is their share of their sum.
    """
    shares = np.asarray(values, np.float64) / np.sum(values, dtype=np.float64)
    largest = float(shares.max())
    decimals = max(1, _to_the_whole(largest) if largest < 1 - FINEST else 0)
    exact = shares * 10 ** (2 + decimals)  # in units of the last decimal
    units = np.floor(exact).astype(np.int64)
    left = 10 ** (2 + decimals) - int(units.sum())
    units[np.argsort(units - exact, kind="stable")[:left]] += 1
    least = 10 ** (decimals - 1)
    return [
        _trimmed(f"{each / 10**decimals:.{decimals}f}") + PERCENT if each >= least else "" for each in units.tolist()
    ]


def in_latex(text: str) -> str:
    """What :func:`written` wrote, inside a formula: 1{,}234, and a power of ten in place of 3.4e-5."""
    digits, _, power = text.replace("−", "-").replace(",", "{,}").partition("e")
    return rf"{digits} \cdot 10^{{{power}}}" if power else digits


def _to_the_whole(share: float) -> int:
    """The decimals of a percentage, below 100, with which the first digit of what is missing is written."""
    return -math.floor(math.log10(100 - 100 * share))


def _number(value: float, digits: int) -> str:
    """So many significant digits, with a hyphen for a minus."""
    size = abs(value)
    if size == 0:
        return "0"
    if not SMALL <= size < LARGE:
        first, power = f"{value:.{digits - 1}e}".split("e")
        return f"{_trimmed(first)}e{int(power)}"
    return _trimmed(f"{value:,.{max(0, digits - 1 - math.floor(math.log10(size)))}f}")


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
