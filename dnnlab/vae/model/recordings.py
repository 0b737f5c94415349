"""The runs that ship beside the default one: the same but for beta."""

from __future__ import annotations

from pathlib import Path

from dnnlab.paths import ASSETS
from dnnlab.vae.model.knobs import VaeConfig

BETAS = (0.0, 4.0, 10.0)
"""Those of the further recordings; the default run has 1."""


def file_of(beta: float) -> Path:
    """Where the recording with this beta ships; made by ``tools.build_vae recordings``."""
    return ASSETS / "vae" / "model" / f"recording-beta-{beta:g}.npz"


def further(config: VaeConfig) -> Path | None:
    """The file of the further recording with these very knobs; None: there is none."""
    for beta in BETAS:
        if config == VaeConfig(beta=beta):
            return file_of(beta)
    return None
