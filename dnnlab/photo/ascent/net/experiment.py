"""Gradient ascent on a picture: step by step it becomes what one unit likes most."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dnnlab.nn.randomness import Streams
from dnnlab.nn.training import Training
from dnnlab.photo.ascent.knobs import PHOTO, AscentConfig
from dnnlab.photo.ascent.start import levels, look, start_of
from dnnlab.photo.ascent.views import AscentView
from dnnlab.photo.given import photo_of
from dnnlab.photo.net.calls import prepared
from dnnlab.photo.net.explain import Ascent, excite, liking
from dnnlab.photo.net.models import shipped
from dnnlab.photo.preprocess import numbers

LEFT = 0.25
"""How much of the blur is left at the last step: until then, it falls evenly."""


class GradientAscent(Training[AscentConfig, AscentView]):
    """A run: the network stays as it is, the picture climbs.

    The metric ``activation`` is how much the unit liked the picture before the
    step, shifted as it was by the jitter; see :func:`dnnlab.photo.net.explain.liking`.

    Args:
        config: the knobs.
        given: (H, W, 3) uint8, the learner's own photo, if the config asks for one.

    Raises:
        ValueError: it asks for one and there is none, or its pixels have another shape or type.
    """

    parts = ("picture", "activation", "streams")

    def __init__(self, config: AscentConfig, given: NDArray[np.uint8] | None = None) -> None:
        super().__init__(config)
        self.net = shipped(config.net)
        self.streams = Streams(config.seed, "jitter")
        black, white = (numbers(np.full((1, 1, 3), byte, np.uint8), config.net) for byte in (0, 255))
        self.low, self.high = torch.from_numpy(black), torch.from_numpy(white)  # (3, 1, 1)
        photo = prepared(photo_of(config.photo, given), config.net).cut if config.start == PHOTO else None
        start = torch.from_numpy(start_of(config, photo))[None]  # (3, S, S) -> (1, 3, S, S)
        self.origin = _packed(torch.zeros_like(start) if photo is None else start)
        self.picture = _packed(start)
        self.begun = self.activation = self._liking()

    @property
    def total_steps(self) -> int:
        """As many as the knob says."""
        return self.config.run_length

    def step(self) -> dict[str, float]:
        """Change the picture so that the unit likes it more."""
        config = self.config
        done = self.steps_taken / config.run_length
        ascent = Ascent(
            rate=levels(config.rate, config.net),
            decay=config.decay,
            blur=config.blur * (1 - (1 - LEFT) * done),
            jitter=config.jitter,
            origin=self.origin,
            low=self.low,
            high=self.high,
        )
        picture, self.activation = excite(
            self.net, self.picture, config.layer, config.unit, ascent, self.streams["jitter"]
        )
        self.picture = _packed(picture)
        self.steps_taken += 1
        return {"activation": self.activation}

    def view(self) -> AscentView:
        """The picture in bytes, and how much the unit likes it."""
        return look(self.config, self.picture[0].numpy(), self.steps_taken, self.activation, self.begun)

    def final(self) -> Iterator[dict[str, float]]:
        """How much the unit likes the finished picture."""
        yield {"activation": self._liking()}

    def weights(self) -> dict[str, Tensor]:
        """The picture, (1, 3, S, S), in the network's numbers."""
        return {"picture": self.picture.clone()}

    def _liking(self) -> float:
        """How much the unit likes the picture as it is now."""
        with torch.inference_mode():
            return liking(self.net, self.picture, self.config.layer, self.config.unit).item()


def _packed(picture: Tensor) -> Tensor:
    """The colours of a pixel side by side, as the networks' weights lie: quicker, and always the same sums."""
    return picture.contiguous(memory_format=torch.channels_last)
