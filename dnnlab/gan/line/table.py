"""Where games with several settings stand after 3,000 steps, over five seeds: a stored table; no torch."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from dnnlab.gan.line.knobs import MINIMAX, RELU, LineConfig
from dnnlab.gan.line.shapes import DRAWN, MIXTURE, UNIFORM
from dnnlab.live.config import Value
from dnnlab.once import once
from dnnlab.paths import ASSETS

FOLDER = ASSETS / "gan" / "line"
FILE = FOLDER / "end.csv"
"""Made by tools/build_gan_line.py; see the card beside it."""
COLUMNS = ("setting", "seed", "divergence", "from_half")
SEEDS = (0, 1, 2, 3, 4)
STEPS, WINDOW = 3_000, 300
"""Of a run, and those at its end over which the means are taken, each step measured."""
JS_END, HALF_END = 0.01, 0.05
"""Means below which the game counts as at its end."""
SETTINGS: dict[str, dict[str, Value]] = {
    "As at first": {},
    "Minimax loss": {"loss": MINIMAX},
    "k = 1": {"discriminator_steps": 1},
    "k = 5": {"discriminator_steps": 5},
    "G's rate 0.005, ten times": {"generator_rate": 5e-3},
    "Same rate for both, 0.0005": {"discriminator_rate": 5e-4},
    "β₁ = 0.9": {"momentum": 0.9},
    "SGD, 0.1 for D, 0.01 for G": {"optimizer": "SGD", "discriminator_rate": 0.1, "generator_rate": 0.01},
    "Batches of 16": {"batch_size": 16},
    "γ = 0.1": {"penalty": 0.1},
    "G's rate ten times, γ = 1": {"generator_rate": 5e-3, "penalty": 1.0},
    "ReLU": {"activation": RELU},
    "Two units a layer": {"hidden": 2},
    "Data: mixture": {"data": MIXTURE},
    "Data: uniform": {"data": UNIFORM},
    "Data: drawn": {"data": DRAWN},
    "Noise: uniform": {"noise": UNIFORM},
    "Noise: mixture": {"noise": MIXTURE},
    "Noise: drawn": {"noise": DRAWN},
}
"""What a row is called -> what its knobs have other than the first ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A run's means over its last 300 steps."""

    divergence: float
    """JS of data and fakes, in nats."""
    from_half: float
    """The largest |D - 1/2| where p + q exceeds 5 % of its maximum."""

    @property
    def over(self) -> bool:
        """Whether the game is at its end."""
        return self.divergence < JS_END and self.from_half < HALF_END


Table = dict[tuple[str, int], Ended]
"""(setting, seed) -> where the run stands."""


def read(lines: Iterable[str]) -> Table:
    """The table from its file's lines."""
    return {
        (row["setting"], int(row["seed"])): Ended(
            divergence=float(row["divergence"]), from_half=float(row["from_half"])
        )
        for row in csv.DictReader(lines)
    }


@once
def table() -> Table:
    """The stored table; read once a process."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return read(file)


def config_of(setting: str, seed: int) -> LineConfig:
    """The knobs of one entry."""
    return LineConfig(seed=seed).replace(**SETTINGS[setting])
