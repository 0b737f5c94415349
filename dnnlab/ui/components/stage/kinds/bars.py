"""Bars on the stage, each with its words above it, so that the longest one has the panel's whole width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dnnlab.plots.bars import Bar
from dnnlab.ui.components.stage.panel import Packed, Panel

ROW = 28
"""CSS pixels of a bar with its words, as in bars.js: what is kept free until they are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarsPanel(Panel):
    """Bars below each other; a click on one comes back to the page as its row."""

    bars: Sequence[Bar]
    clickable: bool = False
    pick: str = ""
    """What a click on a bar does, under the pointer; it follows the bar's name: "Explain", say."""

    def pack(self) -> Packed:
        """The rows as they are."""
        rows = [
            {
                "name": bar.name,
                "value": bar.value,
                "share": round(float(bar.share), 5),
                "marked": bar.marked,
                "clickable": self.clickable and bar.clickable,
            }
            for bar in self.bars
        ]
        return Packed(spec={"bars": rows, "pick": self.pick, "height": ROW * len(rows)})
