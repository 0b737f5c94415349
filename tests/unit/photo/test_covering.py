"""What covers a photo, and the call that asks about a photo which a brush has covered in part."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from dnnlab.data.photos import load
from dnnlab.photo.cover.net.calls import cover
from dnnlab.photo.covering import BLACK, BLUR, COVERS, GREY, covered, covering
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET
from dnnlab.photo.net.calls import classify
from dnnlab.photo.preprocess import numbers, prepare

every_net = pytest.mark.parametrize("net", NETS)
every_cover = pytest.mark.parametrize("kind", COVERS)
BARE, WHOLE = np.zeros((112, 112), np.uint8), np.full((112, 112), 255, np.uint8)


@pytest.fixture(scope="module")
def coffee():
    return np.array(load("coffee"))


@pytest.fixture
def cut(coffee):
    return np.ascontiguousarray(coffee[:224, :224])


# From bytes to numbers


@every_net
@pytest.mark.parametrize("wrong", [False, True])
def test_the_last_step_by_itself_gives_the_same_numbers(net, wrong):
    prepared = prepare(load("cat"), net, wrong=wrong)
    found = numbers(prepared.cut, net, wrong=wrong)
    np.testing.assert_array_equal(found, prepared.array)
    assert found.dtype == np.float32
    assert found.flags.c_contiguous
    with pytest.raises(ValueError, match="There is no network 'VGG'"):
        numbers(prepared.cut, "VGG")


# What covers


@pytest.mark.parametrize(("net", "colour"), [(EFFICIENTNET, (127, 127, 127)), (SQUEEZENET, (124, 117, 104))])
def test_grey_and_black_are_one_colour_everywhere(cut, net, colour):
    for kind, expected in ((GREY, colour), (BLACK, (0, 0, 0))):
        over = covering(cut, net, kind)
        assert over.shape == cut.shape
        assert over.dtype == np.uint8
        assert (over == expected).all()
        over[0] = 7  # it belongs to who asked


@every_net
def test_blur_keeps_the_colours_and_nothing_to_recognise(coffee, net):
    cut = prepare(load("coffee"), net).cut
    over = covering(cut, net, BLUR)
    assert np.abs(over.mean((0, 1)) - cut.mean((0, 1))).max() < 8
    steps = np.abs(np.diff(over.astype(int), axis=0)), np.abs(np.diff(over.astype(int), axis=1))
    assert max(each.max() for each in steps) <= 3  # no edge anywhere
    assert cover(coffee, net, WHOLE, BLUR, 967).probability < 0.02


def test_a_brush_mixes_the_photo_and_the_cover_in_shares(cut):
    over = covering(cut, EFFICIENTNET, GREY)
    before = cut.copy()
    assert np.array_equal(covered(cut, over, BARE), cut)
    assert np.array_equal(covered(cut, over, WHOLE), over)
    half = covered(cut, over, np.full((5, 5), 51, np.uint8))
    np.testing.assert_allclose(half, 0.8 * cut + 0.2 * over, atol=0.51)
    assert np.array_equal(cut, before)


@pytest.mark.parametrize("size", [2, 28, 112, 300])
def test_a_mask_of_any_size_lies_over_the_whole_picture(cut, size):
    mask = np.zeros((size, size), np.uint8)
    mask[: size // 2] = 255
    found = covered(cut, np.zeros_like(cut), mask)
    assert found.shape == cut.shape
    half, edge = len(cut) // 2, len(cut) // size + 2  # smooth in between
    assert not found[: max(1, half - edge)].any()
    assert np.array_equal(found[min(half + edge, len(cut) - 1) :], cut[min(half + edge, len(cut) - 1) :])


# The call


@every_net
@every_cover
def test_with_nothing_covered_it_is_the_photo_and_with_all_covered_the_cover(coffee, net, kind):
    plain, bare, whole = classify(coffee, net), *(cover(coffee, net, mask, kind, 967) for mask in (BARE, WHOLE))
    np.testing.assert_array_equal(bare.found.probabilities, plain.probabilities)
    assert bare.found.names == plain.names
    assert bare.probability == plain.probabilities[0]
    np.testing.assert_array_equal(bare.picture, prepare(load("coffee"), net).cut)
    np.testing.assert_array_equal(whole.picture, covering(bare.picture, net, kind))
    assert whole.probability < 0.05


def test_any_class_may_be_asked_for(coffee):
    mug = cover(coffee, SQUEEZENET, BARE, GREY, 504)
    assert (mug.class_index, mug.class_name) == (504, "coffee mug")
    assert mug.class_index not in mug.found.classes
    assert 0 < mug.probability < mug.found.probabilities[-1]


def test_the_wrong_numbers_are_made_of_the_covered_photo_too(coffee):
    plain, bare = classify(coffee, SQUEEZENET, wrong=True), cover(coffee, SQUEEZENET, BARE, GREY, 967, wrong=True)
    np.testing.assert_array_equal(bare.found.probabilities, plain.probabilities)


def test_the_answer_crosses_to_the_page_and_is_small(coffee):
    data = pickle.dumps(cover(coffee, SQUEEZENET, WHOLE, BLUR, 967))
    assert len(data) < 200_000
    assert b"torch" not in data


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda photo: cover(photo, SQUEEZENET, BARE.astype(float), GREY, 0), "mask must be uint8 of shape"),
        (lambda photo: cover(photo, SQUEEZENET, BARE[:5], GREY, 0), r"got uint8 of shape \(5, 112\)"),
        (lambda photo: cover(photo, SQUEEZENET, BARE[0], GREY, 0), "mask must be uint8 of shape"),
        (lambda photo: cover(photo, SQUEEZENET, BARE[:0, :0], GREY, 0), "mask must be uint8 of shape"),
        (
            lambda photo: cover(photo, SQUEEZENET, BARE, "white", 0),
            "no cover 'white': the covers are grey",
        ),
        (lambda photo: cover(photo, SQUEEZENET, BARE, GREY, 1000), "The classes are 0 to 999, got 1000"),
        (lambda photo: cover(photo, SQUEEZENET, BARE, GREY, -1), "The classes are 0 to 999, got -1"),
        (lambda photo: cover(photo, "VGG", BARE, GREY, 0), "There is no network 'VGG'"),
        (lambda photo: cover(photo[..., 0], SQUEEZENET, BARE, GREY, 0), "photo must be uint8 of shape"),
        (lambda photo: covering(photo, "VGG", GREY), "There is no network 'VGG'"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(coffee, ask, sentence):
    with pytest.raises(ValueError, match=sentence):
        ask(coffee)
