"""The knobs of the pictures lesson: what is normal, what the network learns, what the anomalies of the test are."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.anomaly.pictures.words import (
    AGAINST,
    ALL_BUT,
    AND,
    CLOTHES,
    DAMAGES,
    DATA,
    DIGITS,
    FACES,
    FACES_ARE,
    NO_GLASSES,
    NOISE,
    OCCLUSION,
    PICTURES,
    ROTATION,
    SCORES,
    SCRATCHES,
)
from dnnlab.data.fashion import NAMES
from dnnlab.live import knobs
from dnnlab.live.config import Config, knob

NUMERALS = tuple("0123456789")
ALL_BUT_ONE = "0,2,3,4,5,6,7,8,9"
"""All digits but the 1s."""
STRONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureConfig(Config):
    """An autoencoder over normal pictures: of which kind, through how narrow a place, and how it learns."""

    data: str = knob(
        DIGITS,
        options=DATA,
        group="Data",
        help="Handwritten digits, clothes (Fashion-MNIST), or illustrated faces. All have 28 × 28 grey pixels.",
    )
    digit: str = knobs.several(
        "8",
        options=NUMERALS,
        label="Normal is",
        group="Data",
        when={"data": (DIGITS,)},
        help="One or several. The network learns from these alone, all others are anomalies. Try all but the 1: the 1s "
        "are then what is abnormal.",
    )
    garment: str = knobs.several(
        "T-shirt",
        options=NAMES,
        label="Normal is",
        group="Data",
        when={"data": (CLOTHES,)},
        help="One or several, such as all shoes. The network learns from these alone, all others are anomalies.",
    )
    face: str = knob(
        NO_GLASSES,
        options=tuple(FACES_ARE),
        label="Normal is a face",
        group="Data",
        when={"data": (FACES,)},
        help="The network learns from faces without it alone; a face with it is an anomaly.",
    )
    against: str = knob(
        AGAINST[0],
        options=AGAINST,
        label="Anomalies are",
        group="Data",
        help="What the test holds beside normal pictures: all that is not normal, or normal pictures that were "
        "damaged: by noise, by a patch that covers them, by scratches, by a turn.",
    )
    strength: int = knob(
        50,
        low=5,
        high=STRONGEST,
        increment=5,
        label="Damage (%)",
        group="Data",
        when={"against": DAMAGES},
        help="100: noise with a deviation of 0.6, two fifths of the picture covered, eight scratches, a turn by 180°.",
    )
    contamination: int = knob(
        0,
        low=0,
        high=30,
        label="Contamination (%)",
        group="Data",
        help="Percent of the pictures to learn from that are anomalies after all, because nobody has looked. Real data "
        "are seldom clean: see how much a detector bears.",
    )
    held_out: int = knob(
        20,
        low=10,
        high=50,
        increment=5,
        label="Held out (%)",
        group="Data",
        help="Percent of the pictures to learn from that the network does not train on: their scores set the "
        "threshold. The scores of what it has trained on would be too low for that.",
    )
    code: int = knob(
        16,
        low=1,
        high=128,
        scale="log",
        base=2,
        label="Numbers in the code",
        group="Network",
        help="How narrow the place is through which a picture must. Too wide, and anomalies get through as well: the "
        "network rebuilds what it should have stumbled over.",
    )
    hidden: int = knob(
        256,
        low=16,
        high=256,
        scale="log",
        base=2,
        label="Hidden units",
        group="Network",
        help="Units of the layer before and of the layer after the code.",
    )
    activation: str = knob(
        "ReLU",
        options=("ReLU", "tanh"),
        group="Network",
        help="Of the hidden units. ReLU learns these pictures in fewer steps.",
    )
    noise: float = knob(
        0.0,
        low=0.0,
        high=2.0,
        increment=0.1,
        live=True,
        group="Network",
        help="Noise on its input while it learns to rebuild what was there without: a denoising autoencoder. In "
        "standard deviations of the pixels; 0 is a plain one, 1 hides a picture nearly.",
    )
    score: str = knob(
        "MSE",
        options=SCORES,
        live=True,
        help="What makes one number of the errors of all pixels: the mean of their squares (MSE), or of their sizes "
        "(MAE). Standardised: each pixel’s square is first divided by what is usual there on held-out normal pictures. "
        "Or the errors go as a vector into a classifier (logistic regression), which needs labelled anomalies to learn "
        "from.",
    )
    learning_rate: float = knobs.learning_rate(
        1e-3, advice="0.001 gets there in 2,000 steps; above 0.02 it learns little.", low=1e-4, high=0.1
    )
    batch_size: int = knobs.batch_size(64, things="Pictures", low=16, high=256)
    run_length: int = knobs.run_length(2_000, help="Where the run ends.", high=10_000)
    seed: int = knobs.seed("first weights, order of the pictures, noise")

    @property
    def normal(self) -> str:
        """What is normal, as the knob of the data says: "8", "1, 3", "all but 1"."""
        if self.data == FACES:
            return self.face
        options, text = (NUMERALS, self.digit) if self.data == DIGITS else (NAMES, self.garment)
        chosen = text.split(knobs.SEVERAL)
        others = [each for each in options if each not in chosen]
        if len(others) < len(options) / 3:
            return ALL_BUT + AND.join(others)
        return AND.join(each for each in options if each in chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageConfig(Config):
    """One picture and what happens to it."""

    picture: str = knob(
        PICTURES[0],
        options=PICTURES,
        label="Which picture",
        group="Picture",
        help="One that is normal to the detector, one that is not (both from the test), one that you draw, or one that "
        "you bring.",
    )
    number: int = knob(
        2,
        low=0,
        high=99,
        group="Picture",
        when={"picture": PICTURES[:2]},
        help="Which of the test pictures.",
    )
    noise: int = knob(0, low=0, high=100, increment=5, label="Noise (%)", group="Damage", help="100: deviation of 0.6.")
    occlusion: int = knob(
        0, low=0, high=100, increment=5, label="Occlusion (%)", group="Damage", help="100: two fifths are covered."
    )
    scratches: int = knob(
        0, low=0, high=100, increment=5, label="Scratches (%)", group="Damage", help="100: eight bright lines."
    )
    rotation: int = knob(
        0, low=0, high=100, increment=5, label="Rotation (%)", group="Damage", help="100: turned by 180 degrees."
    )
    place: int = knob(
        0, low=0, high=99, group="Damage", label="Where", help="Another number, another place of patch and scratches."
    )
    accepted: float = knob(
        5.0,
        low=0.2,
        high=20.0,
        scale="log",
        label="Accepted false alarms (%)",
        group="Alarm",
        help="So many percent of what is normal may raise an alarm; the threshold follows from held-out normal "
        "pictures.",
    )

    @property
    def damages(self) -> dict[str, int]:
        """What happens to it, in this order: kind -> percent."""
        return {ROTATION: self.rotation, OCCLUSION: self.occlusion, SCRATCHES: self.scratches, NOISE: self.noise}


@dataclass(frozen=True, slots=True, kw_only=True)
class FailConfig(Config):
    """Where on the measured curves one looks."""

    code: int = knob(
        128,
        low=1,
        high=128,
        scale="log",
        base=2,
        label="Numbers in the code",
        group="Looked at",
        help="How narrow the place is through which a picture must.",
    )
    contamination: float = knob(
        20.0,
        low=1.0,
        high=30.0,
        scale="log",
        label="Contamination (%)",
        group="Looked at",
        help="Percent of the pictures to learn from that are anomalies after all.",
    )
