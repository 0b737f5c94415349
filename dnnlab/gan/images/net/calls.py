"""Questions to trained players that are answered at once, or in pieces: to shipped ones, or to a learner's run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from dnnlab.gan.images.net.shipped import parts_of
from dnnlab.gan.images.shipped import SHIPPED
from dnnlab.gan.images.views import Deal, Drawn, Film, Floats, Neighbours
from dnnlab.gan.material import material
from dnnlab.gan.net.pictures import as_batch, as_bytes
from dnnlab.nn.modules import evaluating
from dnnlab.plots.sheets import Bytes

if TYPE_CHECKING:
    from dnnlab.gan.images.net.experiment import ImagesTraining

DEALT, ASKED = 20, 500
"""Pictures to sort; pictures of each kind that D sorts."""
NEAREST, PIECE = 4, 5_000
"""Training pictures that are found for each; those that are looked through at a time."""
MOST = 64
"""Pictures of one question."""


@cache
def shipped(name: str) -> ImagesTraining:
    """Players that ship, as a run that has not begun.

    Raises:
        ValueError: there are none of that name.
    """
    from dnnlab.gan.images.net.experiment import ImagesTraining

    if name not in SHIPPED:
        raise ValueError(f"There are no players {name!r}: there are {', '.join(SHIPPED)}.")
    run, parts = ImagesTraining(SHIPPED[name].config), parts_of(SHIPPED[name])
    run.averaged.load_state_dict(parts["averaged"])
    run.discriminator.load_state_dict(parts["discriminator"])
    return run


def draw(
    name: str, noise: Floats, labels: NDArray[np.int64] | None = None, experiment: ImagesTraining | None = None
) -> Drawn:
    """What the averaged G makes of noise, and what D says of it.

    Args:
        name: of shipped players; not read where a run is asked.
        noise: (n, k), n at most 64.
        labels: (n,), where G is told the class.
        experiment: the run.

    Raises:
        ValueError: noise or labels are of another form than these players read.
    """
    run = experiment or shipped(name)
    config = run.config
    if noise.ndim != 2 or noise.shape[1] != config.numbers_of_noise or not 0 < len(noise) <= MOST:
        raise ValueError(f"These players read 1 to {MOST} rows of {config.numbers_of_noise} numbers of noise.")
    if (labels is None) != (config.classes == 0):
        raise ValueError("These players are told a class." if config.classes else "These players are told no class.")
    if labels is not None and (labels.shape != noise.shape[:1] or labels.min() < 0 or labels.max() >= config.classes):
        raise ValueError(f"Each row has a class from 0 to {config.classes - 1}.")
    told = None if labels is None else torch.from_numpy(labels.astype(np.int64))
    with evaluating(run.averaged), evaluating(run.discriminator):
        pictures = run.averaged(torch.from_numpy(noise.astype(np.float32)), told)
        opinions = run.discriminator(pictures, told).sigmoid()
    return Drawn(pictures=as_bytes(pictures), opinions=opinions.numpy().copy())


def nearest(data: str, pictures: Bytes) -> Iterator[Neighbours | None]:
    """The training pictures that are most like these, pixel by pixel: None while they are looked for.

    Args:
        data: the set, one of the knob's options.
        pictures: (n, H, W) or (n, H, W, 3), n at most 64.

    Raises:
        ValueError: they have another form than the set's.
    """
    images = material(data).images
    if pictures.dtype != np.uint8 or pictures.shape[1:] != images.shape[1:] or not 0 < len(pictures) <= MOST:
        raise ValueError(f"Compared are 1 to {MOST} pictures like those of {data}.")
    asked = _rows(pictures)
    best = torch.full((len(pictures), NEAREST), torch.inf)
    place = torch.zeros((len(pictures), NEAREST), dtype=torch.int64)
    for start in range(0, len(images), PIECE):
        rows = _rows(images[start : start + PIECE])
        squares = asked.square().sum(1, keepdim=True) - 2 * asked @ rows.T + rows.square().sum(1)  # (n, piece)
        both = torch.cat([best, squares], dim=1)
        places = torch.cat([place, torch.arange(start, start + len(rows)).expand(len(asked), -1)], dim=1)
        best, chosen = both.topk(NEAREST, dim=1, largest=False)
        place = places.gather(1, chosen)
        yield None
    yield Neighbours(pictures=images[place.numpy()], distances=best.clamp(min=0).sqrt().numpy())


def deal(name: str, seed: int, experiment: ImagesTraining | None = None) -> Deal:
    """Pictures to sort, about half of them generated, and how well D sorts.

    Args:
        name: of shipped players; not read where a run is asked.
        seed: of the choice and of the noise.
    """
    run = experiment or shipped(name)
    chance, config, known = np.random.default_rng(seed), run.config, run.material
    real = chance.random(DEALT) < 0.5
    taken = chance.choice(len(known.test), ASKED, replace=False)
    noise = chance.standard_normal((ASKED, config.numbers_of_noise)).astype(np.float32)
    asked = chance.integers(config.classes, size=ASKED) if config.classes else None
    labels = None if asked is None else torch.from_numpy(asked)
    truth = torch.from_numpy(known.test_labels[taken].astype(np.int64)) if config.classes else None
    with evaluating(run.averaged), evaluating(run.discriminator):
        made = run.averaged(torch.from_numpy(noise), labels)
        of_made = run.discriminator(made, labels).sigmoid().numpy()
        of_real = run.discriminator(as_batch(known.test[taken]), truth).sigmoid().numpy()
    pictures = np.stack([known.test[at] if here else each for at, here, each in zip(
        taken, real, as_bytes(made), strict=False)])  # fmt: skip
    return Deal(
        pictures=pictures, real=real, opinions=np.where(real, of_real[:DEALT], of_made[:DEALT]),
        truth=np.array([(of_real > 0.5).mean(), (of_made <= 0.5).mean()], np.float32),
    )  # fmt: skip


def film(experiment: ImagesTraining) -> Film:
    """The history of the same noise in a run."""
    return experiment.film()


def _rows(images: Bytes) -> torch.Tensor:
    """(n, H, W[, 3]) bytes -> (n, numbers) from 0 to 1."""
    return torch.from_numpy(images.reshape(len(images), -1).astype(np.float32) / 255)
