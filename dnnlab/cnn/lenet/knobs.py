"""The hyperparameters of the digit lesson; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live import knobs
from dnnlab.live.config import Config, knob


@dataclass(frozen=True, slots=True, kw_only=True)
class LeNetConfig(Config):
    """LeNet-5 on the digits: the network, how it learns, and from what."""

    pooling: str = knob(
        "average",
        options=("average", "max"),
        group="Network",
        help="What stays of each 2×2 pixels: their average (LeCun 1998) or the largest.",
    )
    activation: str = knob(
        "tanh",
        options=("tanh", "ReLU", "sigmoid"),
        group="Network",
        help="The curve that each unit's sum goes through. tanh is LeCun's choice of 1998; "
        "without such a curve the whole network would be one straight-line formula.",
    )
    filters: int = knob(
        6,
        low=2,
        high=16,
        label="Filters in layer 1",
        group="Network",
        help="How many 5×5 patterns the first layer looks for. LeNet-5 has 6; layer 2 keeps the ratio 16 to 6.",
    )
    dropout: float = knob(
        0.0,
        low=0.0,
        high=0.8,
        increment=0.05,
        live=True,
        group="Network",
        help="Probability to switch off a unit of the two hidden dense layers at each training step. "
        "It fights overfitting; 0 because so small a network needs little of it.",
    )
    optimizer: str = knobs.optimizer(
        advice="Adam gives each weight a step size of its own and needs little tuning. SGD and its kin want a larger "
        "learning rate: try 0.05."
    )
    learning_rate: float = knobs.learning_rate(
        2e-3,
        advice="Too small and nothing moves, too large and the loss jumps or explodes. 0.002 suits Adam here.",
    )
    batch_size: int = knobs.batch_size(things="Digits")
    weight_decay: float = knob(
        0.0,
        low=0.0,
        high=0.01,
        increment=1e-4,
        live=True,
        help="λ: pulls every weight towards 0, by adding λ times the weight to its gradient (an L2 penalty). "
        "0 is none; 0.0005 is a common choice.",
    )
    epochs: int = knobs.epochs(
        3, things="digits", advice="Three are enough for about 98 % here; the last percent takes many more."
    )
    seed: int = knobs.seed("first weights, order of the digits, dropout, augmentation")
    training_share: int = knob(
        100,
        low=1,
        high=100,
        label="Training digits (%)",
        group="Data",
        help="Percent of the 55,000 training digits that are used. With 1 % the network learns them by heart: "
        "watch the two curves part.",
    )
    augmentation: str = knob(
        "none",
        options=("none", "shift", "rotate", "shift and rotate"),
        live=True,
        group="Data",
        help="Move each digit by up to 2 pixels, or turn it by up to 12 degrees, differently each time it is shown. "
        "Harder to learn by heart, better on new digits after many epochs.",
    )
