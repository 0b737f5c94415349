"""Part of the lesson: a model writes on after a prompt, and the learner sees, and makes, its choices."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dnnlab.plots.written import written
from dnnlab.rnn.text.views import Beams, Written
from dnnlab.rnn.text.writing import BEAM, GREEDY, WriteConfig
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.text import TextPanel
from dnnlab.ui.knobs import knob_panel
from dnnlab.ui.page import show_tabs
from dnnlab.ui.source import Source
from dnnlab.ui.tryit import ask
from pages.rnn.text.choice import choose_model
from pages.rnn.text.expected import next_character
from pages.rnn.text.lesson import LESSON
from pages.rnn.text.maths import OF_WRITING
from pages.rnn.text.model import Model
from pages.rnn.text.questions import ON_WRITING

PAGE = f"{LESSON.slug}-write"
PROMPTS = {"Shakespeare": "ROMEO:\n", "Cervantes": "En un lugar de la Mancha"}
"""What stands there at first; nothing for a text of the learner's own."""
BEAMS_OF = 200
"""Characters that beam search and its like write: more would take long, and say the same."""
BOX = 330
MOST_PROMPT = 2_000
GIVEN = 0.2
"""How strongly the prompt is marked in the text."""
NATS = "nats a character (−ln of its probability)"
LOOPS = {
    GREEDY: "Always the likeliest: soon it comes by the same state, and from there it can only say the same again.",
    BEAM: "The likeliest text as a whole is a dull one that repeats itself: what people write is not the likeliest.",
}
CODE = (
    "This is the very code that writes above.",
    Source("dnnlab/rnn/text/sampling.py", "with_temperature", "keep_top_k", "keep_top_p", "filtered"),
    Source("dnnlab/rnn/text/generate.py", "sample", "greedy", "beam_search"),
)


def show(owner: str | None, stage: DeltaGenerator, knobs: DeltaGenerator, tabs: DeltaGenerator) -> None:
    """Model and prompt, the text as it comes, the next character's bars, the settings."""
    above = stage.container()
    with knobs:
        config = knob_panel(WriteConfig, PAGE, above=above, prefix="write_")
    with stage:
        model = choose_model(owner)
        prompt = _prompt(model)
        text, bars = st.columns([7, 5], gap="medium")
        with bars:
            chosen = next_character(model, config, prompt)
            if chosen is not None:
                st.session_state[f"{_prompt_key(model)}/chosen"] = prompt + chosen
                st.rerun()
        with text:
            _written(model, config, prompt)
    with tabs:
        show_tabs(
            LESSON,
            try_it=partial(ask, ON_WRITING, PAGE, config, shown=config),
            maths=OF_WRITING,
            code=CODE,
        )


def _prompt_key(model: Model) -> str:
    """One prompt for each text: another language wants another beginning."""
    return f"{PAGE}/prompt/{model.text}"


def _prompt(model: Model) -> str:
    """What the model goes on from; the learner's choices of characters are in it."""
    key = _prompt_key(model)
    chosen = f"{key}/chosen"
    if (more := st.session_state.pop(chosen, None)) is not None:
        st.session_state[key] = more
    st.session_state.setdefault(key, PROMPTS.get(model.text, ""))
    return st.text_area(
        "It goes on from", key=key, height=80, max_chars=MOST_PROMPT, persist_state="session",
        help="The model reads this first, then writes on. It is not in the link. Empty: it begins a new line.",
    )  # fmt: skip


def _written(model: Model, config: WriteConfig, prompt: str) -> None:
    """The text as it streams in, and what to do with it."""
    if config.how == BEAM:
        asked: tuple[Any, ...] = ("text.beams", prompt, BEAMS_OF, config.width)
    else:
        length = BEAMS_OF if config.how == GREEDY else config.length
        filters = (config.temperature, config.top_k, config.top_p, config.seed)
        asked = ("text.generate", prompt, length, *filters, (), config.how == GREEDY)
    kept: list[str] = [""]

    def draw(pieces: tuple[Written | Beams, ...], more: bool) -> None:
        made, told = read(pieces)
        kept[0] = made
        why = LOOPS.get(config.how, "")
        state = "It writes …" if more else told
        live_stage(
            [
                TextPanel(
                    text=prompt + made, intensity=[GIVEN] * len(prompt) + [0.0] * len(made), font="prose",
                    columns=12, height=BOX,
                    title=f"{model.name} writes", caption=" ".join(filter(None, [state, why])),
                    alt=f"{len(made):,} characters after the prompt.",
                )
            ],
            key=f"{PAGE}/writes", palette=lab.palette(),
        )  # fmt: skip

    model.streamed(*asked, slot=f"{PAGE}/text", show=draw)
    with st.container(horizontal=True):
        with st.popover("Copy", icon=":material/content_copy:", help="The text in a box that can be copied"):
            st.code(prompt + kept[0], language=None, wrap_lines=True)
        st.download_button(
            "Download", data=prompt + kept[0], file_name="written.txt", mime="text/plain", on_click="ignore",
            icon=":material/download:", key=f"{PAGE}/download", help="The prompt and what was written, UTF-8",
        )  # fmt: skip


def read(pieces: tuple[Written | Beams, ...]) -> tuple[str, str]:
    """The text so far, and how surprising the model finds it."""
    if not pieces:
        return "", ""
    last = pieces[-1]
    if isinstance(last, Beams):
        return last.texts[0], f"The likeliest text that was found: {written(last.nats[0])} {NATS}."
    texts = [each for each in pieces if isinstance(each, Written)]
    nats = np.concatenate([each.nats for each in texts])
    mean = written(float(nats.mean()))
    return "".join(each.text for each in texts), f"Its own surprise: {mean} {NATS}."
