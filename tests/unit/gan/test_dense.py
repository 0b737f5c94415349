"""The dense players: shapes, sizes, and what they refuse."""

from __future__ import annotations

import pytest
import torch

from dnnlab.gan.net.dense import Discriminator, Generator

SHAPE = (1, 28, 28)


def chance(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_the_generator_draws_in_the_range_of_the_pictures_and_has_the_layers_that_its_text_says() -> None:
    g = Generator(44, SHAPE, chance())
    pictures = g(torch.randn((5, 44), generator=chance(1)))
    assert pictures.shape == (5, *SHAPE) and bool((pictures.abs() <= 1).all())
    sizes = [tuple(each.weight.shape) for each in g.layers if isinstance(each, torch.nn.Linear)]
    assert sizes == [(128, 44), (256, 128), (784, 256)]


def test_the_discriminator_gives_a_logit_a_picture_out_of_its_last_hidden_layer() -> None:
    d = Discriminator(SHAPE, chance())
    x = torch.randn((5, *SHAPE), generator=chance(1))
    assert d.features(x).shape == (5, 128) and d(x).shape == (5,)
    torch.testing.assert_close(d(x), d.output(d.features(x))[:, 0])


def test_a_class_changes_what_both_make_of_the_same_input() -> None:
    g, d = Generator(4, SHAPE, chance(), classes=10), Discriminator(SHAPE, chance(), classes=10)
    g.eval()
    z = torch.randn((1, 4), generator=chance(1)).expand(2, -1)
    labels = torch.tensor([3, 7])
    pictures = g(z, labels)
    assert not torch.equal(pictures[0], pictures[1])
    said = d(pictures[:1].expand(2, -1, -1, -1), labels)
    assert said[0] != said[1]


def test_classes_and_labels_go_together() -> None:
    with pytest.raises(ValueError, match="needs labels"):
        Generator(4, SHAPE, chance(), classes=10)(torch.zeros(2, 4))
    with pytest.raises(ValueError, match="takes none"):
        Discriminator(SHAPE, chance())(torch.zeros(2, *SHAPE), torch.zeros(2, dtype=torch.int64))


def test_the_same_generator_gives_the_same_weights_and_leaves_torchs_own_alone() -> None:
    before = torch.get_rng_state()
    one, other = (Generator(4, SHAPE, chance(3)).state_dict() for _ in range(2))
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert torch.equal(before, torch.get_rng_state())
