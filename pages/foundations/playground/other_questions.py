"""Predictions about the playground's other methods: a tree, neighbours, a support vector machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.playground.rivals import RivalsConfig, RivalsView, Tried
from dnnlab.plots.written import written
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions


@dataclass(frozen=True, slots=True)
class Compared:
    """What the third part shows at one moment, for its judges."""

    data: PlaygroundConfig
    methods: RivalsConfig
    view: RivalsView


def _by_method(
    begins: str, wanted: dict[str, Any], place: Callable[[Tried], int], says: Callable[[Tried], str], *, data: str = ""
) -> Callable[[Any], Outcome | None]:
    """A judge that looks at one method's errors where its knobs stand as wanted, all others at their defaults.

    Args:
        begins: of the method's name.
        data: the set that it must be about; "": any.
    """

    def judge(shown: Any) -> Outcome | None:
        if not isinstance(shown, Compared) or shown.methods != RivalsConfig(**wanted):
            return None
        if data and (shown.data.data != data or shown.data.noise):
            return None
        tried = next((each for each in shown.view.tried if each.name.startswith(begins)), None)
        return None if tried is None else Outcome(place(tried), says(tried))

    return judge


def _errors(tried: Tried) -> str:
    return (
        f"{tried.name[0].upper()}{tried.name[1:]}: {written(tried.training, percent=True)} of the training points "
        f"wrong, {written(tried.validation, percent=True)} of the held-out ones."
    )


def _share(tried: Tried) -> int:
    return 0 if tried.training < 0.1 else 1 if tried.training <= 0.3 else 2


ON_OTHERS = Questions(
    RivalsConfig,
    Question(
        key="playground-others-one",
        ask="Nearest neighbours, but only 1 neighbour votes. How many of the training points does it get wrong?",
        options=("none", "as many as of the held-out points", "more than of the held-out points"),
        todo="Set Neighbours to 1, leave the other methods alone, and read the caption below its plane.",
        setups={SET_UP: {"neighbours": 1}},
        judge=_by_method(
            "nearest", {"neighbours": 1},
            lambda tried: 0 if tried.training == 0 else 2 if tried.training > tried.validation else 1, _errors,
        ),
        why="Each training point is its own nearest neighbour: its error there is 0 on any data, and says nothing. "
        "That is why points are held out.",
    ),
    Question(
        key="playground-others-stump",
        ask="A tree that may ask one single question, on the spiral. How many training points does it get wrong?",
        options=("less than 10 %", "10 to 30 %", "more than 30 %"),
        todo="Set Depth of the tree to 1 (the data: spiral, without noise), and read the caption below its plane.",
        setups={SET_UP: {"depth": 1}},
        judge=_by_method("decision", {"depth": 1}, _share, _errors, data="spiral"),
        why="One question is one cut along an axis, and the spiral winds around its middle: on both sides of any cut "
        "are nearly as many points of either class. A net with one unit cuts aslant, and does hardly better.",
    ),
    Question(
        key="playground-others-gamma",
        ask="The support vector machine with γ = 0.01: each training point counts nearly all over the plane. What "
        "becomes of its errors on the spiral?",
        options=("both stay low", "low on training points, high on held-out ones", "both are high"),
        todo="Set γ of its kernel to 0.01 (the data: spiral, without noise), and read the caption below its plane.",
        setups={SET_UP: {"gamma": 0.01}},
        judge=_by_method(
            "RBF", {"gamma": 0.01},
            lambda tried: 2 if tried.training > 0.2 else 1 if tried.validation > 0.2 else 0, _errors, data="spiral",
        ),
        why="Bumps so wide add up to a nearly straight border: the machine underfits. With γ = 100 it goes the other "
        "way: nearly every point becomes a support vector, with a bump of its own.",
    ),
)  # fmt: skip
