"""What the judges of the photo lesson look at, with given knobs."""

from __future__ import annotations

import numpy as np

from dnnlab.data.photos import PHOTOS
from dnnlab.live.shelf import PastRun
from dnnlab.photo.ascent.knobs import AscentConfig
from dnnlab.photo.facts import NETS
from dnnlab.photo.given import OWN
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.occlusion.knobs import OcclusionConfig
from dnnlab.photo.occlusion.views import OcclusionView, Patch
from dnnlab.photo.views import Classification
from pages.photo.classify.questions import Said
from tests.unit.runs import run


def said(config: PhotoConfig) -> Said:
    """Five answers, all as likely."""
    found = Classification(
        net="", classes=np.arange(5), names=tuple("abcde"), probabilities=np.full(5, 0.2, np.float32),
        milliseconds=1.0, parameters=1,
    )  # fmt: skip
    return Said(config, dict.fromkeys(NETS, found))


def photo_of(config: PhotoConfig) -> str:
    """As a run calls it."""
    return config.photo if config.photo in PHOTOS else OWN


def mapped(config: PhotoConfig) -> PastRun:
    """A whole occlusion map of these knobs."""
    worst = Patch(0, 0, 56, 0.1)
    view = OcclusionView(
        net=config.net, cut=np.zeros((224, 224, 3), np.uint8), cover=config.cover, class_index=0, class_name="thing",
        uncovered=0.9, heat=np.zeros((56, 56), np.float32), last=worst, worst=worst,
        scores=np.zeros(81, np.float32), total=81,
    )  # fmt: skip
    return run(config.as_config(OcclusionConfig, photo=photo_of(config)), view)


def climbed(config: PhotoConfig) -> PastRun:
    """A picture by gradient ascent with these knobs."""
    return run(config.as_config(AscentConfig, layer=config.inside_of(config.net), unit=7, photo=photo_of(config)))


SHOWN = {"questions:QUESTIONS": said, "cover.questions:QUESTIONS": mapped, "ascent.questions:QUESTIONS": climbed}
