"""A deep network with everything that keeps a gradient alive, or does not."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.foundations.flow.knobs import BATCH_NORM, CLASSES, NO_NORM, PIXELS, FlowConfig
from dnnlab.foundations.playground.net.model import ACTIVATIONS, start


class BatchNorm(nn.BatchNorm1d):
    """By the mean and the variance of the batch at hand, in training and afterwards: it keeps none over the batches."""

    def __init__(self, units: int) -> None:
        super().__init__(units, track_running_stats=False)


class Layer(nn.Module):
    """A hidden layer: sum, normalisation, activation, and the shortcut around it.

    Args:
        inputs, units: of the layer.
        config: its activation, normalisation, shortcut; a shortcut needs as many inputs as units.
    """

    def __init__(self, inputs: int, units: int, config: FlowConfig) -> None:
        super().__init__()
        self.sums = skip_init(nn.Linear, inputs, units)
        self.norm: nn.Module = nn.Identity()
        if config.norm != NO_NORM:
            self.norm = BatchNorm(units) if config.norm == BATCH_NORM else nn.LayerNorm(units)
        self.activation = ACTIVATIONS[config.activation]()
        self.shortcut = config.shortcuts and inputs == units

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, inputs) -> what goes into the activation, and what the layer gives, (B, units) each."""
        z = self.norm(self.sums(x))
        h = self.activation(z)
        return z, x + h if self.shortcut else h


class DeepNet(nn.Module):
    """784 pixels, L hidden layers of equal width, 10 classes.

    Args:
        config: what it is made of.
        generator: draws the first weights.
    """

    def __init__(self, config: FlowConfig, generator: torch.Generator) -> None:
        super().__init__()
        sizes = [PIXELS, *[config.width] * config.depth]
        self.hidden = nn.ModuleList(Layer(of, to, config) for of, to in pairwise(sizes))
        self.output = skip_init(nn.Linear, config.width, CLASSES)
        start(self, config.start, generator)

    def below(self, x: Tensor, number: int) -> Tensor:
        """What the hidden layer of that number, from 0, gets: (B, 784) -> (B, inputs)."""
        for layer in self.hidden[:number]:
            x = layer(x)[1]
        return x

    def forward(self, x: Tensor) -> Tensor:
        """(B, 784) -> (B, 10) logits."""
        logits: Tensor = self.layers(x)[2]
        return logits

    def layers(self, x: Tensor) -> tuple[list[Tensor], list[Tensor], Tensor]:
        """What goes into each activation, what each hidden layer gives, (B, units) each, and the logits, (B, 10)."""
        sums, given = [], []
        for layer in self.hidden:
            z, x = layer(x)
            sums.append(z)
            given.append(x)
        return sums, given, self.output(x)

    def matrices(self) -> list[nn.Parameter]:
        """The weights of each hidden layer, then the output's."""
        return [*(layer.sums.weight for layer in self.hidden), self.output.weight]  # type: ignore[union-attr, list-item]


class Decoders(nn.Module):
    """For each hidden layer one that gives back what it got: linear, thrown away after pre-training.

    Args:
        config: of the network.
        generator: draws their first weights.
    """

    def __init__(self, config: FlowConfig, generator: torch.Generator) -> None:
        super().__init__()
        inputs = [PIXELS, *[config.width] * (config.depth - 1)] if config.pretraining else []
        self.layers = nn.ModuleList(skip_init(nn.Linear, config.width, each) for each in inputs)
        start(self, "Xavier", generator)

    def loss(self, net: DeepNet, x: Tensor, number: int) -> Tensor:
        """The squared error of a hidden layer and its decoder, summed over what the layer gets; (B, 784) in.

        What stands below the layer gets no gradient, and what stands above takes no part.
        """
        with torch.no_grad():
            got = net.below(x, number)
        given = net.hidden[number](got)[1]
        return (self.layers[number](given) - got).square().sum(1).mean()
