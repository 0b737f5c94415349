"""A lesson's page: the whole of it for a lesson of one stage, its tabs for any other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dnnlab.doctor.diagnosis import Finding, Trace
from dnnlab.live.wire import Snapshot
from dnnlab.ui import lab
from dnnlab.ui.blocks import Caption, Latex
from dnnlab.ui.card import still
from dnnlab.ui.compare import runs_table
from dnnlab.ui.consultation import consultation
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.lesson import Lesson, frame
from dnnlab.ui.recording import Recording
from dnnlab.ui.scene import Scene
from dnnlab.ui.sight import Drawer
from dnnlab.ui.source import Source, show_source
from dnnlab.ui.tryit import ask, ask_now, reached
from dnnlab.ui.words import TRAINING, Words
from dnnlab.ui.workbench import Picked, Workbench

Code = Sequence[str | Source]
"""What the code tab shows: paragraphs and definitions."""
TRAINS = "This is the very code that trains above, in plain PyTorch."
SMALL_PRINT = "\n---\n"
"""What follows it in sources.md is set small."""


def show_lesson(
    lesson: Lesson,
    scene: Scene,
    recording: Recording,
    *,
    maths: Callable[[Any, Snapshot], Sequence[str]],
    code: Code,
    metrics: Sequence[str],
    words: Words = TRAINING,
    picked: Callable[[Picked | None], None] | None = None,
    beside: Callable[[Workbench[Any]], Drawer | None] | None = None,
    doctor: Callable[[Trace, Any], Sequence[Finding]] | None = None,
) -> None:
    """The page of a lesson of one stage: frame, knobs, stage, tabs with questions, maths, code, runs and sources.

    Args:
        lesson: its entry, which names the experiment and the questions; sources.md stands in its folder.
        scene: draws a run.
        recording: stands on the stage until there is a run of the learner's own.
        maths: from the knobs and the run at this moment to what the maths tab says (:mod:`dnnlab.ui.blocks`).
        code: the definitions that train.
        metrics: those worth a column in the table of runs.
        words: what the bar says, where a run does not train.
        picked: shows more below the stage, and hears what the learner picked on it in this run of the page.
        beside: shows more beside the question of the moment (:class:`Workbench` says what it returns).
        doctor: from the curves of the run and the knobs to what is going on, which is said below the stage.
    """
    frame(lesson)
    stage, knobs = st.columns([3, 1], gap="medium")
    with knobs:
        config = knob_panel(lab.pool().registry.config(lesson.experiment), lesson.slug)
    (questions,) = lesson.questions()

    def news(snapshot: Snapshot) -> Hashable:
        found = tuple(each.name for each in doctor(snapshot.curves, config)) if doctor is not None else ()
        return reached(questions, snapshot), found

    bench = Workbench(
        lesson.slug, lesson.experiment, config, scene, recording, owner=lab.learner(), words=words,
        milestone=news, beside=beside, still=still(lesson, recording.made_with),
    )  # fmt: skip
    with stage:
        click = bench.show()
        with bench.moment:
            ask_now(questions, lesson.slug, config, bench=bench)
        if doctor is not None:
            consultation(bench, lambda trace: doctor(trace, config))
        if picked is not None:
            picked(click)
    show_tabs(
        lesson,
        try_it=partial(ask, questions, lesson.slug, config, bench=bench),
        maths=maths(config, bench.snapshot),
        code=(TRAINS, *code),
        bench=bench,
        metrics=metrics,
    )


def show_tabs(
    lesson: Lesson,
    *,
    try_it: Callable[[], object],
    maths: Sequence[str] | Callable[[], Sequence[str]],
    code: Code,
    bench: Workbench[Any] | None = None,
    metrics: Sequence[str] = (),
) -> None:
    """The tabs below a lesson, or below one of its parts.

    Args:
        lesson: its sources are shown.
        try_it: asks the questions.
        maths: what the maths tab says, or what gives it there, below widgets of its own.
        code: what the code tab shows.
        bench: has the runs of the table; None: there are none.
        metrics: those worth a column in it.
    """
    names = ["Try it", "The maths", "The code", *(["Runs in this tab"] if bench else []), "Sources"]
    tabs = dict(zip(names, st.tabs(names), strict=True))
    with tabs["Try it"]:
        try_it()
    with tabs["The maths"]:
        show_blocks(maths() if callable(maths) else maths)
    with tabs["The code"]:
        for each in code:
            if isinstance(each, str):
                st.markdown(each)
            else:
                show_source(each)
    if bench:
        with tabs["Runs in this tab"]:
            runs_table(bench, metrics)
    with tabs["Sources"]:
        text, _, small = lesson.sources.read_text(encoding="utf-8").partition(SMALL_PRINT)
        show_blocks([text, *([Caption(small)] if small else [])])


def show_blocks(blocks: Sequence[str]) -> None:
    """Paragraphs, formulas, small print."""
    for block in blocks:
        show = st.latex if isinstance(block, Latex) else st.caption if isinstance(block, Caption) else st.markdown
        show(str(block))
