"""Measure how long the lesson "Two dimensions" takes to draw all eight modes of its ring, over 5 seeds.

    python -m tools.measure_gan_ring

Default knobs, without the engine, one thread.  Prints the table of assets/gan/plane/card.md.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported

import time

import numpy as np
import torch

from dnnlab.gan.plane.knobs import PlaneConfig
from dnnlab.gan.plane.net.experiment import PlaneGame

SEEDS = range(5)
ITERATIONS = 2_000
GOOD = 0.5
"""Share of good samples from which on they are the modes': a wide cloud touches all eight of them, too."""
LAST = 10
"""Checks at the end of which the mean is told."""


def measured(seed: int) -> tuple[int, float, float, float]:
    """The iteration of the first check at which all modes are covered by samples of which half are good (0: never),
    seconds of processor time until then, checks included, iterations a second, and the mean of the modes over the last
    checks."""
    game = PlaneGame(PlaneConfig(seed=seed))
    count = game.aim.count
    covered: list[float] = []
    first, seconds, began = 0, float("nan"), time.thread_time()
    for iteration in range(1, ITERATIONS + 1):
        metrics = game.step()
        if "modes" in metrics:
            covered.append(metrics["modes"])
            if not first and metrics["modes"] >= count and metrics["good_share"] >= GOOD:
                first, seconds = iteration, time.thread_time() - began
    return first, seconds, ITERATIONS / (time.thread_time() - began), float(np.mean(covered[-LAST:]))


def main() -> None:
    """All seeds, as a table."""
    torch.set_num_threads(1)
    measured(99)  # warms up
    print("| seed | all 8 and half of the samples good, at iteration | seconds | iterations/s | modes at the end |")
    print("|---|---|---|---|---|")
    for seed in SEEDS:
        first, seconds, speed, last = measured(seed)
        told = f"{first:,} | {seconds:.1f}" if first else "never | "
        print(f"| {seed} | {told} | {speed:.0f} | {last:.1f} |", flush=True)


if __name__ == "__main__":
    main()
