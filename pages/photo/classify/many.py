"""Several photos at once: a table, to take home."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from dnnlab.data.csvfile import to_csv
from dnnlab.live.calls import CallFailed
from dnnlab.photo.facts import NETS
from dnnlab.photo.given import pixels
from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.views import Classification
from dnnlab.plots.written import written
from dnnlab.ui import lab
from dnnlab.ui.blocks import as_text
from dnnlab.ui.lesson import section
from pages.photo.classify.pictures import Chosen

PATIENCE = 5.0
"""Seconds that the page waits for one answer."""
TIMED_OUT = ":material/hourglass:"
Row = tuple[str, dict[str, Classification]]


def many(owner: str | None, config: PhotoConfig, pictures: list[Chosen]) -> None:
    """What both networks say of every photo."""
    section("All your photos", "The likeliest class, and how sure; the file has all five.")
    ask = partial(lab.pool().call, "photo.classify", owner=owner)
    calls = [(each.name, {net: ask(pixels(each.image), net, config.wrong) for net in NETS}) for each in pictures]
    rows: list[Row] = []
    progress = st.progress(0.0, "Looking at your photos")
    for done, (name, asked) in enumerate(calls, start=1):
        try:
            rows.append((name, {net: call.result(PATIENCE) for net, call in asked.items()}))
        except (TimeoutError, CallFailed):
            st.warning(as_text(f"{name}: no answer came in time. Change any knob to ask again."), icon=TIMED_OUT)
        progress.progress(done / len(calls), f"{done} of {len(calls)}")
    progress.empty()
    head = "".join(f"<th>{net}</th>" for net in NETS)
    body = "".join(
        f"<tr><td>{escape(name)}</td>"
        + "".join(
            f"<td>{escape(f'{each.names[0]} {written(each.probabilities[0], percent=True)}')}</td>"
            for each in found.values()
        )
        + "</tr>"
        for name, found in rows
    )
    st.html(f"<div class='dl-scroll'><table class='dl-table'><tr><th>Photo</th>{head}</tr>{body}</table></div>")
    st.download_button(
        "All five answers as CSV", as_csv(rows), "photos.csv", "text/csv", key="photo/csv", on_click="ignore",
        icon=":material/download:", help="A line for each photo, network and answer",
    )  # fmt: skip


def as_csv(rows: list[Row]) -> bytes:
    """photo, network, rank, class, probability."""
    return to_csv(
        ["photo", "network", "rank", "class", "probability"],
        [
            (name, net, rank, label, f"{value:.6g}")
            for name, found in rows
            for net, each in found.items()
            for rank, (label, value) in enumerate(zip(each.names, each.probabilities.tolist(), strict=True), start=1)
        ],
    )
