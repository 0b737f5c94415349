"""A process that trains a GAN of digits as a learner would write it by hand, for so many seconds when it is told to.

    python -m tools.benchmarks.bare_gan_images

One JSON object a line comes in, ``{"seconds": 2.0}``, and one goes out, as of :mod:`tools.benchmarks.loops`.  Layers,
batches, optimisers and the average of the weights are the lesson's defaults; nobody judges.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported, as in a trainer

import json
import sys
from collections.abc import Iterator
from copy import deepcopy

import numpy as np
import torch
from torch import Tensor, nn

from dnnlab.data import mnist
from tools.benchmarks.loops import NICENESS, run

BATCH, NOISE, RATES = 32, 44, (3e-4, 8e-4)


def bare() -> Iterator[dict[str, float]]:
    """Train for ever; yield the losses of each step."""
    generator = nn.Sequential(
        nn.Linear(NOISE, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, 256), nn.BatchNorm1d(256), nn.ReLU(),
        nn.Linear(256, 784), nn.Tanh(),
    )  # fmt: skip
    discriminator = nn.Sequential(
        nn.Linear(784, 256), nn.LeakyReLU(0.2), nn.Linear(256, 128), nn.LeakyReLU(0.2), nn.Linear(128, 1)
    )
    average = deepcopy(generator)
    for_g, for_d = (
        torch.optim.Adam(net.parameters(), lr=rate, betas=(0.5, 0.999), fused=True)
        for net, rate in zip((generator, discriminator), RATES, strict=True)
    )
    images, loss = mnist.training().images, nn.BCEWithLogitsLoss()

    def pictures(chosen: np.ndarray) -> Tensor:
        return torch.from_numpy(images[chosen].astype(np.float32)).reshape(-1, 784) / 127.5 - 1

    while True:
        for chosen in torch.randperm(len(images), dtype=torch.int32).split(BATCH):
            real, fake = pictures(chosen.numpy()), generator(torch.randn(len(chosen), NOISE))
            ones, zeros = torch.ones(len(chosen), 1), torch.zeros(len(chosen), 1)
            d_loss = loss(discriminator(real), ones) + loss(discriminator(fake.detach()), zeros)
            for_d.zero_grad()
            d_loss.backward()
            for_d.step()
            g_loss = loss(discriminator(fake), ones)
            for_g.zero_grad()
            g_loss.backward()
            for_g.step()
            with torch.no_grad():
                for mean, now in zip(average.parameters(), generator.parameters(), strict=True):
                    mean.lerp_(now, 0.01)
            yield {"discriminator_loss": d_loss.item(), "generator_loss": g_loss.item()}


def main() -> None:
    """Answer requests until the input ends."""
    os.nice(NICENESS)
    torch.set_num_threads(1)
    steps = bare()
    for text in sys.stdin:
        print(json.dumps(run(steps, json.loads(text)["seconds"])), flush=True)


if __name__ == "__main__":
    main()
