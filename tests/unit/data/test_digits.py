"""From photo to MNIST: real digits, photographed by arithmetic, come out as they were."""

import io
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageFilter

from dnnlab.data import mnist
from dnnlab.data.components import label
from dnnlab.data.digits import NoDigit, prepare_digit
from dnnlab.data.field import BOX, CENTRE, FIELD, PADDED, stroke_width
from dnnlab.data.uploads import read_image


@cache
def digits(count=60):
    return mnist.test().images[:count]


def photograph(digit, seed, *, light_ink=False):
    """The digit as a phone would see it: 800 x 600, uneven light, a shadow's edge, blur, noise, yellowish."""
    rng = np.random.default_rng(seed)
    width, height = 800, 600
    side = int(rng.uniform(0.45, 0.95) * height)
    page = Image.new("L", (width, height))
    large = Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC)
    page.paste(large, (int(rng.integers(width - side)), int(rng.integers(height - side))))
    ink = np.asarray(page, dtype=np.float32) / 255
    y, x = np.meshgrid(np.linspace(0, 1, height), np.linspace(0, 1, width), indexing="ij")
    angle = rng.uniform(0, 2 * np.pi)
    along = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)
    light = (0.75 + 0.5 * along) * (1 - 0.3 / (1 + np.exp(-40 * (along - rng.uniform(-0.3, 0.3)))))
    values = 230 * light * (1 - 0.7 * ink)
    if light_ink:
        values = 255 - values
    noisy = np.clip(values + rng.normal(0, 6, values.shape), 0, 255).astype(np.uint8)
    blurred = np.asarray(Image.fromarray(noisy).filter(ImageFilter.GaussianBlur(1.5)), dtype=np.float32)
    return Image.fromarray((blurred[..., None] * [1.0, 0.96, 0.88]).astype(np.uint8))


def difference(prepared, digit):
    return np.abs(prepared.pixels.astype(int) - digit).mean()


def centre_of_mass(pixels):
    total = pixels.sum()
    return [float(pixels.sum(axis=1 - axis) @ np.arange(len(pixels)) / total) for axis in (0, 1)]


def box(pixels):
    rows, columns = np.nonzero(pixels)
    return np.ptp(rows) + 1, np.ptp(columns) + 1


def test_true_digits_hardly_change():
    differences = [difference(prepare_digit(digit), digit) for digit in digits()]
    assert np.mean(differences) < 2.0  # of 255
    shifted_by_one = np.mean([np.abs(np.roll(digit, 1, 1).astype(int) - digit).mean() for digit in digits()])
    assert shifted_by_one > 12  # what the bound above would notice


@pytest.mark.parametrize("light_ink", [False, True])
def test_photos_come_out_as_the_digits_they_show(light_ink):
    prepared = [prepare_digit(photograph(digit, seed, light_ink=light_ink)) for seed, digit in enumerate(digits())]
    differences = [difference(one, digit) for one, digit in zip(prepared, digits(), strict=True)]
    assert np.mean(differences) < 10
    assert max(differences) < 30  # another digit differs by about 45
    nearest = [np.abs(digits().astype(int) - one.pixels).mean(axis=(1, 2)).argmin() for one in prepared]
    assert np.mean(nearest == np.arange(len(nearest))) >= 0.95  # among slim ones the neighbour may win


def test_paper_is_black_in_spite_of_shadows():
    for seed, digit in enumerate(digits(20)):
        steps = {step.name: step.pixels for step in prepare_digit(photograph(digit, seed)).steps}
        assert np.median(steps["Grey"]) > 60
        assert np.ptp(np.percentile(steps["Grey"], [30, 90])) > 20  # uneven before
        assert np.percentile(steps["Even light"], 20) > 200  # paper all over, after
        assert np.mean(steps["Ink only"] == 0) > 0.6


def test_centre_of_mass_and_box():
    for seed, digit in enumerate(digits()):
        pixels = prepare_digit(photograph(digit, seed)).pixels
        assert pixels.shape == (FIELD, FIELD)
        assert pixels.dtype == np.uint8
        assert centre_of_mass(pixels) == pytest.approx([CENTRE, CENTRE], abs=1.0)
        assert BOX - 1 <= max(box(pixels)) <= BOX  # the outermost row may fade to 0


def test_both_polarities_give_the_same():
    for digit in digits():
        swapped = prepare_digit(255 - digit)
        assert np.abs(swapped.pixels.astype(int) - prepare_digit(digit).pixels).max() <= 2
        assert "swapped" in next(step.caption for step in swapped.steps if step.name == "White on black")


@pytest.mark.parametrize("corner", [(0, 0), (0, 14), (14, 0), (13, 13)])
def test_small_drawings_in_a_corner_of_the_pad_are_centred(corner):
    for digit in digits(20):
        pad = np.zeros((FIELD, FIELD), dtype=np.uint8)
        top, left = corner
        pad[top : top + 14, left : left + 14] = np.asarray(Image.fromarray(digit).resize((14, 14)))
        pixels = prepare_digit(pad).pixels
        assert centre_of_mass(pixels) == pytest.approx([CENTRE, CENTRE], abs=1.0)
        assert np.abs(pixels.astype(int) - digit).mean() < 25


def test_steps_lead_from_the_picture_to_the_network():
    prepared = prepare_digit(photograph(digits()[0], 0))
    names = [step.name for step in prepared.steps]
    assert names[0] == "Original"
    assert len(set(names)) == len(names) == 9
    assert all(step.caption.endswith(".") and step.pixels.dtype == np.uint8 for step in prepared.steps)
    assert max(max(step.pixels.shape) for step in prepared.steps) <= 200
    assert prepared.steps[-2].pixels.tolist() == prepared.pixels.tolist()
    assert prepared.steps[-1].pixels.shape == (PADDED, PADDED)
    assert prepared.steps[-1].pixels[2:-2, 2:-2].tolist() == prepared.pixels.tolist()


def test_a_sideways_phone_photo_is_read_upright():
    digit = digits()[0]
    photo = photograph(digit, 5)
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    photo.transpose(Image.Transpose.ROTATE_90).save(buffer, "JPEG", exif=exif, quality=90)
    assert difference(prepare_digit(read_image(buffer.getvalue())), digit) < 20


def test_pen_strokes_become_as_broad_as_mnists():
    page = np.full((600, 600), 235, dtype=np.uint8)
    page[100:500, 298:303] = 40  # a "7": 400 pixels high, 5 wide
    page[100:105, 150:303] = 40
    pixels = prepare_digit(page).pixels
    assert 1.0 < stroke_width(pixels) < 4.0
    assert pixels.max() == 255


def test_specks_are_ignored_and_a_second_digit_is_named():
    digit = digits()[0]
    clean = prepare_digit(two_on_a_page(digit, None))
    page = two_on_a_page(digit, None)
    page[40:46, 500:506] = page[390:394, 60:64] = 20
    specked = prepare_digit(page)
    assert clean.warnings == specked.warnings == ()
    assert specked.pixels.tolist() == clean.pixels.tolist()
    both = prepare_digit(two_on_a_page(digit, digits()[1]))
    assert any("more than one digit" in warning for warning in both.warnings)


def two_on_a_page(left, right):
    page = np.full((420, 700), 240, dtype=np.uint8)
    for at, digit, side in ((60, left, 280), (380, right, 224)):
        if digit is not None:
            page[80 : 80 + side, at : at + side] -= np.asarray(Image.fromarray(digit // 2).resize((side, side)))
    return page


def test_pieces_of_one_digit_stay_together():
    page = np.full((400, 400), 240, dtype=np.uint8)
    page[100:120, 150:270] = 20  # the bar of a 5 that does not touch its body
    page[135:200, 150:170] = page[180:200, 150:260] = page[180:300, 240:260] = page[280:300, 150:260] = 20
    prepared = prepare_digit(page)
    assert prepared.warnings == ()
    assert prepared.pixels[4:7].max() > 100  # the bar is there


def test_warns_of_what_is_cut_off_and_of_what_is_tiny():
    page = np.full((600, 600), 240, dtype=np.uint8)
    page[:300, 290:320] = 20
    assert any("edge" in warning for warning in prepare_digit(page).warnings)
    page = np.full((400, 400), 240, dtype=np.uint8)
    page[200:220, 200:206] = 20
    assert any("hardly any ink" in warning for warning in prepare_digit(page).warnings)


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_blank_picture_is_refused(level):
    with pytest.raises(NoDigit, match="no digit"):
        prepare_digit(np.full((28, 28), level, dtype=np.uint8))
    noise = np.random.default_rng(0).normal(level, 8, (300, 400))
    with pytest.raises(NoDigit, match="no digit"):
        prepare_digit(np.clip(noise, 0, 255).astype(np.uint8))


@pytest.mark.parametrize(
    ("shape", "blank"), [((1, 1), True), ((1, 300), False), ((300, 1), False), ((2, 2), False), ((3, 2000), True)]
)
def test_odd_shapes_are_prepared_or_refused(shape, blank):
    picture = np.zeros(shape, dtype=np.uint8)
    picture[shape[0] // 2, shape[1] // 2] = 255
    if blank:
        with pytest.raises(NoDigit):
            prepare_digit(picture)
    else:
        assert prepare_digit(picture).pixels.shape == (FIELD, FIELD)


def test_any_picture_gives_a_digit_or_a_sentence():
    rng = np.random.default_rng(1)
    outcomes = []
    for turn in range(400):
        height, width = rng.integers(1, 60, 2) if turn % 10 else rng.integers(1, 900, 2)
        noise = rng.integers(0, 256, (height, width))
        dots = (rng.random((height, width)) < 0.2 * rng.random()) * 255
        streaks = np.cumsum(rng.normal(0, 9, (height, width)), axis=1).clip(0, 255)
        picture = (noise, dots, streaks)[turn % 3].astype(np.uint8)
        try:
            outcomes.append(int(prepare_digit(picture).pixels.max()))
        except NoDigit:
            outcomes.append(0)
    assert set(outcomes) == {0, 255}


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK"])
def test_takes_any_mode(mode):
    photo = Image.fromarray(255 - digits()[0]).resize((280, 280))
    assert difference(prepare_digit(photo.convert(mode, dither=Image.Dither.NONE)), digits()[0]) < 14


def test_refuses_arrays_that_are_no_pictures():
    with pytest.raises(TypeError, match="float64"):
        prepare_digit(np.zeros((28, 28)))
    with pytest.raises(TypeError, match="3, 28, 28"):
        prepare_digit(np.zeros((3, 28, 28), dtype=np.uint8))


def test_label_numbers_connected_pieces():
    mask = np.array([list(row) for row in ["##..#", "..#..", "#...#", "##.##", "#.#.#"]]) == "#"
    assert label(mask).tolist() == [[1, 1, 0, 0, 2], [0, 0, 1, 0, 0], [3, 0, 0, 0, 3], [3, 3, 0, 3, 3], [3, 0, 3, 0, 3]]


def test_label_agrees_with_flood_fill():
    for seed in range(20):
        mask = np.random.default_rng(seed).random((24, 31)) < 0.35
        labels = label(mask)
        assert ((labels > 0) == mask).all()
        assert same_partition(labels, flood_fill(mask))


def flood_fill(mask):
    """The textbook way, one pixel after the other."""
    labels = np.zeros(mask.shape, dtype=int)
    for start in zip(*np.nonzero(mask), strict=True):
        if labels[start]:
            continue
        number, waiting = labels.max() + 1, [start]
        while waiting:
            y, x = waiting.pop()
            if 0 <= y < mask.shape[0] and 0 <= x < mask.shape[1] and mask[y, x] and not labels[y, x]:
                labels[y, x] = number
                waiting += [(y + i, x + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return labels


def same_partition(one, other):
    pairs = set(zip(one.ravel().tolist(), other.ravel().tolist(), strict=True))
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
