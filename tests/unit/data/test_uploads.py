"""Uploads: every common picture comes in upright and true in tone; nothing else comes in at all."""

import io
import struct
import threading
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from dnnlab.data import headers, photos, uploads
from dnnlab.data.uploads import UploadError, read_image, read_picture

RED, GREEN, BLUE, WHITE = (250, 10, 10), (10, 240, 10), (10, 10, 250), (255, 255, 255)


def encode(image, format, **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def quarters():
    """48 x 32: red above left, green above right, blue below left, white below right."""
    image = Image.new("RGB", (48, 32), WHITE)
    image.paste(RED, (0, 0, 24, 16))
    image.paste(GREEN, (24, 0, 48, 16))
    image.paste(BLUE, (0, 16, 24, 32))
    return image


def corners(image):
    """The colours in the middle of the four quarters, as a reader meets them."""
    width, height = image.size
    places = [(width // 4, height // 4), (3 * width // 4, height // 4)]
    places += [(width // 4, 3 * height // 4), (3 * width // 4, 3 * height // 4)]
    return np.array([image.getpixel(place) for place in places], dtype=int)


def ramp():
    return np.tile(np.arange(256, dtype=np.uint8), (8, 1))


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(depth, kind, rows, *extra):
    """A PNG written by hand, for what Pillow does not write. ``rows``: packed bytes of one row."""
    width = len(rows[0]) * 8 // (depth * {0: 1, 2: 3}[kind])
    head = struct.pack(">IIBBBBB", width, len(rows), depth, kind, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(extra) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


# --- formats ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("PNG", {}), ("JPEG", {"quality": 95}), ("JPEG", {"progressive": True, "quality": 95}), ("GIF", {}),
        ("BMP", {}), ("WEBP", {"lossless": True}), ("WEBP", {"quality": 95}), ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}), ("TIFF", {"compression": "jpeg", "quality": 95}),
    ],
)  # fmt: skip
def test_reads_each_format(format, options):
    read = read_image(encode(quarters(), format, **options))
    assert read.mode == "RGB"
    assert read.size == (48, 32)
    assert np.abs(corners(read) - corners(quarters())).max() <= 12  # lossy ones included


@pytest.mark.parametrize(("format", "options"), [("GIF", {}), ("WEBP", {"lossless": True}), ("TIFF", {}), ("PNG", {})])
def test_takes_the_first_of_several_frames(format, options):
    others = [Image.new("RGB", (48, 32), "black")] * 2
    read = read_image(encode(quarters(), format, save_all=True, append_images=others, **options))
    assert np.abs(corners(read) - corners(quarters())).max() <= 1


def test_result_carries_neither_file_nor_metadata():
    read = read_image(encode(quarters(), "PNG", exif=orientation_exif(6), dpi=(72, 72)))
    assert type(read) is Image.Image
    assert read.info == {}


# --- orientation -----------------------------------------------------------------------------


def orientation_exif(value):
    exif = Image.Exif()
    exif[headers.ORIENTATION] = value
    return exif


UNDO = {
    1: [], 2: [Image.Transpose.FLIP_LEFT_RIGHT], 3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM], 5: [Image.Transpose.TRANSPOSE], 6: [Image.Transpose.ROTATE_90],
    7: [Image.Transpose.TRANSVERSE], 8: [Image.Transpose.ROTATE_270],
}  # fmt: skip
"""How the camera was held: what was done to the upright scene on its way into the file."""


@pytest.mark.parametrize("value", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_applies_every_orientation(format, value):
    stored = quarters()
    for turn in UNDO[value]:
        stored = stored.transpose(turn)
    read = read_image(encode(stored, format, exif=orientation_exif(value)))
    assert read.size == (48, 32)
    assert np.abs(corners(read) - corners(quarters())).max() <= 40  # WebP and JPEG are lossy


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow's remarks on broken tags
@pytest.mark.parametrize(
    "exif",
    [b"", b"Exif\0\0", b"Exif\0\0II*\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\x01\x12",
     b"Exif\0\0" + b"\xff" * 400, orientation_exif(77).tobytes()],
)  # fmt: skip
def test_ignores_broken_exif(exif):
    jpeg = encode(quarters(), "JPEG", quality=95)
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    read = read_image(jpeg[:2] + segment + jpeg[2:])
    assert np.abs(corners(read) - corners(quarters())).max() <= 12


# --- made smaller ------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [1, 6])
@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_a_large_picture_is_made_smaller_and_stays_upright(format, value):
    stored = quarters().resize((2400, 1600), Image.Resampling.NEAREST)
    for turn in UNDO[value]:
        stored = stored.transpose(turn)
    read = read_image(encode(stored, format, exif=orientation_exif(value)), longest=240)
    assert read.size == (240, 160)
    assert np.abs(corners(read) - corners(quarters())).max() <= 12


def test_a_photo_decoded_smaller_is_the_photo_made_smaller():
    photo = photos.load("coffee").resize((3000, 2000))
    data = encode(photo, "JPEG", quality=95)
    whole = read_image(data)
    whole.thumbnail((640, 640))
    read = read_image(data, longest=640)
    assert read.size == whole.size == (640, 427)
    assert np.abs(np.asarray(read, dtype=int) - np.asarray(whole, dtype=int)).mean() < 2


@pytest.mark.parametrize("size", [(48, 32), (1, 9000), (9000, 1)])
def test_made_smaller_only_where_it_is_larger(size):
    read = read_image(encode(Image.new("RGB", size, RED), "JPEG"), longest=100)
    assert read.size == tuple(min(side, 100) for side in size)
    assert read.getpixel((0, 0)) == pytest.approx(RED, abs=4)


# --- transparency: paper is white --------------------------------------------------------------


@pytest.mark.parametrize(("mode", "format"), [("RGBA", "PNG"), ("RGBA", "WEBP"), ("LA", "PNG"), ("RGBA", "TIFF"),
                                              ("PA", "TIFF"), ("LA", "TIFF")])  # fmt: skip
def test_lays_alpha_on_white(mode, format):
    image = Image.new("RGBA", (16, 16), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 8, 16))
    image.paste((0, 0, 0, 128), (0, 8, 8, 16))
    if mode == "PA":
        stored = image.convert("RGB").convert("P")
        stored.putalpha(image.getchannel("A"))
    else:
        stored = image.convert(mode)
    read = read_image(encode(stored, format, **({"lossless": True} if format == "WEBP" else {})))
    assert read.getpixel((4, 4)) == (0, 0, 0)
    assert read.getpixel((12, 4)) == WHITE
    assert read.getpixel((4, 12)) == pytest.approx((127, 127, 127), abs=1)


@pytest.mark.parametrize("transparency", [1, b"\xff\x00"])
@pytest.mark.parametrize("format", ["PNG", "GIF"])
def test_lays_a_transparent_palette_entry_on_white(format, transparency):
    image = Image.new("P", (16, 16), 0)
    image.putpalette([*RED, *GREEN])
    image.paste(1, (8, 0, 16, 16))
    read = read_image(encode(image, format, transparency=1 if format == "GIF" else transparency))
    assert read.getpixel((2, 2)) == RED
    assert read.getpixel((12, 2)) == WHITE


@pytest.mark.parametrize(
    ("depth", "kind", "row", "key", "visible"),
    [
        (1, 0, b"\x0f", (0,), 255), (2, 0, b"\x1b", (1,), 170), (4, 0, b"\x0f\x5a", (5,), 170),
        (8, 0, b"\x20\xaa", (32,), 170),
        (16, 0, b"\x12\x34\xaa\xaa", (0x1234,), 170), (8, 2, b"\x01\x02\x03\xaa\xaa\xaa", (1, 2, 3), 170),
        (16, 2, b"\x01\x00\x02\x00\x03\x00\xaa\xaa\xaa\xaa\xaa\xaa", (0x100, 0x200, 0x300), 170),
    ],
)  # fmt: skip
def test_makes_the_transparent_colour_of_a_png_white(depth, kind, row, key, visible):
    key_chunk = chunk(b"tRNS", struct.pack(f">{len(key)}H", *key))
    opaque = np.asarray(read_image(png(depth, kind, [row] * 4)))
    keyed = np.asarray(read_image(png(depth, kind, [row] * 4, key_chunk)))
    changed = (opaque != keyed).any(axis=(0, 2))
    assert changed.any()
    assert (keyed[:, changed] == 255).all()
    assert (keyed[:, ~changed] == opaque[:, ~changed]).all()
    assert visible in keyed[0, ~changed]


# --- tones -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["PNG", "TIFF"])
def test_16_bit_grey_keeps_its_tones(format):
    deep = Image.fromarray(ramp().astype(np.uint16) * 257)
    assert deep.mode == "I;16"
    read = np.asarray(read_image(encode(deep, format)))
    assert (read == ramp()[..., None]).all()


def test_16_bit_rgb_png_keeps_its_tones():
    row = b"".join(struct.pack(">3H", v * 257, 0, (255 - v) * 257) for v in range(256))
    read = np.asarray(read_image(png(16, 2, [row] * 2)))
    assert (read[0, :, 0] == np.arange(256)).all()
    assert (read[0, :, 2] == np.arange(255, -1, -1)).all()


@pytest.mark.parametrize("top", [1.0, 255.0, 65535.0, 1e6, 1e30])
def test_float_tiff_keeps_its_tones(top):
    read = np.asarray(read_image(encode(Image.fromarray(ramp() / np.float32(255) * np.float32(top)), "TIFF")))
    assert np.abs(read[..., 0].astype(int) - ramp()).max() <= 1


def test_float_tiff_with_nan_and_negative_numbers():
    values = ramp().astype(np.float32) / 255 * 4 - 2
    values[0, :3] = np.nan, np.inf, -np.inf
    read = np.asarray(read_image(encode(Image.fromarray(values), "TIFF")))
    assert np.abs(read[1:, :, 0].astype(int) - ramp()[1:]).max() <= 1


def test_32_bit_integer_tiff_is_not_clipped():
    values = (ramp().astype(np.int64) * 2**22).astype(np.int32)
    read = np.asarray(read_image(encode(Image.fromarray(values), "TIFF")))
    assert np.abs(read[..., 0].astype(int) - ramp()).max() <= 1


def test_tiff_in_which_0_is_white():
    deep = encode(Image.fromarray(ramp().astype(np.uint16) * 257), "TIFF")
    at = deep.index(struct.pack("<HHL", 262, 3, 1))
    assert deep[at + 8] == 1  # BlackIsZero
    read = np.asarray(read_image(deep[: at + 8] + b"\0" + deep[at + 9 :]))
    assert (read[..., 0] == 255 - ramp()).all()


@pytest.mark.parametrize("mode", ["1", "L", "P"])
@pytest.mark.parametrize("format", ["PNG", "BMP", "TIFF", "GIF"])
def test_few_bits_keep_their_tones(format, mode):
    image = Image.new("L", (16, 16), 0)
    image.paste(255, (8, 0, 16, 16))
    read = read_image(encode(image.convert(mode), format))
    assert read.getpixel((2, 2)) == (0, 0, 0)
    assert read.getpixel((12, 2)) == WHITE


def test_cmyk_jpeg_and_tiff():
    ink = Image.merge("CMYK", [Image.new("L", (16, 16), v) for v in (0, 255, 255, 0)])  # red
    for data in (encode(ink, "JPEG", quality=95), encode(ink, "TIFF")):
        assert read_image(data).getpixel((8, 8)) == pytest.approx((255, 0, 0), abs=4)


def test_ycck_jpeg():
    # Adobe's files hold ink as Y, Cb, Cr and inverted K.  Pillow writes its four bands inverted and
    # marks them "not transformed": bands that hold YCC, marked as YCCK, make the real thing.
    y, cb, cr = Image.new("RGB", (16, 16), (255 - 200, 255 - 40, 255 - 90)).convert("YCbCr").getpixel((0, 0))
    bands = [Image.new("L", (16, 16), 255 - v) for v in (y, cb, cr, 255)]
    data = encode(Image.merge("CMYK", bands), "JPEG", quality=100, subsampling=0)
    at = data.index(b"Adobe") + 11
    assert data[at] == 0
    read = read_image(data[:at] + b"\x02" + data[at + 1 :])
    assert read.getpixel((8, 8)) == pytest.approx((200, 40, 90), abs=4)


def test_lab_tiff():
    image = Image.new("RGB", (16, 16), (180, 120, 90))
    lab = ImageCms.profileToProfile(
        image, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert read_image(encode(lab, "TIFF")).getpixel((8, 8)) == pytest.approx((180, 120, 90), abs=3)


def test_converts_a_colour_profile_and_ignores_a_broken_one():
    image = Image.new("RGB", (16, 16), (200, 100, 50))
    swapped = swapped_primaries_profile()
    converted = read_image(encode(image, "PNG", icc_profile=swapped)).getpixel((0, 0))
    assert converted == pytest.approx((100, 200, 50), abs=4)
    for broken in (b"junk", swapped[: len(swapped) // 2], swapped[:128] + b"\xff" * 400):
        assert read_image(encode(image, "PNG", icc_profile=broken)).getpixel((0, 0)) == (200, 100, 50)


def swapped_primaries_profile():
    """sRGB's profile with the tags of red and green exchanged, and its name changed."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"rXYZ", b"tmp.").replace(b"gXYZ", b"rXYZ").replace(b"tmp.", b"gXYZ")
    return profile.replace(b"s\0R\0G\0B", b"t\0e\0s\0t").replace(b"sRGB", b"test")


# --- refusals --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "damaged"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "damaged"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "video"),
        (b"<?xml version='1.0'?>\n<svg xmlns='x'/>", "SVG"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"8BPS\0\1", "Photoshop"),
        (b"PK\x03\x04 docx", "ZIP"),
        ("just a note, renamed to .png: añ".encode(), "text file"),
        (b"\x00\x01\x02\x03 nonsense", "not a picture that we know"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"BM", "damaged"),
        (b"II*\0\xff\xff\xff\xff", "damaged"),
        (encode(quarters(), "PNG")[:-40], "damaged"),
        (encode(quarters(), "JPEG")[:-80], "damaged"),
    ],
)
def test_refuses_with_one_sentence_that_names_the_cause(data, says):
    with pytest.raises(UploadError, match=says) as caught:
        read_image(data)
    assert str(caught.value).endswith(".")
    assert str(caught.value).count(". ") == 0


def test_refuses_by_size_before_decoding(monkeypatch):
    def no_decoding(*_):
        raise AssertionError("the pixels were decoded")

    huge = [encode(Image.new("1", (9000, 8000)), "PNG"), encode(Image.new("1", (9000, 8000)), "GIF")]
    huge.append(encode(Image.new("1", (9000, 8000)), "TIFF", compression="group4"))
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", no_decoding)
    for data in huge:
        with pytest.raises(UploadError, match=r"72 megapixels \(9000 × 8000\)"):
            read_image(data)
    with pytest.raises(UploadError, match="20 MB"):
        read_image(b"\x89PNG\r\n\x1a\n" + bytes(uploads.MAX_BYTES))


@pytest.mark.parametrize("side", [12_000, 60_000])  # Pillow warns of the one and refuses the other
def test_refuses_decompression_bombs(side):
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    with pytest.raises(UploadError, match="megapixels"):
        read_image(data)


def test_refuses_text_bombs_in_a_png():
    data = encode(quarters(), "PNG")
    bomb = chunk(b"zTXt", b"note\0\0" + zlib.compress(bytes(50_000_000)))
    with pytest.raises(UploadError):
        read_image(data[:33] + bomb + data[33:])


def test_refuses_files_made_of_too_many_parts():
    png_data, jpeg = encode(quarters(), "PNG"), encode(quarters(), "JPEG", progressive=True)
    scan = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    crowded = [
        png_data[:33] + chunk(b"abCd", b"") * headers.MAX_CHUNKS + png_data[33:],
        jpeg[:2] + b"\xff\xe1\0\x09Exif\0\0a" * headers.MAX_SEGMENTS + jpeg[2:],
        jpeg[:-2] + scan * headers.MAX_SCANS + jpeg[-2:],
        tiff([(273, 4, 4_000_000, 1000), (279, 4, 4_000_000, 1000)]),  # strips
        tiff([(273, 1, 4_000_000, 1000)]),  # strip offsets of one byte each
        tiff([(322, 4, 1, 60_000), (323, 4, 1, 60_000), (324, 4, 1, 8)]),  # one enormous tile
    ]
    for data in crowded:
        with pytest.raises(UploadError, match="parts"):
            read_image(data)


def tiff(entries):
    """The directory of an 8 x 8 TIFF with some more entries: (tag, type, count, value)."""
    basic = [(256, 4, 1, 8), (257, 4, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
    fields = sorted(basic + entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(fields)) + b"".join(struct.pack("<HHLL", *f) for f in fields)


def test_one_pixel_is_a_picture():
    assert read_image(encode(Image.new("L", (1, 1), 7), "PNG")).getpixel((0, 0)) == (7, 7, 7)


# --- robustness ------------------------------------------------------------------------------


def samples():
    """One small file of every kind, with metadata where the format has a place for it."""
    noise = Image.fromarray(np.random.default_rng(3).integers(0, 256, (12, 16, 3), dtype=np.uint8))
    extras = {"exif": orientation_exif(6), "icc_profile": swapped_primaries_profile()}
    yield from (encode(noise.convert(mode), "PNG", **extras) for mode in ("1", "L", "LA", "P", "RGB", "RGBA"))
    yield from (encode(noise.convert(mode), "JPEG", **extras) for mode in ("L", "RGB", "CMYK"))
    yield encode(noise, "JPEG", progressive=True)
    yield encode(noise, "WEBP", **extras)
    yield encode(noise.convert("RGBA"), "WEBP", lossless=True)
    yield encode(noise, "WEBP", save_all=True, append_images=[noise.rotate(180)])
    yield encode(noise.convert("P"), "GIF", save_all=True, append_images=[noise.rotate(180)])
    yield from (encode(noise.convert(mode), "BMP") for mode in ("1", "P", "RGB", "RGBA"))
    yield from (encode(noise.convert(mode), "TIFF", **extras) for mode in ("1", "L", "P", "F", "CMYK", "RGBA"))
    yield from (encode(noise, "TIFF", compression=name) for name in ("tiff_lzw", "tiff_deflate", "jpeg", "packbits"))


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow's remarks on broken tags
def test_damaged_files_give_a_picture_or_a_sentence(capfd):
    rng = np.random.default_rng(20)
    files = list(samples())
    read, sentences = 0, []
    for turn in range(3000):
        data = bytearray(files[turn % len(files)])
        if rng.random() < 0.25:
            del data[rng.integers(len(data)) :]
        else:
            reach = len(data) if rng.random() < 0.5 else min(len(data), 200)  # headers get their share
            for place in rng.integers(0, reach, size=rng.integers(1, 8)):
                data[place] = rng.choice([0, 1, 127, 128, 255, rng.integers(256)])
        try:
            assert read_image(bytes(data)).mode == "RGB"
            read += 1
        except UploadError as error:
            sentences.append(str(error))
    assert read > 300
    assert len(sentences) > 300
    assert all(sentence.endswith(".") for sentence in sentences)
    capfd.readouterr()  # libtiff writes its complaints to stderr


def test_threads_do_not_disturb_each_other():
    good, broken = encode(quarters(), "PNG"), encode(Image.new("1", (12_000, 12_000)), "PNG")
    results = []

    def read():
        for data in (good, broken):
            try:
                results.append(read_image(data).size)
            except UploadError as error:
                results.append(str(error)[:11])

    limit = Image.MAX_IMAGE_PIXELS
    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, results)) == sorted(["(48, 32)", "The picture"] * 8)
    assert limit == Image.MAX_IMAGE_PIXELS


# --- what became of it ------------------------------------------------------------------------


def clear(mode, **options):
    """A picture of which the left half can be seen through, in one of the ways that files have for it."""
    if mode in ("RGBA", "LA"):
        image = quarters().convert(mode)
        image.paste(0, (0, 0, 24, 32), Image.new("L", (24, 32), 255))
        return encode(image, "PNG")
    if mode == "P":
        image = Image.new("P", (48, 32), 1)
        image.putpalette([0, 0, 0, 10, 240, 10])
        image.paste(0, (0, 0, 24, 32))
        return encode(image, "GIF", transparency=0)
    image = Image.new(mode, (48, 32), 200 if mode == "L" else RED)
    image.paste(7 if mode == "L" else BLUE, (0, 0, 24, 32))
    return encode(image, "PNG", transparency=7 if mode == "L" else BLUE)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "RGB"])
def test_what_was_transparent_is_white_and_known_to_have_been(mode):
    made = read_picture(clear(mode))
    assert made.transparent
    assert made.image.getpixel((10, 10)) == WHITE


def test_deep_grey_can_be_transparent_too():
    rows = [b"\x12\x34\xff\xff"] * 3
    assert read_picture(png(16, 0, rows, chunk(b"tRNS", b"\x12\x34"))).transparent
    assert not read_picture(png(16, 0, rows, chunk(b"tRNS", b"\x00\x01"))).transparent


@pytest.mark.parametrize(
    "data",
    [
        encode(quarters(), "PNG"), encode(quarters(), "JPEG"), encode(quarters().convert("RGBA"), "PNG"),
        encode(quarters().convert("RGBA"), "WEBP"), encode(quarters(), "PNG", transparency=(1, 2, 3)),
    ],
    ids=["RGB", "JPEG", "RGBA that is opaque", "WebP that is opaque", "a clear colour that nothing has"],
)  # fmt: skip
def test_what_was_not_transparent_is_not_called_so(data):
    assert not read_picture(data).transparent


def test_the_size_is_that_of_the_file_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    large = Image.new("RGB", (640, 320), RED)
    assert read_picture(encode(quarters(), "PNG")).size == (48, 32)
    turned = read_picture(encode(large, "JPEG", exif=exif), longest=64)
    assert turned.size == (320, 640)
    assert turned.image.size == (32, 64)
