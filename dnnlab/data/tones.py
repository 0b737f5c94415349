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

_SAMPLE_BITS, _MEANING, _SAMPLE_FORMAT = 258, 262, 339
"""Tags of a TIFF: bits a sample, what 0 means (0: white, 1: black), kind of number (1: unsigned)."""


def to_rgb(image: Image.Image, *, depth: int = 8) -> Image.Image:
    """A loaded picture of any mode as RGB, without metadata.

    Args:
        image: the picture as its decoder gave it.
        depth: bits of one sample in a PNG's file (1, 2, 4, 8, 16); the transparent
            colour is stated in that depth while the pixels come in 8 bits.
    """
    key = image.info.get("transparency")
    profile = image.info.get("icc_profile")
    if image.mode == "F" or image.mode.startswith("I"):
        made = Image.fromarray(_deep_grey(image)).convert("RGB")
    elif image.mode in ("1", "L", "RGB") and isinstance(key, int | tuple):
        made = _srgb(Image.fromarray(_key_to_white(image, key, depth)), profile)
    elif image.has_transparency_data:
        made = _on_white(image, profile)
    else:
        made = _srgb(image if image.mode in ("CMYK", "LAB") else image.convert("RGB"), profile)
    made.info = {}
    return made


def _deep_grey(image: Image.Image) -> NDArray[np.uint8]:
    """Grey of more than 8 bits (modes I;16, I and F) as bytes.

    Unsigned samples of a known depth are scaled by that depth.  For the others no
    rule exists: values within [0, 1], 0..255 or 0..65535 are taken as such, and
    what fits none of these is stretched between its own extremes.
    """
    samples = np.asarray(image)
    tags: Any = image.tag_v2 if isinstance(image, TiffImagePlugin.TiffImageFile) else {}
    if image.mode.startswith("I;16"):
        bits = min(tags.get(_SAMPLE_BITS, (16,))[0], 16)
        grey = samples.astype(np.float32) / (2.0**bits - 1)
        key = image.info.get("transparency")
        if isinstance(key, int):
            grey[samples == key] = 1.0
    else:
        if image.mode == "I" and tags.get(_SAMPLE_FORMAT, (1,))[0] == 1:
            samples = samples.view(np.uint32)
        grey = _to_unit(np.nan_to_num(samples.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0))
    if image.mode in ("I;16", "F") and tags.get(_MEANING) == 0:  # 0 is white, and the decoder left it so
        grey = 1.0 - grey
    scaled: NDArray[np.uint8] = np.rint(np.clip(grey, 0.0, 1.0) * 255.0).astype(np.uint8)
    return scaled


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


def _key_to_white(image: Image.Image, key: int | tuple[int, ...], depth: int) -> NDArray[np.uint8]:
    """The pixels of a picture in which one colour is transparent, that colour made white."""
    pixels: NDArray[np.uint8] = np.array(image.convert("L") if image.mode == "1" else image)
    if isinstance(key, tuple):
        scaled = tuple(value >> 8 for value in key) if depth == 16 else key
        pixels[(pixels == scaled).all(axis=-1)] = 255
    else:
        factor = 255 // (2**depth - 1) if image.mode == "L" and depth < 8 else 1
        pixels[pixels == key * factor] = 255
    return pixels


def _on_white(image: Image.Image, profile: object) -> Image.Image:
    """Lay a picture with alpha (RGBA, LA, PA, or a palette with transparent entries) on white."""
    if image.mode == "La":  # premultiplied; has no direct way to RGBA
        image = image.convert("LA")
    rgba = image.convert("RGBA")
    paper = Image.new("RGB", rgba.size, "white")
    paper.paste(_srgb(rgba.convert("RGB"), profile), mask=rgba.getchannel("A"))
    return paper


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
