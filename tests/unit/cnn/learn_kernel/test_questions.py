"""The judges of "learn the kernel": what a learner's runs show, and when they show nothing yet."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dnnlab.cnn.learn_kernel.knobs import LearnKernelConfig
from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live.config import Config
from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import Snapshot, Status, Tune
from dnnlab.ui.tryit import Question
from pages.cnn.convolution.learn.questions import QUESTIONS

TWO_STARTS, VALLEY, NOISE = QUESTIONS.asked
NAMED = LearnKernelConfig(target="left sobel")
SGD = NAMED.replace(optimizer="SGD")
NOISY = NAMED.replace(noise=0.5)
SLOWER = (Tune(step=500, values={"learning_rate": 0.001}),)


def run(config: Config, miss: float, *, step: int = 5_000, share: float = 0.005, **status: Any) -> PastRun:
    """A run whose loss begins at 8 and stands at ``share`` of it from step 1,000 on."""
    steps = np.arange(1, step + 1)
    losses = 8 * np.geomspace(1, share, 1_000)[np.minimum(steps, 1_000) - 1]
    curves = {"loss": (steps, losses), "kernel_error": (steps, np.full(step, miss))}
    said = Status(config=config, begun=config, step=step, **status)
    return PastRun(number=1, snapshot=Snapshot(status=said, curves=curves))


def answer(question: Question, *runs: PastRun) -> int | None:
    outcome = question.judge(runs)
    return None if outcome is None else outcome.answer


@pytest.mark.parametrize("question", QUESTIONS.asked, ids=lambda question: question.key)
def test_without_a_run_that_shows_it_there_is_no_verdict(question: Question) -> None:
    others = [LearnKernelConfig(), NAMED.replace(size=5), SGD.replace(photo="rocket"), LeNetConfig()]
    assert question.judge([]) is None
    assert question.judge([run(config, 0.01) for config in others]) is None
    assert question.judge([run(config, 0.01, step=400) for config in (NAMED, SGD, NOISY)]) is None
    assert question.judge([run(config, 0.01, changes=SLOWER) for config in (NAMED, SGD, NOISY)]) is None
    assert len(question.options) == len(set(question.options)) == 3


@pytest.mark.parametrize(("misses", "option"), [((0.01, 0.02), 0), ((0.01, 0.3), 1), ((0.4, 0.3), 2)])
def test_two_starts_need_two_seeds(misses: tuple[float, float], option: int) -> None:
    first, second = (run(NAMED.replace(seed=seed), miss) for seed, miss in enumerate(misses))
    assert answer(TWO_STARTS, first, second) == option
    assert answer(TWO_STARTS, first, first) is None


def test_the_last_two_seeds_count() -> None:
    runs = [run(NAMED.replace(seed=seed), miss) for seed, miss in ((1, 0.9), (2, 0.01), (3, 0.02))]
    outcome = TWO_STARTS.judge(runs)
    assert outcome is not None
    assert outcome.answer == 0
    assert "seed 2" in outcome.seen
    assert "seed 3" in outcome.seen


@pytest.mark.parametrize(
    ("miss", "share", "option"), [(0.01, 0.001, 0), (0.4, 0.009, 1), (0.4, 0.5, 2), (0.4, 0.021, 2)]
)
def test_the_valley_is_judged_at_step_1000(miss: float, share: float, option: int) -> None:
    assert answer(VALLEY, run(SGD, miss, share=share)) == option
    assert answer(VALLEY, run(SGD.replace(seed=8), miss, share=share, step=1_000)) == option
    later = (Tune(step=1_000, values={"learning_rate": 0.1}),)
    assert answer(VALLEY, run(SGD, miss, share=share, changes=later)) == option


@pytest.mark.parametrize(("miss", "option"), [(0.1, 0), (0.3, 1), (2.0, 2)])
def test_noise_is_judged_at_the_end(miss: float, option: int) -> None:
    assert answer(NOISE, run(NOISY, miss)) == option
    assert answer(NOISE, run(NOISY.replace(own_target="1,2,1"), miss)) == option, "a knob that does not count"


def test_a_run_that_was_made_longer_is_judged_at_the_usual_end() -> None:
    longer = (Tune(step=4_000, values={"run_length": 10_000}),)
    assert answer(NOISE, run(NOISY, 0.1, step=10_000, changes=longer)) == 0


def test_buttons_leave_alone_what_the_learner_wrote() -> None:
    assert all("own_target" in question.keeps for question in QUESTIONS.asked)
