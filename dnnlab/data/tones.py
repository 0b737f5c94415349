"""Any kind of picture as RGB: tones kept, colours in sRGB, transparency on white paper.

A picture may be black and white, grey, indexed, RGB, CMYK or Lab, with 1 to 32
bits a sample and with transparency in three disguises.  Here all of them become
three bytes a pixel.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, TiffImagePlugin

MAX_PROFILE_BYTES = 4 * 1024 * 1024
"""Larger colour profiles are ignored."""

OPAQUE = 255
"""Of alpha: nothing shines through."""

_SAMPLE_BITS, _MEANING, _SAMPLE_FORMAT = 258, 262, 339
"""Tags of a TIFF: bits a sample, what 0 means (0: white, 1: black), kind of number (1: unsigned)."""


def to_rgb(image: Image.Image, *, depth: int = 8) -> Image.Image:
    """A loaded picture of any mode as RGB, without metadata; see :func:`flattened`."""
    made, _ = flattened(image, depth=depth)
    return made


def flattened(image: Image.Image, *, depth: int = 8) -> tuple[Image.Image, bool]:
    """A loaded picture of any mode as RGB, without metadata; and whether any of it was transparent, and is now white.

    Args:
        image: the picture as its decoder gave it.
        depth: bits of one sample in a PNG's file (1, 2, 4, 8, 16); the transparent
            colour is stated in that depth while the pixels come in 8 bits.
    """
    key = image.info.get("transparency")
    profile = image.info.get("icc_profile")
    transparent = False
    if image.mode == "F" or image.mode.startswith("I"):
        grey, transparent = _deep_grey(image)
        made = Image.fromarray(grey).convert("RGB")
    elif image.mode in ("1", "L", "RGB") and isinstance(key, int | tuple):
        pixels, transparent = _key_to_white(image, key, depth)
        made = _srgb(Image.fromarray(pixels), profile)
    elif image.has_transparency_data:
        made, transparent = _on_white(image, profile)
    else:
        made = _srgb(image if image.mode in ("CMYK", "LAB") else image.convert("RGB"), profile)
    made.info = {}
    return made, transparent


def _deep_grey(image: Image.Image) -> tuple[NDArray[np.uint8], bool]:
    """Grey of more than 8 bits (modes I;16, I and F) as bytes; and whether any of it was transparent.

    Unsigned samples of a known depth are scaled by that depth.  For the others no
    rule exists: values within [0, 1], 0..255 or 0..65535 are taken as such, and
    what fits none of these is stretched between its own extremes.
    """
    samples = np.asarray(image)
    tags: Any = image.tag_v2 if isinstance(image, TiffImagePlugin.TiffImageFile) else {}
    transparent = False
    if image.mode.startswith("I;16"):
        bits = min(tags.get(_SAMPLE_BITS, (16,))[0], 16)
        grey = samples.astype(np.float32) / (2.0**bits - 1)
        key = image.info.get("transparency")
        if isinstance(key, int):
            clear = samples == key
            grey[clear], transparent = 1.0, bool(clear.any())
    else:
        if image.mode == "I" and tags.get(_SAMPLE_FORMAT, (1,))[0] == 1:
            samples = samples.view(np.uint32)
        grey = _to_unit(np.nan_to_num(samples.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0))
    if image.mode in ("I;16", "F") and tags.get(_MEANING) == 0:  # 0 is white, and the decoder left it so
        grey = 1.0 - grey
    return np.rint(np.clip(grey, 0.0, 1.0) * 255.0).astype(np.uint8), transparent


def _to_unit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Values of unknown range in [0, 1]; see :func:`_deep_grey`."""
    low, high = float(values.min()), float(values.max())
    if low >= 0.0:
        for top in (1.0, 255.0, 65535.0):
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
