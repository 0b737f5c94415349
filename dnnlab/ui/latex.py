"""Numbers in formulas."""

from __future__ import annotations


def number(value: float, digits: int = 6) -> str:
    r"""A number with at most so many significant digits in LaTeX: ``0.002``, and ``2 \cdot 10^{-5}`` for 2e-05."""
    mantissa, _, power = f"{value + 0.0:.{digits}g}".partition("e")  # -0.0 + 0.0 is 0.0
    return rf"{mantissa} \cdot 10^{{{int(power)}}}" if power else mantissa
