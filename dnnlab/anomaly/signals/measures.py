"""What all detectors reach on all sets, as it was measured over 5 seeds; no torch."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from dnnlab.once import once
from dnnlab.paths import ASSETS
from dnnlab.plots.written import written

FILE = ASSETS / "anomaly" / "signals" / "measures.json"
"""Made by tools/measure_anomalies.py; see the card beside it."""


@once
def measures() -> dict[str, Any]:
    """``auc``: set -> detector -> ``auc`` and ``seconds`` of each seed; ``rates``: set -> for each of ``accepted`` the
    observed percentages; ``contamination``: detector -> for each of ``shares`` the AUC of each seed."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def auc_table() -> str:
    """Detectors against sets as Markdown: the mean of all seeds, lowest and highest behind it."""
    sets = measures()["auc"]
    names = list(dict.fromkeys(name for each in sets.values() for name in each))
    lines = ["| AUC, 5 seeds | " + " | ".join(sets) + " |", "|---|" + "---|" * len(sets)]
    for name in names:
        cells = [_spread(each[name]["auc"]) if name in each else "" for each in sets.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def contamination_table() -> str:
    """AUC on the heartbeats as more and more of what is learnt from are anomalies."""
    made = measures()
    shares = [written(share / 100, percent=True) for share in made["shares"]]
    lines = ["| contamination | " + " | ".join(shares) + " |", "|---|" + "---|" * len(shares)]
    for name, rows in made["contamination"].items():
        lines.append(f"| {name} | " + " | ".join(_spread(values) for values in rows) + " |")
    return "\n".join(lines)


def rates_table() -> str:
    """Accepted against observed false alarms of the denoising autoencoder."""
    made = measures()
    accepted = [f"accepted {written(rate / 100, percent=True)}" for rate in made["accepted"]]
    lines = ["| observed | " + " | ".join(accepted) + " |", "|---|" + "---|" * len(accepted)]
    for name, rows in made["rates"].items():
        cells = [
            f"{written(np.mean(each), percent=True)} ({written(min(each), percent=True, digits=2)} to "
            f"{written(max(each), percent=True, digits=2)})"
            for each in rows
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _spread(values: list[float]) -> str:
    mean = f"{np.mean(values):.3f}"
    return mean if len(values) == 1 else f"{mean} ({min(values):.3f} to {max(values):.3f})"
