"""Accuracy against the number of blanks, measured for several networks over five seeds: a stored table; no torch."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from dnnlab.live.config import Value
from dnnlab.once import once
from dnnlab.paths import ASSETS
from dnnlab.rnn.memory.knobs import GRU, LSTM, MGU, NO_FORGET, RNN, WINDOW, CopyConfig

FOLDER = ASSETS / "rnn" / "memory"
FILE = FOLDER / "accuracy.csv"
"""Made by tools/build_copy_task.py; see the card beside it."""
COLUMNS = ("setting", "blanks", "seed", "accuracy", "solved_at")
BLANKS = (2, 5, 10, 20, 50, 100, 200)
"""All that the knob offers."""
SEEDS = (0, 1, 2, 3, 4)
SETTINGS: dict[str, dict[str, Value]] = {
    "RNN": {"net": RNN},
    "RNN, radius 1": {"net": RNN, "radius": 1.0},
    "LSTM, bias 0": {"net": LSTM, "keep": 0},
    "LSTM, bias 1": {"net": LSTM, "keep": 1},
    "LSTM, bias 5": {"net": LSTM, "keep": 5},
    "LSTM, no forget gate": {"net": NO_FORGET},
    "GRU": {"net": GRU},
    "MGU": {"net": MGU},
    "Window of 20": {"net": WINDOW, "width": 20},
}
"""What a row of the table is called -> what its knobs have other than the first ones."""
OTHERS = "Other knobs"
"""Where runs of the learner's stand that no row is about."""
SOLVED = 0.99
"""An accuracy from here on counts as solved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One run."""

    accuracy: float
    """Of 256 sequences, at the end."""
    solved_at: int
    """The first step at which a check found an accuracy of 99 % and more; 0: none did."""


Table = dict[tuple[str, int, int], Entry]
"""(setting, blanks, seed) -> the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A run of the learner's in the table."""

    setting: str
    blanks: int
    accuracy: float
    told: str
    """Its knobs in words."""


def read(lines: Iterable[str]) -> Table:
    """The table from its file's lines."""
    return {
        (row["setting"], int(row["blanks"]), int(row["seed"])): Entry(
            accuracy=float(row["accuracy"]), solved_at=int(row["solved_at"])
        )
        for row in csv.DictReader(lines)
    }


@once
def table() -> Table:
    """The stored table; read once a process."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return read(file)


def config_of(setting: str, blanks: int, seed: int) -> CopyConfig:
    """The knobs of one entry."""
    return CopyConfig(blanks=blanks, seed=seed).replace(**SETTINGS[setting])


def setting_of(config: CopyConfig) -> str:
    """The row that a run with these knobs belongs to, whatever its seed; :data:`OTHERS` where there is none."""
    for setting in SETTINGS:
        if _meant(config_of(setting, config.blanks, config.seed)) == _meant(config):
            return setting
    return OTHERS


def _meant(config: CopyConfig) -> dict[str, Value]:
    """The knobs that mean something beside the others."""
    values = config.values()
    return {name: values[name] for name in config.meaningful()}


def own(config: CopyConfig, accuracy: float) -> Own:
    """A run of the learner's, for the table."""
    knobs, first = CopyConfig.knobs(), CopyConfig().values()
    apart = [
        f"{knobs[name].label.lower()} {knobs[name].format(value)}"
        for name, value in _meant(config).items()
        if name not in ("blanks", "seed") and value != first[name]
    ]
    return Own(
        setting=setting_of(config),
        blanks=config.blanks,
        accuracy=accuracy,
        told=", ".join(apart) or "knobs as at first",
    )
