"""What all detectors reach on pictures, as it was measured over 5 seeds; no torch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dnnlab.anomaly.tables import spread
from dnnlab.once import once
from dnnlab.paths import ASSETS

FILE = ASSETS / "anomaly" / "pictures" / "measures.json"
"""Made by tools/measure_picture_anomalies.py; see the card beside it."""


@once
def measures() -> dict[str, Any]:
    """``auc``: set -> detector -> ``auc`` and ``seconds`` of each seed; ``damage``: kind -> detector -> AUC of each;
    ``rates``: set -> for each of ``accepted`` the observed shares; ``contamination``: detector -> for each of
    ``shares`` the AUC of each seed; ``bottleneck``: detector -> for each of ``codes`` the AUC of each seed."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def auc_table() -> str:
    """Detectors against sets as Markdown: the mean of all seeds, lowest and highest behind it; the best is bold."""
    sets = measures()["auc"]
    return _table("AUC, 5 seeds", {name: {d: each["auc"] for d, each in made.items()} for name, made in sets.items()})


def damage_table() -> str:
    """Whole eights against damaged ones."""
    return _table("AUC, 5 seeds", measures()["damage"])


def _table(corner: str, columns: Mapping[str, Mapping[str, Sequence[float]]]) -> str:
    names = list(dict.fromkeys(name for each in columns.values() for name in each))
    best = {column: max(float(np.mean(each)) for each in made.values()) for column, made in columns.items()}
    lines = [f"| {corner} | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    for name in names:
        cells = []
        for column, made in columns.items():
            text = spread(made[name]) if name in made else ""
            wins = name in made and float(np.mean(made[name])) == best[column]
            cells.append(f"**{text}**" if wins else text)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
