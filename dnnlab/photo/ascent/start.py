"""The picture that a gradient ascent begins with, and how a moment of it is drawn; no torch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dnnlab.photo.ascent.knobs import PHOTO, AscentConfig
from dnnlab.photo.ascent.views import AscentView
from dnnlab.photo.facts import EFFICIENTNET, SQUEEZENET, class_names, known
from dnnlab.photo.preprocess import NUMBERS, as_bytes, numbers

SIDES = {EFFICIENTNET: 144, SQUEEZENET: 195}
"""Pixels of the picture's side: large enough for shapes, small enough for 25 steps a second. Both networks take any."""
NOISE = 10.0
"""Deviation of the noise at the start, in grey levels of 255."""


def start_of(config: AscentConfig, cut: NDArray[np.uint8] | None = None) -> NDArray[np.float32]:
    """The picture at step 0, (3, S, S), in the network's numbers: 0 is grey.

    Args:
        config: the knobs; with the start noise its seed counts.
        cut: the part of the photo that the network sees, (H, W, 3); needed for the start photo only, made smaller.

    Raises:
        ValueError: it should start from a photo, and there is none.
    """
    side = SIDES[config.net]
    if config.start == PHOTO:
        if cut is None:
            raise ValueError("This run starts from a photo, and was given none.")
        small = Image.fromarray(cut).resize((side, side), Image.Resampling.BICUBIC)
        return numbers(np.array(small), config.net)
    noise = np.random.default_rng(config.seed).standard_normal((3, side, side), np.float32)
    return noise * np.float32(levels(NOISE, config.net))


def levels(grey: float, net: str) -> float:
    """Grey levels of 255 as a difference of the network's numbers."""
    return grey / NUMBERS[net].scale


def look(config: AscentConfig, picture: NDArray[np.float32], step: int, activation: float, begun: float) -> AscentView:
    """What is drawn of a picture, (3, S, S), in the network's numbers; nan stands for what nobody has measured yet."""
    of_classes = known(config.net).layer(config.layer).of_classes
    return AscentView(
        net=config.net,
        layer=config.layer,
        unit=config.unit,
        class_name=class_names()[config.unit] if of_classes else "",
        picture=as_bytes(picture, config.net),
        step=step,
        activation=activation,
        begun=begun,
    )
