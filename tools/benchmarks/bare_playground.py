"""The playground's network as a learner would write it: eager modules, ``torch.optim``, a shuffled order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import torch
from torch import nn

from dnnlab.foundations.points import drawn

BATCH, RATE = 10, 0.01


def bare(sizes: Sequence[int], seed: int = 0) -> Iterator[dict[str, float]]:
    """Train for ever on 250 points of the spiral; yield the loss of each mini-batch.

    Args:
        sizes: 2, units of each hidden layer, 1.
    """
    points = drawn("spiral", count=500, noise=0.0, training=0.5, sample=0)
    learnt = ~points.held_out
    x = torch.tensor(points.places[learnt], dtype=torch.float32)
    target = torch.tensor(points.labels[learnt], dtype=torch.float32)[:, None]
    layers: list[nn.Module] = []
    for of, to in pairwise(sizes[:-1]):
        layers += [nn.Linear(of, to), nn.Tanh()]
    network = nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE)
    criterion = nn.BCEWithLogitsLoss()
    generator = torch.Generator().manual_seed(seed)
    while True:
        for rows in torch.randperm(len(x), generator=generator).split(BATCH):
            optimizer.zero_grad()
            loss = criterion(network(x[rows]), target[rows])
            loss.backward()
            optimizer.step()
            yield {"loss": loss.item()}
