"""Pictures that learners upload: any common file in, an upright RGB picture out.

Files from outside are broken, huge, strange or hostile.  Whatever comes in,
:func:`read_picture` returns a picture or raises :class:`UploadError` with one
sentence for the learner.  Size and shape are read from the header and checked
before a pixel is decoded; only the formats named here are opened.  What takes
much memory, and what phones code as they code films, is decoded in a process of
its own (:mod:`dnnlab.data.apart`).
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from PIL import AvifImagePlugin, Image, TiffImagePlugin

from dnnlab.data import headers
from dnnlab.data.apart import DAMAGED, OUT_OF_MEMORY, Refused, decode_apart
from dnnlab.data.tones import flattened

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 64_000_000
IN_PLACE = 8_000_000
"""Pixels that are decoded in this process, of a JPEG twice as many: up to 27 bytes each while they are."""
FORMATS = "PNG, JPEG, HEIC, AVIF, WebP, GIF, BMP or TIFF"
SPARE = 2
"""A JPEG that is made smaller is decoded at this many times the wanted size at least: the rest is averaged well."""

_FILMED: tuple[headers.Format, ...] = ("HEIF", "AVIF")
"""Formats whose decoders come from films: large libraries, which may die alone."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
"""EXIF orientation -> what makes the picture upright."""
_here = Lock()
"""One picture at a time is decoded in this process."""


class UploadError(ValueError):
    """An upload cannot be used; the message is one sentence that tells the learner what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that was sent in, and what became of it on the way."""

    image: Image.Image
    """Of mode RGB; holds no file and no metadata."""
    size: tuple[int, int]
    """Width and height in the file, upright; the image has fewer pixels where not all are kept."""
    transparent: bool
    """Whether some of it was transparent: white paper stands there now."""
    tones: tuple[float, float] | None = None
    """Of deep grey that used few of its values: the darkest and the brightest, which are black and white now."""


def read_image(data: bytes, longest: int | None = None) -> Image.Image:
    """The picture of :func:`read_picture` alone."""
    return read_picture(data, longest).image


def read_picture(data: bytes, longest: int | None = None) -> Picture:
    """Decode an uploaded picture.

    Reads PNG, JPEG, HEIC (and HEIF), AVIF, WebP, GIF, BMP and TIFF up to 20 MB and
    64 megapixels; of several frames or pages the first.  The picture is turned
    upright by its EXIF orientation, its colours are brought to sRGB where it
    carries a profile, transparent parts show white paper, and samples of more than
    8 bits are scaled to 0..255: by their depth, or by the range that they use where
    that is a small part of it.

    Args:
        data: the whole file.
        longest: pixels of the longer side that are kept; a large JPEG is then decoded
            at a half, a quarter or an eighth of its size, which is several times faster.
            None keeps all, and their memory is then taken here.

    Raises:
        UploadError: the file cannot be used; the message says why and what to do.
    """
    kind = _check_file(data)
    if kind not in _FILMED:
        try:
            with _here:
                return decode(kind, data, longest, most=IN_PLACE)
        except _Larger:
            pass
    try:
        kept, pixels, size, transparent, tones = decode_apart(kind, data, longest)
    except Refused as error:
        raise UploadError(str(error)) from None
    return Picture(image=Image.frombytes("RGB", kept, pixels), size=size, transparent=transparent, tones=tones)


def decode(kind: headers.Format, data: bytes, longest: int | None, *, most: float = math.inf) -> Picture:
    """Decode a file in this process; see :func:`read_picture`.

    Args:
        kind: its format.
        data: the whole file, checked.
        longest: pixels of the longer side that are kept; None: all.
        most: pixels that may be decoded.

    Raises:
        UploadError: the file cannot be used.
        _Larger: more than ``most`` pixels are to be decoded.
    """
    try:
        with _open(kind, data) as image:
            width, height = image.size
            _check_size(width, height)
            if longest is not None:
                share = SPARE * longest / max(image.size)
                image.draft(None, (math.ceil(share * width), math.ceil(share * height)))
            if _weight(image, width * height) > most:
                raise _Larger
            image.load()
            flat = flattened(image, depth=headers.depth(kind, data))
            upright = _upright(flat.image, image)
            lies = (width > height) == (upright.width > upright.height)  # else a quarter turn made it upright
            if longest is not None:
                upright.thumbnail((longest, longest))
            size = (width, height) if lies else (height, width)
            return Picture(image=upright, size=size, transparent=flat.transparent, tones=flat.tones)
    except (UploadError, _Larger):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UploadError(_too_many_pixels("The picture is far too large")) from None
    except MemoryError:
        raise UploadError(OUT_OF_MEMORY) from None
    except Exception as error:
        # Decoders meet broken files with nearly every kind of exception; to the learner they are one.
        raise UploadError(DAMAGED) from error


class _Larger(Exception):
    """The picture is for a process of its own."""


def _open(kind: headers.Format, data: bytes) -> Image.Image:
    """The file's header, read by the decoder of its format and no other."""
    file = io.BytesIO(data)
    if kind == "HEIF":
        from pillow_heif import HeifImageFile  # in the process of a decoder only

        opened: Callable[[io.BytesIO], Image.Image] = HeifImageFile
        return opened(file)
    if kind == "AVIF":
        return AvifImagePlugin.AvifImageFile(file)  # Pillow itself knows only some of the brands
    return Image.open(file, formats=(kind,))


def _weight(image: Image.Image, pixels: int) -> float:
    """How many pixels a picture is to be reckoned as; a JPEG takes half the memory of others a pixel."""
    if image.format != "JPEG":
        return pixels
    return (pixels if "progressive" in image.info else image.width * image.height) / 2  # it keeps what it refines


def _check_file(data: bytes) -> headers.Format:
    """The file's format, or UploadError for what no decoder should see."""
    if not data:
        raise UploadError(f"The file is empty: choose a picture ({FORMATS}).")
    if len(data) > MAX_BYTES:
        raise UploadError(
            f"The file has {_beyond(len(data) / 2**20, MAX_BYTES // 2**20)} MB, and at most {MAX_BYTES // 2**20} MB "
            "can be read: make the picture smaller and upload it again."
        )
    kind = headers.sniff(data)
    if kind is None:
        name = headers.sniff_foreign(data)
        looks = f"This looks like {name}, which cannot be read here" if name else "This is not a picture that we know"
        raise UploadError(f"{looks}: choose a picture saved as {FORMATS}.")
    if headers.is_overloaded(kind, data):
        raise UploadError("The file holds far more parts than a picture needs: save the picture anew and upload that.")
    return kind


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise UploadError("The picture has no pixels: choose another one.")
    if width * height > MAX_PIXELS:
        megapixels = _beyond(width * height / 1e6, MAX_PIXELS // 1_000_000)
        raise UploadError(_too_many_pixels(f"The picture has {megapixels} megapixels ({width} × {height})"))


def _beyond(value: float, limit: int) -> str:
    """A figure above a limit, in words that are above it too."""
    if value >= limit + 10:
        return f"{value:.0f}"
    told = f"{value:.1f}".removesuffix(".0")
    return f"a little more than {limit}" if float(told) <= limit else told


def _too_many_pixels(begin: str) -> str:
    return f"{begin}, and at most {MAX_PIXELS // 1_000_000} megapixels can be read: make it smaller and try again."


def _upright(picture: Image.Image, source: Image.Image) -> Image.Image:
    """Turn the picture as the EXIF of its file says; TIFF files come upright from their decoder."""
    exif = source.info.get("exif")
    turn = None
    if isinstance(exif, bytes) and not isinstance(source, TiffImagePlugin.TiffImageFile):
        turn = _TURNS.get(headers.orientation(exif))
    return picture if turn is None else picture.transpose(turn)
