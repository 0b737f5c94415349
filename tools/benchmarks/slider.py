"""How long a learner waits for a slider, alone and while eight others train.

The slider is the learning rate of the digit lesson, moved while the learner's
own run trains.  The answer is there when the script has run to its end with
the new value: everything on the page is up to date then.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator

from dnnlab.paths import ROOT
from tools.benchmarks.processes import Helper, helper, serving, wait_until_healthy
from tools.benchmarks.summary import line, quantile
from tools.benchmarks.visitor import Visitor

PAGE, LONG = "digits", "epochs=30"
MOVES = 30
OPTIONS = ("0.0005", "0.001", "0.005")
"""Learning rates that the slider moves over; the default is not among them."""
LEARNERS = 8


def slider(repetitions: int) -> Iterator[str]:
    """p50 and p95 of the wait, alone and among eight learners, and what they add."""
    with serving(ROOT / "streamlit_app.py") as (process, port):
        wait_until_healthy(process, port)
        with helper("tools.benchmarks.learners", str(port), str(LEARNERS)) as learners:
            alone, crowded, speeds = asyncio.run(_measure(port, learners, repetitions))
    for name, waits in (("slider_alone", alone), ("slider_with_eight_learners", crowded)):
        for share, label in ((0.5, "p50"), (0.95, "p95")):
            yield line(f"{name}_{label}_ms", [quantile(each, share) for each in waits], digits=0)
    added = [quantile(b, 0.95) - quantile(a, 0.95) for a, b in zip(alone, crowded, strict=True)]
    note = f"target at most 60; the eight trained {min(speeds):.0f} to {max(speeds):.0f} steps/s together"
    yield line("slider_added_by_eight_learners_p95_ms", added, note, digits=0)


async def _measure(
    port: int, learners: Helper, repetitions: int
) -> tuple[list[list[float]], list[list[float]], list[float]]:
    """Alone, crowded, alone, ...: the waits of each repetition in ms, and the learners' steps a second."""
    alone: list[list[float]] = []
    crowded: list[list[float]] = []
    speeds: list[float] = []
    async with Visitor(port, PAGE, "f" * 32, LONG) as visitor:
        await visitor.press("Play")
        await visitor.until(lambda: "steps/s" in visitor.status, "the first steps")
        for _ in range(repetitions):
            alone.append(await waits(visitor))
            await asyncio.to_thread(learners.ask, "train")
            crowded.append(await waits(visitor))
            speeds.append((await asyncio.to_thread(learners.ask, "leave"))[0])
    return alone, crowded, speeds


async def waits(visitor: Visitor) -> list[float]:
    """Move the slider many times, at a human's pace that no interval keeps step with; milliseconds."""
    pauses = random.Random(0)
    waits = []
    for i in range(MOVES):
        await asyncio.sleep(pauses.uniform(0.1, 0.3))
        began = time.perf_counter()
        await visitor.move("Learning rate", "learning_rate", OPTIONS[i % len(OPTIONS)])
        waits.append(1e3 * (time.perf_counter() - began))
    return waits
