"""From an opened page to its first and its last picture: each lesson against a bare page with one ``st.plotly_chart``.

The browser has an empty cache each time, the server has shown each page before.
A picture stands when its figure or its pixels are drawn: a frame with words,
or a still picture, does not count.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from dnnlab.paths import ROOT
from pages.lessons import LESSONS
from tools.benchmarks.processes import serving, wait_until_healthy
from tools.benchmarks.serving import QUIET, find_chromium
from tools.benchmarks.summary import interleaved, line, ratios

BARE = """
import plotly.graph_objects as go, streamlit as st
st.title("One figure")
st.plotly_chart(go.Figure(go.Scatter(x=list(range(100)), y=[x * x for x in range(100)])))
"""
PATIENCE = 300.0
"""Seconds that a page may take to open on a busy machine."""
PICTURE = ".stPlotlyChart .main-svg, .dl-plot .main-svg, .dl-sheet canvas, .sb[data-ready=true]"
WAITING = ".dl-plot:not(:has(.main-svg)), .dl-stage:not(:has(.dl-panel)), .sb:not([data-ready=true])"
"""What will hold a picture and has none yet."""
PROBE = f"""
    window.opening = {{}};
    const has = (selector) => [document, ...[...document.querySelectorAll("[data-testid=stMain] *")]
        .map((each) => each.shadowRoot)].some((root) => root?.querySelector(selector));
    const look = () => {{
        const now = performance.now();
        const done = document.querySelector("[data-test-script-state=notRunning]");
        if (has("{PICTURE}")) {{
            opening.first ??= now;
            if (done && !has("{WAITING}")) opening.last ??= now;
        }}
        if (!opening.last) requestAnimationFrame(look);
    }};
    requestAnimationFrame(look);
"""
"""Notes at every painted frame what stands, in ms since the page was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """How a page opened."""

    first: float
    """Seconds to the first picture."""
    last: float
    """Seconds to the last one."""
    requests: int
    """What the browser asked the server for until then."""


def opening(repetitions: int) -> Iterator[str]:
    """Each lesson's first and last picture as multiples of the bare page's figure.

    Raises:
        FileNotFoundError: there is no Chromium on the PATH.
    """
    chromium = find_chromium()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        with serving(ROOT / "streamlit_app.py") as app, serving(bare) as other:
            for server in (app, other):
                wait_until_healthy(*server)
            url = f"http://127.0.0.1:{app[1]}/"
            measures = [partial(_open, browser, f"http://127.0.0.1:{other[1]}/")]
            measures += [partial(_open, browser, url + slug) for slug in LESSONS]
            for measure in measures:
                measure()  # what the server makes once is made, and the trainers have loaded torch
            theirs, *ours = interleaved(repetitions, *measures)
        browser.close()
    yield line("opening_bare_page_s", [each.last for each in theirs], f"{theirs[-1].requests} requests")
    for slug, pages in zip(LESSONS, ours, strict=True):
        note = f"first {median(each.first for each in pages):.2f} s, last {median(each.last for each in pages):.2f} s"
        bare_page = [each.last for each in theirs]
        yield line(f"opening_{slug}_first_vs_bare", ratios([each.first for each in pages], bare_page))
        yield line(
            f"opening_{slug}_last_vs_bare", ratios([each.last for each in pages], bare_page),
            f"{note}, {median(each.requests for each in pages):.0f} requests; target at most 1.5",
        )  # fmt: skip


def _open(browser: Browser, url: str) -> Opened:
    """Open a page in a browser without a cache, and wait until all its pictures stand."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    asked: list[str] = []
    try:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(PROBE)
        page.goto(url, wait_until="commit")
        page.wait_for_function("window.opening?.last", timeout=PATIENCE * 1e3, polling=50)
        found = page.evaluate("window.opening")
        return Opened(first=found["first"] / 1e3, last=found["last"] / 1e3, requests=len(asked))
    finally:
        context.close()
