"""The players of convolutions: shapes, and the dense layer that D may have before its last one."""

from __future__ import annotations

import pytest
import torch

from dnnlab.gan.net.dcgan import ConvDiscriminator, ConvGenerator

SHAPE = (1, 28, 28)


def chance(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_the_generator_draws_in_the_range_of_the_pictures() -> None:
    pictures = ConvGenerator(44, SHAPE, chance(), channels=8)(torch.randn((5, 44), generator=chance(1)))
    assert pictures.shape == (5, *SHAPE) and bool((pictures.abs() <= 1).all())


@pytest.mark.parametrize(("hidden", "seen"), [(0, 16 * 7 * 7), (128, 128)])
def test_the_discriminator_gives_a_logit_a_picture_out_of_the_layer_before(hidden: int, seen: int) -> None:
    d = ConvDiscriminator(SHAPE, chance(), channels=8, hidden=hidden)
    x = torch.randn((5, *SHAPE), generator=chance(1))
    assert d.features(x).shape == (5, seen) and d(x).shape == (5,)
    torch.testing.assert_close(d(x), d.output(d.features(x))[:, 0])
