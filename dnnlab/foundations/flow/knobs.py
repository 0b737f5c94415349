"""The knobs of the flow of gradients: how deep, and what keeps signals and gradients alive; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live import knobs
from dnnlab.live.config import Config, knob

ACTIVATIONS = ("sigmoid", "tanh", "ReLU", "leaky ReLU", "linear")
STARTS = ("Xavier", "He", "orthogonal", "small normal", "large normal")
NORMS = NO_NORM, BATCH_NORM, LAYER_NORM = "none", "batch", "layer"
RULES = ("SGD", "momentum", "Adam")
CLASSES, PIXELS = 10, 784
CHANCE = 0.1
"""The share of digits that a guess gets right."""
STOPPED = 0.2
"""A network that reads fewer digits than this has not begun to learn: a guess gets 10 % right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowConfig(Config):
    """A deep and narrow network that reads digits."""

    depth: int = knob(
        20, low=2, high=60, label="Hidden layers", group="Network",
        help="One after the other. At each, the gradient on its way back is multiplied once more.",
    )  # fmt: skip
    width: int = knob(
        32, low=8, high=64, scale="log", base=2, label="Units of a layer", group="Network",
        help="The same in all hidden layers.",
    )  # fmt: skip
    activation: str = knob(
        "sigmoid", options=ACTIVATIONS, group="Network",
        help="What each unit makes of its sum. The steepest slope of the sigmoid is ¼, that of tanh and ReLU 1.",
    )  # fmt: skip
    start: str = knob(
        "Xavier", options=STARTS, label="First weights", group="Network",
        help="How the weights are drawn. Xavier: variance 2/(in + out), for tanh. He: 2/in, for ReLU. Small normal: "
        "σ = 0.01; large normal: σ = 2.",
    )  # fmt: skip
    norm: str = knob(
        NO_NORM, options=NORMS, label="Normalisation", group="Network",
        help="Before each activation the sums get mean 0 and variance 1, then a scale and a shift that are learnt. "
        "Batch: of each unit over the mini-batch. Layer: of each example over the units.",
    )  # fmt: skip
    shortcuts: bool = knob(
        False, label="Residual shortcuts", group="Network",
        help="Each hidden layer from the second on adds its answer to what came in: h ← h + φ(Wh + b). The gradient "
        "then has a way past the layer.",
    )  # fmt: skip
    clip: float = knob(
        0.0, low=0.0, high=5.0, increment=0.25, label="Clip the gradient at", live=True,
        help="Where the norm of the whole gradient is larger than this it is scaled down to it; its direction stays. "
        "0: off.",
    )  # fmt: skip
    optimizer: str = knobs.optimizer(
        "SGD", options=RULES,
        advice="Adam divides by the gradient's usual size, so it moves even where the gradient is tiny.",
    )  # fmt: skip
    learning_rate: float = knobs.learning_rate(0.1, low=1e-4, high=10.0, advice="0.1 suits SGD here, 0.001 Adam.")
    batch_size: int = knobs.batch_size(64, things="Digits", high=256)
    pretraining: int = knob(
        0, low=0, high=500, increment=50, label="Pre-training, steps a layer",
        help="0: none. Else each hidden layer, from the first on, learns for so many steps to give back what it gets "
        "(an autoencoder, with Adam and no labels) while all others stand still; then the whole network trains. So "
        "deep networks were begun in 2006.",
    )  # fmt: skip
    run_length: int = knobs.run_length(1000, help="Where a run ends, in steps with labels.", low=100, high=10_000)
    seed: int = knobs.seed("first weights and the order of the digits")
