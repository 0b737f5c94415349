"""Games whose trouble is known by how they were made, kept as curves: what the doctor of games is tested on.

    python -m tools.build_game_traces

The thresholds of :mod:`dnnlab.doctor.adversarial` were chosen while looking at seeds 0 to 2; the runs ``for setting``
are of these.  Those ``for judging`` have other seeds and were made once, when the thresholds stood.  All are the
failures of the lesson "Two dimensions", and its default, which does not fail.  Writes
assets/doctor/adversarial/traces.npz.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from dnnlab.doctor.adversarial import HEALTHY, adversarial
from dnnlab.gan.plane.failures import FAILURES
from dnnlab.gan.plane.knobs import PlaneConfig
from dnnlab.gan.plane.net.experiment import PlaneGame
from dnnlab.live.history import History
from dnnlab.paths import ASSETS
from tools.measure_gan_repairs import history

FILE = ASSETS / "doctor" / "adversarial" / "traces.npz"
POINTS = 150
"""Kept of each curve."""
SETTING, JUDGING = "for setting", "for judging"
SEEDS = {SETTING: (0,), JUDGING: (11,)}


def config_of(true: str, seed: int) -> PlaneConfig:
    """The knobs of a run in which this goes on."""
    return PlaneConfig(seed=seed) if true == HEALTHY else FAILURES[true].config(seed)


def thinned(kept: History) -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
    """A run's curves with at most :data:`POINTS` points each, first and last among them."""
    made = {}
    for name, (steps, values) in kept.curves().items():
        places = np.unique(np.linspace(0, len(steps) - 1, min(len(steps), POINTS)).round().astype(int))
        made[name] = steps[places], values[places]
    return made


def main() -> None:
    """Make all, keep them, and say what the doctor finds."""
    torch.set_num_threads(1)
    arrays: dict[str, np.ndarray] = {}
    about: list[dict[str, Any]] = []
    for group, seeds in SEEDS.items():
        right = 0
        for true in (*FAILURES, HEALTHY):
            for seed in seeds:
                config = config_of(true, seed)
                trace = thinned(history(config))
                modes = PlaneGame(config).aim.count
                found = [each.name for each in adversarial(modes=modes)(trace)]
                right += found[:1] == [true]
                print(f"{group}: {true}, seed {seed}: {', '.join(found) or 'nothing'}", flush=True)
                for name, (steps, values) in trace.items():
                    arrays[f"{len(about)}/{name}"] = np.stack(
                        [steps.astype(np.float32), values.clip(-1e30, 1e30).astype(np.float32)]
                    )
                about.append({"group": group, "true": true, "seed": seed, "modes": modes})
        print(f"{group}: {right} of {len(seeds) * (len(FAILURES) + 1)} right", flush=True)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(FILE, about=np.array(json.dumps(about)), allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
