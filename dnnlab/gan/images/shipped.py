"""Which trained players ship, in files of half precision; no torch.  Card: ``assets/gan/images/card.md``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from dnnlab.gan.images.knobs import DCGAN, SCRATCH, ImagesConfig
from dnnlab.paths import ASSETS

FOLDER = ASSETS / "gan" / "images"
STANDARDS = FOLDER / "standards.json"
"""What the judge says of real pictures, noise and the like; made by ``tools.build_gan_images measure``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """Two players that were trained with these knobs."""

    title: str
    """What the page calls them."""
    config: ImagesConfig
    whole: bool = False
    """Whether a run can go on from them: G itself ships too, not only its average."""
    name: str

    @property
    def file(self) -> str:
        """In :data:`FOLDER`."""
        return f"{self.name}.safetensors"


SHIPPED = {
    each.name: each
    for each in (
        Shipped(name="digits", title="dense", config=ImagesConfig()),
        Shipped(
            name="told", title="told the class", config=ImagesConfig(conditional=True, run_length=10_000),
        ),
        Shipped(
            name="dcgan", title="DCGAN", whole=True,
            config=ImagesConfig(
                network=DCGAN, start=SCRATCH, generator_rate=1.2e-3, discriminator_rate=1.6e-3, averaging="0.999",
                run_length=10_000,
            ),
        ),
    )
}  # fmt: skip
"""Name -> players."""


@cache
def standards() -> dict[str, dict[str, Any]]:
    """Set of pictures -> what was measured once: ``scores`` of real pictures and of floors, shares, distances."""
    found: dict[str, dict[str, Any]] = json.loads(STANDARDS.read_text(encoding="utf-8"))
    return found
