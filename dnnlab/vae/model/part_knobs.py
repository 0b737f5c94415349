"""The settings of the parts that train nothing: a draw under the glass, the bound, new pictures, holes; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.data import mnist
from dnnlab.live.config import Config, knob


def _noise(number: str) -> float:
    made: float = knob(
        0.0, low=-3, high=3, increment=0.05, label=f"ε of number {number}", group="Chance",
        help="The chance: a standard normal number, mostly between −2 and 2.",
    )  # fmt: skip
    return made


def _moved(number: str) -> float:
    made: float = knob(
        0.0, low=-3, high=3, increment=0.05, label=f"Move μ of number {number} by", group="What the encoder says",
        help="0: the mean is where the encoder puts this digit.",
    )  # fmt: skip
    return made


def _digit(help: str) -> int:
    made: int = knob(0, low=0, high=mnist.TEST - 1, label="Test digit", group="Picture", help=help)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassConfig(Config):
    """One draw of z: z = mu + sigma epsilon."""

    e1: float = _noise("1")
    e2: float = _noise("2")
    spread: float = knob(
        1.0, low=0, high=5, increment=0.05, label="σ times", group="What the encoder says",
        help="1: the spread that the encoder says, of both numbers. 0: nothing is drawn, z is μ, as in an autoencoder.",
    )  # fmt: skip
    m1: float = _moved("1")
    m2: float = _moved("2")
    digit: int = _digit("The recorded network, as it ended, says μ and σ of this digit. It never trained on it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceConfig(Config):
    """A model of one number, and q."""

    m: float = knob(
        0.0, low=-4, high=4, increment=0.01, label="m: the mean of q", group="q(z|x)", help="The mean of q(z|x)."
    )
    t: float = knob(
        1.0, low=0.05, high=2, increment=0.01, label="t: the deviation of q", group="q(z|x)",
        help="The standard deviation of q(z|x).",
    )  # fmt: skip
    x: float = knob(2.0, low=-4, high=4, increment=0.05, label="x", group="Model", help="What is observed: one number.")
    w: float = knob(
        1.5, low=0, high=3, increment=0.05, label="w", group="Model", help="How strongly x depends on the code z."
    )
    s: float = knob(
        0.8, low=0.2, high=2, increment=0.05, label="s", group="Model", help="Standard deviation of the noise on x."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConfig(Config):
    """Sixteen new pictures, three ways."""

    digit: int = _digit("Whose q(z|x) the second way draws from.")
    draw: int = knob(
        0,
        low=0,
        high=999,
        label="Draw number",
        group="Chance",
        help="Each number stands for other codes, all three ways.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HolesConfig(Config):
    """Random codes in both maps."""

    count: bool = knob(
        False, label="Count the holes", group="Random codes",
        help="How many of the random codes lie in a hole: farther from every picture's code than nearly all codes are "
        "from their nearest neighbour.",
    )  # fmt: skip
    draw: int = knob(
        0, low=0, high=99, label="Draw number", group="Random codes", help="Each number stands for other random codes."
    )
