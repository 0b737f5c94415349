"""What a start and an open page cost: time to the first painted page, memory of the server."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from statistics import median

import psutil  # type: ignore[import-untyped]
from playwright.sync_api import Browser, sync_playwright

from dnnlab.paths import ROOT
from tools.benchmarks.processes import PATIENCE, serving, wait_until_healthy
from tools.benchmarks.summary import interleaved, line, ratios
from tools.benchmarks.visitor import Visitor

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",  # with its sandbox Chromium refuses to run as root, as in containers
    "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
ONE_LINE = 'import streamlit as st; st.write("hello")\n'
PAGES = 20
SETTLE = 5.0
"""Seconds that the pages live before the memory is read: the recording plays on them meanwhile."""


def find_chromium() -> str:
    """The browser of this machine.

    Raises:
        FileNotFoundError: there is no Chromium on the PATH.
    """
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None:
        raise FileNotFoundError("there is no Chromium on the PATH (on Debian: apt-get install chromium)")
    return chromium


def first_paint(repetitions: int) -> Iterator[str]:
    """From ``streamlit run`` to the first painted page: the app's home page against a one-line app.

    Raises:
        FileNotFoundError: there is no Chromium on the PATH.
    """
    chromium = find_chromium()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        one_line = Path(folder) / "one_line.py"
        one_line.write_text(ONE_LINE)
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        try:
            home = partial(_seconds_to_text, browser, ROOT / "streamlit_app.py", "h1:has-text('dnnlab')")
            hello = partial(_seconds_to_text, browser, one_line, "p:text-is('hello')")
            hello()  # the first one fills the machine's caches
            ours, theirs = interleaved(repetitions, home, hello)
        finally:
            browser.close()
    note = f"home page {median(ours):.2f} s, one-line app {median(theirs):.2f} s; target at most 1.3"
    yield line("first_paint_vs_one_line_app", ratios(ours, theirs), note)


def _seconds_to_text(browser: Browser, app: Path, selector: str) -> float:
    """Start a server, open it in a browser without a cache, and wait until the element is visible."""
    context = browser.new_context()
    page = context.new_page()
    try:
        began = time.perf_counter()
        with serving(app) as (process, port):
            wait_until_healthy(process, port)
            page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
            page.locator(selector).wait_for(state="visible", timeout=PATIENCE * 1e3)
            return time.perf_counter() - began
    finally:
        context.close()


def memory(repetitions: int) -> Iterator[str]:
    """Megabytes of the server process with one open lesson page, and with twenty (measured once: it hardly varies)."""
    with serving(ROOT / "streamlit_app.py") as (process, port):
        wait_until_healthy(process, port)
        one, many = asyncio.run(_megabytes(process.pid, port))
    yield line("server_memory_1_page_mb", [one], digits=0)
    yield line(f"server_memory_{PAGES}_pages_mb", [many], f"{(many - one) / (PAGES - 1):.1f} a page", digits=0)


async def _megabytes(pid: int, port: int) -> tuple[float, float]:
    """The server's resident memory with one page, then with all of them."""
    process = psutil.Process(pid)
    seen = []
    async with AsyncExitStack() as stack:
        for wanted in (1, PAGES - 1):
            for i in range(wanted):
                tab = await stack.enter_async_context(Visitor(port, "digits", f"{wanted:016x}{i:016x}"))
                await tab.until(lambda tab=tab: tab.runs_finished > 0, "the page")  # type: ignore[misc]
            await asyncio.sleep(SETTLE)
            seen.append(process.memory_info().rss / 2**20)
    return seen[0], seen[1]
