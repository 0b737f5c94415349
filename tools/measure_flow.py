"""Measure at which depth sigmoid, tanh and ReLU networks stop learning, with and without shortcuts, over some seeds.

    python -m tools.measure_flow --seeds 3

Writes assets/foundations/flow/measures.json and prints the table of card.md beside it.  A network has stopped learning
where it reads fewer than 20 % of 1,000 validation digits after 150 steps of SGD: a guess reads 10 %.  Whether
layer-wise pre-training helps is measured on a sigmoid network that is just too deep for these steps.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import json
import math
from typing import Any

from dnnlab.foundations.flow.knobs import CHANCE, FlowConfig
from dnnlab.foundations.flow.measures import FILE, LAYERS, PRETRAINED, STEPS, depth_table, row, told
from dnnlab.foundations.flow.net.experiment import FlowTraining

DEPTHS = (2, 5, 10, 20, 40)
NETS: dict[str, dict[str, Any]] = {
    "sigmoid": {"activation": "sigmoid", "start": "Xavier"},
    "tanh": {"activation": "tanh", "start": "Xavier"},
    "ReLU": {"activation": "ReLU", "start": "He"},
}
"""Each with the first weights that were made for it; the sigmoid had none."""


def measured(**knobs: Any) -> float:
    """The share of validation digits that one network reads at the end; a guess's where its numbers overflowed."""
    run = FlowTraining(FlowConfig(run_length=STEPS, learning_rate=0.1, **knobs))
    while run.steps_taken < run.total_steps:
        if not all(math.isfinite(each) for each in run.step().values()):
            return CHANCE
    return run.accuracy


def depths(seed: int, into: dict[str, dict[str, list[float]]]) -> None:
    """All networks at all depths, with one seed more."""
    for net, knobs in NETS.items():
        for shortcuts in (False, True):
            found = into.setdefault(row(net, shortcuts), {})
            for depth in DEPTHS:
                value = measured(depth=depth, shortcuts=shortcuts, seed=seed, **knobs)
                found.setdefault(str(depth), []).append(value)


def pretraining(seed: int, into: dict[str, list[float]]) -> None:
    """The sigmoid network without and with it, with one seed more."""
    for steps in (0, PRETRAINED):
        value = measured(depth=LAYERS, pretraining=steps, seed=seed, **NETS["sigmoid"])
        into.setdefault(str(steps), []).append(value)


def main() -> None:
    """All of them, seed after seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    by_depth: dict[str, dict[str, list[float]]] = {}
    begun: dict[str, list[float]] = {}
    for seed in range(parser.parse_args().seeds):
        depths(seed, by_depth)
        pretraining(seed, begun)
        found = {"depths": by_depth, "pretraining": begun}
        FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(depth_table(by_depth))
    for steps, values in begun.items():
        print(f"sigmoid, {LAYERS} layers, {steps} steps of pre-training a layer: {told(values)}")


if __name__ == "__main__":
    main()
