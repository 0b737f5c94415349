"""The buttons that set a prediction up: each gives knobs that there are, and a run with them is judged."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from dnnlab.cnn.convolution.knobs import CUSTOM, DENSE, SLIDE, STACK, TRANSPOSED, ConvolutionConfig
from dnnlab.cnn.learn_kernel.knobs import OWN, LearnKernelConfig
from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.pooling.knobs import AVERAGE, GLOBAL, MAX, PoolingConfig, ShiftConfig
from dnnlab.cnn.pooling.net.calls import pool
from dnnlab.live.config import Config
from dnnlab.live.shelf import Kept
from dnnlab.live.wire import Snapshot, State, Status
from dnnlab.photo.ascent.knobs import AscentConfig
from dnnlab.photo.facts import NETS, SQUEEZENET
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.occlusion.knobs import OcclusionConfig
from dnnlab.photo.occlusion.views import OcclusionView, Patch
from dnnlab.photo.views import Classification
from dnnlab.ui.tryit import Question
from pages.cnn.convolution.learn import questions as learn_questions
from pages.cnn.convolution.questions import setting_questions
from pages.cnn.lenet import questions as digit_questions
from pages.cnn.pooling.moving import FAR
from pages.cnn.pooling.questions import bench_questions, shift_questions
from pages.photo.classify.ascent import questions as ascent_questions
from pages.photo.classify.cover import questions as cover_questions
from pages.photo.classify.questions import questions as look_questions

PAGES = Path(__file__).resolve().parents[2] / "pages"
STEPS = 5_000


class Asked(NamedTuple):
    """The questions that stand on one panel of knobs."""

    somewhere: Config
    """Knobs that a learner may have moved there before."""
    questions: Callable[[Any], Sequence[Question]]
    """Given where the knobs stand."""
    run: Callable[[Any], Kept] | None = None
    """A whole run with these knobs; None: the knobs are judged."""


def run(config: Config, view: Any = None) -> Kept:
    """A run that came to its end, with every figure that a judge may look at."""
    steps = np.arange(1, STEPS + 1)
    figures = {"train_accuracy": 0.9, "validation_accuracy": 0.8, "kernel_error": 0.1, "loss": 0.5, "activation": 2.0}
    status = Status(config=config, begun=config, state=State.FINISHED, step=STEPS, latest=figures, final=figures)
    curves = {name: (steps, np.full(STEPS, value)) for name, value in figures.items()}
    return Kept(number=1, snapshot=Snapshot(status=status, curves=curves, view=view))


def mapped(config: PhotoConfig) -> Kept:
    """A whole occlusion map of these knobs."""
    worst = Patch(0, 0, 56, 0.1)
    view = OcclusionView(
        net=config.net, cut=np.zeros((224, 224, 3), np.uint8), cover=config.cover, class_index=0, class_name="thing",
        uncovered=0.9, heat=np.zeros((56, 56), np.float32), last=worst, worst=worst,
        scores=np.zeros(81, np.float32), total=81,
    )  # fmt: skip
    return run(config.as_config(OcclusionConfig, photo=config.photo), view)


def climbed(config: PhotoConfig) -> Kept:
    """A picture by gradient ascent with these knobs."""
    return run(config.as_config(AscentConfig, layer=config.layer_of(config.net), unit=7, photo=config.photo))


def about_pooling(config: PoolingConfig) -> Sequence[Question]:
    grid = config.grid()[np.newaxis]
    window, stride, padding = (config.size,) * 2, (config.step,) * 2, (config.padding,) * 2
    pooled = {} if config.mode == GLOBAL else {m: pool(grid, window, stride, padding, m) for m in (MAX, AVERAGE)}
    return bench_questions(config, pooled)


def about_shift(config: ShiftConfig) -> Sequence[Question]:
    there = abs(config.dx) == FAR and config.dy == 0
    return shift_questions(config.dx, [np.array([4, 4, 4])] * (FAR + 1) if there else [])


def about_photos(config: PhotoConfig) -> Sequence[Question]:
    found = Classification(
        net="", classes=np.arange(5), names=tuple("abcde"), probabilities=np.full(5, 0.2, np.float32),
        milliseconds=1.0, parameters=1,
    )  # fmt: skip
    return look_questions(config, dict.fromkeys(NETS, found))


BENCH = ConvolutionConfig(
    layer=TRANSPOSED, source="upload", kernel=CUSTOM, kernel_size=4, bias=5, stride=3, padding="2", dilation=2,
    weights="1,2;3,4", numbers="1,2;3,4", stack="5,1,1",
)  # fmt: skip
PHOTO = PhotoConfig(
    photo="flower", net=SQUEEZENET, rank=2, squeezenet_layer="fire5", cover="black", patch=64, stride=32, unit=3,
    brush="fine", blur=4.0, jitter=8, rate=10.0, seed=5,
)  # fmt: skip
ASKED = {
    "digits": Asked(
        LeNetConfig(activation="ReLU", learning_rate=0.1, seed=3, filters=9), lambda _: digit_questions.QUESTIONS, run
    ),
    "slide": Asked(BENCH, lambda config: setting_questions(SLIDE, config)),
    "stack": Asked(BENCH, lambda config: setting_questions(STACK, config)),
    "dense": Asked(BENCH, lambda config: setting_questions(DENSE, config)),
    "learn": Asked(
        LearnKernelConfig(target=OWN, own_target="1,2,1", optimizer="momentum", run_length=100, size=5),
        lambda _: learn_questions.QUESTIONS,
        run,
    ),
    "pooling": Asked(PoolingConfig(mode=GLOBAL, source="cat", side=2, size=4, padding=2), about_pooling),
    "shift": Asked(ShiftConfig(digit="7", dx=1, dy=5), about_shift),
    "look": Asked(PHOTO, about_photos),
    "cover": Asked(PHOTO, lambda _: cover_questions.questions(), mapped),
    "inside": Asked(PHOTO, lambda _: ascent_questions.questions(), climbed),
}
EVERY = [
    pytest.param(name, number, id=f"{name}-{question.key}")
    for name, asked in ASKED.items()
    for number, question in enumerate(asked.questions(type(asked.somewhere)()))
]


def test_no_question_is_left_out() -> None:
    calls = [node for file in PAGES.rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    made = [node for node in calls if isinstance(node, ast.Call) and ast.unparse(node.func) == "Question"]
    assert len(made) == len(EVERY)


@pytest.mark.parametrize(("name", "number"), EVERY)
def test_a_setup_names_knobs_and_values_that_the_page_can_show(name: str, number: int) -> None:
    asked = ASKED[name]
    knobs = asked.somewhere.knobs()
    question = asked.questions(type(asked.somewhere)())[number]
    assert question.setups
    assert set(question.keeps) <= set(knobs)
    for label, values in question.setups.items():
        assert label.startswith("Set ")
        assert set(values) <= set(knobs)
        for knob, value in values.items():
            assert type(value) is knobs[knob].kind
            assert knobs[knob].nearest(value) == value, f"{knob} has no {value}"


@pytest.mark.parametrize("moved", [False, True], ids=["from defaults", "from elsewhere"])
@pytest.mark.parametrize(("name", "number"), EVERY)
def test_what_the_buttons_set_up_is_judged(name: str, number: int, moved: bool) -> None:
    asked = ASKED[name]
    now = asked.somewhere if moved else type(asked.somewhere)()
    question = asked.questions(now)[number]
    assert question.judge([asked.run(now)] if asked.run else []) is None, "it would be judged before"
    made = []
    for label in question.setups:
        made.append(now := question.knobs_for(label, now))
        assert question.knobs_for(label, now) == now, "the button is off now"
    if asked.run is None:
        (only,) = made
        assert asked.questions(only)[number].judge([]) is not None
        return
    runs = [asked.run(config) for config in made]
    assert question.judge(runs) is not None
    for one in runs:
        assert question.judge([each for each in runs if each is not one]) is None, "a button too many"


@pytest.mark.parametrize(("name", "kept"), [
    ("slide", {"weights", "stack"}),
    ("stack", {"layer", "source", "kernel", "weights", "numbers"}),
    ("dense", {"layer", "source", "weights", "stack"}),
    ("learn", {"own_target"}),
    ("shift", {"digit"}),
    ("look", {"rank", "squeezenet_layer", "unit", "patch", "blur"}),
    ("cover", {"squeezenet_layer", "unit", "brush", "blur"}),
    ("inside", {"photo", "net", "rank", "squeezenet_layer", "unit", "rate", "seed", "brush"}),
])  # fmt: skip
def test_what_the_learner_would_miss_stays(name: str, kept: set[str]) -> None:
    now = ASKED[name].somewhere
    for question in ASKED[name].questions(now):
        for label in question.setups:
            assert not kept & set(now.changed(question.knobs_for(label, now)))
