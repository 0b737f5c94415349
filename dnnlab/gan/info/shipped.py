"""Which trained generators ship, in files of half precision; no torch.  Card: ``assets/gan/info/card.md``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from dnnlab.gan.info.knobs import InfoConfig
from dnnlab.paths import ASSETS

FOLDER = ASSETS / "gan" / "info"
MEASURED = FOLDER / "measured.json"
"""What the judge says of both, of fresh pictures; made by ``tools.build_infogan measure``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """A generator that was trained with these knobs."""

    name: str
    title: str
    """What the page calls it."""
    config: InfoConfig
    whole: bool = False
    """Whether a run can go on from it: G itself, D and Q ship too, not only G's average."""

    @property
    def file(self) -> str:
        """In :data:`FOLDER`."""
        return f"{self.name}.safetensors"


INFO, PLAIN = "info", "plain"
SHIPPED = {
    each.name: each
    for each in (
        Shipped(name=INFO, title="InfoGAN", whole=True, config=InfoConfig()),
        Shipped(name=PLAIN, title="plain GAN", config=InfoConfig(weight=0.0)),
    )
}
"""Name -> generator; they differ in λ alone."""


@cache
def measured() -> dict[str, dict[str, Any]]:
    """Name -> what was found once: ``matching``, ``table``, ``precision``, ``coverage``, ``correlations``."""
    found: dict[str, dict[str, Any]] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return found
