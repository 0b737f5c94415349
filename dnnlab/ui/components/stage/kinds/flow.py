"""Sheets of tiles from left to right: what becomes of one thing on its way, as it would stand on a board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.plots.sheets import Station
from dnnlab.ui.components.stage.kinds.tiles import told_row
from dnnlab.ui.components.stage.panel import Packed, Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPanel(Panel):
    """Stations with arrows between them, as tall as the panel's width allows; in two lines where it is narrow."""

    stations: Sequence[Station]

    def pack(self) -> Packed:
        """What each sheet is, and its pixels as a block.

        Raises:
            ValueError: a sheet has no tile, no columns, a height outside (0, 1], or is too tall.
        """
        return Packed(
            spec={"rows": [{"name": each.name, **_told(each)} for each in self.stations]},
            blocks=[each.tiles.pixels for each in self.stations],
        )


def _told(station: Station) -> dict[str, object]:
    tiles = station.tiles
    if not len(tiles.pixels) or tiles.columns < 1 or not 0 < station.height <= 1:
        raise ValueError(
            f"a station needs tiles, columns and a height in (0, 1]; {station.name!r} has {len(tiles.pixels)} tiles, "
            f"{tiles.columns} columns and height {station.height}"
        )
    return told_row(tiles) | {"share": station.height}
