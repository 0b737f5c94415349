"""The optimisers by the names that the knobs offer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, optim

OPTIMIZERS: dict[str, Callable[..., optim.Optimizer]] = {
    "SGD": partial(optim.SGD, fused=True),
    "momentum": partial(optim.SGD, momentum=0.9, fused=True),
    "Nesterov": partial(optim.SGD, momentum=0.9, nesterov=True, fused=True),
    "Adagrad": partial(optim.Adagrad, fused=True),
    "RMSProp": partial(optim.RMSprop, alpha=0.9),
    "Adam": partial(optim.Adam, fused=True),
}
"""Called with the parameters, ``lr`` and, if wanted, ``weight_decay`` (added to the gradient, an L2 penalty).

Each in PyTorch's fastest form for few, small tensors on a CPU.
"""


def differentiate(loss: Tensor, optimizer: optim.Optimizer) -> tuple[Tensor, ...]:
    """Give the parameters of this optimiser, and no others, the gradient of the loss, in place of what they had.

    What ``zero_grad`` and ``backward`` do together, for some of a graph's parameters and with less of PyTorch's own
    work around it, which in small networks is most of a step.

    Returns:
        The gradients, as the parameters are.

    Raises:
        RuntimeError: the loss does not depend on one of them.
    """
    learnt = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    gradient = torch.autograd.grad(loss, learnt)
    for parameter, each in zip(learnt, gradient, strict=True):
        parameter.grad = each
    return gradient


def retune(optimizer: optim.Optimizer, **options: float) -> None:
    """Set ``lr``, ``weight_decay`` or another option from the next step on; momenta and step counts stay.

    Raises:
        KeyError: the optimiser has no such option.
    """
    for group in optimizer.param_groups:
        for name, value in options.items():
            if name not in group:
                raise KeyError(f"{type(optimizer).__name__} has no option {name}")
            group[name] = value
