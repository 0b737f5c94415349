"""Try it: predict, run, and be judged by your own run.

A question names what to run and how to judge (:mod:`dnnlab.ui.judges` finds the
runs that count).  The learner answers before the run; when a run of theirs shows
it, the page says what happened and why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from dnnlab.live.config import Config, Value
from dnnlab.live.wire import Snapshot
from dnnlab.ui.bench import Bench
from dnnlab.ui.knobs import show_knobs

C = TypeVar("C", bound=Config)
"""The config whose knobs a page shows."""
SET_UP = "Set this up"
"""The button of a question that takes one setting."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the learner's runs show."""

    answer: int
    """Index of the option that came true."""
    seen: str
    """One sentence with the figures of those runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One prediction to make."""

    key: str
    ask: str
    options: tuple[str, ...]
    todo: str
    """What to run, in the learner's words."""
    judge: Callable[[Any], Outcome | None]
    """Looks for runs that show it among the learner's own; for knobs without a run, at what the page shows with them.
    None: not yet."""
    why: str
    """The explanation, shown after the outcome."""
    step: int = 0
    """The step of a run at which it is judged; 0: at its end, or there is no run."""
    setups: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """Label of a button -> the knobs that it sets; the others go to their defaults.  One for each run."""
    keeps: Collection[str] = ()
    """Knobs that a button leaves alone unless it names them: the judge does not look at them."""

    def knobs_for(self, setup: str, now: C) -> C:
        """The knobs as that button sets them, from where they stand now."""
        kept = {name: getattr(now, name) for name in self.keeps}
        return type(now)(**{**kept, **self.setups[setup]})


class Questions:
    """What is asked below one panel of knobs.

    Args:
        config: its knobs, which the buttons set.
        asked: the questions.
    """

    def __init__(self, config: type[Config], *asked: Question) -> None:
        self.config = config
        self.asked = asked


def reached(questions: Questions, snapshot: Snapshot) -> int:
    """How many of the questions' steps a run has come to: when that changes, there may be a verdict."""
    return sum(0 < question.step <= snapshot.status.step for question in questions.asked)


def ask(questions: Questions, page: str, config: Config, *, bench: Bench | None = None, shown: Any = None) -> None:
    """Show the questions, one below the other.

    Args:
        questions: what is asked.
        page: the name of the panel with the knobs that the buttons set.
        config: what these knobs stand for now.
        bench: its runs are judged.
        shown: what is judged where there are no runs.
    """
    for question in questions.asked:
        _ask(question, page, config, bench, shown)


def _ask(question: Question, page: str, config: Config, bench: Bench | None, shown: Any) -> None:
    """One question: the choice, then what to run, then the verdict."""
    with st.container(border=True):
        guess = st.radio(
            f"**{question.ask}**", range(len(question.options)), index=None, key=f"try/{question.key}",
            format_func=lambda i: question.options[i], persist_state="session",
            help="Nobody but you sees your answer.",
        )  # fmt: skip
        if guess is None:
            st.caption("Decide first; then run it.")
            return
        outcome = question.judge(bench.runs if bench else shown)
        if outcome is None:
            st.markdown(f":material/play_arrow: {question.todo}")
            ready = _offer_setups(question, page, config, bench)
            play = "The knobs are set: press Play. " if ready and bench and bench.run is None else ""
            st.caption(f"{play}{'Your own run' if bench else 'What the page then shows'} will be the judge.")
            return
        came_true = question.options[outcome.answer]
        if guess == outcome.answer:
            st.success(f"You predicted it. {outcome.seen}", icon=":material/check_circle:")
        else:
            st.info(f"It turned out otherwise: {came_true}. {outcome.seen}", icon=":material/lightbulb:")
        st.markdown(question.why)


def _offer_setups(question: Question, page: str, config: Config, bench: Bench | None) -> bool:
    """A button for each setup, off while it stands; returns whether one does."""
    stands = {label: _stands(question.knobs_for(label, config), config, bench) for label in question.setups}
    ends = " A run under way ends; it stays in the table of runs." if bench else ""
    with st.container(horizontal=True):
        for label, ready in stands.items():
            if st.button(
                label, key=f"try/{question.key}/{label}", icon=":material/tune:", disabled=ready,
                help="The knobs stand like this now." if ready else f"Sets the knobs for this question.{ends}",
            ):  # fmt: skip
                if bench and bench.run:
                    bench.run.stop()  # live knobs would change it on its way: Play begins one with these knobs
                show_knobs(page, question.knobs_for(label, config))
    return any(stands.values())


def _stands(wanted: Config, config: Config, bench: Bench | None) -> bool:
    """Whether the knobs are as wanted, and a run that is there has had no others."""
    if config != wanted or bench is None or bench.run is None:
        return config == wanted
    status = bench.snapshot.status
    return status.begun == bench.config and not status.changes
