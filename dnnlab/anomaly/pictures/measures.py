"""What all detectors reach on pictures, as it was measured over 5 seeds; no torch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dnnlab.once import once
from dnnlab.paths import ASSETS
from dnnlab.plots.written import written

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


def contamination_table() -> str:
    """AUC on eights as more and more of what is learnt from are other digits."""
    made = measures()
    shares = [written(share / 100, percent=True) for share in made["shares"]]
    lines = ["| contamination | " + " | ".join(shares) + " |", "|---|" + "---|" * len(shares)]
    for name, rows in made["contamination"].items():
        lines.append(f"| {name} | " + " | ".join(spread(values) for values in rows) + " |")
    return "\n".join(lines)


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


def rates_table() -> str:
    """Accepted against observed false alarms of the autoencoder."""
    made = measures()
    accepted = [f"accepted {written(rate / 100, percent=True)}" for rate in made["accepted"]]
    lines = ["| observed | " + " | ".join(accepted) + " |", "|---|" + "---|" * len(accepted)]
    for name, rows in made["rates"].items():
        cells = [
            f"{written(float(np.mean(each)), percent=True)} ({written(min(each), percent=True, digits=2)} to "
            f"{written(max(each), percent=True, digits=2)})"
            for each in rows
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def spread(values: Sequence[float]) -> str:
    """A mean with three digits, the lowest and the highest behind it where there are several."""
    mean = f"{np.mean(values):.3f}"
    return mean if len(values) == 1 else f"{mean} ({min(values):.3f} to {max(values):.3f})"
