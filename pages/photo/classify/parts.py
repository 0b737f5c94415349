"""The parts of the photo lesson."""

from dnnlab.photo.knobs import COVER, INSIDE, LOOK

TITLES = {
    LOOK: "What is it, and where?",
    COVER: "Cover a part",
    INSIDE: "Look inside",
}
HELP = "The answers and where they come from; what the network misses when part of the photo is hidden; its layers."
ANSWERS = "This is the very code that answers above. It needs PyTorch and the weights in `assets/photo`."
