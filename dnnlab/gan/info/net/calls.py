"""Questions to generators that read a code: to those that ship, or to a learner's run."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import torch

from dnnlab.gan.info.codes import CATEGORIES, CODE, CONTINUOUS, WIDEST
from dnnlab.gan.info.knobs import NOISE
from dnnlab.gan.info.net.looking import panels
from dnnlab.gan.info.net.model import SHAPE, as_input, players
from dnnlab.gan.info.shipped import FOLDER, SHIPPED
from dnnlab.gan.info.views import Panels, Ten
from dnnlab.gan.material import MNIST
from dnnlab.gan.net.dcgan import ConvGenerator
from dnnlab.gan.net.files import parts_in
from dnnlab.gan.net.pictures import as_bytes
from dnnlab.gan.net.reading import reader
from dnnlab.nn.decoders import travelling
from dnnlab.nn.modules import evaluating
from dnnlab.plots.decoders import Plane

if TYPE_CHECKING:
    from dnnlab.gan.info.net.experiment import InfoTraining

ACROSS, ALONG = 5, 5
"""Rows of the lecture's panels."""


@cache
def shipped(name: str) -> ConvGenerator:
    """The average of a generator that ships.

    Raises:
        ValueError: there is none of that name.
    """
    if name not in SHIPPED:
        raise ValueError(f"There is no generator {name!r}: there are {', '.join(SHIPPED)}.")
    generator, *_ = players(torch.Generator())
    generator.load_state_dict(parts_in(FOLDER / SHIPPED[name].file)["averaged"])
    return generator.eval()


def decoder(name: str, noise: int, category: int, experiment: InfoTraining | None = None) -> bytes:
    """What a generator draws over the plane of c2 and c3, packed for the browser.

    Args:
        name: of one that ships; not read where a run is asked.
        noise: the seed of the noise.
        category: c1, from 0 to 9.
        experiment: the run.

    Raises:
        ValueError: there is no such category.
    """
    if not 0 <= category < CATEGORIES:
        raise ValueError(f"c1 is one of the categories 0 to {CATEGORIES - 1}, got {category}.")
    origin = as_input(_noise(noise), torch.tensor([category]), torch.zeros(1, CONTINUOUS))[0].numpy()
    axes = np.zeros((CONTINUOUS, NOISE + CODE), np.float32)
    axes[:, -CONTINUOUS:] = np.eye(CONTINUOUS)
    corner = np.full(CONTINUOUS, WIDEST, np.float32)
    generator = _generator(name, experiment)
    with evaluating(generator):
        plane = Plane(origin=origin, axes=axes)
        return travelling(generator.layers, plane, SHAPE, (-corner, corner), low=-1.0, high=1.0)


def by_code(name: str, experiment: InfoTraining | None = None) -> Panels:
    """The lecture's panels of a generator; arguments as of :func:`decoder`."""
    return panels(_generator(name, experiment), ACROSS, ALONG)


def ten(name: str, noise: int, experiment: InfoTraining | None = None) -> Ten:
    """One piece of noise as each category; arguments as of :func:`decoder`."""
    generator, categories = _generator(name, experiment), torch.arange(CATEGORIES)
    codes = as_input(_noise(noise).expand(CATEGORIES, -1), categories, torch.zeros(CATEGORIES, CONTINUOUS))
    with evaluating(generator):
        pictures = as_bytes(generator(codes))
    return Ten(pictures=pictures, read=reader(MNIST).read(pictures)[1].int().argmax(1).numpy())


def _noise(seed: int) -> torch.Tensor:
    """(1, k)"""
    return torch.randn((1, NOISE), generator=torch.Generator().manual_seed(seed))


def _generator(name: str, experiment: InfoTraining | None) -> ConvGenerator:
    return shipped(name) if experiment is None else experiment.averaged
