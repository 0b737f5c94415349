"""Measure which settings of the lesson "Two dimensions" fail, and which repairs mend them, into repairs.json.

    python -m tools.measure_gan_repairs
    python -m tools.measure_gan_repairs "mode collapse" memorising

Each run is 2,000 iterations of the experiment without the engine; what the doctor says of its last quarter is kept,
for 5 seeds, all of them.  With names, only these failures are measured anew; the others stay
as they are in the file.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import json
import sys
from collections.abc import Sequence

import torch

from dnnlab.doctor.adversarial import adversarial
from dnnlab.gan.plane.failures import FAILURES, FILE, REPAIRS, mended
from dnnlab.gan.plane.knobs import PlaneConfig
from dnnlab.gan.plane.net.experiment import PlaneGame
from dnnlab.live.history import History
from dnnlab.nn.training import finite

SEEDS = range(5)
ITERATIONS = 2_000
NONE = ""
"""The failure itself, without a repair."""


def history(config: PlaneConfig, iterations: int = ITERATIONS) -> History:
    """The curves of a run, which ends early where numbers are no longer finite."""
    game, kept = PlaneGame(config), History()
    for step in range(1, iterations + 1):
        metrics = game.step()
        if not finite(metrics):
            break  # as the engine does: a diverged run ends with its last numbers
        kept.add(step, metrics)
    return kept


def verdict(config: PlaneConfig) -> str:
    """What the doctor says first at the end."""
    modes = PlaneGame(config).aim.count
    found = adversarial(modes=modes)(history(config).curves())
    return found[0].name if found else "too short"


def measure(name: str) -> dict[str, list[str]]:
    """Repair -> what the doctor says, seed by seed, of one failure."""
    failure, says = FAILURES[name], dict[str, list[str]]()
    for repair in (NONE, *failure.repairs):
        change = REPAIRS[repair] if repair else {}
        says[repair] = [verdict(failure.config(seed).replace(**change)) for seed in SEEDS]
        print(f"{name} | {repair or '(none)'} | {mended(says[repair])} | {says[repair]}", flush=True)
    return says


def main(names: Sequence[str]) -> None:
    """Measure those named, or all, and write the file after each."""
    torch.set_num_threads(1)
    for name in names or FAILURES:
        says = measure(name)
        kept = json.loads(FILE.read_text(encoding="utf-8"))["says"] if FILE.exists() else {}
        kept[name] = says
        ordered = {each: kept[each] for each in FAILURES if each in kept}
        made = {"seeds": len(SEEDS), "iterations": ITERATIONS, "torch": torch.__version__, "says": ordered}
        FILE.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
