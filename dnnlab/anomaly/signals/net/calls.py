"""Questions to a detector of signals that are answered at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dnnlab.anomaly.net.autoencoder import AutoencoderDetector
from dnnlab.anomaly.net.detectors import reduced
from dnnlab.anomaly.signals.knobs import SignalConfig
from dnnlab.anomaly.signals.material import material
from dnnlab.anomaly.signals.net.experiment import detector_for
from dnnlab.anomaly.signals.views import Scored
from dnnlab.paths import ASSETS

if TYPE_CHECKING:
    from dnnlab.anomaly.signals.net.experiment import SignalAutoencoder

SHIPPED = ASSETS / "anomaly" / "signals" / "heartbeats.safetensors"
"""The detector that a run with default knobs ends with; see the card beside it."""


@cache
def shipped() -> AutoencoderDetector:
    """The detector of heartbeats that ships."""
    return AutoencoderDetector.load(SHIPPED)


@cache
def _held_out() -> NDArray[np.float64]:
    """Its scores of the held-out beats of the default knobs."""
    return shipped().decision_function(material(SignalConfig()).held_out)


def score(rows: NDArray[np.float32], experiment: SignalAutoencoder | None = None) -> Scored:
    """What a detector makes of some windows.

    Args:
        rows: (n, d): windows as the detector learnt from.
        experiment: the run whose detector scores, as it is now. Default: the shipped one, of heartbeats.

    Raises:
        ValueError: the windows have another length.
    """
    detector = shipped() if experiment is None else experiment.detector
    held_out = material(SignalConfig()).held_out if experiment is None else experiment.material.held_out
    norm = detector.norm if experiment is None or experiment.score != "MAE" else "MAE"
    errors = detector.errors(rows)
    return Scored(
        rebuilt=(rows - errors * detector.scale_).astype(np.float32),
        errors=errors,
        scores=reduced(errors, norm).astype(np.float32),
        held_out=_held_out().astype(np.float32) if experiment is None
        else reduced(detector.errors(held_out), norm).astype(np.float32),
    )  # fmt: skip


def pack(experiment: SignalAutoencoder) -> bytes:
    """The run's detector as a file to take home, with the scores of the held-out windows, which set its threshold."""
    detector = experiment.detector
    detector.norm = "MAE" if experiment.score == "MAE" else "MSE"
    held_out = reduced(detector.errors(experiment.material.held_out), detector.norm)
    return detector.packed(held_out_scores=held_out.astype(np.float32))


def fitted(config: SignalConfig) -> AutoencoderDetector:
    """The detector that a run with these knobs ends with, fitted at one go."""
    made = material(config)
    return detector_for(config, len(made.source.channels)).fit(made.fit)
