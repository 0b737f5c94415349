"""How large signals and gradients are, layer by layer: measured by autograd, without touching the run."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from dnnlab.foundations.flow.net.model import DeepNet
from dnnlab.foundations.flow.views import Profile


def profile(net: DeepNet, x: Tensor, labels: Tensor) -> Profile:
    """Norms by layer of the mean cross-entropy's gradient on these examples.

    Args:
        net: whose gradients; their ``grad`` stays as it is.
        x: (B, 784).
        labels: (B,).
    """
    sums, given, logits = net.layers(x)
    loss = F.cross_entropy(logits, labels)
    matrices = net.matrices()
    found = torch.autograd.grad(loss, [*matrices, *given], retain_graph=True)
    slopes = []
    for layer, each in zip(net.hidden, sums, strict=True):
        z = each.detach().requires_grad_()  # alone: its way through later layers is not meant here
        slopes += torch.autograd.grad(layer.activation(z).sum(), z)  # type: ignore[operator]
    with torch.no_grad():
        return Profile(
            gradients=_numbers([each.norm() for each in found[: len(matrices)]]),
            activations=_numbers([each.square().mean().sqrt() for each in given]),
            spreads=_numbers([each.var(0, unbiased=False).mean().sqrt() for each in given]),
            back=_numbers([each.norm() for each in found[len(matrices) :]]),
            slopes=_numbers([each.mean() for each in slopes]).astype(np.float32),
        )


def _numbers(values: list[Tensor]) -> NDArray[np.float64]:
    return np.array([float(each) for each in values], np.float64)
