"""What a picture of 50 megapixels costs: memory here, memory in its decoder's process, seconds.

    python -m tools.measure_uploads

Each kind of file is read in a process of its own, as the pages' process would
read it (at most 2,000 pixels a side are kept), and the largest memory that this
process and its decoder ever had is asked of the system.  The files are made here
out of a photo that ships, each below the limit of 20 MB.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from dnnlab.data import photos
from dnnlab.data.uploads import MAX_BYTES, read_picture
from dnnlab.paths import ROOT

SIZE = (8160, 6144)
"""A phone's mode of 50 megapixels."""
LONGEST = 2_000


def files() -> Iterator[tuple[str, bytes]]:
    """A name and a file of 50 megapixels, for each kind that differs in how it is decoded."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    photo = photos.load("coffee").resize(SIZE, Image.Resampling.BICUBIC)
    few = photo.quantize(16, dither=Image.Dither.NONE)
    deep = np.broadcast_to(np.linspace(0, 65535, SIZE[0]).astype(np.uint16), SIZE[::-1])
    yield "JPEG", encoded(photo, "JPEG", quality=80)
    yield "JPEG, progressive", encoded(photo, "JPEG", quality=80, progressive=True)
    yield "WebP", encoded(photo, "WEBP", quality=60, method=0)
    yield "PNG, palette", encoded(few, "PNG", compress_level=3)
    yield "PNG, 16 bits of grey", encoded(Image.fromarray(np.ascontiguousarray(deep)), "PNG", compress_level=3)
    yield "PNG, transparent", encoded(few.convert("RGBA"), "PNG", compress_level=3)
    yield "TIFF, LZW", encoded(few.convert("RGB"), "TIFF", compression="tiff_lzw")
    yield "GIF", encoded(few, "GIF")
    yield "HEIC", encoded(photo, "HEIF", quality=50)
    yield "AVIF", encoded(photo, "AVIF", quality=50, speed=10)


def encoded(image: Image.Image, format: str, **options: object) -> bytes:
    """A file of that format."""
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def read(path: str) -> None:
    """Read one file and print megabytes here, megabytes in the decoder, and seconds."""
    data = Path(path).read_bytes()
    before = peak()
    began = time.perf_counter()
    size = read_picture(data, LONGEST).image.size
    seconds = time.perf_counter() - began
    here = peak() - before
    there = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{len(data) / 2**20:8.1f} {here / 1024:8.0f} {there / 1024:8.0f} {seconds:8.1f}   {size[0]} x {size[1]}")


def peak() -> int:
    """The most memory that this process has had, kB (Linux; what getrusage says outlives the program before)."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])


def main() -> None:
    """All kinds, a line each."""
    print(f"{'of 50 megapixels':24}{'MB':>8} {'MB here':>8} {'MB there':>8} {'seconds':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files():
            if len(data) > MAX_BYTES:
                print(f"{name:24}{len(data) / 2**20:8.1f} is above the limit")
                continue
            file = Path(folder) / "file"
            file.write_bytes(data)
            print(f"{name:24}", end="", flush=True)
            subprocess.run([sys.executable, "-m", "tools.measure_uploads", str(file)], cwd=ROOT, check=True)


if __name__ == "__main__":
    read(sys.argv[1]) if len(sys.argv) > 1 else main()
