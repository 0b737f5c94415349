"""What phones, cameras and instruments make: their formats, their megapixels, their bits."""

from __future__ import annotations

import io
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dnnlab.data import apart, headers, photos, uploads
from dnnlab.data.uploads import UploadError, read_image, read_picture
from dnnlab.ui.pictures import remarks

RED, GREEN, BLUE, WHITE = (250, 10, 10), (10, 240, 10), (10, 10, 250), (255, 255, 255)
FIFTY = (8160, 6144)
"""A phone's mode of 50 megapixels."""


def encode(image: Image.Image, format: str, **options: object) -> bytes:
    """A file of that format."""
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def quarters(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Red above left, green above right, blue below left, white below right."""
    (width, height), image = size, Image.new("RGB", size, WHITE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    return image


def off(image: Image.Image) -> int:
    """How far the colours in the middle of the four quarters are from what they should be."""
    width, height = image.size
    places = [(x * width // 4, y * height // 4) for y in (1, 3) for x in (1, 3)]
    colours = np.array([image.getpixel(place) for place in places], dtype=int)
    return int(np.abs(colours - np.array([RED, GREEN, BLUE, WHITE])).max())


# --- C1: what phones make -----------------------------------------------------------------------


@cache
def phone(format: str, turn: int = 1) -> bytes:
    """A photo as a phone saves it; ``turn``: how the camera was held, by EXIF's numbers."""
    if format == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x0112] = turn
    stored = quarters().transpose(Image.Transpose.ROTATE_90) if turn == 6 else quarters()
    return encode(stored, format, quality=90, exif=exif.tobytes())


@pytest.mark.parametrize("turn", [1, 6])
@pytest.mark.parametrize("format", ["HEIF", "AVIF"])
def test_a_phones_photo_is_read_upright(format: str, turn: int) -> None:
    """HEIC is what an iPhone makes, AVIF what some others and the web do."""
    made = read_picture(phone(format, turn), longest=80)
    assert (made.size, made.image.size, made.image.mode) == ((96, 64), (80, 53), "RGB")
    assert off(made.image) <= 24


@pytest.mark.parametrize(
    ("brand", "compatible", "format"),
    [(b"mif1", b"mif1avif", "AVIF"), (b"mif1", b"mif1heic", "HEIF"), (b"mif2", b"mif1heic", "HEIF")],
)
def test_the_common_name_of_a_family_is_read_by_what_it_is_compatible_with(
    brand: bytes, compatible: bytes, format: str
) -> None:
    """Some phones write the family (mif1) and name the kind in the list behind it."""
    data = phone(format)
    length = int.from_bytes(data[:4], "big")
    head = brand + bytes(4) + compatible.ljust(length - 16, b"\0")
    assert off(read_image(data[:8] + head + data[length:], longest=80)) <= 24


@pytest.mark.parametrize(
    "brand", [b"hevx", b"heis", b"hevm", b"hevs", b"heix", b"hevc", b"mif2", b"miaf", b"MA1B", b"avis", b"1pic"]
)
def test_a_phones_picture_is_never_called_a_video(brand: bytes) -> None:
    """Whatever the brand says of its coding, it was a picture, and a decoder is asked."""
    assert headers.sniff(b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + brand + b"mif1") in ("HEIF", "AVIF")


@pytest.mark.parametrize(
    ("brand", "name"), [(b"avci", "AVC"), (b"jpeg", "HEIF"), (b"j2ki", "JPEG 2000"), (b"crx ", "raw")]
)
def test_pictures_of_other_kinds_are_named(brand: bytes, name: str) -> None:
    """In the same container there are pictures that nobody here can decode."""
    for major in (brand, b"mif1") if brand != b"crx " else (brand,):
        with pytest.raises(UploadError, match=name):
            read_image(b"\0\0\0\x18ftyp" + major + b"\0\0\0\0" + brand + b"mif1")


def test_a_film_is_still_a_video() -> None:
    """The same container holds films."""
    with pytest.raises(UploadError, match="a video"):
        read_image(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")


def test_damaged_files_of_phones_give_a_picture_or_a_sentence() -> None:
    """Their decoders are libraries of others, and run in a process of their own."""
    rng, said = np.random.default_rng(4), list[str]()
    for turn in range(6):
        data = bytearray(phone(("HEIF", "AVIF")[turn % 2]))
        if turn < 2:
            del data[rng.integers(20, len(data)) :]
        else:
            data[int(rng.integers(24, len(data)))] ^= int(rng.integers(1, 256))
        try:
            assert read_image(bytes(data), longest=80).mode == "RGB"
        except UploadError as error:
            said.append(str(error))
    assert said
    assert all(sentence.endswith(".") for sentence in said)


# --- C2: fifty megapixels -----------------------------------------------------------------------

MEASURED = """
import sys
from pathlib import Path
from dnnlab.data.uploads import read_picture
data = Path(sys.argv[1]).read_bytes()
peak = lambda: int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
before = peak()
made = read_picture(data, longest=2000)
after = peak()
print(*made.size, *made.image.size, *made.image.getpixel((500, 376)), (after - before) // 1024)
"""
"""In a process of its own: how many megabytes it grows by while it reads a picture."""


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_fifty_megapixels_are_read_and_take_little_memory_here(format: str, tmp_path: Path, root: Path) -> None:
    """The memory of such a picture is not the page process's."""
    large = quarters(FIFTY)
    if format == "PNG":
        large = Image.new("P", FIFTY)
        large.putpalette([*WHITE, *RED])
        large.paste(1, (0, 0, FIFTY[0] // 2, FIFTY[1] // 2))
    file = tmp_path / "large"
    file.write_bytes(encode(large, format, **({"compress_level": 1} if format == "PNG" else {})))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(file)], capture_output=True, text=True, cwd=root, check=False
    )
    assert done.returncode == 0, done.stderr
    *size, red, green, blue, megabytes = map(int, done.stdout.split())
    assert size == [*FIFTY, 2000, 1506]
    assert (red, green, blue) == pytest.approx(RED, abs=6)
    assert megabytes < 300


def test_sixty_four_megapixels_are_the_limit() -> None:
    """And what is beyond is never told with the figure of the limit itself."""
    assert read_picture(encode(Image.new("1", (8000, 8000)), "PNG"), longest=100).size == (8000, 8000)
    for size, words in (((8001, 8000), "a little more than 64 mega"), ((9000, 8000), "72 mega")):
        with pytest.raises(UploadError, match=words) as caught:
            read_image(encode(Image.new("1", size), "PNG"))
        assert "at most 64 megapixels" in str(caught.value)


@pytest.mark.parametrize(
    ("more", "words"), [(1, "a little more than 20 MB"), (400_000, "20.4 MB"), (10 * 2**20, "30 MB")]
)
def test_a_file_beyond_the_limit_is_not_told_with_the_limit(more: int, words: str) -> None:
    """Twenty megabytes and one byte are no "20 MB, and at most 20 MB"."""
    with pytest.raises(UploadError, match=words):
        read_image(b"\x89PNG\r\n\x1a\n" + bytes(uploads.MAX_BYTES + more - 8))


def test_a_small_picture_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes a hundred times a lesson stays quick: it is decoded where it is."""

    def never(*_: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", never)
    for format in ("PNG", "JPEG", "WEBP", "TIFF"):
        assert read_image(encode(quarters((1200, 900)), format), longest=640).size == (640, 480)


def test_the_same_picture_comes_out_of_either_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is decoded makes no difference to a byte of it."""
    photo = photos.load("coffee").resize((1500, 1000))
    for data in (encode(photo, "PNG"), encode(photo.convert("RGBA"), "WEBP"), encode(photo, "JPEG")):
        here = read_picture(data, longest=300)
        monkeypatch.setattr(uploads, "IN_PLACE", 0)
        there = read_picture(data, longest=300)
        monkeypatch.undo()
        assert here.image.tobytes() == there.image.tobytes()
        assert (here.size, here.transparent, here.tones) == (there.size, there.transparent, there.tones)


def test_a_decoder_that_dies_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may take more memory than it is granted, or never end; the page goes on."""
    large = encode(Image.new("RGB", (5000, 4000), RED), "PNG")
    monkeypatch.setattr(apart, "MEMORY", 150 * 2**20)
    with pytest.raises(UploadError, match="more memory than there is"):
        read_image(large, longest=640)
    monkeypatch.undo()
    monkeypatch.setattr(apart, "PATIENCE", 0.01)
    with pytest.raises(UploadError, match="takes too long"):
        read_image(large, longest=640)
    monkeypatch.undo()
    assert read_image(large, longest=640).size == (640, 512)


def test_a_decoders_process_knows_no_torch(root: Path) -> None:
    """It begins quickly because it loads little."""
    loaded = "import sys, dnnlab.data.apart; print({'torch', 'streamlit', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "set()"


# --- C3: few of sixteen bits --------------------------------------------------------------------


def deep(top: int, low: int = 0) -> np.ndarray:
    """A ramp from ``low`` to ``top`` in 16 bits."""
    return np.tile(np.linspace(low, top, 256).round().astype(np.uint16), (8, 1))


@pytest.mark.parametrize("format", ["PNG", "TIFF"])
@pytest.mark.parametrize(("low", "top"), [(0, 4095), (0, 1023), (900, 3300), (30_000, 34_095), (0, 16_383)])
def test_deep_grey_that_uses_few_bits_is_no_black_picture(format: str, low: int, top: int) -> None:
    """12-bit cameras, X-rays, microscopes: the range that they use goes from black to white, and the page says so."""
    made = read_picture(encode(Image.fromarray(deep(top, low)), format))
    grey = np.asarray(made.image)[0, :, 0].astype(int)
    assert np.abs(grey - np.arange(256)).max() <= 1
    assert made.tones == (low, top)
    (sentence,) = remarks(made)
    assert f"{low:,}" in sentence
    assert f"{top:,}" in sentence


@pytest.mark.parametrize("dtype", [np.int32, np.float32])
def test_the_same_numbers_in_thirty_two_bits_are_no_black_picture(dtype: type) -> None:
    """A TIFF of an instrument may hold its 12 bits in 32."""
    made = read_picture(encode(Image.fromarray(deep(4095).astype(dtype)), "TIFF"))
    assert np.abs(np.asarray(made.image)[0, :, 0].astype(int) - np.arange(256)).max() <= 1
    assert made.tones == (0, 4095)


def test_deep_grey_that_uses_its_bits_stays_as_it_is() -> None:
    """A picture with a right to be dark is not made bright, and one without any range has none to scale."""
    made = read_picture(encode(Image.fromarray(deep(40_000)), "PNG"))
    assert made.tones is None
    assert np.asarray(made.image).max() == round(40_000 / 257)
    even = read_picture(encode(Image.fromarray(np.full((8, 8), 4000, np.uint16)), "PNG"))
    assert even.tones is None
    assert remarks(made) == remarks(even) == []
