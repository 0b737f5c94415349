"""Predictions about pictures by gradient ascent, judged by the learner's own runs."""

from __future__ import annotations

from collections.abc import Sequence

from dnnlab.live.shelf import PastRun
from dnnlab.photo.ascent.knobs import NOISE, PHOTO, AscentConfig
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.plots.written import written
from dnnlab.ui.judges import pairs
from dnnlab.ui.tryit import Outcome, Question, Questions

ALIKE = 1.25
"""Up to so many times as much counts as about as much."""
HALF = 0.5


SMOOTH = AscentConfig()


def _noise(runs: Sequence[PastRun]) -> Outcome | None:
    for smooth, raw in reversed(pairs(runs, AscentConfig, {}, {"blur": 0.0, "jitter": 0}, "activation")):
        if smooth.config.blur > 0 and smooth.config.jitter > 0 and smooth.value > 0:
            option = 2 if raw.value > ALIKE * smooth.value else 1 if raw.value > smooth.value / ALIKE else 0
            return Outcome(option, f"{written(raw.value)} without blur and jitter, {written(smooth.value)} with them.")
    return None


def _dream(runs: Sequence[PastRun]) -> Outcome | None:
    starts = {"start": NOISE}, {"start": PHOTO}
    for noise, photo in reversed(pairs(runs, AscentConfig, *starts, "activation", whatever=("photo",))):
        if noise.value > 0:
            option = 2 if photo.value >= noise.value else 1 if photo.value >= HALF * noise.value else 0
            return Outcome(option, f"{written(photo.value)} from the photo, {written(noise.value)} from noise.")
    return None


QUESTIONS = Questions(
    PhotoConfig,
    Question(
        key="photo-noise",
        ask="Blur and jitter keep fine noise out of the picture. How much will the unit like what it gets without "
        "them?",
        options=("Less: noise is not its pattern", "About as much", "Clearly more"),
        todo="Let a run come to its end, set blur and jitter to 0, and let it run again.",
        setups={
            "Set up with blur and jitter": {"blur": SMOOTH.blur, "jitter": SMOOTH.jitter},
            "Set up without them": {"blur": 0.0, "jitter": 0},
        },
        keeps=tuple(PhotoConfig.knobs()),
        judge=_noise,
        why="The gradient points where the unit rises fastest, and that is noise which means nothing to us. So a "
        "high answer does not mean that anybody would see the thing: adversarial pictures use just that. Blur and "
        "jitter are our wish, not the network's.",
    ),
    Question(
        key="photo-dream",
        ask="Begin with a photo in place of noise. How much will it be liked at the end, compared with "
        "a start from noise?",
        options=("Less than half as much", "Half as much or more, but less", "As much, or more"),
        todo="Let a run come to its end that starts from noise, and one that starts from the photo.",
        setups={
            "Set up the start from noise": {"start": NOISE},
            "Set up the start from the photo": {"start": PHOTO},
        },
        keeps=tuple(PhotoConfig.knobs()),
        judge=_dream,
        why="The unit's pattern can be drawn into anything, a photo is no worse a place to begin than noise. What "
        "has grown in the photo is what the unit looks for. Such pictures were called dreams of networks.",
    ),
)
"""Each about two runs that differ in one thing; the unit is the learner's choice."""
