"""Twins worth a look, a click each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dnnlab.live.config import Value
from dnnlab.ui.workbench import Workbench
from pages.gan.twins import menu

TWINS: tuple[tuple[str, Mapping[str, Value]], ...] = (
    ("Told the class", {"conditional": True}),
    ("β₁ = 0.9, Adam’s usual", {"momentum": 0.9}),
    ("No averaging of weights", {"averaging": "none"}),
    ("G eight times as fast", {"generator_rate": 2.4e-3}),
    ("Five steps of D for one of G", {"discriminator_steps": 5}),
    ("Label smoothing 0.1", {"smoothing": 0.1}),
    ("Four numbers of noise", {"noise": 4}),
)
"""What a button says, and how the twin differs."""


def beside(bench: Workbench[Any]) -> None:
    """The menu of twins."""
    menu(bench, TWINS)
