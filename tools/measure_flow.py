"""Measure at which depth sigmoid, tanh and ReLU networks stop learning, with and without shortcuts, over 5 seeds.

    python -m tools.measure_flow [--seeds 5]

Writes assets/foundations/flow/measures.json after each seed and prints the table of card.md beside it.  A network has
stopped learning where it reads fewer than 20 % of 1,000 validation digits after 150 steps of SGD: a guess reads 10 %.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import json
from statistics import median
from typing import Any

from dnnlab.foundations.flow.knobs import STOPPED, FlowConfig
from dnnlab.foundations.flow.net.experiment import FlowTraining
from dnnlab.paths import ASSETS

FILE = ASSETS / "foundations" / "flow" / "measures.json"
STEPS = 150
DEPTHS = (2, 5, 10, 20, 40)
NETS: dict[str, dict[str, Any]] = {
    "sigmoid": {"activation": "sigmoid", "start": "Xavier"},
    "tanh": {"activation": "tanh", "start": "Xavier"},
    "ReLU": {"activation": "ReLU", "start": "He"},
}
"""Each with the first weights that were made for it; the sigmoid had none."""
RATE = 0.1


def measured(net: str, depth: int, shortcuts: bool, seed: int) -> float:
    """The share of validation digits that one network reads at the end; 0.1, a guess, where its numbers overflowed."""
    run = FlowTraining(
        FlowConfig(depth=depth, shortcuts=shortcuts, seed=seed, run_length=STEPS, learning_rate=RATE, **NETS[net])
    )
    for _ in range(STEPS):
        run.step()
        if run.steps_taken == 0 or not run.norm < float("inf"):
            return 0.1
    return run.accuracy


def main() -> None:
    """All of them, seed after seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    table: dict[str, dict[str, list[float]]] = {}
    for seed in range(parser.parse_args().seeds):
        for net in NETS:
            for shortcuts in (False, True):
                row = table.setdefault(key(net, shortcuts), {})
                for depth in DEPTHS:
                    row.setdefault(str(depth), []).append(measured(net, depth, shortcuts, seed))
        FILE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
        print("\n".join(rows(table)), flush=True)


def key(net: str, shortcuts: bool) -> str:
    """The name of a row."""
    return f"{net}, {'with shortcuts' if shortcuts else 'plain'}"


def rows(table: dict[str, dict[str, list[float]]]) -> list[str]:
    """The table of the card: medians over the seeds, with the lowest and the highest."""
    lines = [
        f"| | {' | '.join(f'{depth} layers' for depth in DEPTHS)} | stops at |",
        "|---|" + "--:|" * (len(DEPTHS) + 1),
    ]
    for name, found in table.items():
        cells = [told(found[str(depth)]) for depth in DEPTHS]
        lines.append(f"| {name} | {' | '.join(cells)} | {stops(found)} |")
    return lines


def told(values: list[float]) -> str:
    """73 (70 to 75), in percent."""
    return f"{100 * median(values):.0f} ({100 * min(values):.0f} to {100 * max(values):.0f})"


def stops(found: dict[str, list[float]]) -> str:
    """The smallest depth from which on the median network has not begun to learn."""
    depth = next((each for each in DEPTHS if all(median(found[str(d)]) < STOPPED for d in DEPTHS if d >= each)), None)
    return "none of these" if depth is None else f"{depth}"


if __name__ == "__main__":
    main()
