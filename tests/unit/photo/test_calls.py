"""The calls of the photo lesson: what they answer, what they refuse, what crosses to the page."""

import pickle
from itertools import count

import numpy as np
import pytest

from dnnlab.data.photos import load
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET
from dnnlab.photo.net.calls import classify, explain, maps
from dnnlab.photo.net.models import shipped
from dnnlab.photo.views import GRAD_CAM, INPUT_GRADIENT, NOWHERE

every_net = pytest.mark.parametrize("net", NETS)


@pytest.fixture(scope="module")
def coffee():
    return np.array(load("coffee"))


@every_net
def test_the_answer_is_the_five_likeliest_classes(coffee, net):
    answer = classify(coffee, net)
    assert answer.names[0] == "espresso"
    assert answer.classes[0] == 967
    assert answer.probabilities[0] > 0.9
    assert (np.diff(answer.probabilities) <= 0).all()
    assert answer.probabilities.sum() <= 1.0001
    assert len(answer.classes) == len(answer.names) == len(answer.probabilities) == 5
    assert answer.parameters == NETS[net].parameters
    assert answer.milliseconds > 0


def test_the_time_that_is_told_is_the_networks_own(coffee, monkeypatch):
    wall, own = count(step=30), count(step=0.020)  # others have their turns while a network computes
    monkeypatch.setattr("time.perf_counter", lambda: next(wall))
    monkeypatch.setattr("time.monotonic", lambda: next(wall))
    monkeypatch.setattr("time.thread_time", lambda: next(own))
    milliseconds = classify(coffee, SQUEEZENET).milliseconds
    monkeypatch.undo()
    assert milliseconds == pytest.approx(20)


@every_net
def test_the_wrong_preprocessing_changes_the_answer(coffee, net):
    right, wrong = classify(coffee, net), classify(coffee, net, wrong=True)
    assert wrong.probabilities[0] < right.probabilities[0]
    assert wrong.classes[0] != right.classes[0]


@every_net
def test_grad_cam_answers_for_the_likeliest_class_at_the_last_maps(coffee, net):
    answer = explain(coffee, net)
    side = NETS[net].layer(NETS[net].last_maps).side
    assert (answer.method, answer.layer, answer.class_name) == (GRAD_CAM, NETS[net].last_maps, "espresso")
    assert answer.heat.shape == (side, side)
    assert answer.heat.max() == 1
    assert answer.heat.min() >= 0
    assert answer.cut.shape == (NETS[net].side, NETS[net].side, 3)
    assert answer.spread().shape == answer.cut.shape[:2]
    assert 0 <= answer.spread().min() <= answer.spread().max() <= 1
    assert answer.probability == pytest.approx(float(classify(coffee, net).probabilities[0]), rel=1e-4)


@every_net
def test_a_network_that_was_first_asked_without_gradients_can_still_be_explained(coffee, net):
    shipped.cache_clear()
    classify(coffee, net)
    assert explain(coffee, net, INPUT_GRADIENT).heat.max() == 1


def test_every_layer_with_maps_can_be_asked(coffee):
    for layer in NETS[SQUEEZENET].layers[:-1]:
        heat = explain(coffee, SQUEEZENET, layer=layer.name, class_index=504).heat
        assert heat.shape == (layer.side, layer.side)
        assert np.isfinite(heat).all()


def test_the_input_gradient_is_as_fine_as_the_input(coffee):
    answer = explain(coffee, SQUEEZENET, INPUT_GRADIENT, class_index=504)
    assert answer.heat.shape == (227, 227)
    assert (answer.class_name, answer.layer) == ("coffee mug", "")
    assert answer.strongest > 0


@pytest.mark.parametrize(("layer", "count", "signed"), [("stem", 32, False), ("block3", 24, True), ("head", 64, False)])
def test_maps_come_with_the_strongest_first(coffee, layer, count, signed):
    answer = maps(coffee, EFFICIENTNET, layer)
    facts = NETS[EFFICIENTNET].layer(layer)
    assert answer.pixels.shape == (count, facts.side, facts.side)
    assert answer.pixels.dtype == np.uint8
    assert (answer.signed, answer.total) == (signed, facts.maps)
    assert (np.diff(answer.strengths) <= 0).all()
    assert len(set(answer.units.tolist())) == count
    assert answer.pixels.max() <= 255
    assert answer.limit > 0
    assert len(maps(coffee, EFFICIENTNET, layer, count=3).units) == 3


def test_the_place_of_a_class_among_the_five(coffee):
    found = classify(coffee, SQUEEZENET)
    assert [found.place_of(int(each)) for each in found.classes] == [0, 1, 2, 3, 4]
    assert found.place_of(0) == NOWHERE


@pytest.mark.parametrize(("layer", "signed"), [("stem", False), ("block3", True)])
def test_maps_on_their_own_scales_all_reach_its_end(coffee, layer, signed):
    common, own = (maps(coffee, EFFICIENTNET, layer, own_scale=each) for each in (False, True))
    ends = np.abs(own.pixels.astype(int) - 128).max(axis=(1, 2)) if signed else own.pixels.max(axis=(1, 2))
    silent = common.strengths == 0
    assert (ends[~silent] == (127 if signed else 255)).all()
    assert (own.units == common.units).all()
    weak = np.abs(common.pixels.astype(int) - (128 if signed else 0)).max(axis=(1, 2))
    assert (weak < ends).any(), "on the common scale some are weaker"


def test_answers_cross_to_the_page_and_are_small(coffee):
    heaviest = maps(coffee, SQUEEZENET, "conv1")
    for answer in (classify(coffee, SQUEEZENET), explain(coffee, SQUEEZENET, INPUT_GRADIENT), heaviest):
        data = pickle.dumps(answer)
        assert len(data) < 1_000_000
        assert b"torch" not in data


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda photo: classify(photo.astype(float), SQUEEZENET), "must be uint8"),
        (lambda photo: classify(photo[..., 0], SQUEEZENET), "must be uint8 of shape"),
        (lambda photo: classify(photo[:0], SQUEEZENET), "must be uint8 of shape"),
        (lambda photo: classify(photo, "VGG"), "There is no network 'VGG'"),
        (lambda photo: explain(photo, SQUEEZENET, "guess"), "There is no method 'guess'"),
        (lambda photo: explain(photo, SQUEEZENET, layer="stem"), "There is no layer 'stem'"),
        (lambda photo: explain(photo, SQUEEZENET, layer="logits"), "has no maps"),
        (lambda photo: explain(photo, SQUEEZENET, class_index=1000), "The classes are 0 to 999, got 1000"),
        (lambda photo: maps(photo, SQUEEZENET, "logits"), "has no maps"),
        (lambda photo: maps(photo, SQUEEZENET, "conv1", count=0), "at least 1, got 0"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(coffee, ask, sentence):
    with pytest.raises(ValueError, match=sentence):
        ask(coffee)
