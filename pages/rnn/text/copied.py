"""Part of the lesson: is what the model writes copied? Its longest run that stands in the training text."""

from __future__ import annotations

import streamlit as st

from dnnlab.rnn.text.copied import Copied
from dnnlab.rnn.text.views import Written
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.prose import ProsePanel
from dnnlab.ui.lesson import section
from pages.rnn.text.model import Model

LENGTHS = (200, 500, 1_000, 2_000)
"""Characters of a sample; a longer one finds longer runs."""


def show(model: Model) -> None:
    """The knobs of the sample, then sample and author, each with its longest run and where that stands."""
    section(
        "Is it copied?",
        "A sample is searched for the longest run of characters that stands word for word in the training text. The "
        "author repeats himself, too: a page that the model has never seen is the yardstick.",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        temperature = st.slider(
            "Temperature", 0.1, 2.0, 0.8, 0.1, key="char-lm/copied/temperature", width=260, persist_state="session",
            help="Below 1 the model keeps to what is likeliest, and copies more.",
        )  # fmt: skip
        length = st.select_slider(
            "Characters", LENGTHS, 500, key="char-lm/copied/length", width=260, persist_state="session",
            help="Of the sample, and of the author's page: both have the same length.",
        )  # fmt: skip
        seed = st.number_input(
            "Seed", 0, 9999, 0, key="char-lm/copied/seed", width=140, persist_state="session",
            help="Another one writes another sample, and opens another page.",
        )  # fmt: skip
    sample = _sample(model, float(temperature), int(length), int(seed))
    page: str | None = model.answer("text.page", int(length), int(seed), slot="char-lm/copied/page")
    found = {}
    if sample:
        found["sample"] = _searched(model, sample, "sample", "The model’s sample")
    if page:
        found["page"] = _searched(model, page, "page", "A held-out page of the author")
    own, yardstick = found.get("sample"), found.get("page")
    if own is not None and yardstick is not None:
        st.markdown(_verdict(own.length, yardstick.length))


def _sample(model: Model, temperature: float, length: int, seed: int) -> str:
    """What the model writes, shown as it comes; empty until it is whole."""
    written: list[str] = []
    place = st.empty()

    def so_far(pieces: tuple[Written, ...], more: bool) -> None:
        written[:] = [each.text for each in pieces]
        with place.container():
            if more:
                live_stage(
                    [ProsePanel(text="".join(written), title="It is writing …", columns=12, height=260)],
                    key="char-lm/copied/writing", palette=lab.palette(),
                )  # fmt: skip

    whole = model.streamed(
        "text.generate", "", length, temperature, 0, 1.0, seed, slot="char-lm/copied/sample", show=so_far
    )
    return "".join(written) if whole else ""


def _searched(model: Model, text: str, key: str, title: str) -> Copied | None:
    """A text with its longest run, and the place of that in the training text; None until it is found."""
    answer: list[Copied] = []

    def so_far(pieces: tuple[Copied | None, ...], more: bool) -> None:
        answer[:] = [each for each in pieces if each is not None]
        live_stage(
            _panels(text, answer[-1] if answer else None, title), key=f"char-lm/copied/{key}", palette=lab.palette()
        )

    model.streamed("text.copied", text, slot=f"char-lm/copied/search/{key}", show=so_far)
    return answer[-1] if answer else None


def _panels(text: str, found: Copied | None, title: str) -> list[ProsePanel]:
    if found is None:
        return [
            ProsePanel(text=text, title=title, caption="The training text is searched …", columns=6, height=260),
            ProsePanel(text="", title="Its place in the training text", columns=6, height=260),
        ]
    share = f"{found.length} of {len(text):,} characters in a row"
    marks = [(found.start, found.start + found.length)]
    return [
        ProsePanel(
            text=text, marks=marks, colour="generated", columns=6, height=260,
            title=f"{title}: {found.length} characters copied", caption=f"Underlined: {share}, the longest run.",
            alt=f"{title}. The longest run that stands in the training text: {found.run!r}.",
        ),
        ProsePanel(
            text=found.before + found.run + found.after, columns=6, height=260, colour="generated",
            marks=[(len(found.before), len(found.before) + found.length)] if found.length else [],
            title="Its place in the training text",
            caption="The first place where it stands, with what is around it." if found.length
            else "Not one character of it stands there.",
            alt=f"The training text around {found.run!r}.",
        ),
    ]  # fmt: skip


def _verdict(sample: int, page: int) -> str:
    """What the two numbers say together."""
    both = f"The longest copied run of the sample has **{sample}** characters, that of the author’s page **{page}**."
    if sample > 2 * page:
        return f"{both} That is far more than the author repeats himself: here the model recites."
    if sample > page:
        return f"{both} A little more than the author repeats himself: common phrases."
    return f"{both} No more than the author repeats himself: the model writes, it does not recite."
