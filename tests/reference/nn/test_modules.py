"""Dropout against PyTorch's own, Glorot's weights, and what evaluation leaves behind."""

import math

import pytest
import torch
from torch import nn

from dnnlab.nn.modules import Dropout, evaluating, glorot


def pictures(count: int) -> torch.Tensor:
    return torch.randn(count, 1, 32, 32, generator=torch.Generator().manual_seed(1))


def dropout(p: float, seed: int = 0) -> Dropout:
    return Dropout(p, torch.Generator().manual_seed(seed))


def test_dropout_scales_what_it_keeps_like_pytorchs():
    x = pictures(50)
    for layer in (dropout(0.3), nn.Dropout(0.3)):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(5)
            y = layer(x)
        kept = y != 0
        torch.testing.assert_close(y[kept], x[kept] / 0.7)
        assert abs(kept.float().mean().item() - 0.7) < 0.01  # 51,200 units: 5 deviations


def test_dropout_keeps_the_expected_value():
    x = torch.full((200, 1_000), 2.0)
    assert abs(dropout(0.8)(x).mean().item() - 2.0) < 0.05


def test_dropout_does_nothing_in_evaluation_or_with_probability_0():
    x = pictures(2)
    assert dropout(0.5).eval()(x) is x
    assert dropout(0.0)(x) is x


def test_dropout_repeats_with_its_generator():
    x = pictures(4)
    assert torch.equal(dropout(0.5, seed=3)(x), dropout(0.5, seed=3)(x))
    assert not torch.equal(dropout(0.5, seed=3)(x), dropout(0.5, seed=4)(x))


def test_glorots_weights_lie_within_his_bound_and_nobody_elses_generator_moves():
    before = torch.get_rng_state()
    model = nn.Sequential(nn.Conv2d(3, 8, 5), nn.ReLU(), nn.Linear(300, 100), nn.Linear(100, 7, bias=False))
    torch.set_rng_state(before)
    glorot(model, torch.Generator().manual_seed(4))
    assert torch.equal(torch.get_rng_state(), before)
    for layer, fans in ((model[0], (3 + 8) * 25), (model[2], 300 + 100), (model[3], 100 + 7)):
        bound = math.sqrt(6 / fans)
        assert 0.95 * bound < layer.weight.abs().max().item() <= bound
        assert layer.bias is None or not layer.bias.any()
    first = model[2].weight.clone()
    glorot(model, torch.Generator().manual_seed(4))
    assert torch.equal(model[2].weight, first)


@pytest.mark.parametrize("training", [True, False])
def test_evaluating_knows_neither_dropout_nor_gradients_and_leaves_the_model_as_it_was(training):
    model = nn.Sequential(nn.Linear(4, 4), dropout(0.5)).train(training)
    with evaluating(model):
        assert not model[1].training
        assert not model(torch.ones(1, 4)).requires_grad
    assert model.training is model[1].training is training
    with pytest.raises(ValueError, match=r"domain|expected"), evaluating(model):
        math.sqrt(-1)
    assert model.training is training
