"""The questions that a learner's own settings answer: each part has its own, and none is judged too early."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from dnnlab.cnn.convolution.knobs import DENSE, NUMBERS, SLIDE, STACK, ConvolutionConfig
from dnnlab.data.photos import PHOTOS
from pages.cnn.convolution.dense.questions import QUESTIONS as ON_DENSE
from pages.cnn.convolution.lesson import LESSON
from pages.cnn.convolution.parts import CLAIMS, LEARN, TITLES
from pages.cnn.convolution.questions import ON_SLIDE, ON_STACK

ASKED = {SLIDE: ON_SLIDE.asked, STACK: ON_STACK.asked, DENSE: ON_DENSE.asked}
FLAT = ";".join([",".join(["10"] * 6)] * 6)
SETTINGS = [
    (SLIDE, 0, {"source": NUMBERS, "stride": 2, "padding": "0"}, 0),
    (SLIDE, 1, {"source": NUMBERS, "padding": "0", "numbers": FLAT}, 1),
    (STACK, 0, {"stack": "3,1,1;3,1,1"}, 1),
    (STACK, 1, {"stack": "3,2,1;3,1,1;3,1,1"}, 2),
    (DENSE, 0, {"kernel_size": 5, "padding": "0"}, 1),
    (DENSE, 1, {"stride": 2}, 1),
]


def test_every_part_has_questions_of_its_own() -> None:
    assert [len(asked) for asked in ASKED.values()] == [2, 2, 2]
    assert set(CLAIMS) | {SLIDE} == set(TITLES) == {*ASKED, LEARN}


@pytest.mark.parametrize(
    ("part", "kept"),
    [
        (SLIDE, {"weights", "stack"}),
        (STACK, {"layer", "source", "kernel", "weights", "numbers"}),
        (DENSE, {"layer", "source", "weights", "stack"}),
    ],
)
def test_buttons_leave_alone_what_the_learner_wrote_and_other_parts_are_about(part: str, kept: set[str]) -> None:
    assert all(kept <= set(each.keeps) for each in ASKED[part])


def test_the_sources_name_who_took_the_photos() -> None:
    sources = " ".join(LESSON.sources.read_text(encoding="utf-8").split())
    assert [photo.name for photo in PHOTOS.values() if f"{photo.name}: {photo.credit}" not in sources] == []


@pytest.mark.parametrize(("part", "number", "settings", "option"), SETTINGS, ids=str)
def test_the_settings_that_it_asks_for_are_judged(
    part: str, number: int, settings: dict[str, Any], option: int
) -> None:
    asked = ASKED[part][number]
    outcome = asked.judge(ConvolutionConfig(**settings))
    assert outcome is not None
    assert outcome.answer == option
    assert len(asked.options) == len(set(asked.options)) >= 3


@pytest.mark.parametrize("part", ASKED)
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"numbers": "1,2;3,4", "kernel_size": 5, "padding": "0"},
        {"padding": "same", "stride": 2},
        {"stack": "3,1,1"},
    ],
    ids=str,
)
def test_other_settings_show_nothing(part: str, settings: dict[str, Any]) -> None:
    assert [each.judge(ConvolutionConfig(**settings)) for each in ASKED[part]] == [None, None]


@pytest.mark.parametrize(("strides", "number"), [((1, 1), 0), ((2, 1, 1), 1)])
def test_what_a_stack_sees_is_what_torchs_gradient_reaches(strides: tuple[int, ...], number: int) -> None:
    layers = nn.Sequential(*(nn.Conv2d(1, 1, 3, stride=stride, padding=1) for stride in strides))
    for layer in layers:
        nn.init.ones_(layer.weight)
    picture = torch.zeros(1, 1, 31, 31, requires_grad=True)
    result = layers(picture)
    result[0, 0, result.shape[2] // 2, result.shape[3] // 2].backward()
    assert picture.grad is not None
    seen = int((picture.grad[0, 0].abs().sum(0) > 0).sum())
    stack = ";".join(f"3,{stride},1" for stride in strides)
    outcome = ASKED[STACK][number].judge(ConvolutionConfig(stack=stack))
    assert outcome is not None
    assert f"{seen} × {seen}" in outcome.seen
    assert ASKED[STACK][number].options[outcome.answer] == f"{seen} × {seen} pixels"
