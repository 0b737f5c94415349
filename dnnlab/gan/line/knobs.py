"""The hyperparameters of the lesson on adversarial networks in one dimension; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.gan.line.shapes import DATA, DRAWN, NOISE, NORMAL, SHAPES, Density, drawn, read_heights
from dnnlab.live import knobs
from dnnlab.live.config import Config, knob

MINIMAX, NON_SATURATING = "minimax", "non-saturating"
BOTH, ONLY_D, ONLY_G = "both", "D only", "G only"
TANH, RELU = "tanh", "ReLU"
PACES = {"5": 0.2, "50": 0.02, "full": 0.0}
"""Seconds from a step to the next, by the words of the knob."""
OPTIMIZERS = ("Adam", "RMSProp", "momentum", "SGD")
TWO_HILLS = "002468642000000001357531"
"""A density to begin drawing from."""
SAW = "987654321098765432109876"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineConfig(Config):
    """A generative adversarial network on a line: data, noise, the game, two small networks."""

    data: str = knob(
        NORMAL,
        options=SHAPES,
        group="Data and noise",
        help="The density p(x) that the generator must imitate: normal with mean 1 and standard deviation 0.8, a "
        "mixture of two normal ones, uniform on [−1, 2], or drawn by you.",
    )
    heights: str = knob(
        TWO_HILLS,
        read=read_heights,
        live=True,
        label="Data, drawn",
        group="Data and noise",
        when={"data": (DRAWN,)},
        help="24 heights from 0 to 9, from x = −4 to 4; the density has straight lines between them and area 1. Type "
        "them, or draw them with the pen beside the bar. The data may change on the way.",
    )
    noise: str = knob(
        NORMAL,
        options=SHAPES,
        group="Data and noise",
        help="The density of z, what the generator makes its x of: normal with standard deviation 1, a mixture of two, "
        "uniform, or drawn by you.",
    )
    noise_heights: str = knob(
        SAW,
        read=read_heights,
        live=True,
        label="Noise, drawn",
        group="Data and noise",
        when={"noise": (DRAWN,)},
        help="24 heights from 0 to 9, from z = −4 to 4, as for the data.",
    )
    loss: str = knob(
        NON_SATURATING,
        options=(NON_SATURATING, MINIMAX),
        live=True,
        label="Loss of G",
        group="Game",
        help="Minimax: G minimises log(1 − D(G(z))), the value of the game itself. Non-saturating: −log D(G(z)), which "
        "has the same goal and a gradient where D is sure. Both are of Goodfellow et al. (2014).",
    )
    moves: str = knob(
        BOTH,
        options=(BOTH, ONLY_D, ONLY_G),
        live=True,
        label="Who learns",
        group="Game",
        help="Both: a step is k steps of D and one of G. D only: G stands still, and D goes to its best answer. G "
        "only: D stands still, and G runs to where this D is highest.",
    )
    discriminator_steps: int = knob(
        2,
        low=1,
        high=10,
        live=True,
        label="Steps of D (k)",
        group="Game",
        help="So many steps of D for one of G: k in algorithm 1 of Goodfellow et al. (2014). More keep D close to its "
        "best answer.",
    )
    pace: str = knob(
        "50",
        options=tuple(PACES),
        live=True,
        label="Pace (steps/s)",
        group="Game",
        help="How fast Play goes. Most happens in the first few hundred steps; at full speed they last a second.",
    )
    penalty: float = knob(
        0.0,
        low=0.0,
        high=1.0,
        increment=0.05,
        live=True,
        label="Gradient penalty γ",
        group="Game",
        help="What it costs D to be steep at real points: γ/2 times the squared slope of its score (R1 of Mescheder et "
        "al., 2018). It keeps D flat where the data is; a G that is too fast it does not slow down. 0: none.",
    )
    discriminator_rate: float = knob(
        5e-3,
        low=1e-5,
        high=1.0,
        scale="log",
        live=True,
        label="Learning rate of D",
        help="The size of D's steps. 0.005 suits Adam here: ten times G's, so that D keeps up with it.",
    )
    generator_rate: float = knob(
        5e-4,
        low=1e-5,
        high=1.0,
        scale="log",
        live=True,
        label="Learning rate of G",
        help="The size of G's steps. With 0.0005 and Adam the game comes to its end; with 0.01 G runs ahead of D.",
    )
    optimizer: str = knobs.optimizer(advice="Adam for both networks. SGD needs larger rates.", options=OPTIMIZERS)
    momentum: float = knob(
        0.5,
        low=0.0,
        high=0.9,
        increment=0.1,
        label="β₁ of Adam",
        when={"optimizer": ("Adam",)},
        help="How much of the steps before is in a step. Adam's usual 0.9 makes two players swing around each other; "
        "0.5 is what Radford et al. (2016) use.",
    )
    batch_size: int = knobs.batch_size(256, things="Real points, and as many fakes,", low=16, high=1024)
    hidden: int = knob(
        16,
        low=2,
        high=64,
        scale="log",
        base=2,
        label="Units of a layer",
        group="Networks",
        help="Each network has two hidden layers of so many units.",
    )
    activation: str = knob(
        TANH,
        options=(TANH, RELU),
        group="Networks",
        help="What a hidden unit makes of its sum. With ReLU both networks are made of straight pieces.",
    )
    length: int = knob(
        3_000,
        low=100,
        high=20_000,
        live=True,
        label="Steps",
        help="Where the run ends. A step is one of G and k of D; 3,000 bring the first knobs to the game's end.",
    )
    seed: int = knobs.seed("first weights, data, noise")

    @property
    def target(self) -> Density:
        """p(x)."""
        return drawn(self.heights) if self.data == DRAWN else DATA[self.data]

    @property
    def source(self) -> Density:
        """p(z)."""
        return drawn(self.noise_heights) if self.noise == DRAWN else NOISE[self.noise]
