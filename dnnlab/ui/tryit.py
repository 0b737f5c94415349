"""Try it: predict, run, and be judged by your own run.

A question names what to run and how to judge (:mod:`dnnlab.ui.judges` finds the
runs that count).  The learner answers before the run; when a run of theirs shows
it, the page says what happened and why.  One question at a time stands at the
stage (:func:`ask_now`), all of them in a tab (:func:`ask`), with the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from dnnlab.live.config import Config, Value
from dnnlab.live.wire import Snapshot
from dnnlab.ui.bench import Bench
from dnnlab.ui.components.head.component import scroll_to_top
from dnnlab.ui.knobs import show_knobs

C = TypeVar("C", bound=Config)
"""The config whose knobs a page shows."""
PREDICT = "Answer before you run it: what your own run then shows is the judge, and teaches more"
"""The tip of the question of the moment."""
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
        with st.container(border=True):
            st.markdown(f"**{question.ask}**")
            _Asking("try", question, page, config, bench, shown).show()


def ask_now(questions: Questions, page: str, config: Config, *, bench: Bench | None = None, shown: Any = None) -> None:
    """The question of the moment, folded to one line: the first one without a verdict, until the learner goes on.

    It stands at the stage, and its verdict comes in the same place.  The arguments are those of :func:`ask`.
    """
    asked = [_Asking("now", question, page, config, bench, shown) for question in questions.asked]
    key = f"{page}/asked now"
    at: int = st.session_state.setdefault(key, next((i for i, each in enumerate(asked) if not each.judged), 0))
    at = min(at, len(asked) - 1)
    now = asked[at]
    left = [i for i, each in enumerate(asked) if not each.judged and i != at]

    def go_on(to: int) -> None:
        st.session_state[key] = to

    with st.popover(now.headline, icon=now.icon, width="stretch", key=f"{page}/asked-now", help=PREDICT):
        st.markdown(f"**{now.question.ask}**")
        now.show()
        if now.judged and left:
            more = f"Next question ({len(left)} left)"
            st.button(more, key=f"now/{page}/next", icon=":material/arrow_forward:", on_click=go_on, args=(left[0],))
        elif now.judged:
            st.caption("That was the last one. All of them stand in the tab Try it, with your answers.")


class _Asking:
    """One question in one place: the learner's answer, what their runs show, and how it is drawn.

    The first answer counts: once a run of theirs has shown what happens, it cannot be changed.
    """

    def __init__(
        self, place: str, question: Question, page: str, config: Config, bench: Bench | None, shown: Any
    ) -> None:
        self.place, self.question, self.page, self.config, self.bench = place, question, page, config, bench
        self.outcome = question.judge(bench.runs if bench else shown)
        if self.judged:
            st.session_state[f"judged/{question.key}"] = True

    @property
    def answer(self) -> int | None:
        """Which option the learner took; None: not yet."""
        answer: int | None = st.session_state.get(f"answer/{self.question.key}")
        return answer

    @property
    def judged(self) -> bool:
        """Whether there is a verdict."""
        return self.answer is not None and self.outcome is not None

    @property
    def right(self) -> bool:
        """Whether the answer came true."""
        return self.outcome is not None and self.answer == self.outcome.answer

    @property
    def icon(self) -> str:
        """Before the verdict, for a right answer, for another."""
        if not self.judged:
            return ":material/psychology_alt:"
        return ":material/check_circle:" if self.right else ":material/lightbulb:"

    @property
    def headline(self) -> str:
        """A line: in bold what to do or what came out, then the question or what was seen."""
        if self.answer is None:
            return f"**Predict first** *{self.question.ask}*"
        if self.outcome is None:
            return f"**Now see** *{self.question.ask}*"
        return f"**{'You predicted it' if self.right else 'It turned out otherwise'}** *{self.outcome.seen}*"

    def show(self) -> None:
        """The choice, then what to run, then the verdict."""
        question, key = self.question, f"{self.place}/{self.question.key}"

        def take() -> None:
            st.session_state[f"answer/{question.key}"] = st.session_state[key]

        st.session_state[key] = self.answer  # the other place may have been answered
        final = self.answer is not None and st.session_state.get(f"judged/{question.key}", False)
        st.radio(
            question.ask, range(len(question.options)), key=key, disabled=final, on_change=take,
            format_func=lambda i: question.options[i], label_visibility="collapsed",
            help="Nobody but you sees your answer.",
        )  # fmt: skip
        if self.answer is None:
            st.caption("Decide first; then run it." if self.bench else "Decide first; then try it.")
        elif self.outcome is None:
            self._to_do()
        else:
            self._verdict(self.outcome)

    def _to_do(self) -> None:
        """What to run, a button for each setup, and Play where the knobs stand."""
        st.markdown(f":material/play_arrow: {self.question.todo}")
        bench, ready = self.bench, self._offer_setups()
        if bench and bench.run is None and (ready or not self.question.setups):
            if self.place == "now":
                st.button("Play it", key=f"now/{self.question.key}/play", icon=":material/play_arrow:",
                          on_click=bench.play, disabled=bench.owner is None)  # fmt: skip
            st.caption("The knobs are set: press Play. Your own run will be the judge.")
            return
        st.caption(f"{'Your own run' if bench else 'What the page then shows'} will be the judge.")

    def _verdict(self, outcome: Outcome) -> None:
        came_true = self.question.options[outcome.answer]
        if self.right:
            st.success(f"You predicted it. {outcome.seen}", icon=self.icon)
        else:
            st.info(f"It turned out otherwise: {came_true}. {outcome.seen}", icon=self.icon)
        st.markdown(self.question.why)

    def _offer_setups(self) -> bool:
        """A button for each setup, off while it stands; returns whether one does."""
        question, bench = self.question, self.bench
        stands = {label: self._stands(question.knobs_for(label, self.config)) for label in question.setups}
        ends = " A run under way ends; it stays in the table of runs." if bench else ""
        with st.container(horizontal=True):
            for label, ready in stands.items():
                if st.button(
                    label, key=f"{self.place}/{question.key}/{label}", icon=":material/tune:", disabled=ready,
                    help="The knobs stand like this now." if ready else f"Sets the knobs for this question.{ends}",
                ):  # fmt: skip
                    if bench and bench.run:
                        bench.run.stop()  # live knobs would change it on its way: Play begins one with these knobs
                    scroll_to_top()
                    show_knobs(self.page, question.knobs_for(label, self.config))
        return any(stands.values())

    def _stands(self, wanted: Config) -> bool:
        """Whether the knobs are as wanted, and a run that is there has had no others."""
        if self.config != wanted or self.bench is None or self.bench.run is None:
            return self.config == wanted
        status = self.bench.snapshot.status
        return status.begun == self.bench.config and not status.changes
