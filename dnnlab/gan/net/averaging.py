"""Weights averaged over the last steps: the two players circle around what they look for, their average lies nearer.

Source: Y. Yazici et al., "The unusual effectiveness of averaging in GAN training", ICLR 2019: an exponential
moving average of the generator's weights, which the training itself never reads.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn


@torch.no_grad()
def follow(average: nn.Module, model: nn.Module, rate: float) -> None:
    """average ← rate · average + (1 − rate) · model, number by number.

    Batch normalisation's running means and variances are averaged like weights; counters are copied.

    Args:
        average: of the same layers as ``model``; changed in place.
        model: the one that learns; left alone.
        rate: 0 copies; 0.99 averages over about the last 100 steps.

    Raises:
        ValueError: the rate is not in [0, 1), or the two have other layers.
    """
    if not 0.0 <= rate < 1.0:
        raise ValueError(f"an average's rate is in [0, 1), got {rate}")
    ours, theirs = dict(_tensors(average)), dict(_tensors(model))
    if ours.keys() != theirs.keys():
        raise ValueError("an average has the same layers as its model")
    floating = [name for name, each in ours.items() if each.is_floating_point()]
    torch._foreach_lerp_([ours[name] for name in floating], [theirs[name] for name in floating], 1.0 - rate)
    for name in ours.keys() - set(floating):
        ours[name].copy_(theirs[name])


def _tensors(model: nn.Module) -> Iterator[tuple[str, Tensor]]:
    yield from model.named_parameters()
    yield from model.named_buffers()
