"""What a picture file says about itself, read without decoding a pixel.

An upload may come from anybody.  Before a decoder sees it, the first bytes tell
what it is, and a walk over its segments tells whether it was built to keep a
decoder busy: a few megabytes can hold millions of tiny segments.
Sources: PNG (W3C, third edition), JPEG (ITU-T T.81, annex B), TIFF 6.0, Exif 2.32.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from typing import Literal, NamedTuple

Format = Literal["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF"]

MAX_CHUNKS = 20_000
"""Chunks of a PNG, strips or tiles of a TIFF; the largest real files have a few thousand."""
MAX_SEGMENTS = 2_000
"""Segments of a JPEG before its first scan; cameras write about twenty, 64 kB each at most."""
MAX_SCANS = 64
"""Scans of a progressive JPEG; encoders write about ten, and each costs a pass over the picture."""
ORIENTATION = 0x0112
"""The EXIF and TIFF tag that says how the camera was held: 1 (upright) to 8."""
MAX_TILE = 1 << 24
"""Pixels of one tile of a TIFF."""
SHORT, LONG = 3, 4
"""TIFF's unsigned integers of two and of four bytes."""
STRIP_OFFSETS, TILE_WIDTH, TILE_LENGTH, TILE_OFFSETS = _LAYOUT = 273, 322, 323, 324

_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript drawing"),
    (b"8BPS", "a Photoshop picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x01\x00", "a Windows icon"),
    (b"II\x2b\x00", "a BigTIFF picture"),
    (b"MM\x00\x2b", "a BigTIFF picture"),
    (b"\x1aE\xdf\xa3", "a video"),
)
_CODED: dict[bytes, Format] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"), "HEIF"),
    **dict.fromkeys((b"avif", b"avis", b"avio", b"MA1A", b"MA1B"), "AVIF"),
}  # fmt: skip
"""Brands of the container of HEIF and AVIF that say how the picture is coded; ISO/IEC 23008-12 and AV1's own."""
_FAMILIES = (b"mif1", b"mif2", b"mif3", b"msf1", b"miaf", b"1pic", b"pred", b"MiHB", b"MiHA", b"MiHE", b"MiPr", b"MiAn")
"""Brands that say only that it is a picture; how it is coded stands in the list behind them."""
_OTHERS = {
    **dict.fromkeys((b"avci", b"avcs"), "a picture coded by AVC"),
    **dict.fromkeys((b"vvic", b"vvis", b"evbi", b"evmi"), "a picture coded by VVC or EVC"),
    **dict.fromkeys((b"j2ki", b"j2is"), "a JPEG 2000 picture"),
    **dict.fromkeys((b"jpeg", b"jpgs"), "a HEIF picture coded by JPEG"),
    b"crx ": "a camera's raw picture",
}  # fmt: skip
"""Pictures in the same container that nothing here decodes."""


def sniff(data: bytes) -> Format | None:
    """The format of a picture file by its first bytes; None if it is none that we read."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith((b"II*\x00", b"MM\x00*")):
        return "TIFF"
    if data.startswith(b"BM"):
        return "BMP"
    return _coding(data) if data[4:8] == b"ftyp" else None


def _coding(data: bytes) -> Format | None:
    """How the picture in a container of HEIF's family is coded, by its brands; None for what is none that we read."""
    brand = data[8:12]
    if brand in _CODED:
        return _CODED[brand]
    if brand not in _FAMILIES:
        return None
    end = min(int.from_bytes(data[:4], "big"), 1024, len(data) - 3)
    listed = [data[at : at + 4] for at in range(16, end, 4)]
    if any(each in _OTHERS for each in listed):
        return None
    return next((_CODED[each] for each in listed if each in _CODED), "HEIF")


def sniff_foreign(data: bytes) -> str | None:
    """What a file that we do not read looks like, with its article; None if unknown."""
    if data[4:8] == b"ftyp":
        brands = [data[8:12], *(data[at : at + 4] for at in range(16, 48, 4))]
        named = brands if brands[0] in _FAMILIES else brands[:1]
        return next((_OTHERS[each] for each in named if each in _OTHERS), "a video")
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            return name
    head = data[:1024]
    if b"<svg" in head.lower():
        return "an SVG drawing"
    if b"<html" in head.lower() or b"<!doctype html" in head.lower():
        return "a web page"
    if not any(byte < 32 and byte not in b"\t\n\f\r" for byte in head):
        try:
            head.decode("utf-8", errors="strict")
        except UnicodeDecodeError as error:
            if error.start < len(head) - 3:  # else: cut in the middle of a character
                return None
        return "a text file"
    return None


def is_overloaded(kind: Format, data: bytes) -> bool:
    """Whether the file holds far more parts than a picture has, to keep the decoder busy."""
    if kind == "PNG":
        return _exceeds(_png_chunks(data), MAX_CHUNKS)
    if kind == "JPEG":
        return data.count(b"\xff\xda") > MAX_SCANS or _exceeds(_jpeg_segments(data), MAX_SEGMENTS)
    if kind == "TIFF":
        fields = _tiff_fields(data)
        strange = any(fields[tag].kind not in (SHORT, LONG) for tag in _LAYOUT if tag in fields)
        parts = max(fields[tag].length if tag in fields else 0 for tag in (STRIP_OFFSETS, TILE_OFFSETS))
        tile = math.prod(fields[tag].value if tag in fields else 0 for tag in (TILE_WIDTH, TILE_LENGTH))
        return strange or parts > MAX_CHUNKS or tile > MAX_TILE
    return False


def depth(kind: Format, data: bytes) -> int:
    """Bits of one sample as a PNG's header states them; 8 for the other formats."""
    return data[24] if kind == "PNG" else 8


def orientation(exif: bytes) -> int:
    """The orientation (1 to 8) in a block of EXIF; 1, upright, where it is missing or broken."""
    block = exif.removeprefix(b"Exif\x00\x00")
    field = _tiff_fields(block).get(ORIENTATION)
    return field.value if field and 1 <= field.value <= 8 else 1


def _exceeds(parts: Iterator[int], limit: int) -> bool:
    return any(number >= limit for number, _ in enumerate(parts))


def _png_chunks(data: bytes) -> Iterator[int]:
    """Where the chunks begin: length (4 bytes), type (4), content, checksum (4)."""
    at = 8
    while at + 8 <= len(data):
        yield at
        at += 12 + int.from_bytes(data[at : at + 4], "big")


def _jpeg_segments(data: bytes) -> Iterator[int]:
    """Where the segments before the first scan begin: marker (2 bytes), length (2), content."""
    at = 2
    while at + 4 <= len(data) and (marker := data[at : at + 2]) != b"\xff\xda":
        yield at
        if marker[0] != 0xFF or marker[1] in (0x00, 0xFF):  # padding or junk
            at += 1
        elif 0xD0 <= marker[1] <= 0xD9:  # a marker that stands alone
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")


class _Field(NamedTuple):
    kind: int
    length: int
    """How many values."""
    value: int
    """The number itself where one SHORT or LONG is stored, else where the values begin."""


def _tiff_fields(data: bytes) -> dict[int, _Field]:
    """Tag -> field of the first directory; of a tag given twice the first, as the decoder takes it."""
    fields: dict[int, _Field] = {}
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(data[:4])
    if order is None or len(data) < 8:
        return fields
    (at,) = struct.unpack_from(order + "L", data, 4)
    if at + 2 > len(data):
        return fields
    (entries,) = struct.unpack_from(order + "H", data, at)
    for position in range(at + 2, min(at + 2 + 12 * entries, len(data) - 11), 12):
        tag, kind, count = struct.unpack_from(order + "HHL", data, position)
        one_short = kind == SHORT and count == 1  # stands at the left of its four bytes
        (value,) = struct.unpack_from(order + ("H" if one_short else "L"), data, position + 8)
        fields.setdefault(tag, _Field(kind, count, value))
    return fields
