"""Questions to a variational autoencoder that are answered at once, or in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file

from dnnlab.autoencoders.basic.net.model import as_bytes
from dnnlab.data import mnist
from dnnlab.nn.decoders import travelling
from dnnlab.nn.modules import evaluating
from dnnlab.paths import ASSETS
from dnnlab.plots.sheets import Bytes
from dnnlab.vae.model.knobs import VaeConfig
from dnnlab.vae.model.net import shipped as large
from dnnlab.vae.model.net.looking import spreads
from dnnlab.vae.model.views import Evidence, Passed
from dnnlab.vae.net.elbo import importance_sampled, log_p
from dnnlab.vae.net.gaussian import kl_per_dimension, reparametrised

if TYPE_CHECKING:
    from dnnlab.vae.model.net.experiment import VaeTraining

WEIGHTS = ASSETS / "vae" / "model" / "vae.safetensors"
"""Those of the recorded run's end; see the card beside them."""
DRAWS, NEW, POSED = 8, 16, 500
"""Draws of a passed picture; new pictures each way; digits of which the aggregate posterior is made."""
SAMPLES, PIECE = 5_000, 250
"""Codes for ln p(x) of a digit, and in a piece of the answer."""


@cache
def recorded() -> VaeTraining:
    """The recorded run as it ended."""
    from dnnlab.vae.model.net.experiment import VaeTraining

    run = VaeTraining(VaeConfig())
    run.model.load_state_dict(load_file(WEIGHTS))
    return run


def decoder(experiment: VaeTraining | None = None) -> bytes:
    """The decoder behind the map, packed for the browser; of the recorded run's end if no run is named."""
    run = experiment or recorded()
    with evaluating(run.model):
        placed = run.chart()
        return travelling(run.model.drawing, placed.plane, run.pictures.shape, placed.window)


def passed(image: Bytes, experiment: VaeTraining | None = None) -> Passed:
    """What a run makes of a digit: q(z|x), its ellipse on the map, reconstructions.

    Args:
        image: (28, 28) uint8, ink 255 on background 0.
        experiment: the run; default: the recorded one as it ended.

    Raises:
        ValueError: the picture has another size than the run's.
    """
    run = experiment or recorded()
    if image.dtype != np.uint8 or (1, *image.shape) != run.pictures.shape:
        _, height, width = run.pictures.shape
        raise ValueError(f"This run reads pictures of {height}×{width} pixels in its own colours, not a drawn digit.")
    x, model, size = run.as_input(image[np.newaxis]), run.model, run.config.code
    noise = torch.randn((DRAWS, 1, size), generator=torch.Generator().manual_seed(0)) * float(run.config.draws)
    with evaluating(model):
        mean, log_variance = model.encode(x)
        placed = run.chart()
        raw = model.raw(reparametrised(mean, log_variance, noise))  # (draws, 1, C, H, W)
        kl = float(kl_per_dimension(mean, log_variance).sum()) if run.config.draws else 0.0
        return Passed(
            mean=mean[0].numpy().copy(),
            deviation=torch.exp(0.5 * log_variance[0]).numpy() * np.float32(run.config.draws),
            point=placed.place(mean.numpy())[0],
            spread=spreads(log_variance, placed)[0] * np.float32(run.config.draws),
            seen=as_bytes(x)[0],
            output=as_bytes(model.decode(mean))[0],
            sampled=as_bytes(model.likelihood.mean(raw)[:, 0]),
            reconstruction=float(model.likelihood.log_prob(raw, x).mean()),
            kl=kl,
        )


def decode(codes: NDArray[np.float32], experiment: VaeTraining | None = None) -> Bytes:
    """The mean pictures of codes: (n, k) -> (n, H, W[, 3]).

    Raises:
        ValueError: the codes have another size than the run's.
    """
    run = experiment or recorded()
    if codes.ndim != 2 or codes.shape[1] != run.config.code:
        raise ValueError(f"This run's codes have {run.config.code} numbers, got {codes.shape}.")
    with evaluating(run.model):
        return as_bytes(run.model.decode(torch.from_numpy(codes.astype(np.float32))))


def new(place: int, seed: int) -> dict[str, Bytes]:
    """New digits by the shipped model of 20 numbers, three ways: name -> (16, 28, 28).

    Args:
        place: of the test digit whose q(z|x) is drawn from.
        seed: of the draws.
    """
    model = large.shipped()
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn((3, NEW, large.CODE), generator=generator)
    images = mnist.test().images
    with torch.inference_mode():
        mean, log_variance = model.encode(large.as_input(images[place : place + 1]))
        means, log_variances = model.encode(large.as_input(images[:POSED]))
        chosen = torch.randint(POSED, (NEW,), generator=generator)
        codes = {
            "prior": noise[0],
            "one": reparametrised(mean, log_variance, noise[1]),
            "all": reparametrised(means[chosen], log_variances[chosen], noise[2]),
        }
        return {name: as_bytes(model.decode(each)) for name, each in codes.items()}


def evidence(place: int) -> Iterator[Evidence]:
    """ln p(x) of a test digit by the shipped model of 20 numbers: more and more codes drawn from q(z|x)."""
    model = large.shipped()
    x = large.as_input(mnist.test().images[place : place + 1])
    found = torch.empty(0, 1)
    with torch.inference_mode():
        drawing = importance_sampled(model, x, SAMPLES, torch.Generator().manual_seed(place), PIECE)
    while True:
        with torch.inference_mode():
            piece = next(drawing, None)
            if piece is None:
                return
            found = torch.cat([found, piece])
            yield _evidence(found)


def _evidence(weights: torch.Tensor) -> Evidence:
    """From log-weights (S, 1): with c samples, the mean over the S / c groups of so many."""
    total = len(weights)
    counts = [c for c in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000) if c <= total]
    curve: list[float] = []
    for count in counts:
        groups = weights[: total // count * count].reshape(-1, count).T  # (S, 1) -> (count, groups)
        curve.append(float(log_p(groups).mean()))
    return Evidence(
        samples=total, elbo=float(weights.mean()), log_p=float(log_p(weights)[0]),
        counts=np.array(counts, np.int64), curve=np.array(curve, np.float32),
    )  # fmt: skip
