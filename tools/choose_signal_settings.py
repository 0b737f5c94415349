"""Choose the settings of the heartbeats' autoencoders on a validation split of the 500, into measures.json.

    python -m tools.choose_signal_settings

Two thirds of the 292 normal beats are fitted on; the other third and the 208 labelled anomalies of the 500 judge.  The
4,500 test beats are looked at once: by what was chosen, fitted on all 292.  Prints the tables of the card.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import json
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.anomaly import scores
from dnnlab.anomaly.net.autoencoder import AutoencoderDetector
from dnnlab.anomaly.net.detectors import PCADetector
from dnnlab.anomaly.signals.material import SPLIT_SEED, Source, shipped
from dnnlab.anomaly.signals.measures import FILE, chosen_table
from dnnlab.anomaly.signals.words import ECG5000, NORMAL
from tools.measure_anomalies import _rounded

SEEDS = range(3)
"""Of the validation; the test has five."""
TEST_SEEDS = range(5)
STEPS = (500, 1_000)
"""Where a run of the longest is looked at on the way."""
COMPONENTS = (1, 2, 4, 8, 16, 30)
GRIDS: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "dense": {"code": (1, 2, 4, 8), "noise": (0.0, 0.5)},
    "convolutional": {"code": (2, 4), "noise": (0.5,)},
    "LSTM": {"code": (2, 4), "noise": (0.5,)},
}
"""Network -> what is tried, each with each; all with a learning rate of 0.002."""


def split(source: Source) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """What is fitted on, what judges, and which of that are anomalies."""
    order = np.random.default_rng(SPLIT_SEED).permutation(len(source.normal))
    kept = len(order) // 3
    judging = np.concatenate([source.normal[order[:kept]], source.anomalies])
    return source.normal[order[kept:]], judging, np.arange(len(judging)) >= kept


def on_the_way(network: str, setting: Mapping[str, Any], seed: int, rows: Any) -> Iterator[AutoencoderDetector]:
    """The same run, looked at after each of :data:`STEPS`."""
    detector = AutoencoderDetector(network=network, seed=seed, channels=1, steps=STEPS[-1], **setting).begin(rows)
    for step in range(1, STEPS[-1] + 1):
        detector.step()
        if step in STEPS:
            yield detector


def chosen(network: str, source: Source) -> dict[str, Any]:
    """The setting with the best mean AUC on the validation split, and the test AUC of it alone."""
    fit, judging, truth = split(source)
    found: dict[str, tuple[dict[str, Any], list[float]]] = {}
    for values in product(*GRIDS[network].values()):
        setting = dict(zip(GRIDS[network], values, strict=True))
        for seed in SEEDS:
            for steps, detector in zip(STEPS, on_the_way(network, setting, seed, fit), strict=True):
                whole = {**setting, "steps": steps}
                auc = scores.auc(truth, detector.decision_function(judging))
                found.setdefault(str(whole), (whole, []))[1].append(auc)
        for whole, aucs in found.values():
            if all(whole[name] == value for name, value in setting.items()):
                print(f"  {network} {whole}: {np.mean(aucs):.4f} ({min(aucs):.4f} to {max(aucs):.4f})", flush=True)
    best, aucs = max(found.values(), key=lambda each: float(np.mean(each[1])))
    anomaly = source.kinds != NORMAL
    test = [
        scores.auc(
            anomaly,
            AutoencoderDetector(network=network, seed=seed, channels=1, **best)
            .fit(source.normal).decision_function(source.test),
        )
        for seed in TEST_SEEDS
    ]  # fmt: skip
    print(f"{network}: {best}, validation {np.mean(aucs):.4f}, test {np.mean(test):.4f}", flush=True)
    return {"setting": best, "validation": aucs, "test": test}


def chosen_pca(source: Source) -> dict[str, Any]:
    """Likewise the number of principal components."""
    fit, judging, truth = split(source)
    found = {k: scores.auc(truth, PCADetector(k, channels=1).fit(fit).decision_function(judging)) for k in COMPONENTS}
    best = max(found, key=found.__getitem__)
    values = PCADetector(best, channels=1).fit(source.normal).decision_function(source.test)
    test = scores.auc(source.kinds != NORMAL, values)
    print(f"PCA: {found}, chosen {best}, test {test:.4f}", flush=True)
    return {"setting": {"components": best}, "validation": [found[best]], "test": [test]}


def main() -> None:
    """Choose, write beside what else is measured, print."""
    torch.set_num_threads(1)
    source = shipped(ECG5000)
    made = {network: chosen(network, source) for network in GRIDS} | {"PCA": chosen_pca(source)}
    known = json.loads(FILE.read_text("utf-8"))
    FILE.write_text(json.dumps(known | {"chosen": _rounded(made)}, indent=1) + "\n", "utf-8")
    print(chosen_table())


if __name__ == "__main__":
    main()
