"""Any kind of picture as RGB: tones kept, colours in sRGB, transparency on white paper.

A picture may be black and white, grey, indexed, RGB, CMYK or Lab, with 1 to 32
bits a sample and with transparency in three disguises.  Here all of them become
three bytes a pixel.
"""

from __future__ import annotations

import io
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, TiffImagePlugin

MAX_PROFILE_BYTES = 4 * 1024 * 1024
"""Larger colour profiles are ignored."""

OPAQUE = 255
"""Of alpha: nothing shines through."""
DEEP = 65535.0
"""The largest value of 16 bits."""
FEW = 4
"""Deep grey that uses less than one part in so many of its values, at least two bits less than it has, is stretched."""

_SAMPLE_BITS, _MEANING, _SAMPLE_FORMAT = 258, 262, 339
"""Tags of a TIFF: bits a sample, what 0 means (0: white, 1: black), kind of number (1: unsigned)."""


class Flat(NamedTuple):
    """A picture as RGB, and what became of it on the way."""

    image: Image.Image
    """Without metadata."""
    transparent: bool
    """Whether any of it was transparent, and is now white."""
    tones: tuple[float, float] | None = None
    """Of deep grey that used few of its values: its darkest and its brightest, which are black and white now."""


def flattened(image: Image.Image, *, depth: int = 8) -> Flat:
    """A loaded picture of any mode as RGB.

    Args:
        image: the picture as its decoder gave it.
        depth: bits of one sample in a PNG's file (1, 2, 4, 8, 16); the transparent
            colour is stated in that depth while the pixels come in 8 bits.
    """
    key = image.info.get("transparency")
    profile = image.info.get("icc_profile")
    transparent, tones = False, None
    if image.mode == "F" or image.mode.startswith("I"):
        grey, transparent, tones = _deep_grey(image)
        made = Image.fromarray(grey).convert("RGB")
    elif image.mode in ("1", "L", "RGB") and isinstance(key, int | tuple):
        pixels, transparent = _key_to_white(image, key, depth)
        made = _srgb(Image.fromarray(pixels), profile)
    elif image.has_transparency_data:
        made, transparent = _on_white(image, profile)
    else:
        made = _srgb(image if image.mode in ("CMYK", "LAB") else image.convert("RGB"), profile)
    made.info = {}
    return Flat(made, transparent, tones)


def _deep_grey(image: Image.Image) -> tuple[NDArray[np.uint8], bool, tuple[float, float] | None]:
    """Grey of more than 8 bits (modes I;16, I and F) as bytes; whether any was transparent; and the tones it used.

    Unsigned samples of a known depth are scaled by that depth.  For the others no
    rule exists: values within [0, 1], 0..255 or 0..65535 are taken as such, and
    what fits none of these is stretched between its own extremes.  So are samples
    of 16 bits that use few of them (12-bit cameras, X-rays, microscopes), which
    would come out black; their extremes are told then.
    """
    samples = np.asarray(image)
    tags: Any = image.tag_v2 if isinstance(image, TiffImagePlugin.TiffImageFile) else {}
    transparent, tones = False, None
    if image.mode.startswith("I;16"):
        bits = min(tags.get(_SAMPLE_BITS, (16,))[0], 16)
        values, full = samples.astype(np.float32), 2.0**bits - 1
        key = image.info.get("transparency")
        clear = samples == key if isinstance(key, int) else None
        transparent = clear is not None and bool(clear.any())
        tones = _few(values[~clear] if clear is not None and transparent else values, full)
        grey = _between(values, *tones) if tones else values / full
        if clear is not None:
            grey[clear] = 1.0
    else:
        if image.mode == "I" and tags.get(_SAMPLE_FORMAT, (1,))[0] == 1:
            samples = samples.view(np.uint32)
        values = np.nan_to_num(samples.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
        top = float(values.max())
        tones = _few(values, DEEP) if OPAQUE < top <= DEEP else None
        grey = _between(values, *tones) if tones else _to_unit(values)
    if image.mode in ("I;16", "F") and tags.get(_MEANING) == 0:  # 0 is white, and the decoder left it so
        grey = 1.0 - grey
    return np.rint(np.clip(grey, 0.0, 1.0) * 255.0).astype(np.uint8), transparent, tones


def _few(values: NDArray[np.float32], full: float) -> tuple[float, float] | None:
    """The least and the largest value where they span less than a quarter of ``full``; None else, or without a span."""
    if not values.size:
        return None
    low, high = float(values.min()), float(values.max())
    return (low, high) if low >= 0 and 0 < high - low < full / FEW else None


def _between(values: NDArray[np.float32], low: float, high: float) -> NDArray[np.float32]:
    """Values in [0, 1]: ``low`` becomes 0, ``high`` 1."""
    return (values - np.float32(low)) / np.float32(high - low)


def _to_unit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Values of unknown range in [0, 1]; see :func:`_deep_grey`."""
    low, high = float(values.min()), float(values.max())
    if low >= 0.0:
        for top in (1.0, 255.0, DEEP):
            if high <= top:
                return values / top
    halved = values / 2.0 - low / 2.0  # high - low could overflow
    span = float(halved.max())
    return halved / span if span > 0 else np.zeros_like(values)


def _key_to_white(image: Image.Image, key: int | tuple[int, ...], depth: int) -> tuple[NDArray[np.uint8], bool]:
    """The pixels of a picture in which one colour is transparent, that colour made white; and whether any had it."""
    pixels: NDArray[np.uint8] = np.array(image.convert("L") if image.mode == "1" else image)
    if isinstance(key, tuple):
        scaled = tuple(value >> 8 for value in key) if depth == 16 else key
        clear = (pixels == scaled).all(axis=-1)
    else:
        factor = 255 // (2**depth - 1) if image.mode == "L" and depth < 8 else 1
        clear = pixels == key * factor
    pixels[clear] = 255
    return pixels, bool(clear.any())


def _on_white(image: Image.Image, profile: object) -> tuple[Image.Image, bool]:
    """Lay a picture with alpha (RGBA, LA, PA, or a palette with transparent entries) on white, where it is clear."""
    if image.mode == "La":  # premultiplied; has no direct way to RGBA
        image = image.convert("LA")
    rgba = image.convert("RGBA")
    alpha = rgba.getchannel("A")
    paper = Image.new("RGB", rgba.size, "white")
    paper.paste(_srgb(rgba.convert("RGB"), profile), mask=alpha)
    return paper, bool(np.asarray(alpha).min() < OPAQUE)


def _srgb(image: Image.Image, profile: object) -> Image.Image:
    """Bring colours to sRGB by the file's own profile; one that is broken or does not fit is ignored."""
    if image.mode == "LAB":
        return _transform(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if isinstance(profile, bytes) and 0 < len(profile) <= MAX_PROFILE_BYTES and not _is_srgb(profile):
        try:
            return _transform(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # the colours are then as the file has them
    return image.convert("RGB")


def _is_srgb(profile: bytes) -> bool:
    """Whether a profile names itself sRGB (in ASCII or UTF-16): nothing to convert then."""
    return b"sRGB" in profile or b"s\0R\0G\0B" in profile


def _transform(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    if made is None:
        raise ImageCms.PyCMSError("the colours could not be converted")
    return made
