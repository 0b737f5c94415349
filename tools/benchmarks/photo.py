"""How long a photo takes: through the app against a bare forward pass, and from an upload to the painted answer."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from dnnlab.data import photos
from dnnlab.live.handle import Handle
from dnnlab.live.pool import Pool
from dnnlab.paths import ROOT
from dnnlab.photo.facts import NETS
from dnnlab.photo.given import pixels
from tools.benchmarks.processes import PATIENCE, helper, serving, wait_until_healthy
from tools.benchmarks.serving import QUIET, find_chromium
from tools.benchmarks.summary import interleaved, line, ratios
from tools.benchmarks.training import LONG, trainer

RUNS = 4
PHOTOS = 15
"""Asked about in a repetition."""
UPLOADS = 4
AT_REST = 1_000
"""Milliseconds until an opened page has settled."""
BARS = """wanted => {
    const nets = [...document.querySelectorAll("[class*='st-key-photo-net-']")];
    const named = (net) => [...net.querySelectorAll(".dl-bar-name")].some((name) => name.textContent === wanted);
    return nets.filter((net) => net.querySelector("canvas") && named(net)).length === 2;
}"""
"""Whether both networks' bars are drawn below their maps, and name this class."""
_numbers = count()


def photo(repetitions: int) -> Iterator[str]:
    """Milliseconds a photo, alone and beside four live runs: the call with all its preparation, then the whole way."""
    yield from _calls(repetitions)
    yield from _uploads(repetitions)


def _calls(repetitions: int) -> Iterator[str]:
    with trainer() as pool, helper("tools.benchmarks.bare_photo") as bare:
        runs = [pool.start("lenet", LONG, f"learner {i}", play=False) for i in range(RUNS)]

        def beside(net: str) -> float:
            with looked_at(runs):
                return _asked(pool, net)

        for net in NETS:
            measures = (
                lambda net=net: median(bare.ask({"net": net, "times": PHOTOS})),
                partial(_asked, pool, net),
                partial(beside, net),
            )
            interleaved(1, *measures)  # to warm up
            forward, alone, crowded = interleaved(repetitions, *measures)
            name = f"photo_{net.split('-')[0].split(' ')[0].lower()}"
            yield line(f"{name}_bare_ms", forward, digits=1)
            for what, taken in (("alone", alone), (f"with_{RUNS}_runs", crowded)):
                yield line(f"{name}_{what}_ms", taken, digits=1)
                yield line(f"{name}_{what}_vs_bare", ratios(taken, forward))


def _asked(pool: Pool, net: str) -> float:
    """The median wait for an answer about photos that were never asked about, in ms."""
    waits = []
    for _ in range(PHOTOS):
        asked = pixels(_fresh("cat"))
        began = time.perf_counter()
        pool.call("photo.classify", asked, net).result(PATIENCE)
        waits.append(1e3 * (time.perf_counter() - began))
    return median(waits)


def _fresh(name: str) -> Image.Image:
    """A photo of the gallery with a few other pixels each time: no answer about it is known."""
    changed = np.array(photos.load(name))
    number = next(_numbers)
    changed[:3, :8] = np.frombuffer(number.to_bytes(8, "little"), np.uint8)[:, np.newaxis]
    return Image.fromarray(changed)


@contextmanager
def looked_at(runs: Sequence[Handle]) -> Iterator[None]:
    """Runs that train, and pages that look at them twice a second."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            for run in runs:
                run.poll()

    for run in runs:
        run.play()
    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()
        for run in runs:
            run.pause()


def _uploads(repetitions: int) -> Iterator[str]:
    """On all cores, beside learners, and with the whole server on one core (the browser may use the others)."""
    with _opened() as (port, browser, folder):
        upload = partial(_upload, browser, port, folder)
        with helper("tools.benchmarks.learners", str(port), str(RUNS)) as learners:
            upload()  # to warm up
            alone, crowded = [], []
            for _ in range(repetitions):
                alone.append(median(upload() for _ in range(UPLOADS)))
                learners.ask("train")
                crowded.append(median(upload() for _ in range(UPLOADS)))
                learners.ask("leave")
    yield line("photo_upload_to_answer_alone_ms", alone, digits=0)
    yield line(f"photo_upload_to_answer_with_{RUNS}_learners_ms", crowded, digits=0)
    with _opened(cores={0}) as (port, browser, folder):
        _upload(browser, port, folder)
        one_core = [median(_upload(browser, port, folder) for _ in range(UPLOADS)) for _ in range(repetitions)]
    yield line("photo_upload_to_answer_one_core_ms", one_core, digits=0)


@contextmanager
def _opened(cores: Collection[int] = ()) -> Iterator[tuple[int, Browser, Path]]:
    """A server, on these cores, a browser, and a folder for files."""
    with (
        serving(ROOT / "streamlit_app.py") as (process, port),
        sync_playwright() as playwright,
        TemporaryDirectory() as folder,
    ):
        if cores:
            os.sched_setaffinity(process.pid, cores)  # its trainers inherit it
        wait_until_healthy(process, port)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        try:
            yield port, browser, Path(folder)
        finally:
            browser.close()


def _upload(browser: Browser, port: int, folder: Path) -> float:
    """Milliseconds from choosing a file to its two answers drawn, on a page that has come to rest.

    A page that has just been opened is still busy with its scripts: on two cores that
    alone takes longer than the whole answer, and who chooses a file takes longer still.
    """
    file = folder / f"{next(_numbers)}.jpg"
    _fresh("coffee").save(file, quality=95)
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    try:
        page.goto(f"http://127.0.0.1:{port}/photo")
        page.wait_for_function(BARS, arg="tiger cat", timeout=1e3 * PATIENCE)
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=1e3 * PATIENCE)
        page.locator(".st-key-photo-add button").first.click()
        page.locator("input[type=file]").wait_for(state="attached", timeout=1e3 * PATIENCE)
        page.wait_for_timeout(AT_REST)
        began = time.perf_counter()
        page.locator("input[type=file]").set_input_files(file)
        page.wait_for_function(BARS, arg="espresso", timeout=1e3 * PATIENCE)
        return 1e3 * (time.perf_counter() - began)
    finally:
        page.close()
