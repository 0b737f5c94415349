"""Measure all detectors of the pictures lesson over 5 seeds, into measures.json.

    python -m tools.measure_picture_anomalies
    python -m tools.measure_picture_anomalies damage rates

The second measures some sections anew and leaves the others.  With pyod at hand (requirements-assets.txt) its
AutoEncoder and IForest stand beside ours, with their defaults.  Prints the tables of assets/anomaly/pictures/card.md.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import json
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.anomaly import scores
from dnnlab.anomaly.net.detectors import (
    Detector,
    IsolationForestDetector,
    NeighboursDetector,
    PCADetector,
    ZScoreDetector,
    reduced,
)
from dnnlab.anomaly.pictures import measures
from dnnlab.anomaly.pictures.knobs import ALL_BUT_ONE, PictureConfig
from dnnlab.anomaly.pictures.material import Source, as_rows, material, source_of
from dnnlab.anomaly.pictures.measures import FILE
from dnnlab.anomaly.pictures.net.experiment import detector_for, standardised, usual
from dnnlab.anomaly.pictures.words import DAMAGES, NORMAL
from dnnlab.anomaly.tables import contamination_table, rates_table
from tools.measure_anomalies import _rounded

SETS = {
    "digit 8": PictureConfig(),
    "T-shirt": PictureConfig(data="clothes"),
    "face without glasses": PictureConfig(data="faces"),
    "all digits but 1": PictureConfig(digit=ALL_BUT_ONE),
}
RATED = ("digit 8", "T-shirt", "face without glasses")
"""Where the accepted rate of false alarms is held against the observed one."""
SEEDS = range(5)
SHARES = (0, 1, 2, 5, 10, 20, 30)
"""Percent of contamination."""
CODES = (1, 2, 4, 8, 16, 32, 64, 128)
COMPONENTS = (1, 2, 4, 8, 16, 30)
RATES = (1, 5)
"""Percent of accepted false alarms."""
STRENGTH = 50
NOISE = 1.0
"""Of the denoising autoencoder, in standard deviations of the pixels; all others have the lesson's own knobs."""
QUICK = PictureConfig(run_length=1_000, hidden=128)
"""Where a curve needs many runs; the tables are those of the lesson's own knobs."""
THIRD = 3
"""Of the test pictures every so-manieth judges a curve."""
PIECE = 1_000
Floats = NDArray[np.float32]


def pieces(test: Floats) -> Iterator[Floats]:
    """Some rows at a time."""
    for start in range(0, len(test), PIECE):
        yield test[start : start + PIECE]


def judged(source: Source, values: NDArray[np.float64]) -> float:
    """The AUC of scores of all test pictures."""
    return scores.auc(source.kinds != NORMAL, values)


def aucs(config: PictureConfig) -> dict[str, dict[str, list[float]]]:
    """Detector -> AUC of each seed, and seconds of fitting: on all normal pictures, judged on all of the test."""
    source = source_of(config.data, config.normal, config.against, config.strength)
    rows, test = as_rows(source.normal), as_rows(source.test)
    found: dict[str, dict[str, list[float]]] = {}

    def note(name: str, value: float, seconds: float) -> None:
        at = found.setdefault(name, {"auc": [], "seconds": []})
        at["auc"].append(value)
        at["seconds"].append(seconds)
        print(f"  {name}: {value:.4f}, {seconds:.2f} s", flush=True)

    for seed in SEEDS:
        for name, noise in (("autoencoder", 0.0), ("denoising autoencoder", NOISE)):
            began = time.thread_time()
            detector = detector_for(config.replace(seed=seed, noise=noise)).fit(rows)
            seconds = time.thread_time() - began
            ordinary = usual(detector.errors(rows))
            errors = [detector.errors(each) for each in pieces(test)]
            scores: dict[str, Callable[[Any], Any]] = {
                "": partial(reduced, norm="MSE"),
                ", MAE": partial(reduced, norm="MAE"),
                ", standardised": partial(standardised, ordinary=ordinary),
            }
            for ending, score in scores.items():
                if not (noise and ending):
                    note(name + ending, judged(source, np.concatenate([score(each) for each in errors])), seconds)
    fixed: dict[str, Callable[[int], Any]] = {
        **{f"PCA, {k} component{'s' if k > 1 else ''}": partial(_pca, k) for k in COMPONENTS},
        "z-scores": lambda _: ZScoreDetector(channels=1),
        "5 neighbours": lambda _: NeighboursDetector(5, channels=1),
    }
    seeded: dict[str, Callable[[int], Any]] = {"isolation forest": lambda seed: IsolationForestDetector(seed=seed)}
    if find_spec("pyod"):
        seeded["PyOD AutoEncoder"] = lambda seed: _pyod("auto_encoder", "AutoEncoder", random_state=seed, verbose=0)
        seeded["PyOD IForest"] = lambda seed: _pyod("iforest", "IForest", random_state=seed)
    for name, make in {**seeded, **fixed}.items():
        for seed in SEEDS if name in seeded else (0,):
            began = time.thread_time()
            detector = make(seed)
            detector.fit(rows)
            seconds = time.thread_time() - began
            note(
                name,
                judged(source, np.concatenate([detector.decision_function(each) for each in pieces(test)])),
                seconds,
            )
    return found


def contamination() -> dict[str, list[list[float]]]:
    """Detector -> for each share the AUC of each seed, which also chooses the anomalies that come in."""
    source = source_of(QUICK.data, QUICK.normal, QUICK.against, QUICK.strength)
    test, anomaly = as_rows(source.test[::THIRD]), source.kinds[::THIRD] != NORMAL
    found: dict[str, list[list[float]]] = {}
    for share in SHARES:
        rows: dict[str, list[float]] = {}
        for seed in SEEDS:
            count = round(len(source.normal) * share / (100 - share))
            chosen = np.random.default_rng(seed).permutation(len(source.anomalies))[:count]
            pool = as_rows(np.concatenate([source.normal, source.anomalies[chosen]]))
            made: dict[str, Detector] = {
                "autoencoder": detector_for(QUICK.replace(seed=seed)),
                "PCA, 16 components": PCADetector(16, channels=1),
                "5 neighbours": NeighboursDetector(5, channels=1),
            }
            for name, detector in made.items():
                rows.setdefault(name, []).append(scores.auc(anomaly, detector.fit(pool).decision_function(test)))
        for name, each in rows.items():
            found.setdefault(name, []).append(each)
        print(f"  {share} %:", {name: round(float(np.mean(each)), 4) for name, each in rows.items()}, flush=True)
    return found


def bottleneck() -> dict[str, list[list[float]]]:
    """Detector -> for each size of the code the AUC of each seed."""
    source = source_of(QUICK.data, QUICK.normal, QUICK.against, QUICK.strength)
    rows, test, anomaly = as_rows(source.normal), as_rows(source.test[::THIRD]), source.kinds[::THIRD] != NORMAL
    found: dict[str, list[list[float]]] = {"autoencoder": [], "PCA": []}
    for code in CODES:
        made = [detector_for(QUICK.replace(seed=seed, code=code)) for seed in SEEDS]
        found["autoencoder"].append([scores.auc(anomaly, each.fit(rows).decision_function(test)) for each in made])
        pca = PCADetector(code, channels=1).fit(rows)
        found["PCA"].append([scores.auc(anomaly, pca.decision_function(test))])
        print(f"  code {code}:", {name: round(float(np.mean(each[-1])), 4) for name, each in found.items()}, flush=True)
    return found


def rates(config: PictureConfig) -> list[list[float]]:
    """For each accepted rate the observed one of each seed, which also chooses what is held out."""
    source = source_of(config.data, config.normal, config.against, config.strength)
    normal = as_rows(source.test[source.kinds == NORMAL])
    found: list[list[float]] = [[] for _ in RATES]
    for seed in SEEDS:
        pool = as_rows(source.normal[np.random.default_rng(seed).permutation(len(source.normal))])
        kept = round(config.held_out / 100 * len(pool))
        detector = detector_for(config.replace(seed=seed)).fit(pool[kept:])
        held_out, values = detector.decision_function(pool[:kept]), detector.decision_function(normal)
        for place, rate in enumerate(RATES):
            found[place].append(float(np.mean(values > scores.threshold_for(held_out, rate / 100))))
    return found


def damage() -> dict[str, dict[str, list[float]]]:
    """Damage -> detector -> AUC of each seed: eights that are whole against eights that are not."""
    found: dict[str, dict[str, list[float]]] = {kind: {} for kind in DAMAGES}
    rows = as_rows(material(PictureConfig()).fit)
    for seed in SEEDS:
        made = {
            "autoencoder": detector_for(PictureConfig(seed=seed)),
            "PCA, 16 components": PCADetector(16, channels=1),
            "5 neighbours": NeighboursDetector(5, channels=1),
            "isolation forest": IsolationForestDetector(seed=seed),
        }
        for name, detector in made.items():
            if seed and not name.endswith(("autoencoder", "forest")):
                continue
            detector.fit(rows)
            for kind in DAMAGES:
                source = source_of("digits", "8", kind, STRENGTH)
                found[kind].setdefault(name, []).append(
                    judged(source, detector.decision_function(as_rows(source.test)))
                )
    return found


def _pca(components: int, seed: int) -> PCADetector:
    return PCADetector(components, channels=1)


def _pyod(module: str, name: str, **more: Any) -> Any:
    return getattr(import_module(f"pyod.models.{module}"), name)(**more)


SECTIONS: dict[str, Callable[[], Any]] = {
    **{f"auc/{name}": partial(aucs, config) for name, config in SETS.items()},
    **{f"rates/{name}": partial(rates, SETS[name]) for name in RATED},
    "damage": damage,
    "contamination": contamination,
    "bottleneck": bottleneck,
}
"""What is measured: where it stands in the file -> what measures it."""


def main(wanted: Sequence[str]) -> None:
    """Measure the sections whose names begin like that, write them among the others, print."""
    warnings.simplefilter("ignore")  # PyOD's own
    torch.set_num_threads(1)
    began = time.process_time()
    for name, measure in SECTIONS.items():
        if name.startswith(tuple(wanted) or ""):
            print(name, flush=True)
            found = _rounded(measure())
            known = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
            known |= {"shares": SHARES, "codes": CODES, "accepted": RATES}
            first, _, second = name.partition("/")
            if second:
                known.setdefault(first, {})[second] = found
                order = [each.partition("/")[2] for each in SECTIONS if each.startswith(f"{first}/")]
                known[first] = {each: known[first][each] for each in order if each in known[first]}
            else:
                known[first] = found
            FILE.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
            print(f"{name}: {time.process_time() - began:.0f} s of processor time so far", flush=True)
    made = measures.measures()
    for table in (
        measures.auc_table,
        measures.damage_table,
        partial(rates_table, made),
        partial(contamination_table, made),
    ):
        with suppress(KeyError):  # not all of them are measured yet
            print(f"\n{table()}")


if __name__ == "__main__":
    main(sys.argv[1:])
