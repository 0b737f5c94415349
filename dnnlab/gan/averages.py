"""The knob for the average of a generator's weights, which lessons on pictures share."""

from __future__ import annotations

from typing import Any

from dnnlab.live.config import knob

NONE = "none"
AVERAGES = (NONE, "0.9", "0.99", "0.999")


def averaging(group: str) -> Any:
    """How slowly the average follows.

    Args:
        group: the title of the group of widgets that it stands in.
    """
    return knob(
        "0.99",
        options=AVERAGES,
        live=True,
        label="Average of G's weights",
        group=group,
        help="What is shown and judged is G with its weights averaged over about the last 10, 100 or 1,000 steps. "
        "Training itself never reads the average.",
    )


def average(chosen: str) -> float:
    """The rate of the average: what it keeps of itself at a step; 0: there is none."""
    return 0.0 if chosen == NONE else float(chosen)
