"""A recorded run: what the page shows on arrival, before the learner presses Play; no torch.

The recording is one compressed ``.npz`` of plain arrays.  Layer outputs that
are only drawn are kept as signed bytes, which is finer than the screen's
colours; what never changes (labels, the followed digit) is kept once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.views import LayerMaps, LeNetView, Predictions
from dnnlab.paths import ASSETS
from dnnlab.plots.curves import History

FILE = ASSETS / "cnn" / "lenet" / "replay.npz"
"""Made by tools/build_lenet.py."""

EXACT = ("conv1", "pool1", "logits")
"""Layers that the formulas on the page work out: kept as the run shows them."""
COARSE = ("conv2", "pool2", "dense1", "dense2")
"""Layers that are only drawn: kept as signed bytes with one scale a frame and layer."""
LEARNT = (*EXACT, *COARSE)
"""The layers whose output changes from frame to frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A run from its first step to its last."""

    config: LeNetConfig
    """The knobs of the run."""
    frames: list[tuple[int, LeNetView]]
    """(step, view), ascending, closer together at the start, where more happens."""
    history: History
    """Metric name -> (steps, values), every value of the run."""
    final: dict[str, float]
    """``validation_accuracy`` of all 5,000 and ``test_accuracy`` of the 10,000 digits, after the last step."""


@cache
def load(file: Path = FILE) -> Replay:
    """Read a recording; read once a process."""
    with np.load(file, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    facts = json.loads(str(arrays["facts"]))
    history = {
        name: (arrays[f"history/{name}/steps"], arrays[f"history/{name}/values"].astype(np.float64))
        for name in facts["metrics"]
    }
    frames = [(int(step), _view(arrays, facts, i)) for i, step in enumerate(arrays["steps"])]
    return Replay(config=LeNetConfig(**facts["config"]), frames=frames, history=history, final=facts["final"])


def save(replay: Replay, file: Path = FILE) -> None:
    """Write a recording; the checks of all its frames must have taken the same digits, or none yet."""
    views = [view for _, view in replay.frames]
    last = views[-1]
    arrays: dict[str, NDArray[Any]] = {
        "steps": np.array([step for step, _ in replay.frames], np.int32),
        "epochs": np.array([view.epoch for view in views], np.float32),
        "filters": np.stack([view.filters for view in views]),
        "biases": np.stack([view.biases for view in views]),
        "probabilities": np.stack([view.probabilities for view in views]).astype(np.float32),
        "input": last.maps.input,
        "indices": last.predictions.indices,
        "labels": last.predictions.labels,
        "checked": np.array([len(view.predictions) for view in views], np.uint16),
    }
    for name in EXACT:
        arrays[f"maps/{name}"] = np.stack([getattr(view.maps, name) for view in views])
    for name in COARSE:
        values = np.stack([getattr(view.maps, name) for view in views])  # (frames, ...)
        scales = np.abs(values).reshape(len(values), -1).max(1) / 127  # (frames, ...) -> (frames,)
        shape = (-1, *[1] * (values.ndim - 1))
        arrays[f"maps/{name}"] = np.rint(values / scales.reshape(shape)).astype(np.int8)
        arrays[f"scales/{name}"] = scales
    for name, kind in (("predicted", np.uint8), ("confidence", np.float16), ("loss", np.float16)):
        table = np.zeros((len(views), len(last.predictions)), kind)
        for row, view in zip(table, views, strict=True):
            row[: len(view.predictions)] = getattr(view.predictions, name)
        arrays[name] = table
    for name, (steps, metric) in replay.history.items():
        arrays[f"history/{name}/steps"] = steps.astype(np.int32)
        arrays[f"history/{name}/values"] = metric.astype(np.float32)
    facts = {
        "config": {name: getattr(replay.config, name) for name in replay.config.knobs()},
        "metrics": list(replay.history),
        "final": replay.final,
        "digit": last.digit,
        "label": last.label,
    }
    np.savez_compressed(file, allow_pickle=False, facts=np.array(json.dumps(facts)), **arrays)


def _view(arrays: dict[str, NDArray[Any]], facts: dict[str, Any], i: int) -> LeNetView:
    """Frame ``i`` as the run itself would have shown it."""
    checked = int(arrays["checked"][i])
    learnt = {name: arrays[f"maps/{name}"][i] for name in EXACT} | {
        name: arrays[f"maps/{name}"][i] * np.float32(arrays[f"scales/{name}"][i]) for name in COARSE
    }
    return LeNetView(
        step=int(arrays["steps"][i]),
        epoch=float(arrays["epochs"][i]),
        filters=arrays["filters"][i],
        biases=arrays["biases"][i],
        digit=facts["digit"],
        label=facts["label"],
        maps=LayerMaps(input=arrays["input"], **learnt),
        probabilities=arrays["probabilities"][i],
        predictions=Predictions(
            indices=arrays["indices"][:checked],
            labels=arrays["labels"][:checked],
            predicted=arrays["predicted"][i, :checked],
            confidence=arrays["confidence"][i, :checked].astype(np.float32),
            loss=arrays["loss"][i, :checked].astype(np.float32),
        ),
    )
