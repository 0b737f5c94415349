"""Questions about pictures that are answered at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from dnnlab.anomaly.net.autoencoder import AutoencoderDetector, extras
from dnnlab.anomaly.net.detectors import reduced
from dnnlab.anomaly.pictures.knobs import PictureConfig
from dnnlab.anomaly.pictures.material import Bytes, Floats, as_rows, material
from dnnlab.anomaly.pictures.net.experiment import detector_for, rebuilt
from dnnlab.anomaly.pictures.views import CHECKED, Scored
from dnnlab.paths import ASSETS

if TYPE_CHECKING:
    from dnnlab.anomaly.pictures.net.experiment import PictureAutoencoder

SHIPPED = ASSETS / "anomaly" / "pictures" / "eights.safetensors"
"""The detector that a run with default knobs ends with; see the card beside it."""
HELD_OUT = "held_out_scores"
AT_MOST = 64
"""Pictures of one question."""


@cache
def shipped() -> tuple[AutoencoderDetector, Floats]:
    """The detector of eights that ships, and its scores of held-out eights."""
    return AutoencoderDetector.load(SHIPPED), extras(SHIPPED)[HELD_OUT].astype(np.float32)


def score(images: Bytes, experiment: PictureAutoencoder | None = None) -> Scored:
    """What a detector makes of some pictures.

    Args:
        images: (n, 28, 28), light on black as those that were learnt.
        experiment: the run whose detector scores, as it is now. Default: the shipped one, of eights.

    Raises:
        ValueError: the pictures have another size, or there are too many.
    """
    if len(images) > AT_MOST:
        raise ValueError(f"At most {AT_MOST} pictures are looked at together, got {len(images)}.")
    if experiment is None:
        detector, held_out = shipped()
        return Scored(rebuilt=rebuilt(detector, images, "MSE"), held_out=held_out, normal=PictureConfig().normal)
    norm = "MAE" if experiment.config.score == "MAE" else "MSE"
    values = reduced(experiment.detector.errors(as_rows(experiment.material.held_out[:CHECKED])), norm)
    return Scored(
        rebuilt=rebuilt(experiment.detector, images, norm),
        held_out=values.astype(np.float32),
        normal=experiment.config.normal,
    )


def passed(image: Bytes, experiment: PictureAutoencoder | None = None) -> Scored:
    """The same of one picture, (28, 28)."""
    return score(np.ascontiguousarray(image)[None], experiment)


def fitted(config: PictureConfig) -> AutoencoderDetector:
    """The detector that a run with these knobs ends with, fitted at one go."""
    return detector_for(config).fit(as_rows(material(config).fit))
