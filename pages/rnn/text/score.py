"""Part of the lesson: any text coloured by how surprising each character is, by several models side by side."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.plots.written import written
from dnnlab.rnn.text.passages import known_to_all, surprising
from dnnlab.rnn.text.views import Scored
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.prose import MAX_CHARACTERS, ProsePanel
from dnnlab.ui.lesson import section
from pages.rnn.text.model import Model

TEXT = "char-lm/score/text"
BESIDE = ("Shakespeare", "Cervantes")
"""The models that read every text."""
SAMPLE = (
    "To be, or not to be: that is the question.\n"
    "En un lugar de la Mancha, de cuyo nombre no quiero acordarme.\n"
    "Deep learning is fun.\n"
)
FULL = 6.0
"""Nats that have the full colour: a character that the model gives 1 in 400."""
PLACES, AROUND = 8, 24
"""The most surprising places that are listed, and characters shown on each side of them."""
Nats = NDArray[np.float32]


def show(model: Model) -> None:
    """The text box, the coloured texts, and the list of places."""
    section(
        "Score a text: how surprising is each character?",
        "Nats are −ln of the probability that the model gave the character: 0 if it was sure, 4.6 if it gave it 1 in "
        "100. Try English, Spanish, or a word that does not exist.",
    )
    st.session_state.setdefault(TEXT, SAMPLE)
    text = st.text_area(
        "Your text", key=TEXT, max_chars=MAX_CHARACTERS, height=120, persist_state="session",
        help="Any text of at most 5,000 characters. It never travels in the link.",
    )  # fmt: skip
    if not text:
        st.info("Write some text to score.", icon=":material/edit:")
        return
    models = [] if model.run is None and model.name in BESIDE else [model]
    models += [Model.shipped(name, model.owner) for name in BESIDE]
    scores: dict[str, Nats] = {}
    whole = []
    for column, each in zip(st.columns(len(models), gap="medium"), models, strict=True):
        with column:
            whole.append(_one(each, text, scores))
    if not all(whole) or any(len(nats) < len(text) for nats in scores.values()):
        return
    known = known_to_all(list(scores.values()))
    if not known.any():
        st.info("No character of this text is known to all models: write another.", icon=":material/edit:")
        return
    _sums(text, scores, known)
    _places(text, scores, model.name if model.name in scores else BESIDE[0], known)


def _one(model: Model, text: str, scores: dict[str, Nats]) -> bool:
    """What one model says of the text; whether all of it is scored."""

    def so_far(pieces: tuple[Scored, ...], more: bool) -> None:
        nats = np.concatenate([each.nats for each in pieces]) if pieces else np.zeros(0, np.float32)
        scores[model.name] = nats
        read = text[: len(nats)] if more else text
        missing = [place for place, value in enumerate(nats) if np.isnan(value)]
        values = np.full(len(read), np.nan, np.float32)
        values[: len(nats)] = nats
        caption = "It is reading …" if more else "Full orange: 6 nats and more, which is 1 in 400 or less."
        if missing:
            caption += f" Struck through: {len(missing):,} that it does not know."
        live_stage(
            [
                ProsePanel(
                    text=read, values=values, high=FULL, unit="nats", left_out=missing, columns=12, height=320,
                    title=f"{model.name} reads it", caption=caption,
                    alt=f"The text coloured by the surprise of {model.name}.",
                )
            ],
            key=f"char-lm/score/{model.name}", palette=lab.palette(),
        )  # fmt: skip

    return model.streamed("text.score", text, slot=f"char-lm/score/{model.name}", show=so_far)


def _sums(text: str, scores: dict[str, Nats], known: NDArray[np.bool_]) -> None:
    """The mean of each model over the same characters."""
    means = {name: float(nats[known].mean()) for name, nats in scores.items()}
    best = min(means, key=means.__getitem__)
    told = "; ".join(f"**{name} {mean:.2f}**" for name, mean in means.items())
    left = int((~known).sum())
    counted = f"over {int(known.sum()):,} characters" + (
        f"; {left:,} that one of them lacks are left out of all sums" if left else ""
    )
    st.markdown(f"Nats a character (0: not surprised): {told} ({counted}). {best} is surprised least.")


def _places(text: str, scores: dict[str, Nats], first: str, known: NDArray[np.bool_]) -> None:
    """The most surprising places for one model, and what the others make of them."""
    found = surprising(np.where(known, scores[first], np.nan), PLACES)
    names = [first, *(name for name in scores if name != first)]
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(
        f"<tr><td>{_context(text, place)}</td>"
        + "".join(f"<td>{escape(written(float(scores[name][place])))}</td>" for name in names)
        + "</tr>"
        for place in found
    )
    st.markdown(f"**Where {first} is surprised most**, in nats")
    st.html(f"<div class='dl-scroll'><table class='dl-table'><tr><th>Place</th>{head}</tr>{body}</table></div>")


def _context(text: str, place: int) -> str:
    """A place with what stands around it, as HTML."""
    before, after = text[max(place - AROUND, 0) : place], text[place + 1 : place + 1 + AROUND]
    shown = [escape(each.replace("\n", " ↵ ")) for each in (before, text[place].replace(" ", "␣"), after)]
    cut = ("… " if place > AROUND else "", " …" if place + 1 + AROUND < len(text) else "")
    return f"{cut[0]}{shown[0]}<b><u>{shown[1].strip() or '␣'}</u></b>{shown[2]}{cut[1]}"
