"""From a photo to the numbers that a network reads, step by step; no torch.

Both networks take the middle of a photo.  What they make of its bytes is
another matter, and nothing warns who mixes it up:

    EfficientNet-Lite0   red, green, blue;  x = (byte - 127) / 128               about -1 to 1
    SqueezeNet 1.1       blue, green, red;  x = byte - (103.939, 116.779, 123.68)  about -124 to 151

The three numbers of SqueezeNet are the mean blue, green and red of ImageNet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dnnlab.photo.facts import EFFICIENTNET, SQUEEZENET, known
from dnnlab.plots.written import written

SHORT_SIDE = 256
"""Pixels of the short side before the middle is cut out."""

LONGEST_SHAPE = 4
"""A photo longer than so many times its short side loses its ends first: the cut takes them away in any case."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How bytes become numbers: x = (byte - mean) / scale, the colours in this order."""

    order: str
    mean: tuple[float, float, float]
    """One for each colour, in that order."""
    scale: float

    def __str__(self) -> str:
        one = len(set(self.mean)) == 1
        mean = f"{self.mean[0]:g}" if one else "(" + ", ".join(f"{each:g}" for each in self.mean) + ")"
        return f"byte − {mean}" if self.scale == 1 else f"(byte − {mean}) / {self.scale:g}"


NUMBERS: Mapping[str, Numbers] = MappingProxyType(
    {
        EFFICIENTNET: Numbers("RGB", (127.0, 127.0, 127.0), 128.0),
        SQUEEZENET: Numbers("BGR", (103.939, 116.779, 123.68), 1.0),
    }
)
"""What each network has learnt with."""


class Step(NamedTuple):
    """One step on the way: what it is called, what it does, and how the photo looks after it."""

    name: str
    caption: str
    picture: NDArray[np.uint8]
    """(H, W, 3)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A photo as a network reads it, and how it came to that."""

    steps: tuple[Step, ...]
    array: NDArray[np.float32]
    """(3, H, W): the colours in the network's order."""

    @property
    def cut(self) -> NDArray[np.uint8]:
        """(H, W, 3): the part of the photo that the network sees, in its own colours."""
        return next(step.picture for step in self.steps if step.name == "cut")


def prepare(image: Image.Image, net: str, *, wrong: bool = False) -> Prepared:
    """Resize, cut out the middle, bring the colours into order, turn bytes into numbers.

    Args:
        net: a name in :data:`dnnlab.photo.facts.NETS`.
        wrong: on purpose with the other network's order of colours and numbers.

    Raises:
        ValueError: there is no such network.
    """
    side = known(net).side
    learnt, used = NUMBERS[net], _used(net, wrong)
    photo = image.convert("RGB")
    small = resize(photo)
    cut = middle(small, side)
    array = numbers(np.array(cut), net, wrong=wrong)
    low, high = float(array.min()), float(array.max())
    steps = [
        Step("photo", f"The photo, {photo.width} × {photo.height} pixels.", np.array(photo)),
        Step("resize", f"Its short side becomes {SHORT_SIDE} pixels long (bicubic).", np.array(small)),
        Step("cut", f"The middle, {side} × {side} pixels: the network sees nothing else.", np.array(cut)),
    ]
    if used.order != "RGB":
        caption = "Blue comes first, red last; a screen that expects red first shows it like this."
        steps.append(Step("order", caption, _ordered(np.array(cut), used)))
    span = f"{written(low)} to {written(high)}"
    caption = f"x = {used}: numbers from {span}, drawn on the scale that this network has learnt with."
    steps.append(Step("numbers", caption, _drawn(array, learnt)))
    return Prepared(steps=tuple(steps), array=array)


def numbers(cut: NDArray[np.uint8], net: str, *, wrong: bool = False) -> NDArray[np.float32]:
    """The last step by itself: from the bytes that a network sees to the numbers that it reads.

    Args:
        cut: (H, W, 3): red, green, blue, of any size.
        net: a name in :data:`dnnlab.photo.facts.NETS`.
        wrong: on purpose with the other network's order of colours and numbers.

    Returns:
        (3, H, W): the colours in the network's order.

    Raises:
        ValueError: there is no such network.
    """
    known(net)
    used = _used(net, wrong)
    made = ((_ordered(cut, used) - np.array(used.mean)) / used.scale).astype(np.float32)  # (H, W, 3)
    return np.ascontiguousarray(made.transpose(2, 0, 1))  # (H, W, 3) -> (3, H, W)


def as_bytes(array: NDArray[np.float32], net: str) -> NDArray[np.uint8]:
    """The way back: from numbers as a network reads them to bytes, rounded; beyond black and white they are cut off.

    Args:
        array: (3, H, W): the colours in the network's order.
        net: a name in :data:`dnnlab.photo.facts.NETS`.

    Returns:
        (H, W, 3): red, green, blue.

    Raises:
        ValueError: there is no such network.
    """
    known(net)
    learnt = NUMBERS[net]
    ordered = array.transpose(1, 2, 0) * learnt.scale + np.array(learnt.mean)  # (3, H, W) -> (H, W, 3)
    picture: NDArray[np.uint8] = np.clip(np.rint(ordered), 0, 255).astype(np.uint8)
    return np.ascontiguousarray(picture[..., [learnt.order.index(colour) for colour in "RGB"]])


def other(net: str) -> Numbers:
    """How the other network turns bytes into numbers."""
    return next(each for name, each in NUMBERS.items() if name != net)


def resize(image: Image.Image) -> Image.Image:
    """The same picture with a short side of 256 pixels."""
    short = min(image.size)
    width, height = (min(side, LONGEST_SHAPE * short) for side in image.size)
    left, top = (image.width - width) // 2, (image.height - height) // 2
    target = (round(width * SHORT_SIDE / short), round(height * SHORT_SIDE / short))
    return image.resize(target, Image.Resampling.BICUBIC, box=(left, top, left + width, top + height))


def middle(image: Image.Image, side: int) -> Image.Image:
    """The square in the middle."""
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side))


def _used(net: str, wrong: bool) -> Numbers:
    """How bytes become numbers this time."""
    return other(net) if wrong else NUMBERS[net]


def _ordered(cut: NDArray[np.uint8], used: Numbers) -> NDArray[np.uint8]:
    """The colours in another order than red, green, blue: (H, W, 3), a copy."""
    return cut[..., ["RGB".index(colour) for colour in used.order]]


def _drawn(array: NDArray[np.float32], learnt: Numbers) -> NDArray[np.uint8]:
    """Numbers as a picture: 0 is the middle grey, one scale is as far as white or black; beyond, it is cut off."""
    reach = 128 / learnt.scale
    picture: NDArray[np.uint8] = np.clip(np.rint(128 + 127 * array / reach), 0, 255).astype(np.uint8)
    return picture.transpose(1, 2, 0)  # (3, H, W) -> (H, W, 3)
