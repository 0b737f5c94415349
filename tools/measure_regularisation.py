"""Measure the gap between training and validation with and without each way to regularise, over 5 seeds.

    python -m tools.measure_regularisation

Writes assets/foundations/regularisation/measures.json and prints the tables of card.md beside it.  A seed draws the
points, the first weights, their order and the masks.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import json
from statistics import mean
from typing import Any

from dnnlab.foundations.regularisation.knobs import CURVE, SPIRAL, OverfitConfig
from dnnlab.foundations.regularisation.net.experiment import OverfitTraining
from dnnlab.paths import ASSETS

FILE = ASSETS / "foundations" / "regularisation" / "measures.json"
SEEDS = range(5)
TASKS: dict[str, dict[str, Any]] = {CURVE: {}, SPIRAL: {"task": SPIRAL, "points": 100, "noise": 0.2}}
"""Task -> knobs beside the defaults."""
WAYS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "L1 of 0.0005": {"l1": 0.0005},
    "L1 of 0.001": {"l1": 0.001},
    "L2 of 0.001": {"l2": 0.001},
    "L2 of 0.003": {"l2": 0.003},
    "max-norm 1.5": {"max_norm": 1.5},
    "dropout of 0.1": {"dropout": 0.1},
    "dropout of 0.2": {"dropout": 0.2},
    "dropout of 0.5": {"dropout": 0.5},
    "dropout of 0.2 of the inputs": {"input_dropout": 0.2},
    "early stopping after 500": {"patience": 500},
    "2 layers of 4 units": {"width": 4},
    "more points": {},
}
KEPT = ("training_error", "validation_error", "test_error", "training_loss", "validation_loss", "near_zero", "step")


def measured(seed: int, **knobs: Any) -> dict[str, float]:
    """One run to its end; of early stopping the errors are those of the weights that answer."""
    run = OverfitTraining(OverfitConfig(seed=seed, sample=seed, **knobs))
    found: dict[str, float] = {}
    while run.steps_taken < run.total_steps:
        found |= run.step()
    if run.stopped:
        best = run.best.quality
        found |= {"training_error": best.training_error, "validation_error": best.validation_error,
                  "training_loss": best.training_loss, "validation_loss": best.validation_loss}  # fmt: skip
    for piece in run.final():
        found |= piece
    return {name: round(value, 5) for name, value in (found | {"step": float(run.steps_taken)}).items() if name in KEPT}


def knobs_of(task: str, way: str) -> dict[str, Any]:
    """The knobs of a row of the table."""
    knobs = {**TASKS[task], **WAYS[way]}
    return knobs | ({"points": 200 if task == CURVE else 400} if way == "more points" else {})


def main() -> None:
    """All of them."""
    table: dict[str, dict[str, list[dict[str, float]]]] = {}
    for task in TASKS:
        print(f"\n{task}\n\n| | training error | validation error | gap | test error | weights below 0.02 |")
        print("|---|--:|--:|--:|--:|--:|", flush=True)
        table[task] = {}
        for way in WAYS:
            rows = [measured(seed, **knobs_of(task, way)) for seed in SEEDS]
            table[task][way] = rows
            print(row(way, rows), flush=True)
    FILE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def row(way: str, rows: list[dict[str, float]]) -> str:
    """Means over the seeds, with the smallest and the largest gap, as a row of the card."""

    def of(name: str) -> str:
        return f"{100 * mean(each[name] for each in rows):.0f} %"

    gaps = [100 * (each["validation_error"] - each["training_error"]) for each in rows]
    gap = f"{mean(gaps):.0f} ({min(gaps):.0f} to {max(gaps):.0f})"
    cells = [of("training_error"), of("validation_error"), gap, of("test_error"), of("near_zero")]
    return f"| {way} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
