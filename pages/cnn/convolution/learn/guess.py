"""Guess the kernel behind a picture before gradient descent finds it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.cnn.learn_kernel.guess import Guess, score_guess
from dnnlab.cnn.learn_kernel.knobs import OWN, SECRET, LearnKernelConfig
from dnnlab.cnn.learn_kernel.problem import Problem, look, problem
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.workbench import Workbench
from pages.cnn.convolution.learn.scene import tried

SLUG = "learn-kernel"
FULL = 3
"""Rows and columns of a guess."""
_GUESSES = f"{SLUG}/guesses"


def posed_by(config: LearnKernelConfig) -> LearnKernelConfig:
    """The knobs that make the problem, the others at their defaults: the same for all runs that try it."""
    drawn = config.target == SECRET or config.noise > 0
    return LearnKernelConfig(
        photo=config.photo, target=config.target, noise=config.noise, seed=config.seed if drawn else 0,
        own_target=config.own_target if config.target == OWN else LearnKernelConfig().own_target,
    )  # fmt: skip


def guessed(config: LearnKernelConfig) -> NDArray[np.float32] | None:
    """The learner's last guess at the kernel that these knobs look for."""
    guesses: dict[LearnKernelConfig, NDArray[np.float32]] = st.session_state.setdefault(_GUESSES, {})
    return guesses.get(posed_by(config))


def guess_first(bench: Workbench[LearnKernelConfig]) -> None:
    """Nine numbers, and how near they come: beside the stage, which shows the photo and its target."""
    st.markdown("**Guess first.** A kernel turned the photo into the target. Which nine numbers does it hold?")
    with st.form(f"{SLUG}/guess", border=False):
        kernel = _nine_numbers()
        if st.form_submit_button(
            "Score my guess", icon=":material/target:", width="stretch", key=f"{SLUG}/score",
            help="Applies your kernel to the photo and compares: only you see the score",
        ):  # fmt: skip
            st.session_state.setdefault(_GUESSES, {})[posed_by(bench.config)] = kernel
    if (guess := guessed(bench.config)) is not None:
        _scores(bench, _posed(posed_by(bench.config)), guess)


@lru_cache(maxsize=32)
def _posed(asked: LearnKernelConfig) -> Problem:
    return problem(asked)


def _nine_numbers() -> NDArray[np.float32]:
    """A grid of nine fields: (3, 3)."""
    kernel = np.zeros((FULL, FULL), np.float32)
    for row in range(FULL):
        cells = st.container(horizontal=True, gap="xsmall")  # columns would stand below each other on a phone
        for column in range(FULL):
            kernel[row, column] = cells.number_input(
                f"Row {row + 1}, column {column + 1}", -20.0, 20.0, 0.0, 1.0, "%g", key=f"{SLUG}/{row}{column}",
                label_visibility="collapsed", persist_state="session", width=52,
                help="A weight: above 0 it adds what this neighbour shows, below 0 it subtracts it.",
            )  # fmt: skip
    return kernel


def _scores(bench: Workbench[LearnKernelConfig], posed: Problem, guess: NDArray[np.float32]) -> None:
    """The guess beside what gradient descent has found by now, and the picture that the guess makes."""
    scores = {"you": score_guess(guess, posed.sought, posed.photo)}
    config, view = bench.snapshot.status.config, bench.snapshot.view
    same = isinstance(config, LearnKernelConfig) and posed_by(config) == posed_by(bench.config)
    if bench.run and view is not None and same:
        scores[f"descent, step {view.step:,}"] = score_guess(view.kernel, posed.sought, posed.photo)
    st.html(f"<div class='dl-scroll'><table class='dl-table'>{_table(scores)}</table></div>")
    if len(scores) == 1:
        st.caption("Now press Play: gradient descent tries the same picture.")
    palette = lab.palette()
    live_stage([tried(look(posed, 0, guess), palette)], key=f"{SLUG}/tried", palette=palette)
    st.caption(
        "Same picture: the correlation of the two outputs, 100 % up to brightness and contrast, negative for a "
        "negative. Signs: negative, 0 or positive."
    )


def _table(scores: Mapping[str, Guess]) -> str:
    """A column for each who has tried, a row for each measure, in HTML."""
    rows = {
        "same picture": [written(score.likeness, percent=True) for score in scores.values()],
        "right signs": [f"{score.signs} of {score.numbers}" for score in scores.values()],
        "largest miss": [written(score.miss) for score in scores.values()],
    }
    head = "".join(f"<th>{escape(name)}</th>" for name in scores)
    body = "".join(
        f"<tr><td>{name}</td>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        for name, cells in rows.items()
    )
    return f"<tr><th></th>{head}</tr>{body}"
