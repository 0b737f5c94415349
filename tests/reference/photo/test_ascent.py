"""Gradient ascent as a run: it climbs, its knobs act, and what is drawn is what the network gets."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from dnnlab.data.photos import load
from dnnlab.live.fingerprints import fingerprint
from dnnlab.photo.ascent.knobs import NOISE, PHOTO, AscentConfig
from dnnlab.photo.ascent.net.experiment import LEFT, GradientAscent
from dnnlab.photo.ascent.start import SIDES, levels
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET
from dnnlab.photo.given import OWN, pixels
from dnnlab.photo.net.explain import Ascent, excite
from dnnlab.photo.net.models import shipped
from dnnlab.photo.preprocess import as_bytes, numbers, prepare

every_net = pytest.mark.parametrize("net", NETS)
FIRE = {"net": SQUEEZENET, "layer": "fire4", "unit": 50}
"""Quick, and far from the logits."""


def after(steps: int, given: Any = None, **knobs: Any) -> GradientAscent:
    run = GradientAscent(AscentConfig(**(FIRE | knobs)), given)
    for _ in range(steps):
        run.step()
    return run


def shown(run: GradientAscent) -> np.ndarray[Any, Any]:
    return run.view().picture.astype(int)


# It climbs


@pytest.mark.parametrize("start", [NOISE, PHOTO])
@pytest.mark.parametrize(
    ("net", "layer", "unit"),
    [
        (EFFICIENTNET, "block3", 2),
        (EFFICIENTNET, "block11", 30),
        (EFFICIENTNET, "head", 7),
        (EFFICIENTNET, "logits", 967),
        (SQUEEZENET, "conv1", 5),
        (SQUEEZENET, "pool3", 3),
        (SQUEEZENET, "fire9", 400),
        (SQUEEZENET, "conv10", 130),
    ],
)
def test_the_unit_likes_the_picture_more_and_more(net, layer, unit, start):
    run = after(20, net=net, layer=layer, unit=unit, start=start, run_length=20)
    (final,) = run.final()
    assert final["activation"] > run.begun + 0.5 * abs(run.begun)
    view = run.view()
    assert (view.begun, view.step) == (run.begun, 20)
    assert view.activation == run.activation > run.begun


def test_each_step_is_the_one_of_the_formula():
    run = after(3)
    x, generator = run.picture.clone(), run.streams["jitter"].clone_state()
    config = run.config
    blur = config.blur * (1 - (1 - LEFT) * 3 / config.run_length)
    ascent = Ascent(config.rate, config.decay, blur, config.jitter, run.origin, run.low, run.high)
    expected, liked = excite(shipped(SQUEEZENET), x, "fire4", 50, ascent, generator)
    assert run.step() == {"activation": liked}
    torch.testing.assert_close(run.picture, expected, rtol=0, atol=0)


def test_at_the_last_step_a_quarter_of_the_blur_is_left():
    short, long = (after(0, run_length=length) for length in (20, 40))
    short.load_state_dict(after(19, run_length=20).state_dict())
    long.load_state_dict(short.state_dict())
    long.steps_taken = 38  # as far on its way
    assert short.step() == long.step()
    torch.testing.assert_close(short.picture, long.picture, rtol=0, atol=0)


@every_net
def test_a_grey_level_is_one_byte(net):
    assert levels(1.0, net) == pytest.approx(float((numbers(_grey(101), net) - numbers(_grey(100), net)).mean()))
    run = GradientAscent(AscentConfig(net=net, layer="logits", unit=0, decay=0.0, jitter=0, rate=2.0))
    before = run.picture
    run.step()
    moved = (run.picture - before).square().mean().sqrt().item()
    assert moved == pytest.approx(2 * levels(1.0, net), rel=1e-3)


# The picture


@every_net
def test_bytes_and_numbers_are_the_way_there_and_back(net):
    every = np.stack([np.arange(256), np.arange(256)[::-1], np.roll(np.arange(256), 99)], axis=-1)
    cut = every.astype(np.uint8)[np.newaxis]  # (1, 256, 3)
    there = numbers(cut, net)
    np.testing.assert_array_equal(as_bytes(there, net), cut)
    for shift in (-0.49, 0.49):  # rounded to the nearest byte, never beyond black and white
        np.testing.assert_array_equal(as_bytes(there + np.float32(levels(shift, net)), net), cut)
    assert as_bytes(there, net).flags.c_contiguous
    low, high = numbers(_grey(0), net), numbers(_grey(255), net)
    np.testing.assert_array_equal(as_bytes(low - 9, net), _grey(0))
    np.testing.assert_array_equal(as_bytes(high + 9, net), _grey(255))
    photo = prepare(load("flower"), net)
    np.testing.assert_array_equal(as_bytes(photo.array, net), photo.cut)


@every_net
def test_the_picture_never_leaves_what_bytes_can_show(net):
    run = GradientAscent(AscentConfig(net=net, layer="logits", unit=1, rate=50.0, decay=0.0))
    for _ in range(8):
        run.step()
    low, high = (torch.from_numpy(numbers(_grey(byte), net)) for byte in (0, 255))
    assert (run.picture >= low).all()
    assert (run.picture <= high).all()
    assert (run.picture == low).any()
    assert (run.picture == high).any()
    back = torch.from_numpy(numbers(run.view().picture, net))[None]
    assert float((back - run.picture).abs().max()) <= levels(0.501, net)


@every_net
def test_it_starts_from_the_photo_that_the_network_sees(net):
    run = GradientAscent(AscentConfig(net=net, layer="logits", unit=0, start=PHOTO, photo="flower"))
    cut = Image.fromarray(prepare(load("flower"), net).cut)
    small = cut.resize((SIDES[net], SIDES[net]), Image.Resampling.BICUBIC)
    np.testing.assert_array_equal(run.view().picture, np.array(small))


def test_it_starts_from_the_learners_own_photo():
    given = pixels(load("pagoda"))
    run = after(0, given, start=PHOTO, photo=OWN)
    np.testing.assert_array_equal(shown(run), shown(after(0, start=PHOTO, photo="pagoda")))
    with pytest.raises(ValueError, match="a photo of your own, and was given none"):
        after(0, start=PHOTO, photo=OWN)
    with pytest.raises(ValueError, match="must be uint8"):
        after(0, given.astype(float), start=PHOTO, photo=OWN)
    np.testing.assert_array_equal(shown(after(0, given, photo=OWN)), shown(after(0)))  # noise needs no photo


def test_when_nothing_pulls_a_photo_fades_back_to_itself_and_noise_to_grey():
    photo, noise = (after(0, start=start, decay=0.2) for start in (PHOTO, NOISE))
    first = shown(photo)
    for run in (photo, noise):
        for _ in range(8):
            run.step()
        run.tune(run.config.replace(rate=0.5))
        for _ in range(30):
            run.step()
    assert abs(shown(photo) - first).mean() < 4
    grey = numbers(shown(noise).astype(np.uint8), SQUEEZENET)
    assert abs(grey).mean() < 4
    assert abs(numbers(first.astype(np.uint8), SQUEEZENET)).mean() > 30


def test_the_seed_deals_out_noise_and_jitter():
    one, same, other = (after(2, seed=seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(shown(one), shown(same))
    assert (shown(one) != shown(other)).any()
    still, moved = (after(2, seed=seed, start=PHOTO) for seed in (3, 4))  # the same photo, shifted otherwise
    assert (shown(still) != shown(moved)).any()
    assert abs(shown(after(0)) - shown(after(0, seed=1))).mean() == pytest.approx(10 * 2 / np.sqrt(np.pi), rel=0.05)


# Its life as a run


@pytest.mark.parametrize(("knob", "value"), [("rate", 20.0), ("decay", 0.2), ("blur", 0.0), ("jitter", 0)])
def test_a_live_knob_acts_from_the_next_step_on(knob, value):
    begun, tuned = after(3), after(3)
    tuned.tune(tuned.config.replace(**{knob: value}))
    torch.testing.assert_close(tuned.picture, begun.picture, rtol=0, atol=0)
    begun.step()
    tuned.step()
    assert not torch.equal(tuned.picture, begun.picture)


def test_less_blur_more_noise():
    rough, smooth = (after(20, blur=blur) for blur in (0.0, 4.0))
    fine = [abs(np.diff(shown(run), axis=1)).mean() for run in (rough, smooth)]
    assert fine[0] > 1.5 * fine[1]


@pytest.mark.parametrize("start", [NOISE, PHOTO])
@every_net
def test_a_state_taken_over_midway_goes_on_bit_for_bit(net, start):
    knobs = {"net": net, "layer": "logits", "unit": 985, "start": start}
    straight = after(6, **knobs)
    halfway, fresh = after(3, **knobs), after(0, **knobs)
    state = halfway.state_dict()
    fresh.load_state_dict(state | {"picture": state["picture"].contiguous()})  # as it comes from a file
    halfway.step()  # whoever goes on beside it changes nothing
    for _ in range(3):
        fresh.step()
    assert fingerprint(fresh.state_dict()) == fingerprint(straight.state_dict())
    view, expected = fresh.view(), straight.view()
    np.testing.assert_array_equal(view.picture, expected.picture)
    assert (view.activation, view.begun, view.step) == (expected.activation, expected.begun, 6)


def test_the_picture_can_be_taken_home():
    run = after(1)
    (tensor,) = run.weights().values()
    assert tensor.shape == (1, 3, SIDES[SQUEEZENET], SIDES[SQUEEZENET])
    with torch.inference_mode():
        answer = shipped(SQUEEZENET).features(tensor, "fire4")[0, 50]
    (final,) = run.final()
    leaked = shipped(SQUEEZENET).leaking(tensor, "fire4")[0, 50]
    assert final["activation"] == pytest.approx(float(leaked.mean()), rel=1e-5)
    torch.testing.assert_close(answer, leaked.clamp_min(0))


def _grey(byte: int) -> np.ndarray[Any, Any]:
    """One pixel."""
    return np.full((1, 1, 3), byte, np.uint8)
