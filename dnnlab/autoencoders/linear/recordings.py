"""The recorded runs of "Linear = PCA": the default one, and others that differ in the size of the code alone."""

from __future__ import annotations

from pathlib import Path

from dnnlab.autoencoders.linear.knobs import LinearConfig
from dnnlab.paths import ASSETS

SIZES = (2, 30)
"""Numbers in the code of the further recordings; the default run has 16."""


def file_of(code_size: int) -> Path:
    """Where the recording with this code ships; the card says how it was made."""
    return ASSETS / "autoencoders" / "linear" / f"recording-{code_size}.npz"


def further(config: LinearConfig) -> Path | None:
    """The file of the further recording with these very knobs; None: there is none."""
    return {LinearConfig(code_size=size): file_of(size) for size in SIZES}.get(config)
