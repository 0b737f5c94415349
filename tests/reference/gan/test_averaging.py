"""The average of weights against its closed form, and beside torch's own."""

from __future__ import annotations

from copy import deepcopy

import pytest
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from dnnlab.gan.net.averaging import follow


def net(seed: int) -> nn.Sequential:
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4))


def test_it_is_the_weighted_sum_of_all_weights_so_far() -> None:
    nets = [net(seed) for seed in range(5)]
    average, rate = deepcopy(nets[0]), 0.9
    for each in nets[1:]:
        follow(average, each, rate)
    weights = [rate**4, *(0.1 * rate ** (4 - i) for i in range(1, 5))]
    expected = sum(weight * each[0].weight for weight, each in zip(weights, nets, strict=True))
    torch.testing.assert_close(average[0].weight, expected)


def test_it_is_what_torch_calls_an_exponential_moving_average() -> None:
    model, average = net(0), net(0)
    theirs = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.99), use_buffers=False)
    theirs.update_parameters(model)  # the first one copies
    for seed in range(1, 4):
        model.load_state_dict(net(seed).state_dict())
        follow(average, model, 0.99)
        theirs.update_parameters(model)
    torch.testing.assert_close(average[0].weight, theirs.module[0].weight)


def test_running_statistics_are_averaged_and_counters_copied() -> None:
    model, average = net(0), net(0)
    model(torch.randn(8, 3, generator=torch.Generator().manual_seed(0)))
    follow(average, model, 0.5)
    torch.testing.assert_close(average[1].running_mean, 0.5 * model[1].running_mean)
    assert int(average[1].num_batches_tracked) == 1


def test_a_rate_of_nothing_copies_and_a_rate_of_one_is_refused() -> None:
    average = net(0)
    follow(average, net(1), 0.0)
    torch.testing.assert_close(average[0].weight, net(1)[0].weight)
    with pytest.raises(ValueError, match=r"in \[0, 1\)"):
        follow(average, net(1), 1.0)
    with pytest.raises(ValueError, match="same layers"):
        follow(average, nn.Linear(2, 2), 0.5)
