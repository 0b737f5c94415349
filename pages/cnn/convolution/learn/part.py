"""Part of the lesson: guess the kernel behind a picture, then watch gradient descent find it."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.cnn.learn_kernel.knobs import OWN, SECRET, LearnKernelConfig
from dnnlab.cnn.learn_kernel.problem import look, problem, start_kernel
from dnnlab.ui import lab
from dnnlab.ui.recording import Opening, Prelude, recorded
from dnnlab.ui.tryit import reached
from dnnlab.ui.workbench import Workbench
from pages.cnn.convolution.learn.guess import SLUG, guess_first, guessed, posed_by
from pages.cnn.convolution.learn.questions import QUESTIONS
from pages.cnn.convolution.learn.scene import LearnScene


def learn_the_kernel(config: LearnKernelConfig, guess: DeltaGenerator) -> Workbench[LearnKernelConfig]:
    """The stage, and beside it the guess; returns the workbench for the tabs below."""
    bench = Workbench(
        SLUG, "learn-kernel", config, LearnScene(), prelude(config), owner=lab.learner(),
        milestone=lambda snapshot: (snapshot.status.step > 0, reached(QUESTIONS, snapshot)),
    )  # fmt: skip
    with guess.container(border=True):
        guess_first(bench)
        bench.scene = _scene(bench)
    bench.show()
    return bench


def prelude(config: LearnKernelConfig) -> Prelude:
    """The recorded run while it looks for what these knobs look for; else how a run with these knobs begins."""
    shipped = recorded("learn-kernel")
    return shipped if shipped.config == posed_by(config) else _opening(config)


@lru_cache(maxsize=32)
def _opening(config: LearnKernelConfig) -> Opening:
    return Opening(
        config=config, view=look(problem(config), 0, start_kernel(config)), total_steps=config.run_length,
        invitation=f"Press Play: gradient descent looks for this kernel, in {config.run_length:,} steps.",
    )  # fmt: skip


def _scene(bench: Workbench[LearnKernelConfig]) -> LearnScene:
    """Nothing gives the answer away before the learner has guessed or trained; a secret stays one even then.

    What was learnt is shown from then on, of a recording too: it comes near the answer, step by step.
    """
    asked = posed_by(bench.config)
    if asked.target == OWN:
        return LearnScene()
    tried = guessed(asked) is not None
    told = asked.target != SECRET and (tried or (bench.run is not None and bench.snapshot.status.step > 0))
    told = told or st.toggle(
        "Show the sought kernel", key=f"{SLUG}/shown/{asked.target}/{asked.seed}", persist_state="session",
        help="Guess first. Once a run has trained, its learnt kernel tells the answer anyway.",
    )  # fmt: skip
    return LearnScene(sought=told, learnt=told or tried or bench.run is not None or not bench.recording.shared)
