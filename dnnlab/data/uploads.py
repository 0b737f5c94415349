"""Pictures that learners upload: any common file in, an upright RGB picture out.

Files from outside are broken, huge, strange or hostile.  Whatever comes in,
:func:`read_picture` returns a picture or raises :class:`UploadError` with one
sentence for the learner.  Size and shape are read from the header and checked
before a pixel is decoded; only the formats named here are opened.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from PIL import Image, TiffImagePlugin

from dnnlab.data import headers
from dnnlab.data.tones import flattened

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
SPARE = 2
"""A JPEG that is made smaller is decoded at this many times the wanted size at least: the rest is averaged well."""

_FORMATS = "PNG, JPEG, WebP, GIF, BMP or TIFF"
_DAMAGED = "The picture file is damaged or was cut off on its way: save it anew as PNG or JPEG and upload that."
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
"""EXIF orientation -> what makes the picture upright."""


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


def read_image(data: bytes, longest: int | None = None) -> Image.Image:
    """The picture of :func:`read_picture` alone."""
    return read_picture(data, longest).image


def read_picture(data: bytes, longest: int | None = None) -> Picture:
    """Decode an uploaded picture.

    Reads PNG, JPEG, WebP, GIF, BMP and TIFF up to 20 MB and 50 megapixels; of
    several frames or pages the first.  The picture is turned upright by its EXIF
    orientation, its colours are brought to sRGB where it carries a profile,
    transparent parts show white paper, and samples of more than 8 bits are
    scaled to 0..255.

    Args:
        data: the whole file.
        longest: pixels of the longer side that are kept; a large JPEG is then decoded
            at a half, a quarter or an eighth of its size, which is several times faster.

    Raises:
        UploadError: the file cannot be used; the message says why and what to do.
    """
    kind = _check_file(data)
    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as image:
            width, height = image.size
            _check_size(width, height)
            if longest is not None:
                share = SPARE * longest / max(image.size)
                image.draft(None, (math.ceil(share * width), math.ceil(share * height)))
            image.load()
            flat, transparent = flattened(image, depth=headers.depth(kind, data))
            upright = _upright(flat, image)
            lies = (width > height) == (upright.width > upright.height)  # else a quarter turn made it upright
            if longest is not None:
                upright.thumbnail((longest, longest))
            return Picture(image=upright, size=(width, height) if lies else (height, width), transparent=transparent)
    except UploadError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UploadError(_too_many_pixels("The picture is far too large")) from None
    except MemoryError:
        raise UploadError("The picture needs more memory than there is: make it smaller and upload it again.") from None
    except Exception as error:
        # Decoders meet broken files with nearly every kind of exception; to the learner they are one.
        raise UploadError(_DAMAGED) from error


def _check_file(data: bytes) -> headers.Format:
    """The file's format, or UploadError for what no decoder should see."""
    if not data:
        raise UploadError(f"The file is empty: choose a picture ({_FORMATS}).")
    if len(data) > MAX_BYTES:
        raise UploadError(
            f"The file has {len(data) / 2**20:.0f} MB, and at most {MAX_BYTES // 2**20} MB can be read: "
            "make the picture smaller and upload it again."
        )
    kind = headers.sniff(data)
    if kind is None:
        name = headers.sniff_foreign(data)
        looks = f"This looks like {name}, which cannot be read here" if name else "This is not a picture that we know"
        raise UploadError(f"{looks}: choose a picture saved as {_FORMATS}.")
    if headers.is_overloaded(kind, data):
        raise UploadError("The file holds far more parts than a picture needs: save the picture anew and upload that.")
    return kind


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise UploadError("The picture has no pixels: choose another one.")
    if width * height > MAX_PIXELS:
        megapixels = f"{width * height / 1e6:.0f}"
        raise UploadError(_too_many_pixels(f"The picture has {megapixels} megapixels ({width} × {height})"))


def _too_many_pixels(begin: str) -> str:
    return f"{begin}, and at most {MAX_PIXELS // 1_000_000} megapixels can be read: make it smaller and try again."


def _upright(picture: Image.Image, source: Image.Image) -> Image.Image:
    """Turn the picture as the EXIF of its file says; TIFF files come upright from their decoder."""
    exif = source.info.get("exif")
    turn = None
    if isinstance(exif, bytes) and not isinstance(source, TiffImagePlugin.TiffImageFile):
        turn = _TURNS.get(headers.orientation(exif))
    return picture if turn is None else picture.transpose(turn)
