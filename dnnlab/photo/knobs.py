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
BY_ITSELF = -1
"""Stands for the unit that the page chooses: of those shown the one whose patches look most alike."""
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
    efficientnet_rank: int = knob_of(  # chosen with a click on a bar, where the bars are
        OcclusionConfig, "rank", when={**ON_INSIDE, "goal": (ANSWER,), "net": (EFFICIENTNET,)}
    )
    squeezenet_rank: int = knob_of(OcclusionConfig, "rank", when={**ON_INSIDE, "goal": (ANSWER,), "net": (SQUEEZENET,)})
    asked: str = knob(
        EFFICIENTNET,
        options=tuple(NETS),
        when=NEVER,  # the network whose bar was clicked last
        group="Why?",
        help="Whose chosen answer both networks are asked about, if both are asked about one class.",
    )
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
        when={**ON_LOOK, "method": (GRAD_CAM,)},
        help=LAYERS,
    )
    squeezenet_layer: str = knob(
        known(SQUEEZENET).last_maps,
        options=with_maps(known(SQUEEZENET)),
        label="Layer of SqueezeNet 1.1",
        group="Why?",
        when={**ON_LOOK, "method": (GRAD_CAM,)},
        help=LAYERS,
    )
    same: bool = knob(
        False,
        label="Ask both about one class",
        group="Why?",
        when=ON_LOOK,
        help="Both are asked about the answer that you clicked on last, whatever the other one says itself: the same "
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

    efficientnet_inside: str = knob(
        "block1",  # so early one knows the photo again in every map, and the patches of a unit are edges of one kind
        options=with_maps(known(EFFICIENTNET)),
        label="Layer",
        group="Inside",
        when={**ON_INSIDE, "net": (EFFICIENTNET,)},
        help=LAYERS,
    )
    squeezenet_inside: str = knob(
        "conv1",
        options=with_maps(known(SQUEEZENET)),
        label="Layer",
        group="Inside",
        when={**ON_INSIDE, "net": (SQUEEZENET,)},
        help=LAYERS,
    )
    unit: int = knob(
        BY_ITSELF,
        low=BY_ITSELF,
        high=max(layer.maps for facts in NETS.values() for layer in facts.layers) - 1,
        when=NEVER,  # chosen below the stage
        group="Inside",
        help="The number of a map, from 0. A click on a map sets it; −1 takes one whose patches look alike.",
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
        """The layer of a network whose maps Grad-CAM asks."""
        return self.efficientnet_layer if net == EFFICIENTNET else self.squeezenet_layer

    def inside_of(self, net: str) -> str:
        """The layer of a network into which one looks."""
        return self.efficientnet_inside if net == EFFICIENTNET else self.squeezenet_inside

    def rank_of(self, net: str) -> int:
        """Which of a network's answers is explained, from 1."""
        return self.efficientnet_rank if net == EFFICIENTNET else self.squeezenet_rank

    def of_photo(self, photo: str) -> PhotoConfig:
        """The same of another photo, whose likeliest answers are explained first."""
        return self.replace(photo=photo, asked=EFFICIENTNET, efficientnet_rank=1, squeezenet_rank=1)

    def explaining(self, net: str, rank: int) -> PhotoConfig:
        """The same, but with another of this network's answers explained."""
        name = "efficientnet_rank" if net == EFFICIENTNET else "squeezenet_rank"
        return self.replace(asked=net, **{name: rank})
