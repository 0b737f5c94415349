"""The settings of the photo lesson; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dnnlab.data.photos import PHOTOS
from dnnlab.live.config import NEVER, Config, knob, knob_of
from dnnlab.photo.ascent.knobs import AscentConfig
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET, Facts, known
from dnnlab.photo.occlusion.knobs import OcclusionConfig, check_stride
from dnnlab.photo.views import GRAD_CAM, METHODS

PARTS = LOOK, COVER, INSIDE = "look", "cover", "inside"
"""The parts of the lesson."""
ON_LOOK, ON_COVER, ON_INSIDE = ({"part": (part,)} for part in PARTS)
UPLOAD, CAMERA = "upload", "camera"
BRUSHES = {"fine": 0.04, "medium": 0.08, "broad": 0.16}
"""The width of a stroke, as a share of the photo's side."""
STRONGEST = -1
"""Stands for the unit that answers most to the photo."""
UNIT, ANSWER = "the unit", "the answer"
LAYERS = "Early layers see edges in fine maps, late ones see things in coarse maps."


def with_maps(facts: Facts) -> tuple[str, ...]:
    """The layers of a network that have maps to look at."""
    return tuple(layer.name for layer in facts.layers if layer.side > 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoConfig(Config):
    """Which photo, and what is asked about it."""

    facts: ClassVar = {"part": PARTS}

    photo: str = knob(
        "cat",
        options=(*PHOTOS, UPLOAD, CAMERA),
        when=NEVER,  # chosen in the gallery
        group="Photo",
        help="A photo that ships with the app, or up to 20 of your own. Yours stay on this page: they are not in the "
        "link.",
    )
    wrong: bool = knob_of(OcclusionConfig, "wrong")
    net: str = knob_of(OcclusionConfig, "net", when={"part": (COVER, INSIDE)})
    rank: int = knob_of(OcclusionConfig, "rank", when=({"part": (LOOK, COVER)}, {**ON_INSIDE, "goal": (ANSWER,)}))
    method: str = knob(
        METHODS[0],
        options=METHODS,
        group="Why?",
        when=ON_LOOK,
        help="Grad-CAM asks the maps of a layer which of them raise the class, and where they answer. The input "
        "gradient asks every pixel: how much would the class change if I did?",
    )
    efficientnet_layer: str = knob(
        known(EFFICIENTNET).last_maps,
        options=with_maps(known(EFFICIENTNET)),
        label="Layer of EfficientNet-Lite0",
        group="Why?",
        when=({**ON_LOOK, "method": (GRAD_CAM,)}, {**ON_INSIDE, "net": (EFFICIENTNET,)}),
        help=LAYERS,
    )
    squeezenet_layer: str = knob(
        known(SQUEEZENET).last_maps,
        options=with_maps(known(SQUEEZENET)),
        label="Layer of SqueezeNet 1.1",
        group="Why?",
        when=({**ON_LOOK, "method": (GRAD_CAM,)}, {**ON_INSIDE, "net": (SQUEEZENET,)}),
        help=LAYERS,
    )
    same: bool = knob(
        False,
        label="Ask both about one class",
        group="Why?",
        when=ON_LOOK,
        help="SqueezeNet is asked about the class that EfficientNet answers, whatever it answers itself: the same "
        "question to both.",
    )
    cover: str = knob_of(OcclusionConfig, "cover", when=ON_COVER)
    brush: str = knob(
        "medium",
        options=tuple(BRUSHES),
        group="Cover",
        when=ON_COVER,
        help="How wide a stroke is: 4, 8 or 16 % of the photo's side.",
    )
    patch: int = knob_of(OcclusionConfig, "patch", when=ON_COVER)
    stride: int = knob_of(OcclusionConfig, "stride", when=ON_COVER)

    unit: int = knob(
        STRONGEST,
        low=STRONGEST,
        high=max(layer.maps for facts in NETS.values() for layer in facts.layers) - 1,
        when=NEVER,  # chosen below the stage
        group="Inside",
        help="The number of a map, from 0. A click on a map sets it; −1 takes the one that answers most to this photo.",
    )
    own_scale: bool = knob(
        False,
        label="Each map on its own scale",
        group="Inside",
        when=ON_INSIDE,
        help="Weak maps become visible too; but then they cannot be compared with each other.",
    )

    goal: str = knob(
        UNIT,
        options=(UNIT, ANSWER),
        label="Excite",
        group="Excite",
        when=ON_INSIDE,
        help="What shall be excited: the unit that is looked at above, or the class that the network answers.",
    )
    start: str = knob_of(AscentConfig, "start", when=ON_INSIDE)
    run_length: int = knob_of(AscentConfig, "run_length", when=ON_INSIDE)
    rate: float = knob_of(AscentConfig, "rate", when=ON_INSIDE)
    decay: float = knob_of(AscentConfig, "decay", when=ON_INSIDE)
    blur: float = knob_of(AscentConfig, "blur", when=ON_INSIDE)
    jitter: int = knob_of(AscentConfig, "jitter", when=ON_INSIDE)
    seed: int = knob_of(AscentConfig, "seed", when=ON_INSIDE)

    def check(self) -> None:
        """What the square asks for."""
        check_stride(self.patch, self.stride)

    def layer_of(self, net: str) -> str:
        """The chosen layer of a network."""
        return self.efficientnet_layer if net == EFFICIENTNET else self.squeezenet_layer
