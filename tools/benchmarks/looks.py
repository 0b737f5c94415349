"""What a look costs the page process, and what it leaves to a slider: by the tab's socket, and by Streamlit's scripts.

Learners train the digit lesson; the two ways take turns, on one server.  The cost is the processor time of the page
process alone while nobody acts, by the looks that arrived at the learners' tabs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil  # type: ignore[import-untyped]

from dnnlab.paths import ROOT
from tools.benchmarks.processes import Helper, helper, serving, wait_until_healthy
from tools.benchmarks.slider import LEARNERS, LONG, PAGE, waits
from tools.benchmarks.summary import line, quantile
from tools.benchmarks.visitor import Visitor

SECONDS = 10.0
"""For which the cost is measured."""
WAYS = {"socket": "train", "script": "train without sockets"}


@dataclass
class Found:
    """Of one way, in each repetition."""

    share: list[float] = field(default_factory=list)
    """Of a core that the page process takes."""
    rate: list[float] = field(default_factory=list)
    """Looks a second, of all learners together."""
    waits: list[list[float]] = field(default_factory=list)
    """For a slider of one who acts beside them, in ms."""


def looks(repetitions: int) -> Iterator[str]:
    """Cost and number of looks, and the slider's p95, both ways."""
    with serving(ROOT / "streamlit_app.py") as (process, port):
        wait_until_healthy(process, port)
        with helper("tools.benchmarks.learners", str(port), str(LEARNERS)) as learners:
            found = {way: Found() for way in WAYS}
            for _ in range(repetitions):
                for way, asked in WAYS.items():
                    asyncio.run(_measure(port, psutil.Process(process.pid), learners, asked, found[way]))
    for way, each in found.items():
        cost = [1e3 * share / rate for share, rate in zip(each.share, each.rate, strict=True)]
        yield line(
            f"look_by_{way}_ms", cost, f"processor time of the page process, {LEARNERS} learners train", digits=1
        )
        yield line(f"looks_by_{way}_a_second", each.rate, "all together", digits=1)
        yield line(f"page_process_by_{way}_percent", [100 * share for share in each.share], "of a core", digits=0)
        yield line(f"slider_by_{way}_p95_ms", [quantile(waits, 0.95) for waits in each.waits], digits=0)


async def _measure(port: int, server: psutil.Process, learners: Helper, asked: str, found: Found) -> None:
    await asyncio.to_thread(learners.ask, asked)
    before = _worked(server)
    await asyncio.sleep(SECONDS)
    found.share.append((_worked(server) - before) / SECONDS)
    _, rate = await asyncio.to_thread(learners.ask, "leave")
    found.rate.append(rate)
    await asyncio.to_thread(learners.ask, asked)
    async with Visitor(port, PAGE, "e" * 32, LONG, socket="without" not in asked) as visitor:
        await visitor.press("Play")
        await visitor.until(lambda: "steps/s" in visitor.status, "the first steps")
        found.waits.append(await waits(visitor))
        await visitor.press("Pause")  # who comes back to a run that only nobody saw finds it going on
        await visitor.until(lambda: "paused" in visitor.status, "the pause")
    await asyncio.to_thread(learners.ask, "leave")


def _worked(server: psutil.Process) -> float:
    """Seconds that the page process has computed; its trainers are processes of their own."""
    times = server.cpu_times()
    return float(times.user + times.system)
