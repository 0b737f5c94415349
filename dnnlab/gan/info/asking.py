"""The knobs of the part in which the learner turns the code; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.gan.info.codes import CATEGORIES
from dnnlab.gan.info.shipped import SHIPPED
from dnnlab.live.config import Config, knob

OWN = "your run"
WHO = (*(each.title for each in SHIPPED.values()), OWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnConfig(Config):
    """Whose code is turned, and what of it stays."""

    who: str = knob(
        WHO[0], options=WHO, label="Who draws", group="Code",
        help="The InfoGAN that ships, the plain GAN that was trained like it with λ = 0, or your own run as it is now.",
    )  # fmt: skip
    category: int = knob(
        0, low=0, high=CATEGORIES - 1, label="Category c1", group="Code",
        help="Which of the ten categories G reads. It is no digit’s name: training gave each its meaning.",
    )  # fmt: skip
    noise: int = knob(
        0, low=0, high=9999, label="Noise", group="Code", help="The seed of the noise z, which stays while you drag."
    )


def name_of(title: str) -> str:
    """The name of a generator that ships by its title; "" for the learner's own."""
    return next((name for name, each in SHIPPED.items() if each.title == title), "")
