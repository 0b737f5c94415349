"""One unit on one photo: what it answers, what it sees, and how that is drawn."""

import pickle

import numpy as np
import pytest
import torch

from dnnlab.data.photos import load
from dnnlab.photo.covering import GREY, covering
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET
from dnnlab.photo.fields import Box, field_size, seen_by
from dnnlab.photo.net.calls import maps
from dnnlab.photo.net.models import shipped
from dnnlab.photo.units.figures import BLOCKS, DIMMED, SIDE, on_photo, patch_picture
from dnnlab.photo.units.net.calls import unit
from dnnlab.photo.units.views import Unit
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.plots.sheets import grey


@pytest.fixture(scope="module")
def coffee():
    return np.array(load("coffee"))


def made(net: str, layer: str, number: int, row: int, column: int, peak: float = 2.0) -> Unit:
    """A unit with one answer at one place, on a photo in which no two pixels are equal."""
    facts, side = NETS[net], NETS[net].side
    places = np.zeros((facts.layer(layer).side,) * 2, np.float32)
    places[row, column] = peak
    across, down = np.meshgrid(np.arange(side), np.arange(side))
    return Unit(
        net=net, layer=layer, unit=number, map=places, peak=peak, row=row, column=column,
        cut=np.stack([down, across, (down + across) // 2], axis=-1).astype(np.uint8),
        field=seen_by(net, layer, row, column, number),
    )  # fmt: skip


# The call


@pytest.mark.parametrize(("net", "layer"), [(EFFICIENTNET, "stem"), (EFFICIENTNET, "block9"), (SQUEEZENET, "fire6")])
def test_the_unit_is_one_of_the_layers_maps(coffee, net, layer):
    strongest = maps(coffee, net, layer, count=1)
    found = unit(coffee, net, layer, int(strongest.units[0]))
    side = NETS[net].layer(layer).side
    assert found.map.shape == (side, side)
    assert found.map.dtype == np.float32
    assert np.abs(found.map).mean() == pytest.approx(float(strongest.strengths[0]), rel=1e-5)
    if not strongest.signed:
        np.testing.assert_array_equal(grey(found.map, 0.0, strongest.limit), strongest.pixels[0])
    assert found.peak == found.map.max() == found.map[found.row, found.column]
    assert found.field == seen_by(net, layer, found.row, found.column, found.unit)
    assert found.cut.shape == (NETS[net].side, NETS[net].side, 3)


def test_the_peak_hangs_on_its_field_alone(coffee):
    """Other pixels can be anything: the number at the peak stays."""
    found = unit(coffee, SQUEEZENET, "fire4", 200)
    top, left, bottom, right = found.field
    x = torch.zeros(1, 3, 227, 227)
    inside = torch.from_numpy(found.cut[top : bottom + 1, left : right + 1, ::-1].astype(np.float32))
    x[0, :, top : bottom + 1, left : right + 1] = (inside - torch.tensor([103.939, 116.779, 123.68])).permute(2, 0, 1)
    with torch.inference_mode():
        alone = shipped(SQUEEZENET).features(x, "fire4")[0, 200, found.row, found.column]
    assert float(alone) == pytest.approx(found.peak, rel=1e-4)


def test_wrong_numbers_give_another_answer(coffee):
    right, wrong = (unit(coffee, EFFICIENTNET, "head", 100, wrong=each) for each in (False, True))
    assert not np.array_equal(right.map, wrong.map)
    np.testing.assert_array_equal(right.cut, wrong.cut)


def test_the_answer_crosses_to_the_page_and_is_small(coffee):
    data = pickle.dumps(unit(coffee, SQUEEZENET, "conv1", 0))
    assert len(data) < 300_000
    assert b"torch" not in data


@pytest.mark.parametrize(
    ("layer", "number", "sentence"),
    [
        ("stem", 0, "There is no layer 'stem'"),
        ("logits", 0, "has no maps"),
        ("fire2", 128, r"The units of the layer 'fire2' are 0 to 127, got 128\."),
        ("fire2", -1, "are 0 to 127, got -1"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(coffee, layer, number, sentence):
    with pytest.raises(ValueError, match=sentence):
        unit(coffee, SQUEEZENET, layer, number)
    with pytest.raises(ValueError, match="must be uint8"):
        unit(coffee.astype(float), SQUEEZENET, "fire2", 0)


# The pictures


def test_a_small_field_is_cut_out_of_the_photo_pixel_by_pixel():
    found = made(SQUEEZENET, "pool1", 0, 20, 31)
    size = field_size(SQUEEZENET, "pool1")
    top, left, bottom, right = found.field
    assert size == bottom - top + 1 == right - left + 1 == 7 <= BLOCKS
    picture = patch_picture(found)
    assert picture.shape == (SIDE, SIDE, 3)
    centres = ((np.arange(size) + 0.5) * SIDE / size).astype(int)
    np.testing.assert_array_equal(picture[np.ix_(centres, centres)], found.cut[top : bottom + 1, left : right + 1])


def test_half_of_a_fire_modules_maps_is_driven_by_less():
    narrow, wide = (made(SQUEEZENET, "fire2", number, 20, 31) for number in (0, 64))
    assert narrow.field.bottom - narrow.field.top + 1 == 7
    assert wide.field.bottom - wide.field.top + 1 == 15
    assert not np.array_equal(patch_picture(narrow), patch_picture(wide))


@pytest.mark.parametrize("place", ["first", "last"])
@pytest.mark.parametrize(("net", "layer"), [(EFFICIENTNET, "block3"), (SQUEEZENET, "fire3")])
def test_beyond_the_border_is_the_grey_of_nothing(net, layer, place):
    side, size = NETS[net].layer(layer).side, field_size(net, layer)
    at = 0 if place == "first" else side - 1
    found = made(net, layer, NETS[net].layer(layer).maps - 1, at, side // 2)
    seen = found.field.bottom - found.field.top + 1
    assert seen < size == found.field.right - found.field.left + 1
    picture = patch_picture(found)
    centres = ((np.arange(size) + 0.5) * SIDE / size).astype(int)
    drawn = picture[np.ix_(centres, centres)]  # (size, size, 3)
    inside, outside = (drawn[-seen:], drawn[:-seen]) if place == "first" else (drawn[:seen], drawn[seen:])
    top, left, bottom, right = found.field
    np.testing.assert_array_equal(inside, found.cut[top : bottom + 1, left : right + 1])
    assert (outside == covering(found.cut, net, GREY)[0, 0]).all()


def test_of_a_large_field_the_whole_photo_is_shown_dark_where_the_unit_is_calm():
    found = made(EFFICIENTNET, "head", 7, 3, 3)
    found.cut[:] = 200
    picture = patch_picture(found)
    assert (picture[SIDE // 2, SIDE // 2] == 200).all()
    assert (picture[0, 0] == round(200 * DIMMED)).all()
    bright = (picture[..., 0] == 200).mean()
    assert 0.25 / 49 < bright < 1 / 49  # the middle of one place of 7 x 7


@pytest.mark.parametrize("layer", ["stem", "head"])
@pytest.mark.parametrize("peak", [0.0, -1.0])
def test_a_unit_that_finds_nothing_is_all_dark(layer, peak):
    found = made(EFFICIENTNET, layer, 0, 0, 0, peak=peak)
    found.cut[:] = 100
    assert (patch_picture(found) == 100 * DIMMED).all()
    for palette in (LIGHT, DARK):
        assert np.isfinite(found.spread()).all()
        assert on_photo(found, palette).shape == found.cut.shape


def test_the_map_is_laid_over_the_grey_photo_and_the_field_is_framed():
    found = made(SQUEEZENET, "fire9", 500, 9, 4)
    picture = on_photo(found, LIGHT)
    assert picture.dtype == np.uint8
    top, left, bottom, right = found.field
    assert found.field != Box(0, 0, 226, 226)
    frame = [int(LIGHT.classes[-1][at : at + 2], 16) for at in (1, 3, 5)]
    for line in (picture[top, left : right + 1], picture[bottom, left : right + 1], picture[top : bottom + 1, right]):
        assert (line == frame).all()
    middle = round((9.5 / 13) * 227), round((4.5 / 13) * 227)
    red, _, blue = picture[middle].astype(int)
    assert red > blue + 60
    assert len(set(picture[top - 2, right + 2 if right < 220 else left - 2].tolist())) == 1  # grey
