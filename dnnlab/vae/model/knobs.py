"""The hyperparameters of the lesson on variational autoencoders; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from dnnlab.autoencoders.basic.knobs import CONVOLUTIONAL, DENSE, MOST_WEIGHTS, widths
from dnnlab.autoencoders.basic.pictures import OWN, SETS
from dnnlab.live import knobs
from dnnlab.live.config import Config, InvalidConfig, knob

DISTRIBUTION, POINT = "a distribution (VAE)", "a point (autoencoder)"
BERNOULLI, GAUSSIAN = "Bernoulli", "Gaussian"
FIXED, LEARNT = "fixed", "learnt"
SUM, MEAN = "sum over pixels", "mean over pixels"
COLOURED = ("faces", OWN)
GREY_SETS = tuple(name for name in SETS if name not in COLOURED)
WITH_SIGMA = ({"pixels": (GAUSSIAN,), "data": GREY_SETS}, {"data": COLOURED})
"""Where a pixel has a sigma."""
GREY, COLOUR = 28 * 28, 3 * 32 * 32
"""Numbers in a picture."""
MOST_ROWS = 512
"""Codes that a step decodes, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VaeConfig(Config):
    """A variational autoencoder: pictures, network, what a pixel is, what is minimised."""

    data: str = knob(
        "MNIST",
        options=(*SETS, OWN),
        group="Pictures",
        help="What it learns to draw: handwritten digits (MNIST) or clothes of 28×28 grey pixels; faces, which are "
        "illustrations (avatars) and show nobody, of 32×32 pixels in colour; or pictures of your own.",
    )
    coder: str = knob(
        DISTRIBUTION,
        options=(DISTRIBUTION, POINT),
        label="A picture's code is",
        group="Network",
        help="A distribution: the encoder says mean and spread, and the decoder gets a draw. A point: the same network "
        "as a plain autoencoder, with neither draw nor KL.",
    )
    code: int = knob(
        2,
        low=2,
        high=64,
        scale="log",
        base=2,
        label="Numbers in the code",
        group="Network",
        help="How many numbers z has. With 2 the map shows z itself.",
    )
    kind: str = knob(
        DENSE,
        options=(DENSE, CONVOLUTIONAL),
        label="Layers",
        group="Network",
        help="Dense: every unit sees every pixel. Convolutional: two layers of small filters that halve the sides, and "
        "two that double them again.",
    )
    hidden: str = knob(
        "256-128",
        read=widths,
        label="Hidden layers",
        group="Network",
        when={"kind": (DENSE,)},
        help='Units of the encoder\'s hidden layers, "256-128" or "none"; the decoder has them in reverse.',
    )
    channels: int = knob(
        8,
        low=4,
        high=16,
        scale="log",
        base=2,
        label="Filters",
        group="Network",
        when={"kind": (CONVOLUTIONAL,)},
        help="Of the first convolution; the second one has twice as many.",
    )
    pixels: str = knob(
        BERNOULLI,
        options=(BERNOULLI, GAUSSIAN),
        label="A pixel is",
        group="Loss",
        when={"data": GREY_SETS},
        help="Bernoulli: a coin toss, black or white; grey pictures are drawn so, each pixel with its grey value, anew "
        "at each step. Gaussian: a grey value or colour, normal around what the decoder says. A colour is "
        "always Gaussian.",
    )
    sigma_is: str = knob(
        FIXED,
        options=(FIXED, LEARNT),
        label="σ of a pixel is",
        group="Loss",
        when=WITH_SIGMA,
        help="Fixed: as below. Learnt: one σ for all pixels, a weight like any other, which begins there.",
    )
    sigma: float = knob(
        0.2,
        low=0.05,
        high=1.0,
        increment=0.05,
        label="σ of a pixel",
        group="Loss",
        when=WITH_SIGMA,
        help="How far a pixel may be from what the decoder says; a pixel goes from 0 to 1. A small σ makes errors "
        "dear, as a small β does.",
    )
    reduction: str = knob(
        SUM,
        options=(SUM, MEAN),
        label="Reconstruction",
        group="Loss",
        help="Sum over pixels is what the formula says. The mean is a common slip: it makes the KL as many times "
        "dearer as a picture has pixels.",
    )
    beta: float = knob(
        1.0,
        low=0.0,
        high=20.0,
        increment=0.25,
        live=True,
        label="β",
        group="Loss",
        when={"coder": (DISTRIBUTION,)},
        help="What a nat of KL costs. 1: the ELBO. More: a tidier map, blurrier pictures. 0: the spread shrinks to "
        "nothing.",
    )
    warm_up: int = knob(
        0,
        low=0,
        high=5_000,
        increment=250,
        live=True,
        label="Warm-up (steps)",
        group="Loss",
        when={"coder": (DISTRIBUTION,)},
        help="Steps in which β rises from 0 to its value, so that the decoder learns to use z before z costs.",
    )
    free_bits: float = knob(
        0.0,
        low=0.0,
        high=2.0,
        increment=0.1,
        live=True,
        label="Free nats",
        group="Loss",
        when={"coder": (DISTRIBUTION,)},
        help="So much KL each number of the code has for nothing (“free bits”): no number gains by collapsing.",
    )
    samples: int = knob(
        1,
        low=1,
        high=8,
        label="Draws of z",
        group="Loss",
        when={"coder": (DISTRIBUTION,)},
        help="Codes drawn for each picture at each step. More make the gradient steadier. So that a step stays short, "
        "a batch of n draws has at most 512 / n pictures.",
    )
    optimizer: str = knobs.optimizer(advice="Adam needs little tuning here.")
    learning_rate: float = knobs.learning_rate(1e-3, advice="0.001 suits Adam here.")
    batch_size: int = knobs.batch_size(things="Pictures")
    epochs: int = knobs.epochs(5, things="pictures", advice="Five show the map; twenty make it clearer.", high=50)
    seed: int = knobs.seed("first weights, order of the pictures, binarised pixels, draws of z")

    @property
    def numbers(self) -> int:
        """In a picture."""
        return COLOUR if self.data in COLOURED else GREY

    @property
    def tosses(self) -> bool:
        """Whether pixels are coin tosses, and pictures binarised: of grey ones alone."""
        return self.pixels == BERNOULLI and self.data not in COLOURED

    @property
    def draws(self) -> bool:
        """Whether a code is drawn: a VAE."""
        return self.coder == DISTRIBUTION

    @property
    def effective_beta(self) -> float:
        """The β of the loss with the reconstruction summed, to which this one is the same but for a factor."""
        return self.beta * (self.numbers if self.reduction == MEAN else 1)

    def beta_at(self, step: int) -> float:
        """β of the loss after so many steps: it rises while it warms up; 0 for a plain autoencoder."""
        if not self.draws:
            return 0.0
        return self.beta * min(1.0, (step + 1) / self.warm_up) if self.warm_up else self.beta

    @property
    def batch(self) -> int:
        """Pictures a step: fewer than asked for where several codes of each are drawn."""
        return min(self.batch_size, MOST_ROWS // self.samples) if self.draws else self.batch_size

    @property
    def weights(self) -> int:
        """Weights of all dense layers."""
        between = widths(self.hidden)
        down, up = (self.numbers, *between, 2 * self.code), (self.code, *between[::-1], self.numbers)
        return sum(a * b for sizes in (down, up) for a, b in pairwise(sizes))

    def check(self) -> None:
        """Refuse what has no meaning here.

        Raises:
            InvalidConfig: one sentence that says what to change.
        """
        if self.kind == DENSE and self.weights > MOST_WEIGHTS:
            raise InvalidConfig(
                f"{self.weights:,} weights are more than {MOST_WEIGHTS:,}: a step would take too long here. Choose "
                "smaller hidden layers."
            )
