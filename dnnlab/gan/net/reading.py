"""Who reads generated pictures: a LeNet-5 of digits, one of clothes, and the classifier of faces."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Protocol

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor

from dnnlab.cnn.lenet.net import calls as lenet
from dnnlab.cnn.lenet.net.convert import to_input
from dnnlab.cnn.lenet.net.model import LeNet5
from dnnlab.gan.material import AVATARS, FACE_KINDS, FASHION, MNIST, material
from dnnlab.gan.net.judge import SAMPLES, Judging, Manifold
from dnnlab.paths import ASSETS
from dnnlab.plots.sheets import Bytes
from dnnlab.vae.arithmetic.net.shipped import judge as judge_of_faces

CLOTHES = ASSETS / "gan" / "images" / "lenet-fashion.safetensors"
"""A LeNet5 with its defaults, trained on Fashion-MNIST; see the card beside it."""
PIECE = 125
"""Pictures that are read at a time: well below 50 ms."""


class Reader(Protocol):
    """Where pictures lie, and what they show."""

    kinds: int
    """How many things it tells."""

    def read(self, images: Bytes) -> tuple[Tensor, Tensor]:
        """(n, H, W[, 3]) uint8 -> where they lie (n, d), and whether each shows each thing, (n, kinds) bool."""
        ...


class LeNetReader:
    """By the last hidden layer of a LeNet-5, 84 numbers; what it thinks most likely is what it shows."""

    kinds = 10

    def __init__(self, model: LeNet5) -> None:
        self.model = model

    def read(self, images: Bytes) -> tuple[Tensor, Tensor]:
        """(n, 28, 28) -> (n, 84), (n, 10)."""
        with torch.inference_mode():
            trace = self.model.trace(to_input(images))
            return trace.dense2, F.one_hot(trace.logits.argmax(1), 10).bool()


class FaceReader:
    """By what goes into the last layer of the judge of faces, 512 numbers; a face shows several things at once."""

    kinds = len(FACE_KINDS)

    def __init__(self) -> None:
        self.judge = judge_of_faces()

    def read(self, images: Bytes) -> tuple[Tensor, Tensor]:
        """(n, 32, 32, 3), doubled to the 64 pixels that it was trained on -> (n, 512), (n, 14)."""
        x = torch.from_numpy(images.astype(np.float32) / 255).permute(0, 3, 1, 2)  # (n, H, W, 3) -> (n, 3, H, W)
        x = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
        with torch.inference_mode():
            features = self.judge.layers[:-1](x - 0.5)  # (n, 512)
            scores = self.judge.layers[-1](features)  # (n, 18)
            has = torch.stack([each[:, 1] > each[:, 0] for each in scores[:, :8].split(2, dim=1)], dim=1)  # (n, 4)
            colours = [F.one_hot(each.argmax(1), 5).bool() for each in scores[:, 8:].split(5, dim=1)]
        return features, torch.cat([has, *colours], dim=1)


@cache
def reader(data: str) -> Reader:
    """Of a set of pictures.

    Raises:
        ValueError: nobody reads these.
    """
    if data == MNIST:
        return LeNetReader(lenet.shipped())
    if data == FASHION:
        model = LeNet5()
        model.load_state_dict(load_file(CLOTHES))
        return LeNetReader(model.eval())
    if data == AVATARS:
        return FaceReader()
    raise ValueError(f"Nobody reads {data!r}.")


def compared(data: str) -> int:
    """How many generated pictures are judged, against as many held-out ones: 2,000, or all where there are fewer."""
    return min(SAMPLES, len(material(data).test))


_manifolds: dict[str, Manifold] = {}


def manifold(data: str) -> Iterator[Manifold | None]:
    """The balls of the first held-out pictures, in pieces: None while they are read. Kept for the process."""
    if data not in _manifolds:
        images, who = material(data).test[: compared(data)], reader(data)
        found: list[Tensor] = []
        for start in range(0, len(images), PIECE):
            found.append(who.read(images[start : start + PIECE])[0])
            yield None
        _manifolds[data] = Manifold(torch.cat(found))
    yield _manifolds[data]


def judged(data: str, pieces: Iterator[Bytes]) -> Iterator[Judging | None]:
    """The judge's work on pictures that come in pieces: None between two of them, at the end what it found."""
    balls: Manifold | None = None
    for balls in manifold(data):
        if balls is None:
            yield None
    assert balls is not None
    who = reader(data)
    judging = Judging(balls, who.kinds)
    for images in pieces:
        judging.add(*who.read(images))
        yield None
    yield judging
