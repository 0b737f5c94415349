"""Predictions about what the networks say, judged by what they say to the learner's own settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from dnnlab.photo.facts import SQUEEZENET
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.views import Classification
from dnnlab.plots.written import written
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions

SURE = 0.5


class Said(NamedTuple):
    """What a judge looks at."""

    config: PhotoConfig
    answers: Mapping[str, Classification]
    """By network; empty while one has not answered."""


def _wrong(said: Said) -> Outcome | None:
    config, answers = said
    if config.photo != "coffee" or not config.wrong or not answers:
        return None
    kept = [net for net, found in answers.items() if found.names[0] == "espresso"]
    seen = "; ".join(
        f"{net} says {found.names[0]}, {written(found.probabilities[0], percent=True)}"
        for net, found in answers.items()
    )
    return Outcome(0 if len(kept) == 2 else 1 if kept else 2, f"{seen}.")


def _nothing(said: Said) -> Outcome | None:
    config, answers = said
    if config.photo != "astronaut" or config.wrong or not answers:
        return None
    found = answers[SQUEEZENET]
    top = float(found.probabilities[0])
    seen = f"SqueezeNet says {found.names[0]}, {written(top, percent=True)} sure."
    return Outcome(0 if top < 0.1 else 1 if top < SURE else 2, seen)


QUESTIONS = Questions(
    PhotoConfig,
    Question(
        key="photo-wrong",
        ask="Both networks say espresso to the cup of coffee. What if each is given the photo in the other's order of "
        "colours and numbers?",
        options=("Both still say espresso", "One of them still does", "Neither does"),
        todo="Choose the photo coffee, and switch on “Prepare it wrongly”.",
        setups={SET_UP: {"photo": "coffee", "wrong": True}},
        keeps=tuple(PhotoConfig.knobs()),
        judge=_wrong,
        why="A network knows numbers, not photos. The one has learnt with numbers from about −1 to 1, the other from "
        "about −124 to 151: with the other's numbers nearly everything looks flat, or glaring, and red and blue have "
        "changed places. No error is raised, which is what makes this mistake so common.",
    ),
    Question(
        key="photo-nothing",
        ask="No class of the 1,000 is an astronaut. How sure is SqueezeNet of its first answer to the astronaut?",
        options=("below 10 %: it knows that it does not know", "10 to 50 %", "above 50 %"),
        todo="Choose the photo astronaut, prepared as it should be.",
        setups={SET_UP: {"photo": "astronaut", "wrong": False}},
        keeps=tuple(PhotoConfig.knobs()),
        judge=_nothing,
        why="Softmax hands out all of 1 to the classes that there are. A high number says “rather this than the other "
        "999”, not “I have seen this before”.",
    ),
)
