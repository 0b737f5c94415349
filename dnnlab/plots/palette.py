"""One colour for one thing, everywhere, in a light and a dark edition.

Figures take a :class:`Palette`; the canvas in the browser takes the same one.
The pairs were chosen to stay apart for the colour-blind (blue against orange,
Okabe and Ito 2008 for the ten classes); the page says in words what they mean.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours by meaning, as ``#rrggbb``."""

    name: str
    text: str
    muted: str
    """Axis titles, captions, things that stand back."""
    grid: str
    background: str
    surface: str
    accent: str
    train: str
    validation: str
    pinned: str
    """The pinned run, beside the one that goes on."""
    positive: str
    """Weights above 0: orange adds."""
    negative: str
    """Weights below 0: blue subtracts."""
    zero: str
    """The middle of the diverging scale: the page's own background."""
    right: str
    wrong: str
    real: str
    generated: str
    classes: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Plain builtins for the browser."""
        return asdict(self)


LIGHT = Palette(
    name="light",
    text="#1b1e28",
    muted="#5f6577",
    grid="#e1e4ee",
    background="#ffffff",
    surface="#f5f6fa",
    accent="#3b5bdb",
    train="#3b5bdb",
    validation="#d9480f",
    pinned="#868e96",
    positive="#e8590c",
    negative="#3b5bdb",
    zero="#ffffff",
    right="#00796b",
    wrong="#c92a2a",
    real="#3b5bdb",
    generated="#e8590c",
    classes=(
        "#4c6ef5", "#e69f00", "#009e73", "#cc79a7", "#d55e00",
        "#56b4e9", "#8a6d00", "#7048e8", "#495057", "#94d82d",
    ),
)  # fmt: skip

DARK = Palette(
    name="dark",
    text="#e7e9f3",
    muted="#a3a9bd",
    grid="#2c3040",
    background="#12141c",
    surface="#1a1d28",
    accent="#91a7ff",
    train="#748ffc",
    validation="#ffa94d",
    pinned="#868e96",
    positive="#ff8a3d",
    negative="#5c7cfa",
    zero="#12141c",
    right="#63e6be",
    wrong="#ff6b6b",
    real="#748ffc",
    generated="#ffa94d",
    classes=(
        "#748ffc", "#e69f00", "#20c997", "#e599c7", "#ff8a3d",
        "#74c0fc", "#c9a800", "#9775fa", "#adb5bd", "#c0eb75",
    ),
)  # fmt: skip


def rgb(colour: str) -> tuple[int, int, int]:
    """``#rrggbb`` as three numbers from 0 to 255."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue
