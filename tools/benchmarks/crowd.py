"""A class at work: twenty learners for two minutes, ten of them training, each moving a slider every two seconds."""

from __future__ import annotations

import asyncio
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from itertools import chain

import psutil  # type: ignore[import-untyped]

from dnnlab.paths import ROOT
from tools.benchmarks.processes import serving, wait_until_healthy
from tools.benchmarks.slider import LONG, OPTIONS, PAGE
from tools.benchmarks.summary import line, quantile
from tools.benchmarks.visitor import Visitor

LEARNERS, TRAINING = 20, 10
SECONDS = 120.0
PAUSE = 2.0
"""Seconds between two moves of one learner."""
SETTLE = 5.0
"""Seconds that the pages live before they are used."""


def crowd(repetitions: int) -> Iterator[str]:
    """p50 and p95 of all waits, errors, and the memory before and after; two minutes, once."""
    with serving(ROOT / "streamlit_app.py") as (process, port):
        wait_until_healthy(process, port)
        waits, errors, memory = asyncio.run(_two_minutes(process, port))
    watching, training = waits
    for name, found in (("all", watching + training), ("watching", watching), ("training", training)):
        for share, label in ((0.5, "p50"), (0.95, "p95")):
            note = f"{len(found)} moves" if label == "p50" else ""
            yield line(f"crowd_slider_{name}_{label}_ms", [quantile(found, share)], note, digits=0)
    yield line("crowd_errors", [len(errors)], "; ".join(sorted(set(errors))), digits=0)
    for who in ("server", "trainers"):
        before, after = (found[who] for found in memory)
        yield line(f"crowd_{who}_memory_before_mb", [before], digits=0)
        yield line(f"crowd_{who}_memory_after_mb", [after], digits=0)


async def _two_minutes(
    process: subprocess.Popen[bytes], port: int
) -> tuple[tuple[list[float], list[float]], list[str], list[dict[str, float]]]:
    """The waits of those who watch and of those who train, in ms; what failed; memory at the start and the end."""
    errors: list[str] = []
    async with AsyncExitStack() as stack:
        tabs = [
            await stack.enter_async_context(Visitor(port, PAGE, f"{number:032x}", LONG)) for number in range(LEARNERS)
        ]
        await asyncio.gather(*(tab.until(lambda tab=tab: tab.runs_finished > 0, "the page") for tab in tabs))  # type: ignore[misc]
        for tab in tabs[:TRAINING]:
            await tab.press("Play")
        await asyncio.gather(*(tab.until(lambda tab=tab: "steps/s" in tab.status, "steps") for tab in tabs[:TRAINING]))  # type: ignore[misc]
        await asyncio.sleep(SETTLE)
        memory = [_megabytes(process.pid)]
        until = time.monotonic() + SECONDS
        waits = await asyncio.gather(*(_work(tab, number, until, errors) for number, tab in enumerate(tabs)))
        memory.append(_megabytes(process.pid))
    training, watching = waits[:TRAINING], waits[TRAINING:]
    return (list(chain(*watching)), list(chain(*training))), errors, memory


async def _work(tab: Visitor, number: int, until: float, errors: list[str]) -> list[float]:
    """One learner's waits, in ms; what goes wrong is noted, and ends this learner's work."""
    waits: list[float] = []
    await asyncio.sleep(random.Random(number).uniform(0.0, PAUSE))
    turn = number
    while time.monotonic() < until:
        began = time.perf_counter()
        try:
            await tab.move("Learning rate", "learning_rate", OPTIONS[turn % len(OPTIONS)])
        except (RuntimeError, TimeoutError) as error:
            errors.append(str(error))
            break
        taken = time.perf_counter() - began
        waits.append(1e3 * taken)
        turn += 1
        await asyncio.sleep(max(PAUSE - taken, 0.0))
    return waits


def _megabytes(pid: int) -> dict[str, float]:
    """Resident memory of the server, and of its trainers together."""
    server = psutil.Process(pid)
    trainers = sum(child.memory_info().rss for child in server.children(recursive=True))
    return {"server": server.memory_info().rss / 2**20, "trainers": trainers / 2**20}
