"""Part of the lesson: which earlier characters mattered for one, in an LSTM, a GRU and a plain RNN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.plots.figures import figure
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.rnn.text.passages import half_within
from dnnlab.rnn.text.views import Influences
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.kinds.prose import ProsePanel
from dnnlab.ui.components.stage.panel import Panel
from dnnlab.ui.lesson import section
from pages.rnn.text.model import Model

TEXT, PLACE, STAGE = (f"char-lm/influence/{name}" for name in ("text", "place", "stage"))
LONGEST, SMALLEST = 240, 1e-8
"""Characters of the text (:mod:`dnnlab.rnn.text.net.influence`); the share below which the curve lies on the floor."""
OTHERS = ("Shakespeare, GRU of 128", "Shakespeare, RNN of 128")
"""They ship to be compared with."""
SAMPLE = (
    "KING HENRY:\n"
    "Then shall our names, familiar in his mouth as household words,\n"
    "Be in their flowing cups freshly remember'd.\n\n"
    "KING HENRY:\n"
    "This story shall the good man teach his son."
)
AT = SAMPLE.rindex("HENRY") + 4
"""The Y of the second name."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What mattered to one model, for every character of the text."""

    title: str
    norms: NDArray[np.float32]
    """(characters, characters): a row for each; nan where nothing was read, or nothing has come yet."""
    probabilities: NDArray[np.float32]
    """(characters,): what it gave each; nan likewise."""

    def told(self, text: str, model: Model, *, more: bool) -> list[str]:
        """What there is to say of each character."""
        said = []
        for place, letter in enumerate(text):
            norms = self.norms[place][np.isfinite(self.norms[place])]
            if letter not in model.vocabulary.characters:
                said.append(f"It does not know “{_seen(letter)}”: left out.")
            elif not model.vocabulary.known(text[:place]):
                said.append("Nothing that it knows stands before this one.")
            elif not len(norms):
                said.append("This one is still being worked out …" if more else "There is no answer.")
            else:
                half, most = half_within(norms), half_within(norms, 0.9)
                gave = f"It gave “{_seen(letter)}” {written(float(self.probabilities[place]), percent=True)}."
                last = f"the last {half} character{'s' * (half != 1)}; nine tenths: the last {most}."
                said.append(f"{gave} Half of the influence: {last}")
        return said


def show(model: Model) -> None:
    """The three coloured texts to point at, how far back each looks, and the text box."""
    section(
        "Which earlier characters mattered?",
        "Point at a character in one of the texts. The others show how much each of them matters for the probability "
        "of that one: the darker, the more it would change. A click keeps it, for the curves below. Which of the three "
        "networks looks back beyond the word?",
    )
    session = st.session_state
    session.setdefault(TEXT, SAMPLE)
    session.setdefault(PLACE, AT)
    place_of_stage = st.container()
    text = st.text_area(
        "Your text", key=TEXT, max_chars=LONGEST, height=110, persist_state="session",
        help=f"Any text of at most {LONGEST} characters. It never travels in the link.",
    )  # fmt: skip
    with place_of_stage:
        if len(text) < 2:
            st.info("Write at least two characters: the first has nothing before it.", icon=":material/edit:")
            return
        _three(model, text)


def _three(model: Model, text: str) -> None:
    """The same text three times, coloured by each model."""
    models = [model if model.name not in OTHERS else Model.shipped("Shakespeare", model.owner)]
    models += [Model.shipped(name, model.owner) for name in OTHERS]

    def so_far(pieces: tuple[Influences, ...], more: bool) -> None:
        place = min(st.session_state[PLACE], len(text) - 1)
        found = reaches(models, text, pieces)
        panels: list[Panel] = [
            _coloured(text, place, each, reach.told(text, each, more=more), reach)
            for each, reach in zip(models, found, strict=True)
        ]
        panels.append(_reach(found, place, lab.palette()))
        click = live_stage(panels, key=STAGE, palette=lab.palette())
        if click is not None and isinstance(click.x, int) and click.x < len(text) and click.x != place:
            st.session_state[PLACE] = click.x
            st.rerun()

    models[0].streamed("text.influences", text, OTHERS, slot="char-lm/influence", show=so_far)


def reaches(models: Sequence[Model], text: str, pieces: Sequence[Influences]) -> list[Reach]:
    """What has come so far, model by model."""
    size = len(text)
    found = [
        Reach(
            f"{each.cell.split(',')[0]} of {each.hidden} units: {each.name.split(',')[0]}",
            np.full((size, size), np.nan, np.float32),
            np.full(size, np.nan, np.float32),
        )
        for each in models
    ]
    for piece in pieces:
        found[piece.model].norms[piece.places] = piece.norms
        found[piece.model].probabilities[piece.places] = piece.probabilities
    return found


def _coloured(text: str, place: int, model: Model, told: Sequence[str], reach: Reach) -> ProsePanel:
    largest = np.nanmax(np.where(np.isnan(reach.norms), 0, reach.norms), 1, keepdims=True)
    return ProsePanel(
        text=text, rows=reach.norms / np.maximum(largest, 1e-30), told=told, unit="of the largest", chosen=place,
        left_out=[at for at, letter in enumerate(text) if letter not in model.vocabulary.characters],
        clickable=True, columns=4, height=330, title=reach.title,
        alt=f"{reach.title}: how much each earlier character mattered for “{_seen(text[place])}”. {told[place]}",
    )  # fmt: skip


def _seen(letter: str) -> str:
    return {"\n": "↵", " ": "␣"}.get(letter, letter)


def _reach(found: Sequence[Reach], place: int, palette: Palette) -> FigurePanel:
    """The share of each earlier character in the whole, over how far back it stands."""
    traces, told = [], []
    for colour, each in zip(palette.classes, found, strict=False):
        norms = each.norms[place][np.isfinite(each.norms[place])][::-1].astype(np.float64)
        total = norms.sum()
        name = each.title.split(":")[0]
        told.append(f"{name}, half within {half_within(norms[::-1])} characters")
        traces.append(
            {
                "type": "scatter", "mode": "lines", "name": name, "line": {"color": colour, "width": 2},
                "x": np.arange(1, len(norms) + 1), "y": np.maximum(norms / total if total > 0 else norms, SMALLEST),
            }
        )  # fmt: skip
    drawn = figure(
        traces, palette, showlegend=True, legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        xaxis={"title": {"text": "characters back"}}, margin={"l": 0, "r": 8, "t": 8, "b": 4},
        yaxis={"title": {"text": "share"}, "type": "log", "exponentformat": "power", "dtick": 1},
    )  # fmt: skip
    return FigurePanel(
        figure=drawn, title="How far back each looks from the character that was clicked", columns=12, height=240,
        caption="The share of each earlier character in all of the influence; each line down is ten times less.",
        alt=f"Shares of the influence over the distance: {'; '.join(told)}.",
    )  # fmt: skip
