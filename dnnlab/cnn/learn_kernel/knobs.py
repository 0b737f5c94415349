"""The hyperparameters of "learn the kernel"; no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dnnlab.cnn import kernels
from dnnlab.live import knobs
from dnnlab.live.config import Config, InvalidConfig, knob

SECRET, OWN = "secret", "your own"
"""Targets beside the kernels with a name: drawn by the seed, and written by the learner."""

PHOTOS = ("cat", "coffee", "rocket", "astronaut", "photographer", "galaxies", "brick wall", "pagoda", "flower")
"""Photos to learn from, by their names in ``dnnlab.data.photos``."""

MAX_WEIGHT = 20.0
"""Of a kernel of the learner's own: farther away no run comes in its steps."""


def own_kernel(text: str) -> kernels.Kernel:
    """The kernel that a text says, as a target: with a pixel in its centre and moderate numbers.

    Raises:
        ValueError: it is no kernel, or none for a target.
    """
    kernel = kernels.from_text(text)
    if not (kernel.shape[0] % 2 and kernel.shape[1] % 2):
        raise ValueError(f"It needs odd numbers of rows and columns, so that it has a centre, got {kernel.shape}.")
    if np.abs(kernel).max() > MAX_WEIGHT:
        raise ValueError(f"Its numbers must be in [{-MAX_WEIGHT:g}, {MAX_WEIGHT:g}], so that they can be reached.")
    return kernel


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnKernelConfig(Config):
    """A photo, what a hidden kernel makes of it, and how gradient descent looks for that kernel."""

    photo: str = knob(
        "cat",
        options=PHOTOS,
        group="What is looked for",
        help="The photo that the kernel slides over: grey, at most 128 pixels wide and high.",
    )
    target: str = knob(
        SECRET,
        options=(SECRET, *kernels.PRESETS, OWN),
        group="What is looked for",
        help="The kernel that made the target picture. The run never sees it, only its picture. "
        "With secret, the seed deals out up to three ones and as many minus ones, the rest 0: guess them first.",
    )
    own_target: str = knob(
        "0,-1,0;-1,5,-1;0,-1,0",
        read=own_kernel,
        label="Your own target",
        group="What is looked for",
        when={"target": (OWN,)},
        help="Its numbers: commas within a row, semicolons between rows, up to 7×7. Counts with the target your own.",
    )
    noise: float = knob(
        0.0,
        low=0.0,
        high=2.0,
        increment=0.1,
        group="What is looked for",
        help="Random numbers added to every pixel of the target: 1 means as strong as the target picture itself. "
        "Thousands of pixels speak for each weight: how much noise does it take to mislead them?",
    )
    size: int = knob(
        3,
        low=3,
        high=7,
        increment=2,
        label="Size of the kernel learnt",
        help="Width and height. Larger than the target, and the numbers around it should become 0; smaller, "
        "and something of the target cannot be learnt.",
    )
    optimizer: str = knobs.optimizer(
        options=("SGD", "momentum", "Adam"),
        advice="SGD follows the gradient and creeps along the valley of this loss; momentum gathers speed there; Adam "
        "gives each weight a step size of its own.",
    )
    learning_rate: float = knobs.learning_rate(
        5e-3,
        low=1e-4,
        advice="0.005 lets you watch Adam; SGD bears up to about 0.1 on these photos, momentum twice that. Beyond, "
        "each step overshoots by more than the last, and the run diverges.",
    )
    start: str = knob(
        "random",
        options=("zeros", "random", "identity"),
        help="The kernel at step 0: all zeros, random numbers (normal, deviation 0.5), or 1 in the centre: the photo "
        "itself.",
    )
    run_length: int = knobs.run_length(
        5_000, help="Where the run ends. Every step looks at all pixels of the photo, once."
    )
    seed: int = knobs.seed("start, noise, secret kernel")

    def check(self) -> None:
        """A kernel needs a centre."""
        if self.size % 2 == 0:
            raise InvalidConfig(f"size must be odd, so that the kernel has a centre, got {self.size}")
