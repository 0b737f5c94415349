"""The runs that ship beside the default one: the same but for beta, or a plain autoencoder."""

from __future__ import annotations

from pathlib import Path

from dnnlab.paths import ASSETS
from dnnlab.vae.model.knobs import POINT, VaeConfig

FOLDER = ASSETS / "vae" / "model"
BETAS = (0.0, 4.0, 10.0)
"""Those of the further recordings; the default run has 1."""
PLAIN = FOLDER / "recording-point.npz"
"""The same network as a plain autoencoder."""


def file_of(beta: float) -> Path:
    """Where the recording with this beta ships; made by ``tools.build_vae recordings``."""
    return FOLDER / f"recording-beta-{beta:g}.npz"


FURTHER = {**{VaeConfig(beta=beta): file_of(beta) for beta in BETAS}, VaeConfig(coder=POINT): PLAIN}
"""The knobs of each further recording, and its file."""


def further(config: VaeConfig) -> Path | None:
    """The file of the further recording with these very knobs; None: there is none."""
    return FURTHER.get(config)
