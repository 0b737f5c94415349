"""How alike the patches look that drive a unit, and with which unit the page begins."""

import numpy as np
import pytest

from dnnlab.data.photos import load
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET
from dnnlab.photo.given import pixels
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.net.calls import maps
from dnnlab.photo.units.net.alike import SIDE, _likeness, alike
from pages.photo.classify.choosing import by_itself
from pages.photo.classify.units import SHOWN


def test_equal_patches_are_alike_and_noise_is_not() -> None:
    random = np.random.default_rng(0)
    edge = np.repeat([[0.0], [200.0]], SIDE * SIDE // 2, axis=1).ravel().astype(np.float32)
    brighter = [edge * scale + 20 for scale in (0.5, 0.8, 1.0)]
    assert _likeness(brighter) == pytest.approx(1, abs=1e-5)
    assert _likeness([edge, -edge]) == pytest.approx(-1, abs=1e-5)
    noise = [random.normal(100, 30, SIDE * SIDE).astype(np.float32) for _ in range(8)]
    assert abs(_likeness(noise)) < 0.1
    assert _likeness([np.full(SIDE * SIDE, 7, np.float32)] * 3) == 0, "nothing to see is nothing alike"


@pytest.mark.parametrize(("net", "unit"), [(EFFICIENTNET, 12), (SQUEEZENET, 28)])
def test_the_page_begins_with_a_unit_whose_patches_are_edges_of_one_direction(net: str, unit: int) -> None:
    layer = PhotoConfig().inside_of(net)
    likeness = alike(net, layer)
    assert likeness.shape == (NETS[net].layer(layer).maps,)
    shown = maps(pixels(load("cat")), net, layer, SHOWN)
    assert by_itself(shown, likeness) == (unit, "its patches look most alike")
    assert likeness[unit] > 0.6
    assert np.nanmedian(likeness) < 0.5


def test_where_a_patch_is_the_whole_photo_the_strongest_unit_comes_first() -> None:
    likeness = alike(EFFICIENTNET, "head")
    assert np.isnan(likeness).all()
    shown = maps(pixels(load("cat")), EFFICIENTNET, "head", SHOWN)
    assert by_itself(shown, likeness) == (int(shown.units[0]), "it answers most")


def test_a_unit_that_answers_everywhere_or_hardly_here_is_not_the_first() -> None:
    likeness = alike(EFFICIENTNET, "stem")
    assert np.isnan(likeness[17]), "its map is grey all over"
    shown = maps(pixels(load("cat")), EFFICIENTNET, "stem", SHOWN)
    assert np.nanargmax(likeness) == 29
    assert by_itself(shown, likeness) == (12, "it answers most"), (
        "the map of 29 is black here, the others are not alike"
    )


def test_what_has_no_maps_is_refused() -> None:
    with pytest.raises(ValueError, match="has no maps"):
        alike(EFFICIENTNET, "logits")
