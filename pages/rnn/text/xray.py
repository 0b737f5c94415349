"""Part of the lesson: any text coloured by what one unit or gate does, and what the model writes without it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dnnlab.plots.written import written
from dnnlab.rnn.text.features import FEATURES
from dnnlab.rnn.text.passages import telling
from dnnlab.rnn.text.views import Inside
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.prose import MAX_CHARACTERS, ProsePanel
from dnnlab.ui.lesson import section
from pages.rnn.text.held import held
from pages.rnn.text.model import Model
from pages.rnn.text.units import FEATURE, OF, OPENING, SHOWS, any_unit, found_units, open_on

TEXT, SUGGESTED, CHOSEN_FOR = (f"char-lm/xray/{name}" for name in ("text", "suggested", "chosen for"))
"""In the session: the text, the one that the page chose, and for which model and feature it chose it."""
PASSAGE, SEARCHED = 700, 20_000
"""Characters of the text that is shown at first, and of the held-out text that it is chosen from."""


def show(model: Model) -> None:
    """The coloured text, the units that follow something beside it, and the same model with the unit held."""
    section(
        "X-ray: what one unit does, character by character",
        "Nobody told the network to count or to look for names. Choose a unit that was found to follow something, or "
        "any other, and read what it does.",
    )
    if st.session_state.get(OF) != (of := model.key):
        st.session_state[OF] = of
        open_on(model, OPENING.get(model.name))
    left, right = st.columns([5, 2], gap="large")
    with right:
        found_units(model)
        layer, part, unit = any_unit(model)
    with left:
        shown = st.container()  # above the text box
        text = _text(model)
        if text:
            with shown:
                _coloured(model, text, layer, part, unit)
    held(model, layer, unit, st.session_state.get(FEATURE) or "")


def _text(model: Model) -> str:
    """The text to colour: at first held-out text in which the feature varies; empty where there is none."""
    session = st.session_state
    shows = session[SHOWS]
    own = session.get(TEXT) != session.get(SUGGESTED)  # the learner has written another
    if not own and session.get(CHOSEN_FOR) != shows:
        page: str | None = model.answer("text.page", SEARCHED, 0, slot="char-lm/xray/page")
        if page is None:
            return ""
        session[CHOSEN_FOR] = shows
        follows = FEATURES[shows[1] or "position in the line"]
        session[SUGGESTED] = session[TEXT] = telling(page, follows, PASSAGE)
    text = st.text_area(
        "The text that it reads", key=TEXT, max_chars=MAX_CHARACTERS, height=110, persist_state="session",
        help="Any text of at most 5,000 characters. At first it is one that the model has not trained on. It never "
        "travels in the link.",
    )  # fmt: skip
    if not text:
        st.info("Write some text to colour.", icon=":material/edit:")
        return ""
    if not model.vocabulary.known(text):
        st.info("The model knows no character of this text: write another.", icon=":material/edit:")
        return ""
    return text


def _coloured(model: Model, text: str, layer: int, part: str, unit: int) -> None:
    """The text, as it is read."""
    name = f"{model.parts[part].capitalize()} {part} of unit {unit}"
    name += f" in layer {layer + 1}" if model.layers > 1 else ""
    feature = st.session_state.get(FEATURE)
    follows = f" follows “{feature}”" if feature else ""

    def so_far(pieces: tuple[Inside, ...], more: bool) -> None:
        if not pieces:
            return
        last = pieces[-1]
        read = "".join(each.text for each in pieces)
        values = np.concatenate([each.values for each in pieces])
        signs = "Orange above 0, blue below." if last.low < 0 else "White is 0: closed; full orange is 1: open."
        out = f" Left out, since the model does not know them: {' '.join(last.left_out)}" if last.left_out else ""
        live_stage(
            [
                ProsePanel(
                    text=read, values=values, low=last.low, high=last.high, columns=12, height=400,
                    title=name + follows, caption=f"{signs} Each character shows the value after it was read.{out}",
                    alt=f"A text coloured by {name}. Values from {written(values.min())} to {written(values.max())}.",
                )
            ],
            key="char-lm/xray/stage", palette=lab.palette(),
        )  # fmt: skip

    model.streamed("text.xray", text, layer, part, unit, slot="char-lm/xray/inside", show=so_far)
