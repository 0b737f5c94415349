"""At which depth networks stop learning, as it was measured over several seeds; no torch."""

from __future__ import annotations

import json
from statistics import median
from typing import Any

from dnnlab.foundations.flow.knobs import STOPPED
from dnnlab.once import once
from dnnlab.paths import ASSETS
from dnnlab.plots.written import written

FILE = ASSETS / "foundations" / "flow" / "measures.json"
"""Made by tools/measure_flow.py; see the card beside it."""
STEPS = 150
"""Of SGD with a learning rate of 0.1, after which 1,000 validation digits are read."""
PRETRAINED, LAYERS = 500, 3
"""Steps of pre-training that each hidden layer gets, and how many layers: in the comparison with and without it."""
SHORTCUTS, PLAIN = "with shortcuts", "plain"


@once
def measures() -> dict[str, Any]:
    """``depths``: row of the table -> depth -> the share of digits read, of each seed; ``pretraining``: steps a layer
    -> the same of a sigmoid network of ``LAYERS`` hidden layers."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def row(net: str, shortcuts: bool) -> str:
    """The name of a row of the table."""
    return f"{net}, {SHORTCUTS if shortcuts else PLAIN}"


def read_by(net: str, depth: int, shortcuts: bool) -> str:
    """What such networks read, in percent: the median over the seeds, with the lowest and the highest."""
    return told(measures()["depths"][row(net, shortcuts)][str(depth)])


def pretrained(steps: int) -> str:
    """What the sigmoid network reads with so many steps of pre-training a layer, likewise."""
    return told(measures()["pretraining"][str(steps)])


def seeds() -> int:
    """How many there are."""
    return len(measures()["depths"][row("sigmoid", False)]["2"])


def depth_table(table: dict[str, dict[str, list[float]]]) -> str:
    """Networks against depths as Markdown."""
    depths = list(next(iter(table.values())))
    lines = [
        f"| | {' | '.join(f'{depth} layers' for depth in depths)} | stops at |",
        "|---|" + "--:|" * (len(depths) + 1),
    ]
    lines += [
        f"| {name} | {' | '.join(told(values) for values in found.values())} | {stops(found)} |"
        for name, found in table.items()
    ]
    return "\n".join(lines)


def told(values: list[float]) -> str:
    """73 % (70 % to 75 %); of one seed 73 %."""
    middle, low, high = (written(each, percent=True, digits=2) for each in (median(values), min(values), max(values)))
    return middle if len(values) == 1 else f"{middle} ({low} to {high})"


def stops(found: dict[str, list[float]]) -> str:
    """The smallest depth measured from which on the median network has not begun to learn."""
    depths = list(found)
    stopped = [median(found[depth]) < STOPPED for depth in depths]
    first = next((depth for place, depth in enumerate(depths) if all(stopped[place:])), None)
    return "none of these" if first is None else f"{first} layers"
