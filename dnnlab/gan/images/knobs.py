"""The knobs of the lesson on generative adversarial networks of pictures."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.gan import averages
from dnnlab.gan.material import AVATARS, CLASSES, FASHION, MNIST
from dnnlab.live import knobs
from dnnlab.live.config import Config, InvalidConfig, knob

DENSE, DCGAN = "dense", "convolutions (DCGAN)"
SHIPPED, SCRATCH = "shipped weights", "nothing"
NETS, PICTURES, GAME = "Networks", "Pictures", "Game"
NOISE = 44
"""Numbers of noise that the shipped networks read."""
SHIPS = (MNIST,)
"""The sets for which a DCGAN ships."""
CHANNELS = 32
"""Maps of a DCGAN's large layers; the small ones have twice as many."""
MOST_WORK = 1.9e9
"""Multiplications of a step: about 50 ms on one core."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesConfig(Config):
    """A generator and a discriminator, what they play for, and how."""

    data: str = knob(
        MNIST,
        options=(MNIST, FASHION, AVATARS),
        label="Pictures",
        group=PICTURES,
        help="What the generator must imitate: digits, clothes (28×28 grey), or illustrated faces (32×32, colours), "
        "which show nobody.",
    )
    conditional: bool = knob(
        False,
        label="Tell both the class",
        group=PICTURES,
        help="A conditional GAN: G is told which class to draw, D which class the picture is said to be. Of avatars "
        "the class is the hair colour.",
    )
    network: str = knob(
        DENSE,
        options=(DENSE, DCGAN),
        label="Network",
        group=NETS,
        help="Dense layers learn digits while you look on. Convolutions draw cleaner strokes; a step is several times "
        "the work.",
    )
    start: str = knob(
        SHIPPED,
        options=(SHIPPED, SCRATCH),
        label="Begin with",
        group=NETS,
        when={"network": (DCGAN,), "data": SHIPS, "conditional": (False,)},
        help="Shipped weights: both players as they were after a long training, and you go on from there. Nothing: "
        "random weights.",
    )
    noise: int = knob(
        NOISE,
        low=4,
        high=100,
        increment=4,
        label="Numbers of noise",
        group=NETS,
        when={"network": (DENSE,)},
        help="How many random numbers a picture is made of. Few: less variety. A DCGAN reads 44 here.",
    )
    generator_units: int = knob(
        128,
        low=32,
        high=256,
        scale="log",
        base=2,
        label="Units of G",
        group=NETS,
        when={"network": (DENSE,)},
        help="Of the first hidden layer; the second has twice as many.",
    )
    discriminator_units: int = knob(
        256,
        low=32,
        high=512,
        scale="log",
        base=2,
        label="Units of D",
        group=NETS,
        when={"network": (DENSE,)},
        help="Of the first hidden layer; the second has half as many.",
    )
    generator_rate: float = knob(
        3e-4,
        low=7.5e-5,
        high=9.6e-3,
        scale="log",
        base=2,
        live=True,
        label="Learning rate of G",
        group=GAME,
        help="The size of the generator's steps. If G moves faster than D can follow, D's advice is out of date.",
    )
    discriminator_rate: float = knob(
        8e-4,
        low=5e-5,
        high=6.4e-3,
        scale="log",
        base=2,
        live=True,
        label="Learning rate of D",
        group=GAME,
        help="The size of the discriminator's steps. A little larger than G's: D should be ahead, but not far.",
    )
    discriminator_steps: int = knob(
        1,
        low=1,
        high=5,
        live=True,
        label="Steps of D for one of G",
        group=GAME,
        help="k in the algorithm of Goodfellow et al. (2014).",
    )
    smoothing: float = knob(
        0.0,
        low=0.0,
        high=0.3,
        increment=0.05,
        live=True,
        label="Label smoothing",
        group=GAME,
        help="D is asked to say 1 minus this of real pictures, so that it never gets too sure. Fakes stay at 0.",
    )
    momentum: float = knob(
        0.5,
        low=0.0,
        high=0.9,
        increment=0.1,
        label="β₁ of Adam",
        group=GAME,
        help="How long Adam remembers gradients. The usual 0.9 is too long here: the opponent has changed meanwhile.",
    )
    averaging: str = averages.averaging(GAME)
    batch_size: int = knobs.batch_size(32, things="Pictures", low=16, high=64)
    run_length: int = knobs.run_length(
        20_000, help="Where the run ends. Rows of D's and G's steps together count as one.", high=200_000
    )
    seed: int = knobs.seed("first weights, order of the pictures, noise")

    @property
    def classes(self) -> int:
        """That both are told; 0: none."""
        return CLASSES[self.data] if self.conditional else 0

    @property
    def numbers_of_noise(self) -> int:
        """That G reads: a DCGAN has always the same."""
        return self.noise if self.network == DENSE else NOISE

    @property
    def continues(self) -> bool:
        """Whether the run begins with the shipped weights, where there are some."""
        return self.network == DCGAN and self.data in SHIPS and not self.conditional and self.start == SHIPPED

    @property
    def average(self) -> float:
        """The rate of the average of G's weights; 0: none."""
        return averages.average(self.averaging)

    @property
    def work(self) -> float:
        """Multiplications of a step: a layer backwards costs twice what it costs forwards."""
        colours, side = (3, 32) if self.data == AVATARS else (1, 28)
        pixels, told = colours * side**2, self.numbers_of_noise + self.classes
        if self.network == DENSE:
            g, d = self.generator_units, self.discriminator_units
            draw = told * g + 2 * g * g + 2 * g * pixels
            say = (pixels + self.classes) * d + d * d // 2 + d // 2
        else:
            large, small, c = (side // 2) ** 2, 2 * CHANNELS * (side // 4) ** 2, CHANNELS
            draw = told * small + 8 * large * c * c + 4 * pixels * c
            say = 16 * large * c * (colours + self.classes) + 16 * c * small + small
        return self.batch_size * (self.discriminator_steps * (draw + 6.0 * say) + 2 * draw + 3 * say)

    def check(self) -> None:
        """Refuse a step that would take too long.

        Raises:
            InvalidConfig: one sentence that says what to change.
        """
        if self.work > MOST_WORK:
            raise InvalidConfig(
                f"A step of {self.work / 1e9:.1f} billion multiplications takes too long here: choose a smaller batch, "
                "or fewer steps of D."
            )
