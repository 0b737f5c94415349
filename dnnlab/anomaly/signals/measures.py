"""What all detectors reach on all sets, as it was measured over 5 seeds; no torch."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from dnnlab.anomaly.signals.words import ECG5000
from dnnlab.anomaly.tables import spread
from dnnlab.once import once
from dnnlab.paths import ASSETS

FILE = ASSETS / "anomaly" / "signals" / "measures.json"
"""Made by tools/measure_anomalies.py and tools/choose_signal_settings.py; see the card beside it."""
GOAL = 0.993
"""The AUC on the heartbeats that a detector should reach: that of PCA with two components."""


@once
def measures() -> dict[str, Any]:
    """``auc``: set -> detector -> ``auc`` and ``seconds`` of each seed; ``rates``: set -> for each of ``accepted`` the
    observed percentages; ``contamination``: detector -> for each of ``shares`` the AUC of each seed; ``chosen``:
    network -> the setting that was best on the validation split of the heartbeats, its AUC there and on the test."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def auc_table() -> str:
    """Detectors against sets as Markdown: the mean of all seeds, lowest and highest behind it."""
    sets = measures()["auc"]
    names = list(dict.fromkeys(name for each in sets.values() for name in each))
    lines = ["| AUC, 5 seeds | " + " | ".join(sets) + " |", "|---|" + "---|" * len(sets)]
    for name in names:
        cells = [spread(each[name]["auc"]) if name in each else "" for each in sets.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def chosen_table() -> str:
    """What was chosen on the validation split of the heartbeats, and the test AUC of that alone, as Markdown."""
    lines = ["| heartbeats | chosen | AUC on validation | AUC on the test |", "|---|---|---|---|"]
    for name, made in measures()["chosen"].items():
        setting = ", ".join(f"{knob} {value:g}" for knob, value in made["setting"].items())
        lines.append(f"| {name} | {setting} | {spread(made['validation'])} | {spread(made['test'])} |")
    return "\n".join(lines)


def heartbeats(network: str) -> float:
    """The mean AUC on the heartbeats' test of a network with the lesson's own settings, of 5 seeds.

    Args:
        network: a value of the knob.
    """
    name = {"dense": "denoising autoencoder"}.get(network, f"{network}, denoising")
    return float(np.mean(measures()["auc"][ECG5000][name]["auc"]))


def goal_told() -> str:
    """Which of the heartbeats' detectors reach the goal, and which do not, in a sentence."""
    made = {name: float(np.mean(each["auc"])) for name, each in measures()["auc"][ECG5000].items()}
    right, wrong = (
        "; ".join(f"{name} ({value:.3f})" for name, value in made.items() if (round(value, 3) >= GOAL) == reached)
        for reached in (True, False)
    )
    return f"**The goal on the heartbeats is {GOAL}.** It is reached by: {right}. **It is missed** by: {wrong}."
