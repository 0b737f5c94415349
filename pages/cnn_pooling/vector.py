"""The lecture's vector and the same one place further on, step by step through a tiny network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dnnlab.figures import blend
from dnnlab.palette import Palette

Numbers = tuple[int, ...]

VECTOR: Numbers = (0, 1, 3, 5, 0, 0)
MOVED: Numbers = (0, 0, 1, 3, 5, 0)
KERNEL: Numbers = (-1, 0, 1)
"""Right neighbour less left neighbour. The lecture names no kernel; this one is ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What stands where after a step."""

    name: str
    here: Numbers
    moved: Numbers

    @property
    def changed(self) -> tuple[bool, ...]:
        """Which places differ."""
        return tuple(one != other for one, other in zip(self.here, self.moved, strict=True))


def stages(here: Numbers = VECTOR, moved: Numbers = MOVED) -> list[Stage]:
    """Both vectors after each step."""
    steps: list[tuple[str, Callable[[Numbers], Numbers]]] = [
        ("the vector, and moved by one", lambda x: x),
        ("convolution with (−1, 0, 1)", lambda x: convolve(x, KERNEL)),
        ("ReLU: what is below 0 becomes 0", lambda x: tuple(max(0, value) for value in x)),
        ("max pooling, f = 2, s = 2", lambda x: max_pool(x, 2)),
        ("global max pooling", lambda x: (max(x),)),
    ]
    found = []
    for name, step in steps:
        here, moved = step(here), step(moved)
        found.append(Stage(name=name, here=here, moved=moved))
    return found


def convolve(x: Numbers, kernel: Numbers) -> Numbers:
    """The sum of products at every place, the kernel not turned round, zeros at both ends: as long as ``x``."""
    half = len(kernel) // 2
    padded = (0,) * half + x + (0,) * half
    return tuple(sum(a * b for a, b in zip(padded[i:], kernel, strict=False)) for i in range(len(x)))


def max_pool(x: Numbers, size: int) -> Numbers:
    """The largest of each ``size`` numbers side by side."""
    return tuple(max(x[i : i + size]) for i in range(0, len(x) - size + 1, size))


def drawn(found: Sequence[Stage], palette: Palette) -> str:
    """The steps as rows of numbers, in HTML; what differs has the accent's colour."""
    same, other = palette.surface, blend(palette.background, palette.validation, 0.3)

    def cells(values: Numbers, changed: Sequence[bool]) -> str:
        boxes = (
            f"<span style='display:inline-block;width:1.75rem;padding:.12rem 0;text-align:center;border-radius:.25rem;"
            f"margin-right:2px;background:{other if differs else same}'>{f'{value}'.replace('-', '−')}</span>"
            for value, differs in zip(values, changed, strict=True)
        )
        return f"<span style='white-space:nowrap;min-width:11.6rem'>{''.join(boxes)}</span>"

    rows = []
    for stage in found:
        count = sum(stage.changed)
        unmarked = [False] * len(stage.here)
        rows.append(
            "<div style='display:flex;flex-wrap:wrap;align-items:center;column-gap:1.6rem;row-gap:.2rem;"
            "padding:.35rem 0'>"
            f"<span style='width:16rem'>{stage.name}</span>{cells(stage.here, unmarked)}"
            f"{cells(stage.moved, stage.changed)}"
            f"<span style='opacity:.8'>{count} of {len(stage.here)} changed</span></div>"
        )
    return f"<div style='font-variant-numeric:tabular-nums'>{''.join(rows)}</div>"
