"""A class of learners in a process of their own, so that they do not delay the one who is measured.

    python -m tools.benchmarks.learners PORT COUNT

``"train"`` on the input: all open the digit lesson and press Play; the answer
comes when all of them train.  ``"train without sockets"``: the same where only
Streamlit's own sockets come through.  ``"leave"``: they pause and close their
tabs; the answer is the steps a second that they trained together, and the looks.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from contextlib import AsyncExitStack

from tools.benchmarks.visitor import Visitor

STEP = re.compile(r"step ([\d,]+)")


async def main(port: int, count: int) -> None:
    """Answer requests until the input ends."""
    while (asked := await _asked()) is not None:
        socket = "without" not in asked
        async with AsyncExitStack() as stack:
            tabs = [Visitor(port, "digits", f"{i:032x}", "epochs=30", socket=socket) for i in range(count)]
            await asyncio.gather(*(stack.enter_async_context(tab) for tab in tabs))
            await asyncio.gather(*(_train(tab) for tab in tabs))
            _answer(None)
            began, before, looks = time.perf_counter(), sum(map(_step, tabs)), sum(tab.looks for tab in tabs)
            await _asked()
            seconds = time.perf_counter() - began
            trained = (sum(map(_step, tabs)) - before) / seconds, (sum(tab.looks for tab in tabs) - looks) / seconds
            await asyncio.gather(*(_pause(tab) for tab in tabs))
        _answer(trained)


async def _train(tab: Visitor) -> None:
    await tab.press("Play")
    await tab.until(lambda: "steps/s" in tab.status, "the first steps")


async def _pause(tab: Visitor) -> None:
    await tab.press("Pause")
    await tab.until(lambda: "paused" in tab.status, "the pause")


def _step(tab: Visitor) -> int:
    found = STEP.search(tab.status)
    if found is None:
        raise RuntimeError(f"the bar shows no step: {tab.status}")
    return int(found[1].replace(",", ""))


async def _asked() -> str | None:
    """The next request; None at the end of the input."""
    return (await asyncio.to_thread(sys.stdin.readline)).strip() or None


def _answer(value: object) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
