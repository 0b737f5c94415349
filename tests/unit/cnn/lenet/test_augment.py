"""Augmentation moves digits as it says, fills with background and repeats with its generator."""

import math

import numpy as np
import pytest
import torch

from dnnlab.cnn.lenet.net.augment import ANGLE, SHIFT, augment, transform
from dnnlab.cnn.lenet.net.convert import BACKGROUND, to_input
from dnnlab.data import mnist


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def digits() -> torch.Tensor:
    return to_input(mnist.validation().images[:64])


@pytest.mark.parametrize("kind", ["shift", "rotate", "shift and rotate"])
def test_same_generator_same_pictures(digits, kind):
    first = augment(digits, kind, generator(1))
    assert torch.equal(first, augment(digits, kind, generator(1)))
    assert not torch.equal(first, augment(digits, kind, generator(2)))
    assert first.shape == digits.shape


def test_none_changes_nothing_and_draws_nothing(digits):
    source = generator()
    before = source.get_state()
    assert augment(digits, "none", source) is digits
    assert torch.equal(source.get_state(), before)


def test_nothing_to_do_gives_the_same_picture(digits):
    still = transform(digits, torch.zeros(64), torch.zeros(64, 2))
    torch.testing.assert_close(still, digits, rtol=0, atol=1e-4)


def test_a_shift_by_whole_pixels_moves_right_and_down(digits):
    moved = transform(digits, torch.zeros(64), torch.tensor([[1.0, 2.0]]).repeat(64, 1) * 2 / 32)
    torch.testing.assert_close(moved[:, :, 2:, 1:], digits[:, :, :-2, :-1], rtol=0, atol=1e-4)
    torch.testing.assert_close(moved[:, :, :2], torch.full((64, 1, 2, 32), BACKGROUND), rtol=0, atol=1e-5)
    torch.testing.assert_close(moved[:, :, :, :1], torch.full((64, 1, 32, 1), BACKGROUND), rtol=0, atol=1e-5)


def test_a_quarter_turn_equals_rot90(digits):
    turned = transform(digits, torch.full((64,), math.pi / 2), torch.zeros(64, 2))
    clockwise = torch.rot90(digits, -1, dims=(2, 3))  # from x (right) towards y (down)
    torch.testing.assert_close(turned, clockwise, rtol=0, atol=1e-4)


def test_shift_comes_after_rotation(digits):
    both = transform(digits, torch.full((64,), 0.2), torch.tensor([[2.0, 0.0]]).repeat(64, 1) * 2 / 32)
    turned = transform(digits, torch.full((64,), 0.2), torch.zeros(64, 2))
    torch.testing.assert_close(both[..., 2:], turned[..., :-2], rtol=0, atol=1e-4)


def centres(images: torch.Tensor) -> torch.Tensor:
    """Centre of ink of each picture, x and y in pixels: (B, 2)."""
    ink = (images - BACKGROUND).squeeze(1)
    total = ink.sum((1, 2))
    place = torch.arange(32.0)
    return torch.stack([(ink.sum(1) * place).sum(1) / total, (ink.sum(2) * place).sum(1) / total], 1)


def test_shifts_fill_their_range_and_stay_in_it():
    digits = to_input(mnist.validation().images[:1000])
    moves = centres(augment(digits, "shift", generator())) - centres(digits)
    assert moves.abs().max().item() < SHIFT + 0.05
    assert moves.min().item() < -0.95 * SHIFT
    assert moves.max().item() > 0.95 * SHIFT
    assert moves.mean(0).abs().max().item() < 0.15


def test_rotations_fill_their_range_and_stay_in_it():
    dot = np.zeros((1000, 28, 28), np.uint8)
    dot[:, 13:15, 24] = 255  # ink to the right of the centre
    offsets = centres(augment(to_input(dot), "rotate", generator())) - 15.5
    angles = torch.atan2(offsets[:, 1], offsets[:, 0])
    assert angles.abs().max().item() < ANGLE + 0.01
    assert angles.min().item() < -0.9 * ANGLE
    assert angles.max().item() > 0.9 * ANGLE
