"""The toys' knobs, view and table: small experiments that behave, and some that misbehave; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.config import Config, knob
from dnnlab.live.registry import Entry, Registry

NAME = "tests.live.toy_knobs:TOYS"
"""How a pool and its trainers find the table."""
IN_A_LONG_STEP = "in-a-long-step"
"""The file that appears when the long toy's long step begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToyConfig(Config):
    """A linear regression; ``at`` is the step at which a misbehaving one does what it is named for."""

    learning_rate: float = knob(0.05, low=1e-4, high=1.0, scale="log", live=True, help="the size of a step")
    end: int = knob(0, low=0, high=1_000_000, live=True, help="where the run ends; 0 is nowhere")
    at: int = knob(7, low=0, high=1_000_000, help="the step at which trouble begins")
    seconds: float = knob(0.0, low=0.0, high=600.0, help="how long that step takes")
    size: int = knob(8, low=1, high=1_000_000, help="how many weights there are to learn")
    seed: int = knob(0, low=0, high=9999, help="same seed, same run")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToyView:
    """The learnt weights: (n,) float32, at most 8 of them."""

    step: int
    weights: NDArray[np.float32]


def read_numbers(path: Path) -> NDArray[np.float32]:
    """The numbers in a text file, (n,); ValueError when there are others things in it."""
    return np.array(path.read_text().split(), np.float32)


def _entry(name: str, **more: Any) -> Entry:
    return Entry(
        config="tests.live.toy_knobs:ToyConfig", experiment=f"tests.live.toys:{name}", summary=f"a toy: {name}", **more
    )


TOYS = Registry(
    experiments={
        "regression": _entry("Regression"),
        "limited": _entry("Regression", max_steps=5),
        "large": _entry("Regression", memory=500),
        "diverging": _entry("Diverging"),
        "raising": _entry("Raising"),
        "unbuildable": _entry("Unbuildable"),
        "unviewable": _entry("Unviewable"),
        "untunable": _entry("Untunable"),
        "long": _entry("Long"),
        "killer": _entry("Killer"),
        "by-hand": _entry("ByHand"),
        "many": _entry("Many"),
        "unhurried": _entry("Unhurried"),
        "sliced": _entry("Sliced"),
        "given": _entry("Given", given="tests.live.toy_knobs:read_numbers"),
    },
    calls={
        "add": "tests.live.toys:add",
        "tally": "tests.live.toys:tally",
        "weights": "tests.live.toys:weights",
        "refuse": "tests.live.toys:refuse",
        "unsendable": "tests.live.toys:unsendable",
        "busy": "tests.live.toys:busy",
        "kill": "tests.live.toys:kill",
        "spell": "tests.live.toys:spell",
        "spell_twice": "tests.live.toys:spell_twice",
        "count": "tests.live.toys:count",
        "watch": "tests.live.toys:watch",
        "loaded": "tests.live.toys:loaded",
    },
    idle=("colorsys", "tests.live.slow_to_load"),
)
