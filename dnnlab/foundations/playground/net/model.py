"""The playground's network and its step, in plain PyTorch: what the fast step computes, said as one would write it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn, optim

from dnnlab.foundations.playground.net.fast import Shape
from dnnlab.foundations.points import REGRESSION
from dnnlab.nn.modules import Dropout

ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "ReLU": nn.ReLU, "leaky ReLU": nn.LeakyReLU, "softplus": nn.Softplus,
    "ELU": nn.ELU, "GELU": nn.GELU, "linear": nn.Identity,
}  # fmt: skip
Floats = NDArray[np.float64]


class Sine(nn.Module):
    """sin z: a unit with many bumps."""

    def forward(self, z: Tensor) -> Tensor:
        """Any shape in, the same shape out."""
        return torch.sin(z)


ACTIVATIONS["sine"] = Sine


class BatchNorm(nn.BatchNorm1d):
    """``torch.nn.BatchNorm1d``, which takes a mini-batch of one point, too: its variance is 0."""

    def forward(self, x: Tensor) -> Tensor:
        """(B, units) in, the same out."""
        if self.training and len(x) == 1:
            momentum = self.momentum or 0.0
            assert self.running_mean is not None and self.running_var is not None
            self.running_mean += momentum * (x[0].detach() - self.running_mean)
            self.running_var *= 1 - momentum
            return (x - x) * self.weight + self.bias
        made: Tensor = super().forward(x)
        return made


class Network(nn.Module):
    """Inputs, hidden layers, output: a multilayer perceptron.

    Args:
        shape: sizes, activations, whether there is batch normalisation, the output's function.
        dropout: the rates for the inputs and for hidden units.
        generator: draws the masks of dropout.
    """

    def __init__(
        self, shape: Shape, dropout: tuple[float, float] = (0.0, 0.0), generator: torch.Generator | None = None
    ) -> None:
        super().__init__()
        generator = generator or torch.Generator()
        self.output_name = shape.output
        self.drop_inputs = Dropout(dropout[0], generator)
        self.hidden = nn.Sequential()
        for of, to, activation in zip(shape.sizes, shape.sizes[1:-1], shape.activations, strict=False):
            self.hidden.append(nn.Linear(of, to))
            if shape.batch_norm:
                self.hidden.append(BatchNorm(to))
            self.hidden.append(ACTIVATIONS[activation]())
            self.hidden.append(Dropout(dropout[1], generator))
        self.output = nn.Linear(shape.sizes[-2], shape.sizes[-1])
        self.double()

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs) -> the output's sums, (B, K)."""
        made: Tensor = self.output(self.hidden(self.drop_inputs(x)))
        return made

    def outcome(self, z: Tensor) -> Tensor:
        """What the output makes of its sums."""
        match self.output_name:
            case "sigmoid":
                return torch.sigmoid(z)
            case "softmax":
                return torch.softmax(z, -1)
            case "tanh":
                return torch.tanh(z)
        return z


def loss_of(network: Network, z: Tensor, target: Tensor, loss: str) -> Tensor:
    """The mean loss of a mini-batch.

    Args:
        z: the output's sums, (B, K).
        target: (B, K), of :func:`targets`.
        loss: its name.
    """
    if loss == "cross-entropy" and network.output_name == "sigmoid":  # from the sums, so that no log(0) can come
        return (nn.functional.softplus(z) - target * z).sum(-1).mean()
    if loss == "cross-entropy" and network.output_name == "softmax":
        return -(target * torch.log_softmax(z, -1)).sum(-1).mean()
    y = network.outcome(z)
    match loss:
        case "cross-entropy" if y.shape[-1] == 1:
            return -(target * torch.log(y) + (1 - target) * torch.log(1 - y)).mean()
        case "cross-entropy":
            return -(target * torch.log(y)).sum(-1).mean()
        case "squared error":
            return (y - target).square().sum(-1).mean()
        case "absolute error":
            return (y - target).abs().sum(-1).mean()
        case "pseudo-Huber":  # with delta = 1
            return (torch.sqrt(1 + (y - target).square()) - 1).sum(-1).mean()
    power = 2 if loss == "squared hinge" else 1
    if y.shape[-1] == 1:
        return torch.relu(1 - target * y).pow(power).mean()
    wrong = target <= 0
    right = y.masked_fill(wrong, 0.0).sum(-1, keepdim=True)  # the score of the right class, (B, 1)
    return (torch.relu(1 - (right - y)).pow(power) * wrong).sum(-1).mean()


def targets(labels: Floats, kind: str, count: int, output: str, loss: str) -> Floats:
    """What the output ought to be, (n,) -> (n, K).

    A value stands as it is.  Of a class it is 1 at its own output and 0 at the others; for the hinge losses, and
    where the output may be negative, 1 and -1.
    """
    if kind == REGRESSION:
        return labels[:, None].copy()
    bits = labels[:, None] == np.arange(count) if count > 1 else labels[:, None] > 0.5
    signed = loss in ("hinge", "squared hinge") or (output in ("tanh", "linear") and loss != "cross-entropy")
    return np.where(bits, 1.0, -1.0 if signed else 0.0)


def plain_step(
    network: Network, optimizer: optim.Optimizer, x: Tensor, target: Tensor, *, loss: str, l1: float = 0.0,
    l2: float = 0.0, max_norm: float = 0.0,
) -> float:  # fmt: skip
    """One step of gradient descent on a mini-batch; returns its loss, without the penalties."""
    value = loss_of(network, network(x), target, loss)
    weights = [layer.weight for layer in network.modules() if isinstance(layer, nn.Linear)]
    penalty = sum(l1 * w.abs().sum() + 0.5 * l2 * w.square().sum() for w in weights)
    optimizer.zero_grad()
    (value + penalty).backward()
    optimizer.step()
    if max_norm:
        with torch.no_grad():
            for w in weights:
                w *= (max_norm / w.norm(dim=1, keepdim=True).clamp(min=1e-12)).clamp(max=1.0)
    return float(value.detach())


def start(network: nn.Module, name: str, generator: torch.Generator) -> None:
    """Draw first weights; biases become 0.

    Xavier (Glorot and Bengio, 2010) and He (2015) in their normal form; orthogonal as Saxe and others (2014).
    """
    draws: dict[str, Callable[[Tensor], object]] = {
        "Xavier": lambda w: nn.init.xavier_normal_(w, generator=generator),
        "He": lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu", generator=generator),
        "orthogonal": lambda w: nn.init.orthogonal_(w, generator=generator),
        "small normal": lambda w: nn.init.normal_(w, std=0.01, generator=generator),
        "large normal": lambda w: nn.init.normal_(w, std=2.0, generator=generator),
        "zeros": nn.init.zeros_,
    }
    for layer in network.modules():
        if isinstance(layer, nn.Linear):
            draws[name](layer.weight)
            nn.init.zeros_(layer.bias)


def rate_at(step: int, rate: float, schedule: str, period: int) -> float:
    """The learning rate of a step, counted from 0."""
    share = step / period
    match schedule:
        case "step decay":
            return rate * math.pow(0.5, math.floor(share))
        case "exponential":
            return rate * math.pow(0.5, share)
        case "cosine":
            return rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(2 * math.pi * share)))
        case "warm-up":
            return rate * min(1.0, (step + 1) / period)
    return rate


def masks(
    rates: tuple[float, float], size: int, units: Sequence[int], generator: torch.Generator
) -> list[Floats | None]:
    """What dropout multiplies the inputs and each hidden layer by, drawn as :class:`Network` draws it.

    Args:
        rates: for the inputs and for hidden units.
        size: of the mini-batch.
        units: inputs, then those of each hidden layer.
    """
    made: list[Floats | None] = []
    for number, count in enumerate(units):
        rate = rates[min(number, 1)]
        kept = torch.empty(size, count, dtype=torch.float64)
        made.append(None if rate == 0 else kept.bernoulli_(1 - rate, generator=generator).numpy() / (1 - rate))
    return made
