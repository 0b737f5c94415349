"""Tiles on the stage: many small images, painted from one byte a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dnnlab.plots.sheets import Tiles
from dnnlab.ui.components.stage.panel import Packed, Panel

GAP = 5
"""CSS pixels between tiles, as in tiles.js."""
MAX_PIXEL_ROWS = 16_000
"""Pixel rows of all tiles of a sheet together: they are painted as one tall picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TilesPanel(Panel):
    """Tiles on the stage: one sheet, or named rows of them (one row a layer).

    Rows whose tiles have one size, and no scale of their own, are drawn at one scale in one grid: originals
    stand above what a network made of them.  Other rows are scaled each by itself.
    """

    tiles: Tiles | Sequence[tuple[str, Tiles]]

    @property
    def rows(self) -> tuple[tuple[str, Tiles], ...]:
        """The rows with their names; one nameless row for a single sheet."""
        return (("", self.tiles),) if isinstance(self.tiles, Tiles) else tuple(self.tiles)

    def pack(self) -> Packed:
        """What each row is, and its pixels as a block; ValueError when a sheet is too tall."""
        return Packed(
            spec={"rows": [{"name": name, **told_row(tiles)} for name, tiles in self.rows], **self._room()},
            blocks=[tiles.pixels for _, tiles in self.rows],
        )

    def _room(self) -> dict[str, Any]:
        """What is known of its height before it is drawn: of one row all, where the columns are given."""
        if len(self.rows) != 1 or not (tiles := self.rows[0][1]).columns or tiles.labels or not len(tiles.pixels):
            return {}
        count, height, width = tiles.pixels.shape[:3]
        lines = -(-count // tiles.columns)
        if tiles.scale:
            return {"height": round(lines * height * tiles.scale) + (lines - 1) * GAP}
        return {"aspect": f"{tiles.columns * width} / {lines * height}"}


def told_row(tiles: Tiles) -> dict[str, Any]:
    """What the browser must know of a sheet beside its pixels; ValueError when it is too tall."""
    count, height, width = tiles.pixels.shape[:3]
    if count * height > MAX_PIXEL_ROWS:
        raise ValueError(f"{count} tiles of {height} rows are more than {MAX_PIXEL_ROWS} pixel rows; show fewer")
    return {
        "paint": tiles.paint,
        "count": count,
        "height": height,
        "width": width,
        "columns": tiles.columns,
        "scale": tiles.scale,
        "labels": list(tiles.labels),
        "hints": list(tiles.hints),
        "marked": [int(index) for index in tiles.marked],
        "clickable": tiles.clickable,
    }
