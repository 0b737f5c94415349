"""The parts of the photo lesson."""

from dnnlab.photo.facts import EFFICIENTNET
from dnnlab.photo.knobs import ANSWER, PhotoConfig
from dnnlab.photo.views import GRAD_CAM

LOOK, COVER, INSIDE = "look", "cover", "inside"
TITLES = {
    LOOK: "What is it, and where?",
    COVER: "Cover a part",
    INSIDE: "Look inside",
}
HELP = "The answers and where they come from; what the network misses when part of the photo is hidden; its layers."
KNOBS = {
    LOOK: {"wrong", "rank", "method", "efficientnet_layer", "squeezenet_layer", "same"},
    COVER: {"wrong", "net", "rank", "cover", "brush", "patch", "stride"},
    INSIDE: {
        *("wrong", "net", "efficientnet_layer", "squeezenet_layer", "own_scale"),
        *("goal", "rank", "start", "run_length", "rate", "decay", "blur", "jitter", "seed"),
    },
}
"""What each part has a use for; the photo is chosen above the stage, the unit on it."""


def hidden(part: str, config: PhotoConfig) -> set[str]:
    """The knobs that this part, with these settings, has no use for."""
    unused = set(config.knobs()) - KNOBS[part]
    if part == LOOK and config.method != GRAD_CAM:
        unused |= {"efficientnet_layer", "squeezenet_layer"}
    if part == INSIDE:
        unused.add("squeezenet_layer" if config.net == EFFICIENTNET else "efficientnet_layer")
        if config.goal != ANSWER:
            unused.add("rank")
    return unused
