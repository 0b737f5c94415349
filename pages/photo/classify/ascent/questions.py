"""Predictions about pictures by gradient ascent, judged by the learner's own runs."""

from __future__ import annotations

from collections.abc import Sequence

from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import State
from dnnlab.photo.ascent.knobs import NOISE, PHOTO, AscentConfig
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.ui.tryit import Outcome, Question

ALIKE = 1.25
"""Up to so many times as much counts as about as much."""
HALF = 0.5


def questions() -> tuple[Question, ...]:
    """Two of them, each about two runs that differ in one thing; the unit is the learner's choice."""
    keeps = tuple(PhotoConfig.knobs())
    smooth = AscentConfig()
    return (
        Question(
            key="photo-noise",
            ask="Blur and jitter keep fine noise out of the picture. How much will the unit like what it gets without "
            "them?",
            options=("Less: noise is not its pattern", "About as much", "Clearly more"),
            todo="Let a run come to its end, set blur and jitter to 0, and let it run again.",
            setups={
                "Set up with blur and jitter": {"blur": smooth.blur, "jitter": smooth.jitter},
                "Set up without them": {"blur": 0.0, "jitter": 0},
            },
            keeps=keeps,
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
            keeps=keeps,
            judge=_dream,
            why="The unit's pattern can be drawn into anything, a photo is no worse a place to begin than noise. What "
            "has grown in the photo is what the unit looks for. Such pictures were called dreams of networks.",
        ),
    )


def _finals(runs: Sequence[PastRun]) -> dict[AscentConfig, float]:
    """How much the unit liked the finished picture, of the runs whose knobs stayed as they were."""
    found = {}
    for kept in runs:
        status = kept.snapshot.status
        config = status.config
        if isinstance(config, AscentConfig) and status.state is State.FINISHED and not status.changes:
            found[config] = status.final["activation"]
    return found


def _noise(runs: Sequence[PastRun]) -> Outcome | None:
    finals = _finals(runs)
    for config, smooth in finals.items():
        without = config.replace(blur=0.0, jitter=0)
        if config.blur > 0 and config.jitter > 0 and without in finals and smooth > 0:
            raw = finals[without]
            option = 2 if raw > ALIKE * smooth else 1 if raw > smooth / ALIKE else 0
            return Outcome(option, f"{raw:.3g} without blur and jitter, {smooth:.3g} with them.")
    return None


def _dream(runs: Sequence[PastRun]) -> Outcome | None:
    finals = _finals(runs)
    for config, from_noise in finals.items():
        if config.start != NOISE or from_noise <= 0:
            continue
        for other, from_photo in finals.items():
            if other.start == PHOTO and other.replace(start=NOISE, photo=config.photo) == config:
                option = 2 if from_photo >= from_noise else 1 if from_photo >= HALF * from_noise else 0
                return Outcome(option, f"{from_photo:.3g} from the photo, {from_noise:.3g} from noise.")
    return None
