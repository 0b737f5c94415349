"""The lecture's vector and the same one place further on, step by step through a tiny network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dnnlab.plots.figures import blend
from dnnlab.plots.palette import Palette

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

    @property
    def back(self) -> Numbers:
        """What was moved, moved back by one place; what would come in at the end is not known."""
        return self.moved[1:]

    @property
    def verdict(self) -> str:
        """Whether moving back makes it the same, in words; empty for a single number, which has no place."""
        if len(self.here) == 1:
            return ""
        return "the same" if self.back == self.here[:-1] else "not the same"


def stages(here: Numbers = VECTOR, moved: Numbers = MOVED) -> list[Stage]:
    """Both vectors after each step."""
    steps: list[tuple[str, Callable[[Numbers], Numbers]]] = [
        ("the vector", lambda x: x),
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
    """The steps as rows of numbers, in HTML: as it is, moved, and moved back; what differs has a colour of its own."""
    same, other = palette.surface, blend(palette.background, palette.validation, 0.3)

    def cell(text: str, colour: str) -> str:
        return (
            f"<span style='display:inline-block;width:1.75rem;padding:.12rem 0;text-align:center;"
            f"border-radius:.25rem;margin-right:2px;background:{colour}'>{text.replace('-', '−')}</span>"
        )

    def block(values: Numbers, changed: Sequence[bool], words: str, more: str = "") -> str:
        cells = [cell(f"{value}", other if differs else same) for value, differs in zip(values, changed, strict=False)]
        return (
            f"<span style='min-width:13rem'><span style='white-space:nowrap'>{''.join(cells)}{more}</span>"
            f"<br><span style='font-size:.85rem;color:{palette.muted}'>{words}</span></span>"
        )

    rows = []
    for stage in found:
        unmarked = [False] * len(stage.here)
        count = sum(stage.changed)
        unchanged = f"{count} of {len(stage.here)} changed" if count else "unchanged"
        blocks = [block(stage.here, unmarked, "as it is"), block(stage.moved, stage.changed, f"moved: {unchanged}")]
        if stage.verdict:
            differs = [one != back for one, back in zip(stage.here, stage.back, strict=False)]
            unknown = cell("·", "none")
            blocks.append(block(stage.back, differs, f"and moved back: {stage.verdict}", unknown))
        rows.append(
            "<div style='display:flex;flex-wrap:wrap;column-gap:1.6rem;row-gap:.3rem;padding:.5rem 0'>"
            f"<span style='width:13rem;font-weight:600'>{stage.name}</span>{''.join(blocks)}</div>"
        )
    return f"<div style='font-variant-numeric:tabular-nums'>{''.join(rows)}</div>"
