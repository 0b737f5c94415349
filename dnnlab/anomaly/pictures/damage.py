"""What can happen to a picture: noise, a patch that covers it, scratches, a turn; numpy and Pillow, no torch."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from dnnlab.anomaly.pictures.words import DAMAGES, NOISE, OCCLUSION, ROTATION, SCRATCHES

Bytes = NDArray[np.uint8]
FULL = {NOISE: 0.6, OCCLUSION: 0.4, SCRATCHES: 8.0, ROTATION: 180.0}
"""What a strength of 1 is: the noise's standard deviation in full ink, the share of the picture that is covered,
scratches, degrees."""
_ENLARGED = 4
"""Scratches are drawn so many times as large and made smaller: their edges are soft, as ink's are."""


def damaged(images: Bytes, kind: str, strength: float, seed: int) -> Bytes:
    """The pictures after it: (n, S, S) -> (n, S, S); each is hit in another place.

    Args:
        images: (n, S, S), 0 to 255; left alone.
        kind: one of :data:`~dnnlab.anomaly.pictures.words.DAMAGES`.
        strength: from 0, nothing, to 1 (:data:`FULL`).
        seed: of the places.

    Raises:
        ValueError: there is no such damage, or no such strength.
    """
    if kind not in DAMAGES:
        raise ValueError(f"A picture can have {', '.join(DAMAGES)}, got {kind!r}.")
    if not 0 <= strength <= 1:
        raise ValueError(f"The strength of a damage lies between 0 and 1, got {strength}.")
    if images.ndim != 3 or images.shape[1] != images.shape[2]:
        raise ValueError(f"Pictures are squares, (n, S, S), got {images.shape}.")
    generator = np.random.default_rng(seed)
    if strength == 0 or not len(images):
        return images.copy()
    return {NOISE: _noise, OCCLUSION: _covered, SCRATCHES: _scratched, ROTATION: _turned}[kind](
        images, FULL[kind] * strength, generator
    )


def _noise(images: Bytes, deviation: float, generator: np.random.Generator) -> Bytes:
    """Gaussian on each pixel; what leaves the range is clipped, as a camera does."""
    noise = generator.standard_normal(images.shape, np.float32)
    noisy: Bytes = np.clip(np.rint(images + 255 * deviation * noise), 0, 255).astype(np.uint8)
    return noisy


def _covered(images: Bytes, share: float, generator: np.random.Generator) -> Bytes:
    """A black square of that share; its middle lies in the middle part of the picture, so that it hides something."""
    n, size, _ = images.shape
    side = min(size, max(1, round(math.sqrt(share) * size)))
    middle = size / 2 + size / 5 * generator.uniform(-1, 1, (n, 2))
    corner = np.clip(np.rint(middle - side / 2), 0, size - side).astype(int)
    at = np.arange(size)
    rows, columns = ((at >= corner[:, [axis]]) & (at < corner[:, [axis]] + side) for axis in (0, 1))  # (n, S)
    return np.where(rows[:, :, None] & columns[:, None, :], 0, images).astype(np.uint8)


def _scratched(images: Bytes, count: float, generator: np.random.Generator) -> Bytes:
    """Thin bright lines across the picture, at least one."""
    n, size, _ = images.shape
    large = size * _ENLARGED
    made = np.empty_like(images)
    for number in range(n):
        sheet = Image.new("L", (large, large))
        pen = ImageDraw.Draw(sheet)
        for _ in range(max(1, round(count))):
            angle, (x, y) = generator.uniform(0, math.pi), generator.uniform(0.2, 0.8, 2) * large
            along = np.array([math.cos(angle), math.sin(angle)]) * generator.uniform(0.2, 0.5) * large
            pen.line([(x - along[0], y - along[1]), (x + along[0], y + along[1])], fill=255, width=_ENLARGED)
        lines = np.asarray(sheet.reduce(_ENLARGED))
        made[number] = np.maximum(images[number], lines)
    return made


def _turned(images: Bytes, degrees: float, generator: np.random.Generator) -> Bytes:
    """Turned about the middle by that angle, to one side or the other; what comes in from outside is black."""
    signs = generator.choice([-1.0, 1.0], len(images))
    return np.stack(
        [
            np.asarray(Image.fromarray(each).rotate(sign * degrees, Image.Resampling.BILINEAR))
            for each, sign in zip(images, signs, strict=True)
        ]
    )
