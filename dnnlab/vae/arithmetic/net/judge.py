"""The judge of faces: a small convolutional network that reads all six attributes off a picture."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dnnlab.data.faces import ATTRIBUTES, HAIR_COLOURS, SKIN_COLOURS
from dnnlab.nn.modules import glorot

HEADS = (*(2 for _ in ATTRIBUTES), len(HAIR_COLOURS), len(SKIN_COLOURS))
"""Classes of each attribute, in the order of the labels: has it or not, then the colours."""


class Judge(nn.Module):
    """Four convolutions with pooling, and a dense layer with the classes of all attributes side by side."""

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for a, b in ((3, 12), (12, 24), (24, 32), (32, 32)):
            layers += [skip_init(nn.Conv2d, a, b, 3, padding=1), nn.BatchNorm2d(b), nn.ReLU(), nn.MaxPool2d(2)]
        self.layers = nn.Sequential(*layers, nn.Flatten(), skip_init(nn.Linear, 32 * 4 * 4, sum(HEADS)))
        glorot(self, generator)

    def forward(self, x: Tensor) -> Tensor:
        """Pictures (B, 3, 64, 64) in [0, 1] -> scores (B, 18)."""
        return self.layers(x - 0.5)  # type: ignore[no-any-return]

    def loss(self, x: Tensor, classes: Tensor) -> Tensor:
        """Sum of the cross-entropies of the attributes; classes (B, 6)."""
        heads = self(x).split(HEADS, dim=1)
        return sum(
            (nn.functional.cross_entropy(scores, classes[:, at]) for at, scores in enumerate(heads)), torch.zeros(())
        )

    def read(self, x: Tensor) -> Tensor:
        """The class of each attribute, (B, 6): 1 has it; or the number of the colour."""
        return torch.stack([scores.argmax(1) for scores in self(x).split(HEADS, dim=1)], dim=1)
