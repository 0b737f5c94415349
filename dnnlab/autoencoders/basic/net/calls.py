"""Questions to an autoencoder that are answered at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from safetensors.torch import load_file

from dnnlab.autoencoders.basic.knobs import AutoencoderConfig
from dnnlab.autoencoders.basic.net.model import as_batch, as_bytes
from dnnlab.autoencoders.basic.views import Passed
from dnnlab.nn.decoders import travelling
from dnnlab.nn.modules import evaluating
from dnnlab.paths import ASSETS

if TYPE_CHECKING:
    from dnnlab.autoencoders.basic.net.experiment import AutoencoderTraining

WEIGHTS = ASSETS / "autoencoders" / "basic" / "autoencoder.safetensors"
"""Those of the recorded run's end; see the card beside them."""


@cache
def shipped() -> AutoencoderTraining:
    """The recorded run as it ended."""
    from dnnlab.autoencoders.basic.net.experiment import AutoencoderTraining

    run = AutoencoderTraining(AutoencoderConfig())
    run.model.load_state_dict(load_file(WEIGHTS))
    return run


def decoder(experiment: AutoencoderTraining | None = None) -> bytes:
    """The decoder behind the map, packed for the browser; of the recorded run's end if no run is named."""
    run = experiment or shipped()
    with evaluating(run.model):
        placed = run.chart()
        return travelling(run.model.drawing, placed.plane, run.pictures.shape, placed.window)


def passed(image: NDArray[np.uint8], experiment: AutoencoderTraining | None = None) -> Passed:
    """What a run makes of a digit: its code, its place on the map, its reconstruction.

    Args:
        image: (28, 28) uint8, ink 255 on background 0.
        experiment: the run; default: the recorded one as it ended.

    Raises:
        ValueError: the picture has another size than the run's.
    """
    run = experiment or shipped()
    if image.dtype != np.uint8 or (1, *image.shape) != run.pictures.shape:
        _, height, width = run.pictures.shape
        raise ValueError(f"This run reads pictures of {height}×{width} pixels in its own colours, not a drawn digit.")
    x = as_batch(image[np.newaxis])
    with evaluating(run.model):
        code = run.model.encode(x)
        output = run.model.decode(code)
        error = float((output - x).square().sum())
        point = run.chart().place(code.numpy())[0]
        return Passed(
            code=code[0].numpy().copy(), point=point.astype(np.float32), output=as_bytes(output)[0], error=error
        )
