"""Three encoders, their decoders, and a dense layer upon the code."""

from __future__ import annotations

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.autoencoders.net.mirrored import ACTIVATIONS
from dnnlab.autoencoders.stacked.knobs import CLASSES, WIDTHS
from dnnlab.autoencoders.stacked.phases import LAYERS
from dnnlab.nn.modules import glorot


class Stacked(nn.Module):
    """784-256-128-64-128-256-784, and a dense layer 64-10: each layer by its name in ``phases.LAYERS``.

    Autoencoder i is encoder i with decoder i. The pixels come out of a sigmoid, everything else out of the activation.
    """

    def __init__(self, activation: str, generator: torch.Generator) -> None:
        super().__init__()
        sizes = [*pairwise(WIDTHS), *pairwise(WIDTHS[::-1]), (WIDTHS[-1], CLASSES)]
        self.layers = nn.ModuleList(skip_init(nn.Linear, inputs, units) for inputs, units in sizes)
        self.activation = ACTIVATIONS[activation]()
        glorot(self, generator)

    def layer(self, name: str) -> nn.Linear:
        """One of ``phases.LAYERS``."""
        found = self.layers[LAYERS.index(name)]
        assert isinstance(found, nn.Linear)
        return found

    def encode(self, x: Tensor, start: int = 0, stop: int = 3) -> Tensor:
        """From code ``start`` (0: the pixels) to code ``stop``: (B, inputs) -> (B, units)."""
        for layer in self.layers[start:stop]:
            x = self.activation(layer(x))
        return x

    def decode_logits(self, code: Tensor, start: int, stop: int = 0) -> Tensor:
        """From code ``start`` back to code ``stop``; pixels as logits, what stands before their sigmoid."""
        for depth in range(start, stop, -1):
            code = self.layers[6 - depth](code)  # decoder 3 has number 3, decoder 1 number 5
            if depth > 1:
                code = self.activation(code)
        return code

    def through(self, x: Tensor, depth: int = 3) -> Tensor:
        """Pixels through so many encoders and back: (B, 784) -> (B, 784)."""
        return torch.sigmoid(self.decode_logits(self.encode(x, 0, depth), depth))

    def classify(self, x: Tensor) -> Tensor:
        """(B, 784) -> (B, 10) logits, by the encoders and the dense layer."""
        logits: Tensor = self.layer("dense")(self.encode(x))
        return logits

    def autoencoder_loss(self, x: Tensor, depth: int, kept: Tensor) -> Tensor:
        """The loss of autoencoder ``depth`` alone, or of the whole stack when it is 0; an image.

        Pixels: cross-entropy; codes: squared error. What stands below autoencoder ``depth`` gets no gradient.

        Args:
            x: pixels, (B, 784).
            kept: 1 where an input is kept, 0 where it is not, of the shape of that autoencoder's input.
        """
        start, stop = (depth - 1, depth) if depth else (0, 3)
        with torch.no_grad():
            target = self.encode(x, 0, start)
        decoded = self.decode_logits(self.encode(target * kept, start, stop), stop, start)
        if start == 0:
            return F.binary_cross_entropy_with_logits(decoded, target, reduction="sum") / len(x)
        return (decoded - target).square().sum(1).mean()
