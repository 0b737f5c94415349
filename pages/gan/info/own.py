"""Twins worth a look, a click each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dnnlab.gan.info.knobs import SHIPPED
from dnnlab.live.config import Value
from dnnlab.ui.workbench import Workbench
from pages.gan.twins import menu

TWINS: tuple[tuple[str, Mapping[str, Value]], ...] = (
    ("λ = 0: a plain GAN", {"weight": 0.0}),
    ("λ = 3", {"weight": 3.0}),
    ("From the shipped weights", {"start": SHIPPED}),
    ("No shaking", {"shaking": 0.0}),
    ("No averaging of weights", {"averaging": "none"}),
)
"""What a button says, and how the twin differs."""


def beside(bench: Workbench[Any]) -> None:
    """The menu of twins."""
    menu(bench, TWINS)
