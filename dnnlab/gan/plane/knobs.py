"""The hyperparameters of the lesson "Two dimensions"; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dnnlab.gan.games import GAMES, LABELLED, NON_SATURATING, WASSERSTEIN, WASSERSTEIN_GP
from dnnlab.gan.plane.targets import DRAWN, RING_OF_EIGHT, SIDE, TARGETS, read_drawing, write_drawing
from dnnlab.live import knobs
from dnnlab.live.config import NEVER, Config, InvalidConfig, knob

GAUSSIAN, UNIFORM = "Gaussian", "uniform"
RELU, LEAKY, TANH = "ReLU", "leaky ReLU", "tanh"
FRESH = "fresh at each step"
EXAMPLES = (FRESH, "50", "200", "1000")
OPTIMIZERS = ("Adam", "RMSProp", "momentum", "SGD")
MOST_LAYERS, WIDEST, MOST_WORK = 4, 256, 12_000_000
"""Hidden layers, units in one, and multiplications of one pass of a batch: a step stays below 50 ms."""


def layers(text: str) -> tuple[int, ...]:
    """Units of hidden layers, first to last: "32-32".

    Raises:
        ValueError: it is no such list; one sentence.
    """
    parts = text.split("-")
    if not all(part.strip().isdigit() for part in parts):
        raise ValueError('hidden layers are units with dashes between them, like "32-32"')
    found = tuple(int(part) for part in parts)
    if len(found) > MOST_LAYERS or not all(1 <= each <= WIDEST for each in found):
        raise ValueError(f"at most {MOST_LAYERS} hidden layers of 1 to {WIDEST} units each")
    return found


def _heart() -> str:
    at = (np.arange(SIDE) + 0.5) / SIDE * 2.6 - 1.3
    x, y = at[None, :], -at[:, None]
    return write_drawing((x**2 + y**2 - 0.8) ** 3 - 1.2 * x**2 * y**3 < 0)


HEART = _heart()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaneConfig(Config):
    """A generative adversarial network in the plane: data, two networks, the game between them."""

    target: str = knob(
        RING_OF_EIGHT,
        options=TARGETS,
        group="Data",
        help="The distribution that the generator must imitate. Drawn: yours, with the brush above the stage.",
    )
    drawing: str = knob(
        HEART, read=read_drawing, when=NEVER, live=True, group="Data", help="What you drew; it may change on the way."
    )
    spread: float = knob(
        0.08,
        low=0.02,
        high=0.3,
        increment=0.02,
        group="Data",
        help="Standard deviation of each Gaussian, or of the blur around a line. The window is 4 wide.",
    )
    examples: str = knob(
        FRESH,
        options=EXAMPLES,
        label="Examples",
        group="Data",
        help="Fresh: new points at each step, as many as there are. Otherwise so many points are drawn once, and the "
        "discriminator sees these again and again.",
    )
    loss: str = knob(
        NON_SATURATING,
        options=GAMES,
        group="Game",
        help="What the two sides minimise. Minimax and non-saturating are those of Goodfellow et al. (2014); with "
        "Wasserstein and hinge D gives a score instead of a probability.",
    )
    clip: float = knob(
        0.1,
        low=0.01,
        high=1.0,
        scale="log",
        live=True,
        label="Clip weights to ±",
        group="Game",
        when={"loss": (WASSERSTEIN,)},
        help="After each step every weight of D is brought into this range, which bounds how steep D can be.",
    )
    penalty: float = knob(
        1.0,
        low=0.1,
        high=20.0,
        scale="log",
        live=True,
        label="Gradient penalty λ",
        group="Game",
        when={"loss": (WASSERSTEIN_GP,)},
        help="What it costs D where its slope between real and fake points is not 1. The paper has 10, for pictures.",
    )
    smoothing: float = knob(
        0.0,
        low=0.0,
        high=0.4,
        increment=0.05,
        live=True,
        label="Label smoothing",
        group="Game",
        when={"loss": LABELLED},
        help="D is taught 1 minus this for real points instead of 1 (one-sided), so that it is never quite sure.",
    )
    instance_noise: float = knob(
        0.0,
        low=0.0,
        high=1.0,
        increment=0.05,
        live=True,
        label="Instance noise σ",
        group="Game",
        help="Normal noise added to all points that D sees, real and fake: the two then overlap, and D has a slope "
        "everywhere. Turn it down as the run goes on.",
    )
    discriminator_steps: int = knob(
        1,
        low=1,
        high=5,
        live=True,
        label="Steps of D for one of G (k)",
        group="Game",
        help="k in algorithm 1 of Goodfellow et al. (2014). More keep D close to its best answer.",
    )
    generator_rate: float = knob(
        1e-3,
        low=1e-5,
        high=1.0,
        scale="log",
        live=True,
        label="Learning rate of G",
        group="Generator",
        help="The size of G's steps. 0.001 suits Adam here.",
    )
    generator_optimizer: str = knob(
        "Adam",
        options=OPTIMIZERS,
        live=True,
        label="Optimizer of G",
        group="Generator",
        help="The rule that turns gradients into steps. A new one begins without momentum.",
    )
    generator_layers: str = knob(
        "64-64",
        read=layers,
        label="Hidden layers of G",
        group="Generator",
        help='Units of each, "64-64": at most 4 layers of 256.',
    )
    noise: str = knob(
        GAUSSIAN,
        options=(GAUSSIAN, UNIFORM),
        label="Noise z",
        group="Generator",
        help="What G gets: numbers from a normal distribution, or from -1 to 1, all equally likely.",
    )
    noise_size: int = knob(
        2,
        low=1,
        high=8,
        scale="log",
        base=2,
        label="Numbers in z",
        group="Generator",
        help="With 1 the generator bends a line over the plane, with 2 a sheet.",
    )
    discriminator_rate: float = knob(
        1e-3,
        low=1e-5,
        high=1.0,
        scale="log",
        live=True,
        label="Learning rate of D",
        group="Discriminator",
        help="The size of D's steps. Larger than G's: two time scales (Heusel et al., 2017).",
    )
    discriminator_optimizer: str = knob(
        "Adam",
        options=OPTIMIZERS,
        live=True,
        label="Optimizer of D",
        group="Discriminator",
        help="The rule that turns gradients into steps. A new one begins without momentum.",
    )
    discriminator_layers: str = knob(
        "64-64",
        read=layers,
        label="Hidden layers of D",
        group="Discriminator",
        help='Units of each, "64-64": at most 4 layers of 256.',
    )
    spectral: bool = knob(
        False,
        label="Spectral normalisation",
        group="Discriminator",
        help="Each layer's weights are divided by their largest singular value, so that no layer of D stretches its "
        "input (Miyato et al., 2018).",
    )
    activation: str = knob(
        LEAKY,
        options=(RELU, LEAKY, TANH),
        label="Activation",
        group="Training",
        help="Of the hidden units of both networks. Leaky: below 0 a slope of 0.2 is left.",
    )
    momentum: float = knob(
        0.5,
        low=0.0,
        high=0.95,
        increment=0.05,
        live=True,
        label="Adam's β₁",
        group="Training",
        when=({"generator_optimizer": ("Adam",)}, {"discriminator_optimizer": ("Adam",)}),
        help="How much of the gradients before counts. 0.9 is Adam's default; in games less of it swings less.",
    )
    batch_size: int = knobs.batch_size(128, things="Real points, and as many fakes,", low=16, high=512)
    run_length: int = knobs.run_length(10_000, help="Iterations: k steps of D and one of G each.", high=50_000)
    slow: bool = knob(
        False,
        live=True,
        label="Slow motion",
        group="Slow motion",
        help="Step goes phase by phase through one iteration: five phases for D, five for G.",
    )
    pace: float = knob(
        1.5,
        low=0.5,
        high=5.0,
        increment=0.5,
        live=True,
        label="Seconds a phase",
        group="Slow motion",
        when={"slow": (True,)},
        help="While it plays in slow motion.",
    )
    seed: int = knobs.seed("first weights, real points, noise")

    @property
    def label(self) -> float:
        """What D is taught of real points."""
        return 1.0 - self.smoothing if self.loss in LABELLED else 1.0

    @property
    def own_drawing(self) -> str:
        """The drawing, where it is the target."""
        return self.drawing if self.target == DRAWN else ""

    def check(self) -> None:
        """Refuse what would take too long.

        Raises:
            InvalidConfig: one sentence that says what to change.
        """
        one, other = ((first, *layers(text), last) for first, text, last in (
            (self.noise_size, self.generator_layers, 2), (2, self.discriminator_layers, 1)))  # fmt: skip
        work = self.batch_size * sum(a * b for sizes in (one, other) for a, b in pairwise(sizes))
        if work > MOST_WORK:
            raise InvalidConfig(
                f"Networks of this size with batches of {self.batch_size} would make each step too long here. Choose "
                "smaller layers or batches."
            )
