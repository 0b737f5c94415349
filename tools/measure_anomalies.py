"""Measure all detectors on all sets of the signals lesson, over 5 seeds, into measures.json.

    python -m tools.measure_anomalies

Needs pyod (requirements-assets.txt), whose AutoEncoder and IForest stand beside ours, with their defaults.  Prints
the tables of assets/anomaly/signals/card.md.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import json
import time
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import torch

from dnnlab.anomaly import scores
from dnnlab.anomaly.net.autoencoder import AutoencoderDetector, DenoisingDetector
from dnnlab.anomaly.net.detectors import (
    IsolationForestDetector,
    NeighboursDetector,
    PCADetector,
    ZScoreDetector,
)
from dnnlab.anomaly.signals.material import Source, shipped
from dnnlab.anomaly.signals.words import ECG5000, NORMAL, RECORD, SHUTTLE, SYNTHETIC
from dnnlab.paths import ASSETS

FILE = ASSETS / "anomaly" / "signals" / "measures.json"
SETS = (ECG5000, RECORD, SYNTHETIC, SHUTTLE)
SEEDS = range(5)
SHARES = (0, 1, 2, 5, 10, 20, 30)
"""Percent of contamination."""
RATES = (1, 5)
"""Percent of accepted false alarms."""
HELD_OUT = 0.35
STEPS = 1_000
Make = Callable[[int, int], Any]
"""From a seed and a number of channels to a detector."""


def _pyod(module: str, name: str, seed: int, **more: Any) -> Any:
    """A detector of PyOD with its defaults."""
    from importlib import import_module

    return getattr(import_module(f"pyod.models.{module}"), name)(random_state=seed, **more)


def _pca(components: int, seed: int, channels: int) -> PCADetector:
    return PCADetector(components, channels=channels)


SEEDED: dict[str, Make] = {
    "autoencoder": lambda seed, channels: AutoencoderDetector(seed=seed, channels=channels, steps=STEPS),
    "denoising autoencoder": lambda seed, channels: DenoisingDetector(seed=seed, channels=channels, steps=STEPS),
    "convolutional, denoising": lambda seed, channels: DenoisingDetector(
        network="convolutional", seed=seed, channels=channels, steps=STEPS
    ),
    "LSTM, denoising": lambda seed, channels: DenoisingDetector(
        network="LSTM", seed=seed, channels=channels, steps=STEPS
    ),
    "isolation forest": lambda seed, channels: IsolationForestDetector(seed=seed),
    "PyOD AutoEncoder": lambda seed, channels: _pyod("auto_encoder", "AutoEncoder", seed, verbose=0),
    "PyOD IForest": lambda seed, channels: _pyod("iforest", "IForest", seed),
}
FIXED: dict[str, Make] = {
    **{f"PCA, {k} component{'s' if k > 1 else ''}": partial(_pca, k) for k in (1, 2, 4, 8, 30)},
    "z-scores": lambda seed, channels: ZScoreDetector(channels=channels),
    "5 neighbours": lambda seed, channels: NeighboursDetector(5, channels=channels),
}


def aucs(source: Source) -> dict[str, dict[str, list[float]]]:
    """Detector -> AUC of each seed, and seconds of fitting: on all normal windows, judged on all of the test."""
    truth, channels = source.kinds != NORMAL, len(source.channels)
    found: dict[str, dict[str, list[float]]] = {}
    for name, make in {**SEEDED, **FIXED}.items():
        if source.normal.shape[1] == channels and name.startswith(("convolutional", "LSTM")):
            continue  # a row of a table has no time
        if name.startswith("PCA") and int(name.split()[1]) >= source.normal.shape[1]:
            continue
        values, seconds = [], []
        for seed in SEEDS if name in SEEDED else (0,):
            began = time.thread_time()
            detector = make(seed, channels)
            detector.fit(source.normal)
            seconds.append(time.thread_time() - began)
            values.append(scores.auc(truth, detector.decision_function(source.test)))
        found[name] = {"auc": values, "seconds": seconds}
        print(
            f"  {name}: {np.mean(values):.4f} ({min(values):.4f} to {max(values):.4f}), {np.mean(seconds):.2f} s",
            flush=True,
        )
    return found


def contamination(source: Source) -> dict[str, list[list[float]]]:
    """Detector -> for each share the AUC of each seed; the seed also chooses the anomalies that come in."""
    truth, channels = source.kinds != NORMAL, len(source.channels)
    makers = {name: {**SEEDED, **FIXED}[name] for name in ("denoising autoencoder", "PCA, 2 components", "z-scores")}
    found: dict[str, list[list[float]]] = {name: [] for name in makers}
    for share in SHARES:
        rows: dict[str, list[float]] = {name: [] for name in makers}
        for seed in SEEDS:
            count = round(len(source.normal) * share / (100 - share))
            chosen = np.random.default_rng(seed).permutation(len(source.anomalies))[:count]
            pool = np.concatenate([source.normal, source.anomalies[chosen]])
            for name, make in makers.items():
                values = make(seed, channels).fit(pool).decision_function(source.test)
                rows[name].append(scores.auc(truth, values))
        for name, values in rows.items():
            found[name].append(values)
    return found


def rates(source: Source) -> list[list[float]]:
    """For each accepted rate the observed one of each seed, which also chooses what is held out."""
    channels, normal = len(source.channels), source.test[source.kinds == NORMAL]
    found: list[list[float]] = [[] for _ in RATES]
    for seed in SEEDS:
        pool = source.normal[np.random.default_rng(seed).permutation(len(source.normal))]
        kept = round(HELD_OUT * len(pool))
        detector = DenoisingDetector(seed=seed, channels=channels, steps=STEPS).fit(pool[kept:])
        held_out, judged = detector.decision_function(pool[:kept]), detector.decision_function(normal)
        for place, rate in enumerate(RATES):
            found[place].append(float(np.mean(judged > scores.threshold_for(held_out, rate / 100))))
    return found


def main() -> None:
    """Measure, write, print."""
    warnings.simplefilter("ignore")  # PyOD's own
    torch.set_num_threads(1)
    began = time.process_time()
    measured: dict[str, Any] = {"shares": SHARES, "accepted": RATES, "auc": {}, "rates": {}}
    for name in SETS:
        print(name, flush=True)
        source = shipped(name)
        measured["auc"][name] = aucs(source)
        measured["rates"][name] = rates(source)
        for rate, observed in zip(RATES, measured["rates"][name], strict=True):
            each = ", ".join(f"{100 * share:.2f}" for share in observed)
            print(f"  accepted {rate} %: observed {100 * np.mean(observed):.2f} % ({each})", flush=True)
    measured["contamination"] = contamination(shipped(ECG5000))
    known = json.loads(FILE.read_text()) if FILE.exists() else {}
    FILE.write_text(json.dumps(known | _rounded(measured), indent=1) + "\n")
    print(json.dumps(measured["contamination"]))
    print(f"{FILE}: {time.process_time() - began:.0f} s of processor time")


def _rounded(value: Any) -> Any:
    """Floats with six digits: what is shown has fewer."""
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value


if __name__ == "__main__":
    main()
