"""The doctor on a page: one sentence on what is going on in the run, and its remedies as twins, a click each."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dnnlab.doctor.diagnosis import Doctor, Finding
from dnnlab.live.config import InvalidConfig, Value
from dnnlab.ui.bench import Bench
from dnnlab.ui.blocks import as_text

NOTHING_YET = "The doctor has seen too few steps to say anything."


def consultation(bench: Bench, doctor: Doctor) -> None:
    """The most serious finding in a sentence, with its remedies; further findings are folded."""
    findings = list(doctor(bench.snapshot.curves))
    with st.container(key=f"{bench.page}-doctor"):
        if not findings:
            st.caption(f":material/stethoscope: {NOTHING_YET}")
            return
        first, *others = findings
        _finding(bench, first)
        if others:
            with st.expander("What else the doctor sees"):
                for each in others:
                    st.markdown(f"**{each.name.capitalize()}.** {each.sentence}")


def _finding(bench: Bench, finding: Finding) -> None:
    st.markdown(f":material/stethoscope: **{finding.name.capitalize()}.** {finding.sentence}")
    offered = [(each.label, change) for each in finding.remedies if (change := _differs(bench, each.change))]
    for place, (label, change) in enumerate(offered):
        st.button(
            label, key=f"{bench.page}/remedy/{finding.name}/{place}", icon=":material/healing:",
            on_click=_start, args=(bench, change), disabled=bench.owner is None,
            help="Starts a twin beside the run: the same seed from step 0, with this one change",
        )  # fmt: skip
    if sentence := st.session_state.pop(f"{bench.page}/remedy/refused", ""):
        st.warning(as_text(sentence), icon=":material/warning:")


def _differs(bench: Bench, change: Mapping[str, Value]) -> dict[str, Value]:
    """What of a remedy changes anything: what the knobs already say is no change, and a twin refuses it."""
    return {name: value for name, value in change.items() if getattr(bench.config, name) != value}


def _start(bench: Bench, change: Mapping[str, Value]) -> None:
    try:
        bench.twin(change)
    except InvalidConfig as error:
        st.session_state[f"{bench.page}/remedy/refused"] = str(error)
