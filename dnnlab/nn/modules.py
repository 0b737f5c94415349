"""What the networks of all topics share: first weights, dropout, evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    """Set each unit to 0 with probability p, and scale the others by 1 / (1 - p).

    So the expected value of a unit stays as it is, and evaluation needs no
    change: there this layer does nothing (Srivastava et al., 2014, in the
    inverted form of ``torch.nn.Dropout``).  The mask comes from a generator of
    its own, so that a run can be repeated beside other runs.
    """

    def __init__(self, p: float, generator: torch.Generator) -> None:
        super().__init__()
        self.p = p
        self.generator = generator

    def forward(self, x: Tensor) -> Tensor:
        """Any shape in, the same shape out."""
        if not self.training or self.p == 0.0:
            return x
        kept = torch.empty_like(x).bernoulli_(1.0 - self.p, generator=self.generator)
        return x * kept / (1.0 - self.p)

    def extra_repr(self) -> str:
        """What ``print(model)`` shows of this layer."""
        return f"p={self.p}"


class Tied(nn.Module):
    """A dense layer with the transposed weights of another one, and a bias of its own (Vincent et al., 2010).

    The weights stay the other layer's: they are learnt and saved once.
    """

    def __init__(self, other: nn.Linear) -> None:
        super().__init__()
        self._other = (other,)  # in a tuple, so that it is no part of this module
        self.bias = nn.Parameter(torch.zeros(other.in_features))

    @property
    def weight(self) -> Tensor:
        """(outputs, inputs), as of any dense layer."""
        return self._other[0].weight.t()

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs) -> (B, outputs)."""
        return nn.functional.linear(x, self.weight, self.bias)


def glorot(model: nn.Module, generator: torch.Generator) -> None:
    """Draw first weights for every convolution and dense layer; biases become 0.

    Weights are uniform in [-r, r] with r = sqrt(6 / (fan_in + fan_out)), where
    a fan counts the numbers that go into, or come out of, one unit: signals
    and gradients then keep their size through the layers (Glorot and Bengio,
    2010, equation 16).
    """
    for layer in model.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
            nn.init.xavier_uniform_(layer.weight, generator=generator)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Inside: no dropout, no gradients. Afterwards the model is as it was."""
    training = model.training
    model.eval()
    try:
        with torch.inference_mode():
            yield
    finally:
        model.train(training)
