"""The part of the photo lesson that looks inside: its words, its questions, its file."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import Snapshot, State, Status, Tune
from dnnlab.photo.ascent.knobs import AscentConfig
from dnnlab.photo.ascent.start import look, start_of
from dnnlab.photo.facts import EFFICIENTNET, SQUEEZENET
from dnnlab.photo.fields import Box
from dnnlab.photo.units.views import Unit
from pages.photo.classify.ascent.part import _measure, _who, png
from pages.photo.classify.ascent.questions import QUESTIONS
from pages.photo.classify.units import _seen, _where


def finished(liked: float, *, tuned: bool = False, **knobs: Any) -> PastRun:
    """A run that came to its end, as the shelf keeps it."""
    status = Status(
        config=AscentConfig(**knobs), state=State.FINISHED, step=200, final={"activation": liked},
        changes=(Tune(step=3, values={"blur": 0.0}),) if tuned else (),
    )  # fmt: skip
    return PastRun(number=1, snapshot=Snapshot(status=status))


@pytest.mark.parametrize(("raw", "option"), [(5.0, 0), (20.0, 1), (16.1, 1), (41.0, 2)])
def test_noise_is_judged_by_two_runs_that_differ_in_blur_and_jitter_alone(raw: float, option: int) -> None:
    judge = QUESTIONS.asked[0].judge
    smooth, noisy = finished(20.0), finished(raw, blur=0.0, jitter=0)
    outcome = judge([smooth, noisy])
    assert outcome is not None
    assert outcome.answer == option
    assert outcome.seen == f"{raw:.3g} without blur and jitter, 20 with them."
    others = [finished(9.0, blur=0.0), finished(9.0, blur=0.0, jitter=0, unit=7), finished(9.0, tuned=True)]
    assert judge([smooth]) is None
    assert judge([smooth, *others]) is None


@pytest.mark.parametrize(("liked", "option"), [(9.0, 0), (10.0, 1), (19.9, 1), (20.0, 2)])
def test_the_dream_is_judged_by_a_run_from_noise_and_one_from_a_photo(liked: float, option: int) -> None:
    judge = QUESTIONS.asked[1].judge
    outcome = judge([finished(20.0), finished(liked, start="photo", photo="coffee")])
    assert outcome is not None
    assert outcome.answer == option
    assert judge([finished(20.0), finished(liked, start="photo", unit=7)]) is None
    assert judge([finished(liked, start="photo")]) is None


def test_the_picture_goes_home_as_it_is_shown() -> None:
    config = AscentConfig()
    view = look(config, start_of(config), 3, 1.0, 0.5)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(png(view)))), view.picture)


@pytest.mark.parametrize(
    ("knobs", "who", "measure"),
    [
        ({"net": EFFICIENTNET, "layer": "logits", "unit": 967}, "“espresso”", "The logit of the class."),
        ({"net": EFFICIENTNET, "layer": "block11", "unit": 30}, "unit 30 of block11", "The mean of its map."),
        ({"net": EFFICIENTNET, "layer": "head", "unit": 5}, "unit 5 of head", "The mean of its map, with a ReLU"),
        ({"net": SQUEEZENET, "layer": "conv10", "unit": 967}, "“espresso”", "The mean of its map."),
    ],
)
def test_the_words_say_what_is_excited(knobs: dict[str, Any], who: str, measure: str) -> None:
    config = AscentConfig(**knobs)
    view = look(config, start_of(config), 0, 0.0, 0.0)
    assert _who(view) == who
    assert _measure(view).startswith(measure)


def unit_of(layer: str, peak: float) -> Unit:
    """A unit with one place that answers."""
    found = np.zeros((7, 7), np.float32)
    found[3, 3] = peak
    return Unit(
        net=EFFICIENTNET, layer=layer, unit=0, map=found, peak=peak, row=3, column=3,
        cut=np.zeros((224, 224, 3), np.uint8), field=Box(0, 0, 9, 9),
    )  # fmt: skip


def test_the_words_say_how_much_a_unit_sees() -> None:
    assert "67 × 67 of the 224 × 224 pixels" in _seen(unit_of("block5", 1.0))
    assert "more than the whole photo" in _seen(unit_of("head", 1.0))
    assert "most of the photo" in _seen(unit_of("block8", 1.0))
    assert "finds nothing" in _where(unit_of("head", 0.0))
    assert "at most 460." in _where(unit_of("head", 460.2))
    assert "at most 4.62." in _where(unit_of("head", 4.62))
