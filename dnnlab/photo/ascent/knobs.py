"""The settings of a gradient ascent on a picture; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.data.photos import PHOTOS
from dnnlab.live import knobs
from dnnlab.live.config import Config, InvalidConfig, knob
from dnnlab.photo.facts import NETS, SQUEEZENET, known
from dnnlab.photo.given import OWN

NOISE, PHOTO = "noise", "photo"

LAYERS = tuple(dict.fromkeys(layer.name for facts in NETS.values() for layer in facts.layers))
"""The layers of both networks, each name once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AscentConfig(Config):
    """Whose unit is to be excited, from which picture on, and how the picture is changed."""

    net: str = knob(
        SQUEEZENET,
        options=tuple(NETS),
        label="Ask",
        group="Excite",
        help="The network whose unit is excited. Its weights stay as they are: only the picture changes. SqueezeNet is "
        "quicker, and its pictures are bolder.",
    )
    layer: str = knob(
        "fire7",
        options=LAYERS,
        group="Excite",
        help="Early layers like colours and stripes, later ones patterns and parts of things; logits are the classes.",
    )
    unit: int = knob(
        100,
        low=0,
        high=max(layer.maps for facts in NETS.values() for layer in facts.layers) - 1,
        group="Excite",
        help="Which of the layer's maps shall answer as strongly as it can, everywhere at once. "
        "Of the logits it is the number of the class.",
    )
    start: str = knob(
        NOISE,
        options=(NOISE, PHOTO),
        label="Start from",
        group="Excite",
        help="Grey with a little noise, so that all you see comes from the network; or a photo, "
        "in which the unit then finds more and more of what it likes.",
    )
    photo: str = knob(
        "cat",
        options=(*PHOTOS, OWN),
        group="Excite",
        help="The photo to start from; counts with the start photo only.",
    )
    run_length: int = knob(  # not steps: the command line has a --steps of its own
        200,
        low=20,
        high=1000,
        increment=20,
        label="Steps",
        group="Excite",
        help="Where the run ends, and until when the blur falls. After 100 you can see what it likes; "
        "more add colour and detail.",
    )
    seed: int = knobs.seed(
        "noise and jitter", then="Another seed, another picture that the unit likes.", group="Excite"
    )
    rate: float = knob(
        5.0,
        low=0.5,
        high=50.0,
        scale="log",
        live=True,
        group="Excite",
        help="How far a pixel moves in one step, in grey levels of 255 (root of the mean square). Small ones stay "
        "pale, large ones end in glaring colours.",
    )
    decay: float = knob(
        0.02,
        low=0.0,
        high=0.2,
        increment=0.01,
        live=True,
        group="Excite",
        help="The share by which each step brings the picture back to grey, or to the photo that it began as. "
        "Without it, what no longer helps the unit stays.",
    )
    blur: float = knob(
        6.0,
        low=0.0,
        high=16.0,
        increment=0.5,
        live=True,
        group="Excite",
        help="How much the gradient is smoothed before the first step: the deviation of a Gaussian, in pixels. It "
        "falls to a quarter until the last step, so that large shapes come first. With 0 the unit is excited most, "
        "by noise that means nothing to us.",
    )
    jitter: int = knob(
        16,
        low=0,
        high=32,
        increment=2,
        live=True,
        group="Excite",
        help="Before each step the picture is shifted by up to so many pixels at random, and back after it: "
        "what is drawn has to please the unit at other places too.",
    )

    def check(self) -> None:
        """The network has to have that layer, and the layer that unit."""
        try:
            known(self.net).layer(self.layer).check_unit(self.unit)
        except ValueError as error:
            raise InvalidConfig(f"{self.net}: {error}") from None
