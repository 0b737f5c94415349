"""The settings of an occlusion map; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.data.photos import PHOTOS
from dnnlab.live.config import Config, InvalidConfig, knob
from dnnlab.photo.covering import COVERS, GREY
from dnnlab.photo.facts import EFFICIENTNET, NETS
from dnnlab.photo.given import OWN
from dnnlab.photo.views import BEST


@dataclass(frozen=True, slots=True, kw_only=True)
class OcclusionConfig(Config):
    """Which photo and which class, and what slides over the photo."""

    photo: str = knob(
        "cat",
        options=(*PHOTOS, OWN),
        group="Photo",
        help="A photo that ships with the app, or one of your own. Yours stays on this page: it is not in the link.",
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
        label="Explain which answer",
        group="Why?",
        help="1 is the likeliest class (with nothing covered), 2 the second one, ... What speaks for the second one?",
    )
    patch: int = knob(
        56,
        low=16,
        high=112,
        increment=8,
        group="Occlusion",
        help="The side of the square that covers the photo, in pixels of the 224 or 227 that the network sees. A small "
        "one points precisely, and hides too little to matter; a large one hides much, and points coarsely.",
    )
    stride: int = knob(
        21,
        low=8,
        high=56,
        group="Occlusion",
        help="How many pixels the square moves on. Half as far makes four times as many steps, and a finer map.",
    )
    cover: str = knob(
        GREY,
        options=COVERS,
        group="Cover",
        help="What hides a part of the photo. Grey is the colour that this network takes as 0; blur is the photo "
        "itself, so blurred that nothing can be recognised. A grey or black square is itself a thing to be seen.",
    )

    def check(self) -> None:
        """Every pixel has to be covered once."""
        check_stride(self.patch, self.stride)


def check_stride(patch: int, stride: int) -> None:
    """Refuse a square that leaves pixels out.

    Raises:
        InvalidConfig: the stride is larger than the square.
    """
    if stride > patch:
        raise InvalidConfig(
            f"The stride must not exceed the patch, or pixels between two squares are never covered, got {stride} and "
            f"{patch}."
        )
