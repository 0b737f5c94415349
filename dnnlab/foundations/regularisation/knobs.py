"""The knobs of the overfit bench: data, capacity, and all that holds a network back; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live import knobs
from dnnlab.live.config import Config, knob

CURVE, SPIRAL = "curve", "spiral"
TASKS = (CURVE, SPIRAL)
ACTIVATIONS = ("tanh", "ReLU", "sigmoid")
HIDDEN_RATE, INPUT_RATE = 0.5, 0.2
"""The drop rates that lecture 004 calls classical: of hidden units, and of inputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverfitConfig(Config):
    """A network that is too large for its few noisy points, and what may hold it back."""

    task: str = knob(
        CURVE, options=TASKS, group="Data",
        help="Curve: a value for each x, with noise. Spiral: which of two arms a point of the plane lies on.",
    )  # fmt: skip
    points: int = knob(
        20, low=10, high=400, increment=10, label="Training points", group="Data",
        help="So few are learnt from. 200 others are held out for validation, and 1,000 for the test at the end.",
    )  # fmt: skip
    noise: float = knob(
        0.3, low=0.0, high=0.8, increment=0.05, group="Data",
        help="Of the curve: how far each value is off, at random (standard deviation). Of the spiral: how far each "
        "point is moved; with 0.3 the arms touch.",
    )  # fmt: skip
    useless: int = knob(
        0, low=0, high=20, label="Useless inputs", group="Data",
        help="So many further inputs, which are pure chance and say nothing. A large network learns by heart with "
        "them; L1 finds out that they are not needed.",
    )  # fmt: skip
    sample: int = knob(1, low=0, high=99, group="Data", help="Which random sample: another number, other points.")
    layers: int = knob(2, low=1, high=4, label="Hidden layers", group="Capacity", help="One after the other.")
    width: int = knob(
        32, low=2, high=64, scale="log", base=2, label="Units of a layer", group="Capacity",
        help="More units can bend the curve more often. Two layers of 32 have 1,153 weights and biases.",
    )  # fmt: skip
    activation: str = knob(
        "tanh", options=ACTIVATIONS, group="Capacity", help="What each hidden unit makes of its sum."
    )
    l1: float = knob(
        0.0, low=0.0, high=0.02, increment=0.0005, label="L1", live=True, group="Regularisation",
        help="λ₁: adds λ₁ times the sum of the weights' sizes to the loss. It pushes each weight with the same force, "
        "so that many end at 0.",
    )  # fmt: skip
    l2: float = knob(
        0.0, low=0.0, high=0.02, increment=0.0005, label="L2", live=True, group="Regularisation",
        help="λ₂: adds λ₂/2 times the sum of the squared weights to the loss. It pulls large weights most.",
    )  # fmt: skip
    max_norm: float = knob(
        0.0, low=0.0, high=5.0, increment=0.25, label="Max-norm", live=True, group="Regularisation",
        help="The longest that the vector of a unit's incoming weights may be; it is cut back after each step. 0: off.",
    )  # fmt: skip
    dropout: float = knob(
        0.0, low=0.0, high=0.8, increment=0.05, label="Dropout, hidden units", live=True, group="Regularisation",
        help="p: the share of hidden units that is switched off at random at each step. Classical: 0.5. (One of the "
        "lectures calls the share that is kept p.)",
    )  # fmt: skip
    input_dropout: float = knob(
        0.0, low=0.0, high=0.8, increment=0.05, label="Dropout, inputs", live=True, group="Regularisation",
        help="The share of inputs that is switched off at each step. Classical: 0.2, for many inputs; a network "
        "that has x alone is blind without it.",
    )  # fmt: skip
    patience: int = knob(
        0, low=0, high=2000, increment=100, label="Early stopping after", live=True, group="Regularisation",
        help="The run ends when the validation loss has had no new lowest for so many steps, and the network goes "
        "back to the weights it had then. 0: off.",
    )  # fmt: skip
    learning_rate: float = knobs.learning_rate(0.01, low=1e-4, high=1.0, advice="0.01 suits Adam here.")
    batch_size: int = knob(
        10, low=1, high=100, scale="log", live=True, help="Points looked at for each step; at most all of them."
    )
    run_length: int = knob(
        3000, low=500, high=20_000, increment=500, live=True, label="Steps", help="Where a run ends, in steps."
    )
    seed: int = knobs.seed("first weights, order of the points, dropout")

    @property
    def inputs(self) -> int:
        """What the network is told of a point: x, or x and y, and what is useless."""
        return (1 if self.task == CURVE else 2) + self.useless

    @property
    def rates(self) -> tuple[float, float]:
        """Drop rates of inputs and of hidden units."""
        return self.input_dropout, self.dropout
