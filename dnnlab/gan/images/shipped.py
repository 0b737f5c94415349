"""Which trained players ship, in files of half precision; no torch.  Card: ``assets/gan/images/card.md``."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.gan.images.knobs import DCGAN, SCRATCH, ImagesConfig
from dnnlab.paths import ASSETS

FOLDER = ASSETS / "gan" / "images"


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
