"""A generative adversarial network in the plane as a learner would write it by hand: what the benchmark compares with.

    python -m tools.benchmarks.bare_gan

One JSON object a line comes in, ``{"seconds": 2.0}``, and one goes out,
``{"steps": 800, "seconds": 2.001, "cpu": 1.98}``.
The loop has the networks, the batches and the optimizers of the lesson, and the metrics of each iteration; it judges
no fakes.  The process has a trainer's circumstances: one thread, and the same niceness.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported, as in a trainer

import json
import sys
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tools.benchmarks.loops import NICENESS, run

TURNS, BATCH = 2, 150
"""GAN Lab's defaults: steps of D for one of G, and points in a batch."""
UNITS, SLOPE, RATE, SPREAD = 64, 0.2, 1e-3, 0.08


def network(inputs: int, outputs: int) -> nn.Sequential:
    """Two hidden layers."""
    return nn.Sequential(
        nn.Linear(inputs, UNITS), nn.LeakyReLU(SLOPE), nn.Linear(UNITS, UNITS), nn.LeakyReLU(SLOPE),
        nn.Linear(UNITS, outputs),
    )  # fmt: skip


def bare() -> Iterator[dict[str, float]]:
    """Play for ever on eight Gaussians in a ring; yield the metrics of each iteration."""
    generator, discriminator = network(2, 2), network(2, 1)
    of_g = torch.optim.Adam(generator.parameters(), lr=RATE, betas=(0.5, 0.999), fused=True)
    of_d = torch.optim.Adam(discriminator.parameters(), lr=RATE, betas=(0.5, 0.999), fused=True)
    draws = torch.Generator().manual_seed(0)
    angles = torch.arange(8) * torch.pi / 4
    centres = 1.4 * torch.stack([angles.cos(), angles.sin()], 1)

    def real() -> Tensor:
        chosen = torch.randint(8, (BATCH,), generator=draws)
        return centres[chosen] + SPREAD * torch.randn(BATCH, 2, generator=draws)

    while True:
        metrics: dict[str, float] = {}
        for _ in range(TURNS):
            fake = generator(torch.randn(BATCH, 2, generator=draws)).detach()
            of_real, of_fake = discriminator(real()), discriminator(fake)
            loss = F.binary_cross_entropy_with_logits(of_real, torch.ones(BATCH, 1))
            loss = loss + F.binary_cross_entropy_with_logits(of_fake, torch.zeros(BATCH, 1))
            of_d.zero_grad()
            loss.backward()
            of_d.step()
            metrics = {"discriminator_loss": loss.item(), "d_real": of_real.sigmoid().mean().item()}
        scores = discriminator(generator(torch.randn(BATCH, 2, generator=draws)))
        loss = F.binary_cross_entropy_with_logits(scores, torch.ones(BATCH, 1))
        of_g.zero_grad()
        loss.backward()
        of_g.step()
        metrics |= {"generator_loss": loss.item(), "d_fake": scores.sigmoid().mean().item()}
        yield metrics


def main() -> None:
    """Answer requests until the input ends."""
    os.nice(NICENESS)
    torch.set_num_threads(1)
    steps = bare()
    for text in sys.stdin:
        print(json.dumps(run(steps, json.loads(text)["seconds"])), flush=True)


if __name__ == "__main__":
    main()
