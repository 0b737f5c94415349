"""The settings of the photo lesson; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.data.photos import PHOTOS
from dnnlab.live.config import Config, knob
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET, Facts, known
from dnnlab.photo.views import METHODS

UPLOAD, CAMERA = "upload", "camera"
BEST = 5


def with_maps(facts: Facts) -> tuple[str, ...]:
    """The layers of a network that have maps to look at."""
    return tuple(layer.name for layer in facts.layers if layer.side > 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoConfig(Config):
    """Which photo, and what is asked about it."""

    photo: str = knob(
        "cat",
        options=(*PHOTOS, UPLOAD, CAMERA),
        group="Photo",
        help="A photo that ships with the app, or up to 20 of your own. Yours stay on this page: they are not in the "
        "link.",
    )
    wrong: bool = knob(
        False,
        label="Prepare it wrongly",
        group="Photo",
        help="Gives each network the other one's order of colours and numbers. Nothing warns you: the answers only "
        "change, mostly for the worse.",
    )
    net: str = knob(
        EFFICIENTNET,
        options=tuple(NETS),
        label="Ask",
        group="Why?",
        help="The network whose answer is explained and whose layers are shown.",
    )
    rank: int = knob(
        1,
        low=1,
        high=BEST,
        label="Explain answer number",
        group="Why?",
        help="1 is the likeliest class. What speaks for the second one?",
    )
    method: str = knob(
        METHODS[0],
        options=METHODS,
        group="Why?",
        help="Grad-CAM asks the maps of a layer which of them raise the class, and where they answer. The input "
        "gradient asks every pixel: how much would the class change if I did?",
    )
    efficientnet_layer: str = knob(
        known(EFFICIENTNET).last_maps,
        options=with_maps(known(EFFICIENTNET)),
        label="Layer",
        group="Why?",
        help="Early layers see edges in fine maps, late ones see things in coarse maps.",
    )
    squeezenet_layer: str = knob(
        known(SQUEEZENET).last_maps,
        options=with_maps(known(SQUEEZENET)),
        label="Layer",
        group="Why?",
        help="Early layers see edges in fine maps, late ones see things in coarse maps.",
    )

    @property
    def layer(self) -> str:
        """The chosen layer of the chosen network."""
        return self.efficientnet_layer if self.net == EFFICIENTNET else self.squeezenet_layer
