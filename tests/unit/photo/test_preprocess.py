"""From a photo to numbers, held against arithmetic that can be done by hand."""

import numpy as np
import pytest
from PIL import Image

from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET, class_names, known
from dnnlab.photo.preprocess import NUMBERS, prepare

COLOUR = (200, 100, 50)
"""Red, green, blue."""
AS_RGB = [(200 - 127) / 128, (100 - 127) / 128, (50 - 127) / 128]
AS_BGR = [50 - 103.939, 100 - 116.779, 200 - 123.68]

every_net = pytest.mark.parametrize("net", NETS)


def plain(width: int = 300, height: int = 260) -> Image.Image:
    return Image.new("RGB", (width, height), COLOUR)


@pytest.mark.parametrize(
    ("net", "wrong", "expected"),
    [
        (EFFICIENTNET, False, AS_RGB),
        (SQUEEZENET, False, AS_BGR),
        (EFFICIENTNET, True, AS_BGR),
        (SQUEEZENET, True, AS_RGB),
    ],
)
def test_each_colour_becomes_the_number_of_the_formula(net, wrong, expected):
    array = prepare(plain(), net, wrong=wrong).array
    side = NETS[net].side
    assert array.shape == (3, side, side)
    assert array.dtype == np.float32
    assert array.flags.c_contiguous
    np.testing.assert_allclose(array, np.broadcast_to(np.reshape(expected, (3, 1, 1)), array.shape), atol=2e-5)


@every_net
def test_only_the_middle_is_seen(net):
    pixels = np.zeros((256, 1000, 3), np.uint8)
    side = NETS[net].side
    left = (1000 - side) // 2
    pixels[:, left : left + side] = 255
    cut = prepare(Image.fromarray(pixels), net).cut
    assert cut.shape == (side, side, 3)
    assert (cut == 255).all()


def test_the_short_side_becomes_256_whichever_it_is():
    steps = {step.name: step.picture.shape for step in prepare(plain(400, 800), EFFICIENTNET).steps}
    assert steps == {"photo": (800, 400, 3), "resize": (512, 256, 3), "cut": (224, 224, 3), "numbers": (224, 224, 3)}


@every_net
@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (3000, 2), (17, 13)])
def test_strange_shapes_stay_small(net, size):
    prepared = prepare(Image.new("RGB", size), net)
    assert prepared.array.shape == (3, NETS[net].side, NETS[net].side)
    assert max(step.picture.size for step in prepared.steps) <= max(256 * 4 * 256 * 3, 3 * size[0] * size[1])


def test_a_long_photo_gives_the_same_cut_with_and_without_its_ends():
    noise = np.random.default_rng(0).integers(0, 256, (100, 1001, 3), np.uint8)
    long, short = (prepare(Image.fromarray(each), SQUEEZENET).cut for each in (noise, noise[:, 300:-301]))
    np.testing.assert_array_equal(long, short)


def test_grey_and_transparent_pictures_are_read_too():
    for mode in ("L", "RGBA", "P", "1"):
        assert prepare(Image.new(mode, (50, 40)), EFFICIENTNET).array.shape == (3, 224, 224)


def test_the_steps_tell_what_is_done():
    names = [step.name for step in prepare(plain(), SQUEEZENET).steps]
    assert names == ["photo", "resize", "cut", "order", "numbers"]
    swapped = prepare(plain(), SQUEEZENET).steps[3].picture
    assert (swapped == COLOUR[::-1]).all()
    assert "byte − (103.939, 116.779, 123.68)" in prepare(plain(), SQUEEZENET).steps[-1].caption
    assert "(byte − 127) / 128" in prepare(plain(), EFFICIENTNET).steps[-1].caption
    for step in prepare(plain(), EFFICIENTNET).steps:
        assert step.picture.dtype == np.uint8
        assert step.picture.ndim == 3


def test_wrong_numbers_look_wrong():
    flat = prepare(plain(), SQUEEZENET, wrong=True).steps[-1].picture.astype(int)
    harsh = prepare(plain(), EFFICIENTNET, wrong=True).steps[-1].picture
    assert abs(flat - 128).max() <= 1  # numbers from -1 to 1 on a scale that goes to 128
    assert set(np.unique(harsh)) <= {0, 255}  # the other way round everything is black or white


def test_the_caller_keeps_the_photo():
    photo = plain()
    for step in prepare(photo, EFFICIENTNET).steps:
        step.picture[:] = 0
    assert photo.getpixel((0, 0)) == COLOUR


def test_unknown_networks_and_layers_are_said_in_a_sentence():
    with pytest.raises(
        ValueError, match=r"There is no network 'VGG': the names are EfficientNet-Lite0, SqueezeNet 1\.1"
    ):
        prepare(plain(), "VGG")
    with pytest.raises(ValueError, match="There is no layer 'conv7': the layers are conv1, pool1"):
        known(SQUEEZENET).layer("conv7")
    assert set(NUMBERS) == set(NETS)


def test_a_thousand_names_that_differ_and_fit_a_line():
    names = class_names()
    assert len(names) == len(set(names)) == 1000
    assert names[282] == "tiger cat"
    assert max(map(len, names)) <= 32
    assert not [name for name in names if name != name.strip() or set(name) & set("(/,")]
