"""Nodes and wires with values that light up: a cell, a network, a graph of operations."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from dnnlab.plots.diagrams import Diagram, Node, Wire, clipped
from dnnlab.ui.components.stage.panel import Packed, Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramPanel(Panel):
    """A diagram that fills the panel's width; a click on a node that has readings comes back with its name as ``x``."""

    diagram: Diagram
    clickable: bool = False

    def pack(self) -> Packed:
        """Nodes and wires with their colours' levels rounded to what one can see."""
        return Packed(
            spec={
                "size": list(self.diagram.size),
                "nodes": [self._node(node) for node in self.diagram.nodes],
                "wires": [_wire(wire) for wire in self.diagram.wires],
            }
        )

    def _node(self, node: Node) -> dict[str, Any]:
        return {
            "name": node.name,
            "at": list(node.at),
            "label": node.label,
            "readings": [[each.text, round(clipped(each.level), 3)] for each in node.readings],
            "state": node.state,
            "picked": node.picked,
            "told": node.told,
            "clickable": self.clickable and bool(node.readings),
        }


def _wire(wire: Wire) -> dict[str, Any]:
    return {
        "of": wire.of,
        "to": wire.to,
        "via": [list(point) for point in wire.via],
        "state": wire.state,
        "label": wire.label,
        "level": None if math.isnan(wire.level) else round(clipped(wire.level), 3),
        "dashed": wire.dashed,
    }
