"""How long a learner waits for the sliding window: from a moved knob to the painted result, in a real browser.

It is the convolution lesson's, and the picture is a photo of 256 x 256 pixels.  The wait begins when the browser hears
the last press of button or key, and ends with the first frame after it has drawn what the new setting gives.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from playwright.sync_api import Page, sync_playwright

from dnnlab.paths import ROOT
from tools.benchmarks.processes import helper, serving, wait_until_healthy
from tools.benchmarks.serving import QUIET, find_chromium
from tools.benchmarks.summary import line, quantile

LEARNERS = 4
MOVES = 16
"""Of each knob in a repetition; even, so that each repetition begins where the one before began."""
STARTS = """() => {
    const stand = () => {
        const roots = [...document.querySelectorAll('*')].map((each) => each.shadowRoot?.querySelector('.sb'));
        const sliding = roots.find(Boolean);
        return sliding.innerText + [...sliding.querySelectorAll('input')].map((each) => each.value).join();
    };
    const before = stand();
    let began = performance.now();
    const hears = new AbortController();
    for (const event of ['pointerdown', 'keydown']) addEventListener(event, () => (began = performance.now()),
        {capture: true, signal: hears.signal});
    window.dnnlabWait = new Promise((done) => {
        const look = () => requestAnimationFrame((now) => (stand() === before ? look() : requestAnimationFrame(
            () => { hears.abort(); done(performance.now() - began); })));
        look();
    });
}"""


def window(repetitions: int) -> Iterator[str]:
    """p50 and p95 of the wait for kernel, stride and padding; alone, and while four others train."""
    waits: dict[tuple[str, str], list[list[float]]] = {}
    with serving(ROOT / "streamlit_app.py") as (process, port), sync_playwright() as playwright:
        wait_until_healthy(process, port)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 1400})
            page.goto(f"http://127.0.0.1:{port}/convolution?source=astronaut")
            page.locator(".sb[data-ready=true]").wait_for(timeout=60_000)
            with helper("tools.benchmarks.learners", str(port), str(LEARNERS)) as learners:
                for _ in range(repetitions):
                    for crowd in ("alone", f"with_{LEARNERS}_learners"):
                        if crowd != "alone":
                            learners.ask("train")
                        for name, move in KNOBS.items():
                            taken = [_wait(page, move, turn) for turn in range(MOVES)]
                            waits.setdefault((name, crowd), []).append(taken)
                        if crowd != "alone":
                            learners.ask("leave")
        finally:
            browser.close()
    for (name, crowd), found in sorted(waits.items()):
        for share, label in ((0.5, "p50"), (0.95, "p95")):
            yield line(f"window_{name}_{crowd}_{label}_ms", [quantile(each, share) for each in found], digits=0)


def _wait(page: Page, move: Callable[[Page, int], None], turn: int) -> float:
    """Milliseconds from one move of a knob to the frame that shows what it does."""
    page.wait_for_timeout(random.Random(turn).uniform(150, 400))  # no interval keeps step with it
    page.evaluate(STARTS)
    move(page, turn)
    return float(page.evaluate("() => window.dnnlabWait"))


def _kernel(page: Page, turn: int) -> None:
    page.get_by_text("Turn the kernel by 180°").click()


def _stride(page: Page, turn: int) -> None:
    page.get_by_role("slider", name="Stride s").press("ArrowLeft" if turn % 2 else "ArrowRight")


def _padding(page: Page, turn: int) -> None:
    box = page.get_by_role("combobox", name="Padding p")
    box.press("ArrowDown")
    page.get_by_role("option", name="0" if turn % 2 else "2", exact=True).click()


KNOBS = {"kernel": _kernel, "stride": _stride, "padding": _padding}
