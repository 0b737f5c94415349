"""The knobs of the lesson on InfoGAN."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.gan import averages
from dnnlab.live import knobs
from dnnlab.live.config import Config, knob

SHIPPED, SCRATCH = "shipped weights", "nothing"
CODE, GAME = "Code", "Game"
NOISE = 44
"""Numbers of noise beside the code."""
TURNED, MOVED = 0.15, 0.1
"""Deviations of shaking at strength 1: of each of the four numbers of the matrix from the unit matrix; of the shift, in
halves of a picture's side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InfoConfig(Config):
    """A generator that reads a code, and two who look at what it draws."""

    weight: float = knob(
        0.5,
        low=0.0,
        high=3.0,
        increment=0.1,
        live=True,
        label="λ",
        group=CODE,
        help="How much G and D care that the code can be read off the picture. 0: a plain GAN, for which the code is "
        "noise like any other; Q alone still tries to read it.",
    )
    start: str = knob(
        SCRATCH,
        options=(SCRATCH, SHIPPED),
        label="Begin with",
        group=CODE,
        help="Nothing: random weights, first digits within a minute or two. Shipped weights: G, D and Q as they were "
        "after a long training, and you go on from there.",
    )
    shaking: float = knob(
        1.0,
        low=0.0,
        high=2.0,
        increment=0.25,
        live=True,
        label="Shaking of pictures",
        group=GAME,
        help="How far each picture is turned, stretched, slanted and moved by chance before D and Q look, real and "
        "generated alike; at 1 by about 6 degrees, 15 % and 1.4 pixels. A code that survives it is no fine trace in "
        "the ink. 0: they look at the pictures as they are.",
    )
    generator_rate: float = knob(
        1e-3,
        low=1.25e-4,
        high=8e-3,
        scale="log",
        base=2,
        live=True,
        label="Learning rate of G",
        group=GAME,
        help="The size of the generator's steps.",
    )
    discriminator_rate: float = knob(
        1e-3,
        low=6.25e-5,
        high=8e-3,
        scale="log",
        base=2,
        live=True,
        label="Learning rate of D and Q",
        group=GAME,
        help="The size of the steps of the two that look at pictures. They share their first layers.",
    )
    averaging: str = averages.averaging(GAME)
    batch_size: int = knobs.batch_size(64, things="Pictures", low=16, high=128)
    run_length: int = knobs.run_length(
        5_000, help="Where the run ends: so many steps of G, and as many of D and Q.", high=200_000
    )
    seed: int = knobs.seed("first weights, order of the pictures, noise and codes")

    @property
    def average(self) -> float:
        """The rate of the average of G's weights; 0: none."""
        return averages.average(self.averaging)

    @property
    def continues(self) -> bool:
        """Whether the run begins with the shipped weights."""
        return self.start == SHIPPED
