"""Questions about faces that are answered at once: by the shipped networks, or by a learner's own run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dnnlab.data import faces
from dnnlab.vae.arithmetic.codes import Floats
from dnnlab.vae.arithmetic.gallery import gallery, known_live
from dnnlab.vae.arithmetic.net import reading, shipped
from dnnlab.vae.arithmetic.net.model import FaceVAE
from dnnlab.vae.arithmetic.scores import shipped_codes
from dnnlab.vae.arithmetic.vectors import vectors_for
from dnnlab.vae.arithmetic.views import Codes, Decoded, Passed, Score

if TYPE_CHECKING:
    from dnnlab.vae.arithmetic.net.experiment import FaceTraining

USUAL = 0.95
"""The share of held-out faces whose error counts as usual."""


def codes(experiment: FaceTraining | None = None) -> Codes:
    """The codes of the gallery, and the averages with and without each attribute."""
    if experiment is None:
        return shipped_codes()
    return reading.codes(experiment.model, gallery().images, known_live())


def decode(given: Floats, experiment: FaceTraining | None = None) -> Decoded:
    """Codes (n, k) as pictures, with what the judge reads off them.

    Raises:
        ValueError: a code has another length than the network's.
    """
    model = _model(experiment)
    if given.ndim != 2 or given.shape[1] != model.code:
        raise ValueError(f"This network's codes have {model.code} numbers each.")
    return reading.decoded(model, shipped.judge(), given)


def score(attribute: str, kind: str, experiment: FaceTraining | None = None) -> Score:
    """What the vector of an attribute, of one of :data:`~vectors.KINDS`, does at strength 1 to test faces without."""
    held = faces.test()
    found = vectors_for(codes(experiment), kind, faces.ATTRIBUTES.index(attribute), held.labels)
    return reading.score(_model(experiment), shipped.judge(), found, held, attribute)


def passed(image: NDArray[np.uint8], experiment: FaceTraining | None = None) -> Passed:
    """A picture (64, 64, 3) through a network, beside the error that is usual for faces."""
    model = _model(experiment)
    errors = _errors(model, faces.validation().images)
    mean = reading.encoded(model, image[None])[0].numpy()
    seen = reading.as_bytes(reading.as_floats(image[None], model.size))[0]
    back = reading.decoded(model, shipped.judge(), mean)
    return Passed(
        code=mean[0], seen=seen, output=back.pictures[0], colours=(int(back.classes[0, 4]), int(back.classes[0, 5])),
        error=float(_errors(model, image[None])[0]), usual=float(np.quantile(errors, USUAL)),
    )  # fmt: skip


def _errors(model: FaceVAE, images: NDArray[np.uint8]) -> Floats:
    """Mean squared error of a pixel of each picture's plain reconstruction, (n,)."""
    outputs = reading.decoded(model, shipped.judge(), reading.encoded(model, images)[0].numpy()).pictures
    seen = reading.as_bytes(reading.as_floats(images, model.size))
    off = (outputs.astype(np.float32) - seen) / 255
    found: Floats = np.square(off).mean((1, 2, 3))
    return found


def _model(experiment: FaceTraining | None) -> FaceVAE:
    return shipped.vae() if experiment is None else experiment.model
