"""The knobs of the detector in the plane; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.anomaly.plane.words import MOONS, SHAPES
from dnnlab.live import knobs
from dnnlab.live.config import Config, knob


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneConfig(Config):
    """An autoencoder over points of the plane, with one number in its code, or two."""

    shape: str = knob(
        MOONS,
        options=SHAPES,
        label="Normal points",
        group="Data",
        help="The shape on which the normal points lie, with a little noise.",
    )
    code: int = knob(
        1,
        low=1,
        high=2,
        label="Numbers in the code",
        group="Network",
        help="With 1 all that can be rebuilt lies on a curve. With 2 the network can copy the plane: nothing is left "
        "to stumble over.",
    )
    hidden: int = knob(
        32,
        low=4,
        high=64,
        scale="log",
        base=2,
        label="Hidden units",
        group="Network",
        help="Units of the layer before and of the layer after the code: more of them bend the curve more.",
    )
    activation: str = knob(
        "ReLU",
        options=("ReLU", "tanh"),
        group="Network",
        help="Of the hidden units. With ReLU the curve goes on straight outside the data, for ever. tanh levels off: "
        "the curve ends.",
    )
    noise: float = knob(
        0.0,
        low=0.0,
        high=1.0,
        increment=0.1,
        live=True,
        group="Network",
        help="Noise on its input while it learns to rebuild the point without it, in standard deviations of the "
        "points: what lies a little off is drawn back to them.",
    )
    learning_rate: float = knobs.learning_rate(1e-2, advice="0.01 settles within 2,000 steps.", low=1e-4, high=0.2)
    run_length: int = knobs.run_length(2_000, help="Where the run ends.", high=10_000)
    seed: int = knobs.seed("first weights, order of the points, noise")
