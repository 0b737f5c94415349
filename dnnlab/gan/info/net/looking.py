"""What is looked at of a generator that reads a code: its panels, and how well its codes stand for digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from dnnlab.gan.info.codes import CATEGORIES, CONTINUOUS, WIDEST
from dnnlab.gan.info.knobs import NOISE
from dnnlab.gan.info.matching import Counts, Matching, confusion, matched
from dnnlab.gan.info.moments import correlations, measures
from dnnlab.gan.info.net.model import as_input, drawn
from dnnlab.gan.info.views import Panels
from dnnlab.gan.material import MNIST
from dnnlab.gan.net.judge import SAMPLES, Score
from dnnlab.gan.net.pictures import as_bytes
from dnnlab.gan.net.reading import PIECE, judged
from dnnlab.nn.modules import evaluating
from dnnlab.plots.sheets import Bytes

STOPS = 9
"""Values from -2 to 2 at which c2 or c3 is drawn: the trained range is the middle five."""
FRESH = 2
"""The seed of samples by which nothing was chosen."""
MOST = 8
"""Rows of a panel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a judge found of 2,000 pictures with known codes."""

    score: Score
    table: Counts
    """(10, 10): a code a row, what LeNet reads a column."""
    correlations: np.ndarray
    """(2, 3): see :func:`dnnlab.gan.info.moments.correlations`."""

    @property
    def matching(self) -> Matching:
        """The best one-to-one matching of codes and digits."""
        return matched(self.table)


def panels(generator: torch.nn.Module, across: int, along: int) -> Panels:
    """Its pictures by c1, by c2, by c3, always of the same noise.

    Args:
        generator: in evaluation mode, or in any: nothing of it changes.
        across: rows of the first panel; the noise of a row is the same in all ten columns, c2 and c3 are 0.
        along: rows of the other two; a row has noise and a category of its own, the other number is 0.
    """
    chance = torch.Generator().manual_seed(0)
    noise = torch.randn((MOST, NOISE), generator=chance)  # always so many: fewer would be other numbers
    rows = torch.arange(along)
    values = torch.linspace(-WIDEST, WIDEST, STOPS)
    zero = torch.zeros(CATEGORIES, CONTINUOUS)
    first = [as_input(noise[row].expand(CATEGORIES, -1), torch.arange(CATEGORIES), zero) for row in range(across)]
    turned = []
    for number in range(CONTINUOUS):
        moved = torch.zeros(STOPS, CONTINUOUS)
        moved[:, number] = values
        of_row = (3 * rows + 1) % CATEGORIES  # neighbours in the panel are other categories
        turned += [as_input(noise[row].expand(STOPS, -1), of_row[row].expand(STOPS), moved) for row in rows]
    with evaluating(generator):
        pictures = as_bytes(generator(torch.cat([*first, *turned])))
    split = across * CATEGORIES
    by_c2, by_c3 = pictures[split:].reshape(CONTINUOUS, along, STOPS, *pictures.shape[1:])
    return Panels(
        by_c1=pictures[:split].reshape(across, CATEGORIES, *pictures.shape[1:]).copy(), by_c2=by_c2.copy(),
        by_c3=by_c3.copy(),
    )  # fmt: skip


def looked_at(generator: torch.nn.Module, seed: int = 1) -> Iterator[Found | None]:
    """2,000 pictures, 200 of each category, judged in pieces: None while at work, then what was found.

    Args:
        generator: of the pictures; nothing of it changes.
        seed: of the noise and of c2 and c3.  Runs always take the same; :data:`FRESH` is for a figure that is reported
            of a generator that was chosen by the others.
    """
    noise, _, continuous = drawn(SAMPLES, torch.Generator().manual_seed(seed))
    categories = torch.arange(SAMPLES) % CATEGORIES
    codes = as_input(noise, categories, continuous)
    measured: list[np.ndarray] = []
    for found in judged(MNIST, _pieces(generator, codes, lambda images: measured.append(measures(images)))):
        if found is None:
            yield None
        else:
            groups = categories.numpy()
            yield Found(
                score=found.score, table=confusion(groups, found.shown.int().argmax(1).numpy(), CATEGORIES),
                correlations=correlations(continuous.numpy().astype(np.float64), np.concatenate(measured), groups),
            )  # fmt: skip


def _pieces(generator: torch.nn.Module, codes: Tensor, seen: Callable[[Bytes], None]) -> Iterator[Bytes]:
    for piece in codes.split(PIECE):
        with evaluating(generator):
            images = as_bytes(generator(piece))
        seen(images)
        yield images  # outside: what goes on meanwhile needs its gradients
