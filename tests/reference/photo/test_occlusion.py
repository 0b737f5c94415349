"""Covering parts of a photo: the run against its own parts, and both networks against what is to be seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from dnnlab.data.photos import load
from dnnlab.photo.cover.net.calls import cover as cover_call
from dnnlab.photo.covering import COVERS, GREY, covering, patches
from dnnlab.photo.facts import NETS
from dnnlab.photo.net.explain import cover, occlusion_map, occlusion_scores
from dnnlab.photo.net.models import shipped
from dnnlab.photo.occlusion.figures import moving_picture
from dnnlab.photo.occlusion.knobs import OcclusionConfig
from dnnlab.photo.occlusion.net.experiment import OcclusionMap
from dnnlab.photo.preprocess import NUMBERS, numbers, prepare

ESPRESSO, TRIPOD = 967, 872

every_net = pytest.mark.parametrize("net", NETS)
every_cover = pytest.mark.parametrize("kind", COVERS)


def after(steps: int | None = None, **knobs: Any) -> OcclusionMap:
    run = OcclusionMap(OcclusionConfig(**knobs))
    for _ in range(run.total_steps if steps is None else steps):
        run.step()
    return run


@every_net
def test_grey_is_the_networks_own_zero(net):
    cut = np.random.default_rng(0).integers(0, 256, (NETS[net].side, NETS[net].side, 3), np.uint8)
    found = numbers(covering(cut, net, GREY), net)
    assert np.abs(found).max() * NUMBERS[net].scale <= 0.5  # bytes are whole
    assert np.ptp(found, axis=(1, 2)).max() == 0


@every_net
@every_cover
@pytest.mark.parametrize("wrong", [False, True])
def test_the_finished_map_is_that_of_the_functions_it_is_made_of(net, kind, wrong):
    run = after(net=net, photo="rocket", patch=112, stride=56, cover=kind, wrong=wrong, rank=2)
    prepared = prepare(load("rocket"), net, wrong=wrong)
    x, model = torch.from_numpy(prepared.array)[None], shipped(net)
    with torch.inference_mode():
        probabilities, classes = model(x)[0].softmax(0).topk(2)
    over = torch.from_numpy(numbers(covering(prepared.cut, net, kind), net, wrong=wrong))
    corners = patches(*x.shape[2:], 112, 56)
    scores = torch.cat(list(occlusion_scores(model, x, int(classes[1]), corners, 112, over)))
    expected = occlusion_map(scores, corners, 112, *x.shape[2:])
    torch.testing.assert_close(run.weights()["occlusion_map"], expected, rtol=1e-5, atol=1e-7)
    assert (run.class_index, run.total_steps) == (int(classes[1]), len(corners))
    assert run.uncovered == pytest.approx(float(probabilities[1]), rel=1e-5)


@every_net
@every_cover
@pytest.mark.parametrize("wrong", [False, True])
def test_the_moving_picture_is_what_the_network_got(net, kind, wrong):
    run = after(2, net=net, cover=kind, wrong=wrong)
    (given,) = cover(run.x, [run.corners[1]], run.config.patch, run.over)
    np.testing.assert_array_equal(numbers(moving_picture(run.view()), net, wrong=wrong), given.numpy())


@every_net
@every_cover
def test_without_the_coffee_it_is_no_espresso_and_without_the_saucers_rim_it_is(net, kind):
    photo = np.array(load("coffee"))
    cup, rim = (cover_call(photo, net, disc(*where), kind, ESPRESSO) for where in ((0.3, 0.48, 0.35), (0.8, 0.8, 0.3)))
    assert cup.probability < 0.4
    assert rim.probability > 0.85
    assert rim.found.names[0] == rim.class_name == "espresso"


@every_net
@every_cover
def test_without_its_legs_the_tripod_is_gone(net, kind):
    photo = np.array(load("photographer"))
    legs, sky = (cover_call(photo, net, disc(*where), kind, TRIPOD) for where in ((0.8, 0.6, 0.2), (0.08, 0.85, 0.12)))
    assert legs.probability < 0.2
    assert sky.probability > 0.7


@every_net
def test_the_map_finds_the_tripod(net):
    view = after(net=net, photo="photographer", patch=72, stride=40).view()
    assert view.class_name == "tripod"
    assert view.worst.probability < 0.5 * view.uncovered
    side = len(view.cut)
    row, column = np.unravel_index(np.nanargmin(view.heat), view.heat.shape)
    assert 0.55 < 4 * row / side < 1
    assert 0.4 < 4 * column / side < 0.8
    assert view.heat[:14].min() > 0.8 * view.uncovered  # the upper quarter is sky and head


def disc(row: float, column: float, radius: float, size: int = 112) -> np.ndarray:
    """A round dab of a brush, in shares of the side."""
    down, right = (np.mgrid[:size, :size] + 0.5) / size
    return np.where(np.hypot(down - row, right - column) < radius, 255, 0).astype(np.uint8)
