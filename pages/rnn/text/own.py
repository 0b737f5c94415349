"""The learner's own text: pasted or uploaded, read once when it arrives, kept for this tab, never in the link."""

from __future__ import annotations

import streamlit as st

from dnnlab.data.textfiles import FEWEST, MAX_BYTES, TextError, TextFile, read_pasted, read_text
from dnnlab.rnn.text.corpus import OWN
from dnnlab.rnn.text.knobs import TextConfig
from dnnlab.ui import lab
from dnnlab.ui.blocks import as_text
from dnnlab.ui.knobs import show_knobs
from pages.rnn.text.lesson import LESSON

PASTED = 200_000
"""Characters that can be pasted; a longer text comes as a file, which the browser sends once."""
PRIVACY = "Your text never travels in the link: it stays on this server, for at most about an hour after you leave."
_OWN, _SEEN, _TROUBLE = (f"{LESSON.slug}/own text/{name}" for name in ("text", "seen", "trouble"))


def own_text(owner: str | None) -> str | None:
    """The text that was brought in this tab, the same object until another one comes; None: there is none yet.

    After the page was loaded anew it is that of the learner's run.
    """
    known: TextFile | None = st.session_state.get(_OWN)
    if known is None and owner is not None:
        run = lab.pool().in_slot(owner, LESSON.slug)
        if run is not None and isinstance(run.given, str):
            known = st.session_state[_OWN] = TextFile(text=run.given, encoding="")
    return None if known is None else known.text


def bring_text(config: TextConfig) -> None:
    """The control that opens the place for a text; the run is about it as soon as it is there."""
    known: TextFile | None = st.session_state.get(_OWN)
    with st.popover(
        "Your own text", icon=":material/edit_note:", key=f"{LESSON.slug}/own",
        help="Paste a text, or upload one, and let the network learn to write like it",
    ):  # fmt: skip
        with st.form(f"{LESSON.slug}/paste", clear_on_submit=True, border=False):
            pasted = st.text_area(
                "Paste a text", key=f"{LESSON.slug}/pasted", height=160, max_chars=PASTED,
                placeholder=f"At least {FEWEST:,} characters: a story, a song book, source code, in any language …",
                help=f"From {FEWEST:,} to {PASTED:,} characters; a longer text comes as a file. {PRIVACY}",
            )  # fmt: skip
            if st.form_submit_button(
                "Use this text", icon=":material/check:", help="The next run learns from it: press Play then."
            ):
                _take(config, pasted)
        file = st.file_uploader(
            "Or upload a file", key=f"{LESSON.slug}/upload", max_upload_size=MAX_BYTES // 2**20,
            help=f"Plain text in any encoding, 2 kB to 5 MB. {PRIVACY}",
        )  # fmt: skip
        if file is not None and st.session_state.get(_SEEN) != file.file_id:
            st.session_state[_SEEN] = file.file_id
            _take(config, file.getvalue())
        if trouble := st.session_state.get(_TROUBLE):
            st.error(as_text(trouble), icon=":material/error:")
        if known is not None:
            st.caption(f":material/check: Your text: {known.said}")
        st.caption(f":material/lock: {PRIVACY}")


def stands_in(config: TextConfig, given: str | None) -> TextConfig:
    """The knobs of the next run: without a text of the learner's own, Shakespeare stands in, and the page says so."""
    if config.text != OWN or given is not None:
        return config
    st.info(
        "Until there is a text of yours, Shakespeare stands in: bring one with “Your own text”.",
        icon=":material/edit_note:",
    )
    return config.replace(text=TextConfig().text)


def _take(config: TextConfig, brought: str | bytes) -> None:
    """Keep a text and let the knobs name it; one that cannot be used leaves a sentence."""
    try:
        made = read_pasted(brought) if isinstance(brought, str) else read_text(brought)
    except TextError as error:
        st.session_state[_TROUBLE] = str(error)
        return
    st.session_state[_OWN] = made
    st.session_state.pop(_TROUBLE, None)
    show_knobs(LESSON.slug, config.replace(text=OWN))
