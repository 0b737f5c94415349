"""Ten photos that ship with the app, for every lesson that looks at pictures; no torch.

They come from scikit-image and scikit-learn, made smaller by tools/build_photos.py:
at most 640 pixels on the longer side.  Sources and licences: ``assets/data/photos/card.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from dnnlab.once import once
from dnnlab.paths import ASSETS

FOLDER = ASSETS / "data" / "photos"
"""Made by tools/build_photos.py."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """What is known about a photo."""

    name: str
    """What a person calls it: "cat"."""
    alt: str
    """What is to be seen, in words."""
    file: Path
    credit: str
    """Who made it and under which licence, short enough to stand below the picture."""
    colour: bool = True
    """Whether it has any colour; the others are grey."""


PHOTOS: Mapping[str, Photo] = MappingProxyType(
    {
        name: Photo(name=name, alt=alt, file=FOLDER / f"{name.replace(' ', '-')}.jpg", credit=credit, colour=colour)
        for name, alt, credit, colour in (
            ("cat", "The face of a tabby cat, looking to the right.", "Stéfan van der Walt, CC0", True),
            ("coffee", "A cup of espresso on a red saucer, on a wooden table.", "Rachel Michetti, CC0", True),
            ("rocket", "A rocket between four masts at dusk, lamps at its foot.", "SpaceX, public domain", True),
            (
                "astronaut",
                "A smiling astronaut in an orange suit, a helmet beside her.",
                "NASA, public domain (Eileen Collins)",
                True,
            ),
            ("photographer", "A man in a dark coat looks through a camera on a tripod.", "Lav Varshney, CC0", False),
            ("galaxies", "Hundreds of small galaxies on a black sky.", "NASA, public domain (Hubble)", True),
            ("retina", "The back of a human eye: a red disc with branching vessels.", "Mikael Häggström, CC0", True),
            ("brick wall", "A wall of long dark bricks with bright joints.", "CC0 Textures, CC0", False),
            ("pagoda", "A pagoda with curved roofs above trees, under a pale sky.", "danielbuechele, CC BY 2.0", True),
            ("flower", "A round orange dahlia before dark leaves.", "vultilion, CC BY 2.0", True),
        )
    }
)
"""Name -> photo, in the order in which a page offers them."""


def load(name: str) -> Image.Image:
    """A photo as an RGB picture of the caller's own; its file is decoded once a process.

    Raises:
        ValueError: there is no such photo.
    """
    if name not in PHOTOS:
        raise ValueError(f"There is no photo {name!r}: the names are {', '.join(PHOTOS)}.")
    return _decoded[name]().copy()


def as_array(image: Image.Image, *, longest: int, colour: bool) -> NDArray[np.uint8]:
    """A picture as bytes: (3, H, W) with ``colour``, else (H, W), grey as the eye weighs red, green and blue.

    Args:
        longest: the longer side has at most so many pixels (Lanczos); a smaller picture stays as it is.

    Raises:
        ValueError: ``longest`` is below 1.
    """
    if longest < 1:
        raise ValueError(f"The longer side must have at least 1 pixel, got {longest}.")
    image = image.convert("RGB" if colour else "L")
    share = longest / max(image.size)
    if share < 1:
        width, height = (max(1, round(side * share)) for side in image.size)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    pixels = np.array(image)
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)) if colour else pixels  # (H, W, 3) -> (3, H, W)


@lru_cache(maxsize=64)
def bytes_of(name: str, longest: int, *, colour: bool) -> NDArray[np.uint8]:
    """A photo as bytes (:func:`as_array`), made once: it can be read, not written."""
    pixels = as_array(load(name), longest=longest, colour=colour)
    pixels.flags.writeable = False
    return pixels


def _decode(file: Path) -> Image.Image:
    with Image.open(file, formats=("JPEG",)) as image:
        return image.convert("RGB")


_decoded: dict[str, Callable[[], Image.Image]] = {
    name: once(partial(_decode, photo.file)) for name, photo in PHOTOS.items()
}
