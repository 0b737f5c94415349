"""Explanations against closed forms on networks small enough to be solved by hand."""

from collections import OrderedDict
from copy import deepcopy

import numpy as np
import pytest
import torch
from torch import nn

from dnnlab.data.photos import load
from dnnlab.photo.covering import patches
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET
from dnnlab.photo.net.explain import (
    Ascent,
    blurred,
    cover,
    excite,
    grad_cam,
    input_gradient,
    liking,
    occlusion_map,
    occlusion_scores,
)
from dnnlab.photo.net.models import Average, PhotoNet, shipped
from dnnlab.photo.preprocess import prepare

SIDE, MAPS, CLASSES = 8, 4, 3


def random(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


class Linear(PhotoNet):
    """logits = W mean(K x): a 1 x 1 convolution, the mean of each map, a dense layer. No activation anywhere."""

    def __init__(self) -> None:
        super().__init__(
            OrderedDict(
                maps=nn.Conv2d(3, MAPS, kernel_size=1),
                logits=nn.Sequential(Average(), nn.Linear(MAPS, CLASSES)),
            )
        )
        for seed, values in enumerate(self.parameters()):
            values.data = random(*values.shape, seed=seed)

    @property
    def kernel(self) -> torch.Tensor:
        """(MAPS, 3)"""
        return self.maps.weight.detach()[:, :, 0, 0]

    @property
    def dense(self) -> torch.Tensor:
        """(CLASSES, MAPS)"""
        return self.logits[1].weight.detach()


@pytest.fixture
def net() -> Linear:
    return Linear()


@pytest.fixture
def x() -> torch.Tensor:
    return random(1, 3, SIDE, SIDE, seed=9)


@pytest.mark.parametrize("target", range(CLASSES))
def test_grad_cam_weighs_the_maps_by_the_dense_layer(net, x, target):
    maps = net.features(x, "maps")[0]
    expected = (net.dense[target].view(-1, 1, 1) / SIDE**2 * maps).sum(0).relu()
    found = grad_cam(net, x, "maps", target)
    torch.testing.assert_close(found, expected)
    assert not found.requires_grad
    assert found.shape == (SIDE, SIDE)
    assert (found > 0).any()
    assert (found == 0).any()


def test_grad_cam_is_the_class_activation_map_of_a_network_that_ends_with_an_average():
    """Selvaraju 2017, section 3.1: there the weights are those of the dense layer, up to a factor."""
    model, target = shipped(EFFICIENTNET), 281
    x = torch.from_numpy(prepare(load("cat"), EFFICIENTNET).array)[None]
    with torch.inference_mode():
        maps = model.features(x, "head")[0]
        cam = torch.einsum("k, kij -> ij", model.logits[1].weight[target], maps).relu() / 49
    torch.testing.assert_close(grad_cam(model, x, "head", target), cam, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("target", range(CLASSES))
def test_input_gradient_of_a_linear_network_is_its_weights(net, x, target):
    expected = (net.dense[target] @ net.kernel).abs().max() / SIDE**2  # the same for every pixel
    found = input_gradient(net, x, target)
    torch.testing.assert_close(found, expected.expand(SIDE, SIDE))
    assert not x.requires_grad


def test_input_gradient_agrees_with_finite_differences():
    model, target = deepcopy(shipped(SQUEEZENET)).double(), 967
    x = torch.from_numpy(prepare(load("coffee"), SQUEEZENET).array).double()[None]
    found = input_gradient(model, x, target)
    row, column = divmod(int(found.argmax()), found.shape[1])
    step, slopes = 1e-3, []
    with torch.inference_mode():
        for colour in range(3):
            up, down = x.clone(), x.clone()
            up[0, colour, row, column] += step
            down[0, colour, row, column] -= step
            slopes.append(float((model(up) - model(down))[0, target]) / (2 * step))
    assert float(found[row, column]) == pytest.approx(max(map(abs, slopes)), rel=1e-4)


def test_covering_a_patch_takes_its_share_away(net, x):
    size, target = 3, 1
    corners = patches(SIDE, SIDE, size, stride=2)
    x[:] = random(1, 3, 1, 1, seed=5)  # one colour everywhere: only the area counts
    colour = x[0, :, 0, 0]
    grey = random(3, 1, 1, seed=6)
    bias = net.logits[1].bias.detach() + net.dense @ net.maps.bias.detach()
    share = size**2 / SIDE**2
    mixed = (1 - share) * colour + share * grey.flatten()
    expected = (bias + net.dense @ net.kernel @ mixed).softmax(0)[target]
    scores = torch.cat(list(occlusion_scores(net, x, target, corners, size, grey, at_once=4)))
    torch.testing.assert_close(scores, expected.detach().expand(len(corners)))


@pytest.mark.parametrize("baseline", ["one number", "one a colour", "a picture"])
def test_an_occlusion_map_leaves_the_covered_terms_out_and_puts_the_covers_in(net, x, baseline):
    """A linear logit is a sum over pixels: every covered one's term is exchanged, here added up pixel by pixel."""
    size, target = 3, 2
    shape = {"one number": (1,), "one a colour": (3, 1, 1), "a picture": (3, SIDE, SIDE)}[baseline]
    over = 3 * random(*shape, seed=7)
    corners = patches(SIDE, SIDE, size, stride=2)
    weights = (net.dense @ net.kernel).double().numpy() / SIDE**2  # (CLASSES, 3): of each pixel's colours
    bias = (net.logits[1].bias + net.dense @ net.maps.bias).detach().double().numpy()
    photo, everywhere = (each.double().numpy() for each in (x[0], over.expand(3, SIDE, SIDE)))
    terms, instead = (np.einsum("kc, cij -> kij", weights, each) for each in (photo, everywhere))  # (CLASSES, H, W)
    seen: dict[tuple[int, int], list[float]] = {}
    for top, left in corners:
        inside = [(row, column) for row in range(top, top + size) for column in range(left, left + size)]
        exchanged = sum(instead[:, row, column] - terms[:, row, column] for row, column in inside)
        logits = bias + terms.sum((1, 2)) + exchanged
        for place in inside:
            seen.setdefault(place, []).append(np.exp(logits[target]) / np.exp(logits).sum())
    expected = np.array([[np.mean(seen[row, column]) for column in range(SIDE)] for row in range(SIDE)])
    scores = torch.cat(list(occlusion_scores(net, x, target, corners, size, over if len(shape) > 1 else float(over))))
    found = occlusion_map(scores, corners, size, SIDE, SIDE)
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-5)


def test_slices_of_any_size_give_the_same_scores(net, x):
    corners = patches(SIDE, SIDE, 3, stride=2)
    pieces = list(occlusion_scores(net, x, 0, corners, 3))
    assert [len(piece) for piece in pieces] == [1] * len(corners)
    for at_once in (2, 5, 100):
        more = torch.cat(list(occlusion_scores(net, x, 0, corners, 3, at_once=at_once)))
        torch.testing.assert_close(more, torch.cat(pieces))


def test_patches_cover_every_pixel_and_end_at_the_edge():
    assert patches(5, 4, size=2, stride=2) == [(0, 0), (0, 2), (2, 0), (2, 2), (3, 0), (3, 2)]
    assert patches(4, 4, size=4, stride=1) == [(0, 0)]
    corners = patches(17, 23, size=5, stride=4)
    assert not occlusion_map(torch.ones(len(corners)), corners, 5, 17, 23).isnan().any()
    for size, stride in [(0, 1), (6, 1), (2, 0)]:
        with pytest.raises(ValueError, match="does not fit"):
            patches(5, 9, size, stride)


def test_cover_leaves_the_rest_and_the_photo_alone(x):
    before = x.clone()
    first, second = cover(x, [(0, 0), (5, 2)], 3, baseline=7.0)
    torch.testing.assert_close(x, before)
    assert (first[:, :3, :3] == 7).all()
    assert (second[:, 5:, 2:5] == 7).all()
    assert int((first != x[0]).sum()) == int((second != x[0]).sum()) == 27


def test_a_pixel_gets_the_mean_of_its_patches():
    scores = torch.tensor([1.0, 3.0])
    found = occlusion_map(scores, [(0, 0), (0, 1)], size=2, height=2, width=4)
    torch.testing.assert_close(found[0, :3], torch.tensor([1.0, 2.0, 3.0]))
    assert found[:, 3].isnan().all()


def test_ascent_on_a_linear_unit_goes_straight(net, x):
    """The gradient of a mean of K x is the kernel itself, the same in every pixel."""
    unit, rate, decay = 2, 0.5, 0.1
    direction = net.kernel[unit] / net.kernel[unit].square().mean().sqrt()
    expected = (1 - decay) * x + rate * direction.view(1, 3, 1, 1)
    generator = torch.Generator().manual_seed(0)
    found, liked = excite(net, x, "maps", unit, Ascent(rate=rate, decay=decay, blur=1.3, jitter=3), generator)
    torch.testing.assert_close(found, expected)
    assert liked == pytest.approx(net.features(x, "maps")[0, unit].mean().item(), rel=1e-5)
    assert not found.requires_grad


def test_ascent_decays_to_its_origin_and_stays_within_black_and_white(net, x):
    origin = random(1, 3, SIDE, SIDE, seed=4)
    low, high = (torch.tensor(values).view(3, 1, 1) for values in ([-1.0, -0.5, -2.0], [1.0, 0.5, 0.1]))
    ascent = Ascent(rate=0.0, decay=0.25, jitter=2, origin=origin, low=low, high=high)
    found, _ = excite(net, x, "maps", 0, ascent, torch.Generator().manual_seed(0))
    mixed = 0.75 * x + 0.25 * origin
    torch.testing.assert_close(found, torch.minimum(torch.maximum(mixed, low), high))
    assert (found != mixed).any()


@pytest.mark.parametrize("blur", [0.0, 1.5])
def test_ascent_follows_the_smoothed_gradient(blur):
    model, rate = shipped(SQUEEZENET), 2.5
    x = random(1, 3, 65, 71).requires_grad_()
    answer = model.features(x, "fire3")[0, 10]
    assert (answer > 0).all()  # so that its ReLU leaks nothing
    (gradient,) = torch.autograd.grad(answer.mean(), x)
    smooth = blurred(gradient, blur)
    expected = x.detach() + rate * smooth / np.sqrt(float(smooth.square().mean()))
    found, _ = excite(model, x, "fire3", 10, Ascent(rate=rate, blur=blur), torch.Generator())
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-4)
    moved = found - x.detach()
    assert float(moved.square().mean().sqrt()) == pytest.approx(rate, rel=1e-4)


def test_a_silent_unit_has_a_way_up():
    """After its ReLU it would be 0 with gradient 0, and the picture would never change."""
    model = shipped(EFFICIENTNET)
    x = 0.1 * random(1, 3, 96, 96)
    with torch.inference_mode():
        maps, leaked = model.features(x, "head")[0], model.leaking(x, "head")[0]
    unit = int(maps.amax(dim=(1, 2)).argmin())
    assert (maps[unit] == 0).all()
    liked = liking(model, x, "head", unit).item()
    assert liked < 0
    assert liked == pytest.approx(float(leaked[unit].mean()), rel=1e-4)
    found, generator = x, torch.Generator().manual_seed(0)
    for _ in range(20):
        found, _ = excite(model, found, "head", unit, Ascent(rate=0.05, blur=2, jitter=4), generator)
    with torch.inference_mode():
        assert float(model.features(found, "head")[0, unit].max()) > 1


@pytest.mark.parametrize(("layer", "unit"), [("fire4", 7), ("logits", 967)])
def test_ascent_raises_its_unit(layer, unit):
    model, generator = shipped(SQUEEZENET), torch.Generator().manual_seed(0)
    x = torch.randn(1, 3, 96, 96, generator=generator)
    likings = []
    ascent = Ascent(rate=4.0, decay=0.01, blur=0.4, jitter=4, low=torch.tensor(-128.0), high=torch.tensor(128.0))
    for _ in range(12):
        x, liked = excite(model, x, layer, unit, ascent, generator)
        likings.append(liked)
    assert likings[-1] > 3 * likings[0]
    assert likings[-1] > likings[4] > likings[1]
    assert float(x.abs().max()) <= 128


def test_the_same_seed_gives_the_same_picture_and_the_process_is_left_alone():
    model, state = shipped(SQUEEZENET), torch.random.get_rng_state()
    x = random(1, 3, 64, 64)
    ascent = Ascent(rate=1.0, jitter=8)
    one, two, three = (
        excite(model, x, "fire3", 0, ascent, torch.Generator().manual_seed(seed))[0] for seed in (3, 3, 4)
    )
    torch.testing.assert_close(one, two, rtol=0, atol=0)
    assert not torch.equal(one, three)
    torch.testing.assert_close(torch.random.get_rng_state(), state)


def test_blur_is_a_gaussian():
    point = torch.zeros(1, 2, 21, 21)
    point[:, 1, 10, 10] = 1
    found = blurred(point, 2.0)
    axis = np.arange(21) - 10
    inside = abs(axis) <= 6
    bell = np.exp(-(axis**2) / 8) * inside
    expected = np.outer(bell, bell) / bell.sum() ** 2
    np.testing.assert_allclose(found[0, 1].numpy(), expected, atol=1e-7)
    assert (found[0, 0] == 0).all()
    torch.testing.assert_close(blurred(torch.ones(1, 3, 9, 9), 1.5), torch.ones(1, 3, 9, 9))
    assert blurred(point, 0.0) is point


@pytest.mark.parametrize("net", NETS)
def test_both_networks_find_the_espresso_in_the_cup(net):
    """The cup is in the middle of the upper half of the photo: there the map is hottest and hiding costs most."""
    model, target = shipped(net), 967
    x = torch.from_numpy(prepare(load("coffee"), net).array)[None]
    side, size = x.shape[2], 64
    corners = patches(side, side, size, stride=32)
    scores = torch.cat(list(occlusion_scores(model, x, target, corners, size)))
    top, left = corners[int(scores.argmin())]
    heat = grad_cam(model, x, NETS[net].last_maps, target)
    row, column = divmod(int(heat.argmax()), heat.shape[1])
    for down, right in [((top + 32) / side, (left + 32) / side), ((row + 0.5) / len(heat), (column + 0.5) / len(heat))]:
        assert 0 < down < 0.55
        assert 0.15 < right < 0.85
