"""Try it: predict, run, and be judged by your own run.

A question names what to run and how to judge.  The learner answers before the
run; when a run of theirs shows it, the page says what happened and why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dnnlab.live.shelf import Kept
from dnnlab.live.wire import Snapshot


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
    judge: Callable[[Sequence[Kept]], Outcome | None]
    """Looks for runs that show it among the learner's own; None: not run yet."""
    why: str
    """The explanation, shown after the outcome."""


def ask(question: Question, runs: Sequence[Kept]) -> None:
    """Show one question: the choice, then what to run, then the verdict."""
    with st.container(border=True):
        guess = st.radio(
            f"**{question.ask}**", range(len(question.options)), index=None, key=f"try/{question.key}",
            format_func=lambda i: question.options[i], persist_state="session",
            help="Nobody but you sees your answer. Your own run is the judge.",
        )  # fmt: skip
        if guess is None:
            st.caption("Decide first; then run it.")
            return
        outcome = question.judge(runs)
        if outcome is None:
            st.markdown(f":material/play_arrow: {question.todo}")
            st.caption("Your own run will be the judge.")
            return
        came_true = question.options[outcome.answer]
        if guess == outcome.answer:
            st.success(f"You predicted it. {outcome.seen}", icon=":material/check_circle:")
        else:
            st.info(f"It turned out otherwise: {came_true}. {outcome.seen}", icon=":material/lightbulb:")
        st.markdown(question.why)


def value_at(snapshot: Snapshot, metric: str, step: int) -> float | None:
    """A metric's last value at or before ``step``, if the run came that far."""
    if metric not in snapshot.curves or snapshot.status.step < step:
        return None
    steps, values = snapshot.curves[metric]
    known = values[steps <= step]
    return float(known[-1]) if len(known) else None
