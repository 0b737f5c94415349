"""The settings of the lesson on latent arithmetic: what is built, what lies between, the small network; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live import knobs
from dnnlab.live.config import Config, knob
from dnnlab.vae.arithmetic.gallery import COUNT, NAMES, picked
from dnnlab.vae.arithmetic.vectors import KINDS

SHIPPED, OWN = "shipped network", "your own run"
FACES, GROUPS = "single faces", "averages of groups"
SIDE = 32
"""Height and width of the small network's pictures."""
ATTRIBUTE_NAMES = tuple(NAMES.values())
LAST = COUNT - 1


def _net() -> str:
    made: str = knob(
        SHIPPED, options=(SHIPPED, OWN), label="Network", group="Network",
        help="The shipped one draws 64×64 pixels. Your own run of the part “Train one” draws 32×32: train it first.",
    )  # fmt: skip
    return made


def _face(default: int, label: str, group: str, help: str, **more: object) -> int:
    made: int = knob(default, low=0, high=LAST, label=label, group=group, help=help, **more)  # type: ignore[arg-type]
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class BuilderConfig(Config):
    """C + strength (A - B)."""

    strength: float = knob(
        1.0,
        low=-3,
        high=3,
        increment=0.25,
        label="Strength",
        group="A − B + C",
        help="How often A − B is added to C. 1 is A − B + C, 0 is C as it is, below 0 takes the difference away.",
    )
    use: str = knob(
        FACES,
        options=(FACES, GROUPS),
        label="A and B are",
        group="A − B + C",
        help="Two single faces, with all in which they differ; or the average codes of all faces with an attribute and "
        "of all without: what else they have cancels out.",
    )
    attribute: str = knob(
        ATTRIBUTE_NAMES[1],
        options=ATTRIBUTE_NAMES,
        label="With and without",
        group="A − B + C",
        help="The attribute, by the faces' labels, that A's group has and B's group lacks.",
        when={"use": (GROUPS,)},
    )
    vector: str = knob(
        KINDS[0],
        options=KINDS,
        label="How the vector is found",
        group="A − B + C",
        help="Difference of means: average with less average without. Least squares: all labels at once, so that none "
        "takes the blame for another. Same colours: the means of only those faces that have C's hair and skin colour.",
        when={"use": (GROUPS,)},
    )
    a: int = _face(
        picked(smile=True, long_hair=True, beard=False, glasses=False), "Face A", "A − B + C",
        "By its number in the gallery, from 0; or click a face there.", when={"use": (FACES,)},
    )  # fmt: skip
    b: int = _face(
        picked(smile=False, long_hair=True, beard=False, glasses=False), "Face B", "A − B + C",
        "What is taken away from A.", when={"use": (FACES,)},
    )  # fmt: skip
    c: int = _face(
        picked(smile=False, long_hair=False, beard=True, glasses=False), "Face C", "A − B + C",
        "What the difference is added to.",
    )  # fmt: skip
    net: str = _net()


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenConfig(Config):
    """The way from one face to another, and the dimensions of the code one by one."""

    start: int = _face(
        picked(glasses=True, long_hair=False), "From face", "Between", "By its number in the gallery, from 0."
    )
    end: int = _face(
        picked(glasses=False, long_hair=True, smile=True), "To face", "Between",
        "By its number in the gallery, from 0.",
    )  # fmt: skip
    frames: int = knob(
        9, low=3, high=15, label="Frames", group="Between", help="Pictures on the way, both ends included."
    )
    rank: int = knob(
        1,
        low=1,
        high=16,
        label="Dimension, by KL",
        group="One dimension",
        help="1 is the dimension with the largest KL divergence from the prior: the one that says most about a face.",
    )
    value: float = knob(
        2.0, low=-3, high=3, increment=0.25, label="Its value", group="One dimension",
        help="What this number of the first face's code is set to; the prior has mean 0 and standard deviation 1.",
    )  # fmt: skip
    net: str = _net()


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceConfig(Config):
    """A small variational autoencoder of faces, 32 x 32, which trains while one looks."""

    code: int = knob(
        24, low=2, high=64, label="Numbers in the code", group="Network", help="Dimensions of the Gaussian code."
    )
    channels: int = knob(
        12,
        low=8,
        high=16,
        increment=4,
        label="Filters",
        group="Network",
        help="Of the first convolution; the second and the third have twice as many.",
    )
    beta: float = knob(
        1.0, low=0, high=20, increment=0.5, label="β", group="Loss", live=True,
        help="Weight of the KL divergence. 1: the ELBO. 0: nothing keeps the codes together. Large: dimensions go "
        "silent, and faces turn alike.",
    )  # fmt: skip
    learning_rate: float = knobs.learning_rate(2e-3, advice="0.002 suits Adam here.")
    batch_size: int = knobs.batch_size(32, things="Faces")
    length: int = knobs.run_length(2_000, help="Where the run ends. 500 show faces, 2,000 clearer ones.")
    seed: int = knobs.seed("first weights, order of the faces, codes")
