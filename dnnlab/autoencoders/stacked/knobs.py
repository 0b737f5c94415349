"""The hyperparameters of the stacked autoencoder; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live import knobs
from dnnlab.live.config import Config, knob

STACKED, SCRATCH = "stacked", "from scratch"
"""How the classifier begins."""
LABELS = ("100", "500", "5000")
"""Digits with a label that there are."""
WIDTHS = (784, 256, 128, 64)
"""Pixels, and the units of the three encoders."""
CLASSES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedConfig(Config):
    """Three autoencoders, one upon the other, then a classifier out of their encoders."""

    start: str = knob(
        STACKED,
        options=(STACKED, SCRATCH),
        group="Network",
        help="stacked: the encoders first learn from digits without labels, layer by layer. from scratch: the same "
        "network begins with random weights, and trains with labels for as many steps.",
    )
    activation: str = knob(
        "tanh",
        options=("sigmoid", "tanh", "ELU", "ReLU"),
        group="Network",
        help="After each encoder and decoder layer. With ReLU a network from scratch learns so fast that stacking is "
        "of no use here; with sigmoid, the choice of 2006, or tanh it helps where labels are few.",
    )
    noise: float = knob(
        0.3,
        low=0.0,
        high=0.7,
        increment=0.1,
        group="Network",
        when={"start": (STACKED,)},
        help="Share of an autoencoder's inputs that is set to 0 while its target stays clean, so that it has to learn "
        "what belongs together (a denoising autoencoder). 0: plain autoencoders.",
    )
    labels: str = knob(
        "100",
        options=LABELS,
        group="Data",
        help="Digits that have a label; the other ones of the 55,000 are looked at without.",
    )
    phase_steps: int = knob(
        500,
        low=100,
        high=5_000,
        scale="log",
        label="Steps a phase",
        help="Each of the three layers, the whole autoencoder, the dense layer alone, and the whole classifier train "
        "for so many.",
    )
    learning_rate: float = knobs.learning_rate(1e-3, advice="0.001 suits Adam here.")
    batch_size: int = knobs.batch_size(128, things="Digits")
    seed: int = knobs.seed("first weights, order of the digits, noise")
