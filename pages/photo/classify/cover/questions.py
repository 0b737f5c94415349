"""Predictions about what the networks miss, judged by the learner's own occlusion maps."""

from __future__ import annotations

from collections.abc import Sequence

from dnnlab.live.shelf import PastRun
from dnnlab.photo.facts import NETS, SQUEEZENET
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.occlusion.knobs import OcclusionConfig
from dnnlab.photo.occlusion.views import OcclusionView, Patch
from dnnlab.plots.written import written
from dnnlab.ui.judges import began_with
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions

BUILDING, BUSHES = 0.62, 0.8
"""In the photo of the pagoda the building ends so far from the left, the bushes begin so far from the top."""
FORGOTTEN = 0.5
"""A network that is less sure than this has forgotten what it saw."""


def _finished(runs: Sequence[PastRun], photo: str, net: str) -> OcclusionView | None:
    """The newest whole map of this photo by this network, for its first answer, with the usual square."""
    found = began_with(runs, OcclusionConfig(photo=photo, net=net), "probability", whatever=("stride",))
    view: OcclusionView | None = found[-1].snapshot.view if found else None
    return view


def place_in_pagoda(patch: Patch, side: int) -> int:
    """What lies in the middle of a square on that photo: the building, the water, the bushes."""
    down, right = ((start + patch.size / 2) / side for start in (patch.top, patch.left))
    return 2 if down > BUSHES else 0 if right < BUILDING else 1


def _boathouse(runs: Sequence[PastRun]) -> Outcome | None:
    found = _finished(runs, "pagoda", SQUEEZENET)
    if found is None or found.worst is None:
        return None
    worst = found.worst
    where = ("the building", "the water", "the bushes")[(answer := place_in_pagoda(worst, len(found.cut)))]
    before, after = (written(value, percent=True) for value in (found.uncovered, worst.probability))
    seen = f"With a square on {where} hidden, {found.class_name} fell from {before} to {after}."
    return Outcome(answer, seen)


def _tripod(runs: Sequence[PastRun]) -> Outcome | None:
    lowest = {}
    for net in NETS:
        found = _finished(runs, "photographer", net)
        if found is None or found.worst is None:
            return None
        lowest[net] = found.worst.probability
    first, second = (value < FORGOTTEN for value in lowest.values())
    seen = "; ".join(f"{net} fell to {written(value, percent=True)} at most" for net, value in lowest.items())
    return Outcome(0 if first and second else 1 if first else 2 if second else 3, f"{seen}.")


RANKS = "efficientnet_rank", "squeezenet_rank"
OF_OTHER_PARTS = tuple(name for name in PhotoConfig.knobs() if name not in (*OcclusionConfig.knobs(), *RANKS))
QUESTIONS = Questions(
    PhotoConfig,
    Question(
        key="photo-boathouse",
        ask="SqueezeNet takes the pagoda for a boathouse. Which part of the photo, hidden, costs that answer most?",
        options=("The building with its roofs", "The water behind it", "The bushes in front"),
        todo="Choose the photo pagoda, ask SqueezeNet 1.1, and let a grey square of 56 slide: the most telling "
        "place is the judge.",
        setups={SET_UP: {"photo": "pagoda", "net": SQUEEZENET}},
        keeps=OF_OTHER_PARTS,
        judge=_boathouse,
        why="A network learns whatever goes with a class in its photos, and boathouses stand at the water. Nobody "
        "told it which part is meant. Grad-CAM, in the first part of this lesson, points at the roof: it explains "
        "the score of boathouse alone. The square asks for its probability, which also falls when other classes "
        "rise. Two methods, two questions.",
    ),
    Question(
        key="photo-tripod",
        ask="Both networks see a tripod beside the photographer, and are more than 80 % sure. Which of them a "
        "single grey square of 56 pixels can bring below 50 %?",
        options=("Both", "Only EfficientNet-Lite0", "Only SqueezeNet 1.1", "Neither"),
        todo="Choose the photo photographer, and let a grey square of 56 slide once for each network.",
        setups={f"Set up {net}": {"photo": "photographer", "net": net} for net in NETS},
        keeps=OF_OTHER_PARTS,
        judge=_tripod,
        why="To be sure is not to have many reasons. A network that needs one single spot can be fooled by "
        "covering it; one that sees the tripod's legs, its head and the camera on top still has the others.",
    ),
)
"""One about a place, one about both networks."""
