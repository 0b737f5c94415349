"""Moved and permuted digits: exact laws, the lecture's figures, and the card's, recomputed from the shipped files."""

import re

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from dnnlab.cnn.lenet.net.convert import BACKGROUND, to_input
from dnnlab.cnn.lenet.net.model import LeNet5
from dnnlab.cnn.shift.measures import FOLDER, PERMUTED, STAGES, measures
from dnnlab.cnn.shift.net.calls import load, read_shifted, shipped
from dnnlab.cnn.shift.net.models import (
    EDGES,
    MODELS,
    LeNetGlobal,
    Mlp,
    accuracy_against_shift,
    answers,
    feature_distances,
    right_answers,
    shift,
)
from dnnlab.cnn.shift.pixels import DIRECTIONS, FARTHEST, ROOM, canvas, ink_lost, permutation, permuted
from dnnlab.cnn.shift.views import NETS
from dnnlab.data import mnist
from dnnlab.nn.modules import evaluating
from tools import build_shift

CARD = (FOLDER / "card.md").read_text(encoding="utf-8")
TABLE = measures()
FILES = [*NETS, *(f"{name}_permuted" for name in PERMUTED)]


def first(count: int) -> mnist.Digits:
    test = mnist.test()
    return mnist.Digits(test.images[:count], test.labels[:count])


def cells(start: str) -> list[str]:
    """The cells of a line of the card's tables, without its first."""
    line = next(line for line in CARD.splitlines() if line.startswith(f"| {start} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def blob(size: int = 32) -> torch.Tensor:
    """A random patch of 8 x 8 in the middle of an empty picture, (1, 1, size, size)."""
    x = torch.zeros(1, 1, size, size)
    middle = slice(size // 2 - 4, size // 2 + 4)
    x[..., middle, middle] = torch.rand(8, 8, generator=torch.Generator().manual_seed(3))
    return x


def kernels(channels: int = 1) -> torch.Tensor:
    return torch.randn(6, channels, 5, 5, generator=torch.Generator().manual_seed(4))


# moving


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (3, 0), (-5, 0), (0, 8), (2, -7), (-8, -8)])
def test_the_picture_that_is_shown_is_the_one_that_is_read(dx, dy):
    images = first(20).images
    shown = canvas(images, dx, dy)
    assert (shown.shape, shown.dtype) == ((20, 32, 32), np.uint8)
    read = shift(to_input(images), dx, dy)
    expected = torch.from_numpy((shown / 255 - 0.1307) / 0.3081).float().unsqueeze(1)
    torch.testing.assert_close(read, expected, rtol=0, atol=1e-5)


def test_a_pixel_moves_right_by_dx_and_down_by_dy():
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 10, 12] = 200
    moved = canvas(image, dx=3, dy=-4)
    assert moved[0, 10 + 2 - 4, 12 + 2 + 3] == 200
    assert moved.sum() == 200
    x = shift(to_input(image), 3, -4)
    assert x.argmax().item() == (10 + 2 - 4) * 32 + 12 + 2 + 3
    assert torch.isclose(x, torch.tensor(BACKGROUND), atol=1e-6).sum() == 32 * 32 - 1


def test_moving_there_and_back_restores_a_picture_that_lost_nothing():
    x = blob()
    for dx, dy in DIRECTIONS:
        assert torch.equal(shift(shift(x, 6 * dx, 6 * dy, 0.0), -6 * dx, -6 * dy, 0.0), x)


def test_what_leaves_the_picture_is_lost():
    image = np.full((1, 28, 28), 10, np.uint8)
    assert canvas(image, 8, 0).sum() == 10 * 28 * 22  # 6 of 28 columns are gone
    assert ink_lost(image, 8) == pytest.approx(6 / 28)
    assert ink_lost(image, 2) == 0


def test_a_shift_that_is_too_large_is_refused_with_its_numbers():
    with pytest.raises(ValueError, match=r"at most 8 pixels along each axis, got \(0, -9\)"):
        canvas(first(1).images, 0, -9)


# what is equivariant, what is invariant


@pytest.mark.parametrize(("dx", "dy"), [(1, 0), (0, -3), (5, 2), (-4, 6)])
def test_a_convolution_moves_with_its_picture(dx, dy):
    x = blob()
    maps = F.conv2d(x, kernels())
    moved = F.conv2d(shift(x, dx, dy, 0.0), kernels())
    assert maps.abs().max() > 1
    assert torch.equal(moved, shift(maps, dx, dy, 0.0))
    assert not torch.equal(moved, maps)


def test_pooling_moves_with_its_picture_in_steps_of_its_stride_only():
    maps = F.relu(F.conv2d(blob(), kernels()))
    pooled = F.max_pool2d(maps, 2)
    assert torch.equal(F.max_pool2d(shift(maps, 4, -2, 0.0), 2), shift(pooled, 2, -1, 0.0))
    by_one = F.max_pool2d(shift(maps, 1, 0, 0.0), 2)
    assert not any(torch.equal(by_one, shift(pooled, each, 0, 0.0)) for each in (-1, 0, 1))


@pytest.mark.parametrize(("dx", "dy"), [(1, 0), (-6, 0), (3, 5), (0, 8)])
def test_global_max_pooling_forgets_the_place_exactly(dx, dy):
    x = blob()
    largest = F.relu(F.conv2d(x, kernels())).amax((2, 3))
    assert torch.equal(F.relu(F.conv2d(shift(x, dx, dy, 0.0), kernels())).amax((2, 3)), largest)


def test_lenet_with_global_pooling_is_invariant_to_even_shifts_while_every_window_can_see_the_digit():
    """A window of the second convolution is 14 pixels wide: with a frame of 13 each that touches ink fits in."""
    net = LeNetGlobal(frame=13).eval()
    net.load_state_dict(load_file(FOLDER / "lenet_global.safetensors"))
    images = first(200).images
    inside = images[~(images[:, :2].any((1, 2)) | images[:, -2:].any((1, 2)))]
    assert len(inside) > 150
    x = to_input(inside)
    with evaluating(net):
        here = net.features(x)
        for dx, dy in ((2, 0), (0, -4), (-2, 4)):
            torch.testing.assert_close(net.features(shift(x, dx, dy)), here, rtol=0, atol=1e-4)
        assert (net.features(shift(x, 1, 0)) - here).abs().max() > 0.1  # between two steps of the first pooling


def test_a_dense_layer_does_not_care_for_the_order_of_its_pixels_and_a_convolution_does():
    """Permute the columns of the first weights like the pixels: the same MLP, so it learns as well either way."""
    order = torch.randperm(1024, generator=torch.Generator().manual_seed(5))
    mlp, scrambled = Mlp(), Mlp()
    with torch.no_grad():
        scrambled.dense1.weight.copy_(mlp.dense1.weight[:, order])
    x = to_input(first(30).images)
    mixed = x.flatten(1)[:, order].reshape(x.shape)
    torch.testing.assert_close(scrambled(mixed), mlp(x), rtol=0, atol=1e-4)
    edges, torn = (F.conv2d(each, EDGES).abs().mean() for each in (x, mixed))
    assert torn > 1.3 * edges  # neighbours have become strangers


def test_a_permutation_repeats_and_moves_every_pixel_once():
    order = permutation(0)
    assert np.array_equal(order, permutation(0))
    assert not np.array_equal(order, permutation(1))
    assert np.array_equal(np.sort(order), np.arange(784))
    images = first(5).images
    mixed = permuted(images, order)
    assert not np.array_equal(mixed, images)
    assert np.array_equal(permuted(mixed, np.argsort(order)), images)
    assert mixed[3].ravel()[100] == images[3].ravel()[order[100]]


# measures


def test_the_lectures_figures_come_out():
    """Relative distances of 2,000 digits moved by one and by two pixels, as the lecture's two decimals have them."""
    found = feature_distances(first(2_000).images, [1, 2])
    assert found[:3, 0] == pytest.approx([0.63, 0.75, 0.56], abs=0.0055)
    assert found[:3, 1] == pytest.approx([0.97, 1.14, 0.91], abs=0.0055)
    assert not found[3].any()
    assert found == pytest.approx(TABLE.feature_distances[:, 1:3], abs=1e-5)


def test_feature_distances_equal_a_loop_over_pixels():
    image = first(1).images
    found = feature_distances(image, [3])[:, 0]

    def stages(picture: np.ndarray) -> list[np.ndarray]:
        padded = np.pad(picture / 255, 2)
        maps = np.zeros((4, 34, 34))
        for k, y, x in np.ndindex(maps.shape):
            maps[k, y, x] = max(0.0, (padded[y : y + 3, x : x + 3] * EDGES[k, 0].numpy()).sum())
        pooled = maps.reshape(4, 17, 2, 17, 2).max((2, 4))
        return [picture / 255, maps, pooled, maps.max((1, 2))]

    pairs = zip(stages(canvas(image)[0]), stages(canvas(image, 3)[0]), strict=True)
    assert found == pytest.approx([np.linalg.norm(a - b) / np.linalg.norm(a) for a, b in pairs], abs=1e-5)


def test_accuracy_against_shift_is_the_mean_over_four_directions():
    digits, net = first(60), load("lenet")
    by_hand = [
        np.mean(answers(net, shift(to_input(digits.images), 4 * dx, 4 * dy)) == digits.labels) for dx, dy in DIRECTIONS
    ]
    assert accuracy_against_shift(net, digits, [0, 4])[1] == pytest.approx(np.mean(by_hand))
    assert right_answers(net, digits, [0]).tolist() == [
        [np.sum(answers(net, to_input(digits.images)) == digits.labels)] * 4
    ]


# the shipped files


def test_parameters_are_those_of_the_card():
    counts = {name: sum(each.numel() for each in make(None).parameters()) for name, make in MODELS.items()}
    assert counts == {"mlp": 61_162, "lenet": 61_706, "lenet_global": 28_634}
    assert list(MODELS) == list(NETS)
    for file in FILES:
        weights = load_file(FOLDER / f"{file}.safetensors")
        expected = counts[file.removesuffix("_permuted")]
        assert sum(each.numel() for each in weights.values()) == expected
        assert all(torch.isfinite(each).all() for each in weights.values())
        assert cells(f"`{file}.safetensors`")[1] == f"{expected:,}"
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("part", ["validation", "test"])
def test_accuracy_is_what_the_card_says(file, part):
    digits = getattr(mnist, part)()
    images = permuted(digits.images, permutation(0)) if file.endswith("_permuted") else digits.images
    net = load(file.removesuffix("_permuted"), file)
    found = 100 * np.mean(answers(net, to_input(images)) == digits.labels)
    said = cells(f"`{file}.safetensors`")[2 if part == "validation" else 3]
    assert found == pytest.approx(float(said), abs=0.031)  # another processor may read one or two digits differently


@pytest.mark.parametrize("name", ["mlp", "lenet"])
def test_answers_to_moved_digits_are_those_of_the_table(name):
    found = right_answers(load(name), first(TABLE.digits), TABLE.distances.tolist())
    assert np.abs(found - TABLE.right[list(NETS).index(name)]).max() <= 2


def test_answers_of_global_pooling_are_those_of_the_table():
    digits, net = first(TABLE.digits), load("lenet_global")
    for distance, direction in ((0, 0), (1, 1), (6, 2), (8, 3)):
        dx, dy = (each * distance for each in DIRECTIONS[direction])
        right = np.sum(answers(net, shift(to_input(digits.images), dx, dy)) == digits.labels)
        assert abs(int(right) - int(TABLE.right[2, distance, direction])) <= 2


def test_the_cards_tables_are_the_stored_ones():
    for title, shares in zip(NETS.values(), TABLE.accuracy(), strict=True):
        assert cells(title) == [f"{100 * share:.1f}" for share in shares]
    for stage, values in zip(STAGES, TABLE.feature_distances, strict=True):
        assert cells(stage) == [f"{value:.3f}" for value in values]
    assert cells("ink that has left") == [f"{100 * ink_lost(first(TABLE.digits).images, d):.2f}" for d in range(9)]
    rows = [line for line in CARD[CARD.index("## Permuted") :].splitlines() if re.match(r"\| (MLP|LeNet-5) \|", line)]
    assert len(rows) == len(PERMUTED)
    for line, ways in zip(rows, TABLE.permuted_accuracy, strict=True):
        found = [float(number) for number in re.findall(r"\d+\.\d+", line)]
        expected = [100 * value for way in ways for value in (*way, way.mean())]
        assert found == pytest.approx(expected, abs=0.0051)


def test_the_table_has_every_distance_and_nothing_else():
    assert TABLE.distances.tolist() == list(range(FARTHEST + 1))
    assert TABLE.right.shape == (3, 9, 4)
    assert TABLE.feature_distances.shape == (4, 9)
    assert TABLE.permuted_accuracy.shape == (2, 2, len(build_shift.SEEDS))
    assert TABLE.digits == build_shift.DIGITS
    assert measures() is TABLE
    assert not TABLE.right.flags.writeable


def test_the_picture_tells_what_the_lesson_says():
    """MLP falls at once, LeNet-5 later, global pooling hardly at all while the ink stays in the picture."""
    mlp, lenet, pooled = TABLE.accuracy()
    assert min(mlp[0], lenet[0], pooled[0]) > 0.95
    assert mlp[2] < 0.85 < 0.93 < lenet[2]
    assert mlp[4] < 0.4 < lenet[4] < 0.75
    assert pooled[: ROOM + 1].min() > 0.97
    assert np.ptp(pooled[: ROOM + 1]) < 0.01
    (mlp_plain, mlp_mixed), (lenet_plain, lenet_mixed) = TABLE.permuted_accuracy
    assert lenet_plain.min() > mlp_plain.max() + 0.01
    assert lenet_mixed.max() < mlp_mixed.min()  # on permuted pixels the advantage is gone
    assert abs(mlp_plain.mean() - mlp_mixed.mean()) < 0.005


def test_the_tool_makes_the_network_that_is_shipped():
    net = build_shift.train("mlp", mnist.training().images, 0)
    x = to_input(mnist.validation().images)
    assert np.mean(answers(net, x) == answers(load("mlp"), x)) > 0.99
    assert f"{build_shift.steps():,} steps" in CARD


# the call


def test_the_call_reads_the_moved_digit_with_all_three_networks():
    images = first(1).images
    reading = read_shifted(images, 5, -2)
    assert np.array_equal(reading.picture, canvas(images, 5, -2)[0])
    assert reading.probabilities.shape == (3, 10)
    assert reading.probabilities.sum(1) == pytest.approx(np.ones(3), abs=1e-5)
    assert list(shipped()) == list(NETS)
    for net, row in zip(shipped().values(), reading.probabilities, strict=True):
        with evaluating(net):
            alone = net(shift(to_input(images), 5, -2)).softmax(1)[0]
        assert row == pytest.approx(alone.numpy(), abs=1e-6)
    assert reading.answers.tolist() == reading.probabilities.argmax(1).tolist()
    assert isinstance(shipped()["lenet"], LeNet5)


def test_the_call_agrees_with_the_labels_where_digits_stand_in_the_middle():
    digits = first(40)
    said = np.stack([read_shifted(image[None], 0, 0).answers for image in digits.images])
    assert (said == digits.labels[:, None]).mean() > 0.95


@pytest.mark.parametrize(
    "images", [np.zeros((1, 28, 28), np.float32), np.zeros((28, 28), np.uint8), np.zeros((2, 28, 28), np.uint8)]
)
def test_the_call_refuses_other_shapes_and_types(images):
    with pytest.raises(ValueError, match=r"must be uint8 of shape \(1, 28, 28\), got"):
        read_shifted(images, 0, 0)


def test_the_call_refuses_a_shift_that_is_too_large():
    with pytest.raises(ValueError, match="at most 8 pixels"):
        read_shifted(first(1).images, 9, 0)
