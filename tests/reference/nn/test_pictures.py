"""Bytes become the floats that a network reads."""

import numpy as np
import pytest
import torch

from dnnlab.data import mnist
from dnnlab.nn.pictures import as_floats


def test_ink_lies_between_nothing_and_one():
    ramp = np.arange(256, dtype=np.uint8).reshape(1, 16, 16)
    floats = as_floats(ramp)
    assert (floats.shape, floats.dtype) == ((1, 1, 16, 16), torch.float32)
    assert (floats.min().item(), floats.max().item()) == (0.0, 1.0), "a cross-entropy takes nothing beyond"
    assert floats.flatten().numpy() == pytest.approx(np.arange(256) / 255, abs=1e-7)


def test_a_mean_and_a_deviation_standardise():
    ramp = np.arange(256, dtype=np.uint8).reshape(4, 8, 8)
    expected = (torch.from_numpy(ramp.astype(np.float32)).unsqueeze(1) / 255 - 0.25) / 0.5
    assert torch.allclose(as_floats(ramp, 0.25, 0.5), expected, atol=1e-6)


def test_what_all_runs_share_stays_as_it_is():
    images = mnist.validation().images[:3]
    before = images.copy()
    as_floats(images).zero_()
    assert np.array_equal(images, before)


@pytest.mark.parametrize("images", [np.zeros((2, 4, 4), np.float32), np.zeros((4, 4), np.uint8)])
def test_other_types_and_axes_are_refused(images):
    with pytest.raises(ValueError, match=r"grey pictures are uint8 \(B, H, W\), got"):
        as_floats(images)
