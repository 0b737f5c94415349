"""Bars with their words, for the browser to draw: what each is about, its value, and how long it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: what it is about, its value in words, and the bar below them."""

    name: str
    value: str
    share: float
    """Of the panel's width, 0 to 1."""
    marked: bool = False
    """Stands out: the chosen one."""
    clickable: bool = True
    """Whether it can be picked, in a panel that can be clicked on."""

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:  # nan is neither
            raise ValueError(f"the share of the bar {self.name!r} must be in [0, 1], got {self.share}")
