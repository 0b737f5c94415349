"""A square of the plane on the stage, in layers that the learner switches in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from dnnlab.plots.sheets import Bytes
from dnnlab.ui.components.stage.kinds.text import colour_names
from dnnlab.ui.components.stage.panel import Packed, Panel

MOST = 5_000
"""Points of a layer: all are painted anew at each refresh."""
Kind = Literal["image", "points", "arrows", "lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One thing in the plane; make it with :func:`image`, :func:`points`, :func:`arrows` or :func:`lines`."""

    name: str
    """What its switch says."""
    kind: Kind
    values: ArrayLike
    begin: ArrayLike | None = None
    """Where each of the values was, or an arrow's foot; points and lines move from there as the slider goes."""
    colour: str = "accent"
    """The palette's name for it; of an image for 255."""
    other: str = ""
    """Of an image, for 0."""
    on: bool = True
    """Whether it is shown until the learner switches it."""
    group: str = ""
    """Of layers with the same one, only one is shown."""
    help: str = ""
    """Under the pointer on its switch."""


def image(name: str, values: ArrayLike, colour: str, other: str, **more: Any) -> Layer:
    """A map of bytes, (h, w), the highest y first: 0 in one colour, 128 clear, 255 in the other."""
    return Layer(name=name, kind="image", values=values, colour=colour, other=other, **more)


def points(name: str, values: ArrayLike, colour: str, **more: Any) -> Layer:
    """Points, (n, 2)."""
    return Layer(name=name, kind="points", values=values, colour=colour, **more)


def arrows(name: str, begin: ArrayLike, along: ArrayLike, colour: str, **more: Any) -> Layer:
    """Arrows, (n, 2) where they begin and how far they go."""
    return Layer(name=name, kind="arrows", values=along, begin=begin, colour=colour, **more)


def lines(name: str, values: ArrayLike, colour: str, **more: Any) -> Layer:
    """Lines of equally many points, (l, k, 2)."""
    return Layer(name=name, kind="lines", values=values, colour=colour, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanePanel(Panel):
    """A window from ``-reach`` to ``reach`` on both axes, with a switch for each layer.

    What the learner switches stays so while the page is open, in all panels of this kind.
    """

    layers: Sequence[Layer]
    """From below to above."""
    reach: float
    ways: str = ""
    """What the slider says that moves points and lines from where they began: "noise → data"; "": there is none."""
    shown: Sequence[str] | None = None
    """Names of layers that are shown whatever the switches say; None: these decide."""
    lit: Sequence[str] = ()
    """Of these, those in full colour; the others stand back."""
    plays: bool = False
    """Whether points and lines move by themselves, once, when this is shown."""
    height: int = 380
    """Of the window, in CSS pixels; it is as wide where the panel is."""

    def pack(self) -> Packed:
        """The layers' numbers as 4 bytes each, images as one.

        Raises:
            ValueError: there are too many points, or they have no two coordinates; a colour is none of the palette.
        """
        blocks: list[Bytes] = []
        told = [self._told(layer, blocks) for layer in self.layers]
        return Packed(
            spec={
                "layers": told, "reach": float(self.reach), "ways": self.ways, "plays": self.plays,
                "shown": None if self.shown is None else list(self.shown), "lit": list(self.lit),
                "height": self.height,
            },
            blocks=blocks,
        )  # fmt: skip

    @staticmethod
    def _told(layer: Layer, blocks: list[Bytes]) -> dict[str, Any]:
        for colour in (layer.colour, *([layer.other] if layer.kind == "image" else [])):
            if colour not in colour_names():
                raise ValueError(f"the palette has no colour named {colour!r}")
        told: dict[str, Any] = {
            "name": layer.name, "kind": layer.kind, "colour": layer.colour, "other": layer.other, "on": layer.on,
            "group": layer.group, "help": layer.help, "begins": layer.begin is not None, "block": len(blocks),
        }  # fmt: skip
        values = np.asarray(layer.values)
        if layer.kind == "image":
            if values.ndim != 2 or values.dtype != np.uint8:
                raise ValueError(f"an image is (h, w) bytes, got {values.shape} {values.dtype}")
            blocks.append(np.ascontiguousarray(values).reshape(-1))
            return told | {"width": values.shape[1], "rows": values.shape[0]}
        if values.ndim != (3 if layer.kind == "lines" else 2) or values.shape[-1] != 2 or values.size > 2 * MOST:
            raise ValueError(f"{layer.name}: at most {MOST} points with two coordinates, got {values.shape}")
        for each in (layer.values, *([] if layer.begin is None else [layer.begin])):
            array = np.ascontiguousarray(each, "<f4")
            if array.shape != values.shape:
                raise ValueError(f"{layer.name}: {values.shape} values begin at {array.shape}")
            blocks.append(array.view(np.uint8).reshape(-1))
        return told | {"along": values.shape[1] if layer.kind == "lines" else 1}
