"""The hyperparameters of the linear autoencoder; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.autoencoders.linear.pca import DIGITS, PORTRAITS
from dnnlab.live import knobs
from dnnlab.live.config import Config, knob

ALL, FEW = "all of them", "500 at random"
"""What a step looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearConfig(Config):
    """Two matrices that learn to pass pictures through a narrow code."""

    data: str = knob(
        DIGITS,
        options=(DIGITS, PORTRAITS),
        group="Data",
        help="MNIST's 60,000 training digits, 28×28; or 100 small photos of faces, 25×25.",
    )
    code_size: int = knob(
        16,
        low=1,
        high=64,
        group="Network",
        help="Numbers in the code. The nearer the eigenvalues on both sides of it, the longer the last angle takes.",
    )
    looks_at: str = knob(
        ALL,
        options=(ALL, FEW),
        label="A step looks at",
        help="All pictures: the gradient is exact, for a linear net's mean loss follows from the scatter matrix "
        "alone. 500 at random: a mini-batch; its noise keeps the angles from closing at a fixed learning rate.",
    )
    optimizer: str = knobs.optimizer(
        "SGD",
        options=("SGD", "momentum", "Adam"),
        advice="SGD shows the order: large eigenvalues first. momentum is about ten times as fast, Adam wants a "
        "smaller learning rate: try 0.002.",
    )
    learning_rate: float = knobs.learning_rate(
        0.02, low=1e-4, advice="0.02 suits SGD and momentum on the digits; beyond about 0.1 it diverges."
    )
    run_length: int = knobs.run_length(5_000, help="Where the run ends.")
    seed: int = knobs.seed("first weights, order of mini-batches")
