"""The questions that a learner's own settings answer: each part has its own, and none is judged too early."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from dnnlab.cnn.convolution.knobs import DENSE, NUMBERS, SLIDE, STACK, ConvolutionConfig
from dnnlab.ui.tryit import Question
from pages.cnn.convolution.parts import CLAIMS, LEARN, TITLES
from pages.cnn.convolution.questions import setting_questions

BENCHES = (SLIDE, STACK, DENSE)
FLAT = ";".join([",".join(["10"] * 6)] * 6)
SETTINGS = [
    (SLIDE, 0, {"source": NUMBERS, "stride": 2, "padding": "0"}, 0),
    (SLIDE, 1, {"source": NUMBERS, "padding": "0", "numbers": FLAT}, 1),
    (STACK, 0, {"stack": "3,1,1;3,1,1"}, 1),
    (STACK, 1, {"stack": "3,2,1;3,1,1;3,1,1"}, 2),
    (DENSE, 0, {"kernel_size": 5, "padding": "0"}, 1),
    (DENSE, 1, {"stride": 2}, 1),
]


def question(part: str, number: int, **settings: Any) -> Question:
    return setting_questions(part, ConvolutionConfig(**settings))[number]


def test_every_part_has_questions_of_its_own() -> None:
    keys = [each.key for part in BENCHES for each in setting_questions(part, ConvolutionConfig())]
    assert len(keys) == len(set(keys)) == 6
    assert set(CLAIMS) | {SLIDE} == set(TITLES) == {*BENCHES, LEARN}


@pytest.mark.parametrize(("part", "number", "settings", "option"), SETTINGS, ids=str)
def test_the_settings_that_it_asks_for_are_judged(
    part: str, number: int, settings: dict[str, Any], option: int
) -> None:
    asked = question(part, number, **settings)
    outcome = asked.judge(())
    assert outcome is not None
    assert outcome.answer == option
    assert len(asked.options) == len(set(asked.options)) >= 3


@pytest.mark.parametrize("part", BENCHES)
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
    assert [each.judge(()) for each in setting_questions(part, ConvolutionConfig(**settings))] == [None, None]


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
    outcome = question(STACK, number, stack=stack).judge(())
    assert outcome is not None
    assert f"{seen} × {seen}" in outcome.seen
    assert question(STACK, number).options[outcome.answer] == f"{seen} × {seen} pixels"
