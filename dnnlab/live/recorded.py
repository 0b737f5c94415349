"""Runs that were recorded: their knobs, views and curves in one compressed file beside the lesson's other assets.

``python -m tools.record`` writes them; a page plays them on arrival, so that it
is alive before its visitor has a trainer.  Reading needs numpy only, and no
file can make anything run: arrays and JSON, no pickle.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dnnlab.live.columns import Packer, unpack
from dnnlab.live.config import Config
from dnnlab.live.registry import Entry, Registry
from dnnlab.live.wire import Curves
from dnnlab.paths import ASSETS


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A run from its first step to its last."""

    experiment: str
    """Its name in the catalogue."""
    config: Config
    """The knobs of the run."""
    steps: Sequence[int]
    """Steps of the views, ascending; from 0 to the last one taken."""
    views: Sequence[Any]
    """As the experiment showed itself at these steps; the last one after its final figures were measured."""
    curves: Curves
    final: Mapping[str, float]
    """The figures measured at the end; none if the recording stops before."""
    command: str
    """The line that records it again."""


def place(entry: Entry) -> Path:
    """Where an experiment's recording ships: assets/<topic>/<lesson>/recording.npz, beside nobody else's."""
    _, *lesson, _ = entry.config.partition(":")[0].split(".")  # dnnlab.cnn.lenet.knobs -> cnn, lenet
    return ASSETS.joinpath(*lesson, "recording.npz")


def save(recorded: Recorded, file: Path) -> None:
    """Write a recording.

    Raises:
        ValueError: its views hold something that cannot be kept (:mod:`dnnlab.live.columns`).
    """
    packer = Packer()
    views = packer.add("views", recorded.views)
    curves = recorded.curves.values()
    distances = packer.add("curves/steps", [np.diff(steps, prepend=0).astype(np.int32) for steps, _ in curves])
    values = packer.add("curves/values", [values.astype(np.float32) for _, values in curves])
    facts = {
        "experiment": recorded.experiment,
        "config": recorded.config.values(),
        "steps": list(recorded.steps),
        "views": views,
        "metrics": list(recorded.curves),
        "distances": distances,
        "values": values,
        "final": {metric: float(value) for metric, value in recorded.final.items()},
        "command": recorded.command,
    }
    np.savez_compressed(file, allow_pickle=False, facts=np.array(json.dumps(facts)), **packer.arrays)


def load(registry: Registry, name: str, file: Path | None = None) -> Recorded:
    """Read the recording of an experiment, by default the one that ships.

    Raises:
        OSError: there is none.
        ValueError: it is another experiment's, or was made with other knobs than the experiment has today.
    """
    with np.load(file or place(registry.entry(name)), allow_pickle=False) as archive:
        facts = json.loads(str(archive["facts"]))
        arrays = {each: archive[each] for each in archive.files}
    if facts["experiment"] != name:
        raise ValueError(f"this is a recording of {facts['experiment']}, not of {name}")
    kind = registry.config(name)
    if facts["config"].keys() != kind.knobs().keys():
        raise ValueError(f"the knobs of {name} have changed: record it again, {facts['command']}")
    metrics = facts["metrics"]
    distances = unpack("curves/steps", facts["distances"], arrays, len(metrics))
    values = unpack("curves/values", facts["values"], arrays, len(metrics))
    return Recorded(
        experiment=name,
        config=kind(**facts["config"]),
        steps=facts["steps"],
        views=unpack("views", facts["views"], arrays, len(facts["steps"])),
        curves={
            metric: (np.cumsum(distances[i], dtype=np.int64), values[i].astype(np.float64))
            for i, metric in enumerate(metrics)
        },
        final=facts["final"],
        command=facts["command"],
    )


def command_of(file: Path) -> str:
    """The line that makes a recording again, also when its experiment has other knobs by now."""
    with np.load(file, allow_pickle=False) as archive:
        return str(json.loads(str(archive["facts"]))["command"])
