"""The buttons that set a prediction up: each gives knobs that there are, and what they set up is judged.

All lessons of the table are tested.  A question about the knobs of a registered
experiment is judged by runs with them, another one by its knobs; where a judge
looks at something else, ``evidence.py`` among the lesson's unit tests makes it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.config import Config, InvalidConfig, Value
from dnnlab.live.shelf import PastRun
from dnnlab.ui.tryit import Outcome, Question, Questions
from pages.lessons import LESSONS
from tests.unit.runs import STEPS, run

ROOT = Path(__file__).resolve().parents[2]
TRAINED = [CATALOGUE.config(name) for name in CATALOGUE.experiments]


class Asked(NamedTuple):
    """The questions that stand on one panel of knobs, and what their judges look at with given knobs."""

    questions: Questions
    show: Callable[[Any], Any]


def evidence(folder: str) -> dict[str, Callable[[Any], Any]]:
    """What a lesson's own tests say about it."""
    if not (ROOT / "tests" / "unit" / folder / "evidence.py").exists():
        return {}
    found: dict[str, Callable[[Any], Any]] = import_module(f"tests.unit.{folder.replace('/', '.')}.evidence").SHOWN
    return found


ASKED = {
    f"{slug} {name}": Asked(
        questions,
        evidence(lesson.folder).get(name, run if questions.config in TRAINED else lambda config: config),
    )
    for slug, lesson in LESSONS.items()
    for name, questions in zip(lesson.asks, lesson.questions(), strict=True)
}
EVERY = [
    pytest.param(asked, question, id=question.key) for asked in ASKED.values() for question in asked.questions.asked
]


def elsewhere(kind: type[Config]) -> Config:
    """Knobs that a learner may have moved before: none stands at its default, if that goes together."""
    made = kind()
    for name, knob in kind.knobs().items():
        offered: tuple[Value, ...] = knob.options or (
            () if knob.read else (True, False) if knob.kind is bool else knob.grid()
        )
        for value in reversed([value for value in offered if value != knob.default]):
            try:
                made = made.replace(**{name: value})
                break
            except InvalidConfig:
                continue
    return made


def judged(question: Question, shown: list[Any]) -> Outcome | None:
    """The verdict on all of these runs; without runs, on what is shown last."""
    return question.judge(shown if not shown or isinstance(shown[0], PastRun) else shown[-1])


def test_no_question_is_left_out() -> None:
    calls = [node for file in (ROOT / "pages").rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    forms = {"Question", "about_run", "about_pair"}
    made = [node for node in calls if isinstance(node, ast.Call) and ast.unparse(node.func) in forms]
    assert len(made) == len(EVERY)


def test_every_question_has_a_name_of_its_own() -> None:
    keys = [question.key for asked in ASKED.values() for question in asked.questions.asked]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("asked", "question"), EVERY)
def test_a_setup_names_knobs_and_values_that_the_page_can_show(asked: Asked, question: Question) -> None:
    knobs = asked.questions.config.knobs()
    assert question.setups
    assert set(question.keeps) <= set(knobs)
    for label, values in question.setups.items():
        assert label.startswith("Set ")
        assert set(values) <= set(knobs)
        for knob, value in values.items():
            assert type(value) is knobs[knob].kind
            assert knobs[knob].nearest(value) == value, f"{knob} has no {value}"


@pytest.mark.parametrize("moved", [False, True], ids=["from defaults", "from elsewhere"])
@pytest.mark.parametrize(("asked", "question"), EVERY)
def test_what_the_buttons_set_up_is_judged(asked: Asked, question: Question, moved: bool) -> None:
    kind = asked.questions.config
    now = elsewhere(kind) if moved else kind()
    assert judged(question, [asked.show(now)]) is None, "it would be judged before"
    made = []
    for label in question.setups:
        kept = {name: getattr(now, name) for name in question.keeps if name not in question.setups[label]}
        made.append(now := question.knobs_for(label, now))
        assert kept == {name: getattr(now, name) for name in kept}, "the learner would miss it"
        assert question.knobs_for(label, now) == now, "the button is off now"
    shown = [asked.show(config) for config in made]
    assert judged(question, shown) is not None
    if not isinstance(shown[0], PastRun):
        assert len(shown) == 1
        return
    for one in shown:
        assert judged(question, [each for each in shown if each is not one]) is None, "a button too many"


@pytest.mark.parametrize(("asked", "question"), [each for each in EVERY if each.values[1].step])  # type: ignore[attr-defined]
def test_it_is_judged_at_its_step_and_not_before(asked: Asked, question: Question) -> None:
    now = asked.questions.config()
    made = [now := question.knobs_for(label, now) for label in question.setups]
    assert question.step <= STEPS, "the made-up runs must be long enough"
    assert question.judge([run(config, step=question.step) for config in made]) is not None
    assert question.judge([run(config, step=question.step - 1) for config in made]) is None
