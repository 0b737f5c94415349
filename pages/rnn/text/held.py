"""What a model writes while one of its units is held at a value, beside what it writes untouched."""

from __future__ import annotations

import streamlit as st

from dnnlab.plots.written import written
from dnnlab.rnn.text.features import FEATURES
from dnnlab.rnn.text.passages import parting
from dnnlab.rnn.text.views import Written
from dnnlab.ui import lab
from dnnlab.ui.components.stage.component import live_stage
from dnnlab.ui.components.stage.kinds.prose import ProsePanel
from dnnlab.ui.lesson import section
from pages.rnn.text.model import Model

LENGTH, TEMPERATURE = 400, 0.7
PROMPT = 200
"""Characters of a prompt, at most."""


def held(model: Model, layer: int, unit: int, feature: str) -> None:
    """The knobs, and both texts as they stream in: same prompt, same seed."""
    section(
        "Switch it off",
        "The output h of the unit stays at one value while the model writes. With the same seed both texts begin "
        "alike, and part where the unit mattered.",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        value = st.slider(
            "Hold h at", -1.0, 1.0, 0.0, 0.1, key="char-lm/xray/value", width=260, persist_state="session",
            help="0 switches the unit off; −1 and 1 are as far as an output goes.",
        )  # fmt: skip
        prompt = st.text_input(
            "Begin with", "", max_chars=PROMPT, key="char-lm/xray/prompt", width=260, persist_state="session",
            placeholder="the beginning of a line",
            help="What stands before the text. What the model does not know of it is left out.",
        )  # fmt: skip
        seed = st.number_input(
            "Seed", 0, 9999, 0, key="char-lm/xray/seed", width=140, persist_state="session",
            help="The chances of both texts: the same in both.",
        )  # fmt: skip
    texts: dict[str, str] = {}
    whole = []
    columns = st.columns(2, gap="medium")
    held_at = ((layer, unit, float(value)),)
    told = f"unit {unit} " + ("off" if value == 0 else f"held at {written(value)}")
    for column, (title, holding) in zip(columns, {"Untouched": (), f"With {told}": held_at}.items(), strict=True):
        with column:
            key = "held" if holding else "untouched"

            def so_far(pieces: tuple[Written, ...], more: bool, key: str = key, title: str = title) -> None:
                texts[key] = "".join(each.text for each in pieces)
                _panel(texts, key, title, feature, more)

            whole.append(
                model.streamed(
                    "text.generate", prompt, LENGTH, TEMPERATURE, 0, 1.0, int(seed), holding,
                    slot=f"char-lm/xray/{key}", show=so_far,
                )
            )  # fmt: skip
    if all(whole) and len(texts) == 2:
        st.caption(_compared(texts["untouched"], texts["held"], feature))


def _panel(texts: dict[str, str], key: str, title: str, feature: str, more: bool) -> None:
    text = texts[key]
    about = "it is writing …" if more else f"{len(text)} characters at temperature {TEMPERATURE}"
    if text and not more and feature:
        about += f"; {feature}: {written(float(FEATURES[feature](text).mean()))} on average"
    live_stage(
        [ProsePanel(text=text, title=title, caption=f"{about}.", alt=f"{title}: {about}.", columns=12, height=300)],
        key=f"char-lm/xray/{key}", palette=lab.palette(),
    )  # fmt: skip


def _compared(untouched: str, changed: str, feature: str) -> str:
    """Where the two part."""
    place = parting(untouched, changed)
    if place == len(untouched) == len(changed):
        return "Both are the same to the last character: here the unit made no difference. Try −1 or 1, or another."
    return f"They are the same for {place:,} characters, then they part: one other character leads to other ones."
