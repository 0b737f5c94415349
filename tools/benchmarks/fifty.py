"""A class of fifty on a small server: two trainers, four lessons, photos from telephones, and trainers that are killed.

Twenty learners train on the digits; ten each are at Convolution, Pooling and Photo.  Every one moves a knob every 3 s,
one at Photo brings a photo of 12 megapixels every 10 s, and every minute a trainer is killed.  A move is answered when
the page's script has run to its end and says nowhere that an answer is not there yet.
"""

from __future__ import annotations

import asyncio
import io
import random
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import psutil  # type: ignore[import-untyped]
from PIL import ImageEnhance

from dnnlab.data import photos
from dnnlab.paths import ROOT
from dnnlab.photo.facts import EFFICIENTNET, known
from dnnlab.photo.knobs import with_maps
from tools.benchmarks.processes import serving, wait_until_healthy
from tools.benchmarks.summary import line, quantile
from tools.benchmarks.visitor import Visitor

TRAINERS = 2
PAUSE, UPLOADS, KILLS = 3.0, 10.0, 60.0
"""Seconds between two moves of one learner, two photos, two deaths of trainers."""
AFTER = 15.0
"""Seconds after a death in which what is asked counts as having met it: a new trainer loads torch."""
WARM = 120.0
"""Seconds after which memory should grow no more; a quarter of the time where that is less."""
AT_ONCE = 5
"""Learners who open their pages together."""
PIXELS = 4_000, 3_000


@dataclass(frozen=True, slots=True)
class Seat:
    """Where some learners sit, and what they move."""

    page: str
    learners: int
    label: str
    parameter: str
    options: tuple[str, ...]
    """Without the default, which the address leaves out."""
    query: str = ""
    trains: bool = False


LAYERS = tuple(name for name in with_maps(known(EFFICIENTNET)) if name != known(EFFICIENTNET).last_maps)
SEATS = (
    Seat("digits", 20, "Learning rate", "learning_rate", ("0.0005", "0.001", "0.005"), "epochs=30", trains=True),
    Seat("convolution", 10, "Stride s", "stride", ("2", "3", "4")),
    Seat("pooling", 10, "Window f", "size", ("1", "3", "4"), "part=window"),
    Seat("photo", 10, "Layer of EfficientNet", "efficientnet_layer", LAYERS),
)


@dataclass(slots=True)
class Seen:
    """What happened in the class."""

    waits: list[tuple[float, float]] = field(default_factory=list)
    """Begin and length of each move, in seconds."""
    photos: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    deaths: list[float] = field(default_factory=list)
    memory: list[dict[str, float]] = field(default_factory=list)
    share: float = 0.0
    """Of a processor, that this process took."""

    def parted(self, waits: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
        """Milliseconds of those that met no death of a trainer, and of those that did."""

        def met(began: float, taken: float) -> bool:
            return any(began - AFTER < death < began + taken for death in self.deaths)

        free = [1e3 * taken for began, taken in waits if not met(began, taken)]
        return free, [1e3 * taken for began, taken in waits if met(began, taken)]


def fifty(minutes: float) -> Iterator[str]:
    """Errors, waits, memory and the share of this process; once."""
    seen = Seen()
    with serving(ROOT / "streamlit_app.py", "--server.enableXsrfProtection", "false", DNNLAB_WORKERS=f"{TRAINERS}") as (
        process,
        port,
    ):
        wait_until_healthy(process, port)
        asyncio.run(_lesson(process, port, 60.0 * minutes, seen))
    yield line("fifty_errors", [len(seen.errors)], "; ".join(sorted(set(seen.errors))), digits=0)
    for name, waits in (("move", seen.waits), ("photo", seen.photos)):
        for which, found in zip(("", "_that_met_a_death"), seen.parted(waits), strict=True):
            for share, label in ((0.5, "p50"), (0.95, "p95"), (1.0, "worst")):
                if found:
                    note = f"{len(found)} answers" if label == "p50" else ""
                    yield line(f"fifty_{name}{which}_{label}_ms", [quantile(found, share)], note, digits=0)
    yield line("fifty_deaths", [len(seen.deaths)], digits=0)
    for who in ("server", "trainers"):
        early, late = (memory[who] for memory in seen.memory)
        yield line(f"fifty_{who}_memory_mb", [late], f"{late - early:+.0f} since the beginning", digits=0)
    yield line("fifty_generator_share", [seen.share], "of one processor, beside what is measured")


async def _lesson(process: subprocess.Popen[bytes], port: int, seconds: float, seen: Seen) -> None:
    """All come, work for so long, and go."""
    seats = [(seat, number) for seat in SEATS for number in range(seat.learners)]
    async with AsyncExitStack() as stack:
        tabs: list[Visitor] = []
        for first in range(0, len(seats), AT_ONCE):
            come = [
                Visitor(port, seat.page, f"{len(seat.page):08x}{number:024x}", seat.query)
                for seat, number in seats[first : first + AT_ONCE]
            ]
            await asyncio.gather(*(stack.enter_async_context(tab) for tab in come))
            await asyncio.gather(*(tab.until(lambda tab=tab: tab.runs_finished > 0, "the page") for tab in come))  # type: ignore[misc]
            tabs += come
        for (seat, _), tab in zip(seats, tabs, strict=True):
            if seat.trains:
                await tab.press("Play")
        began, worked = time.monotonic(), time.process_time()
        end = began + seconds
        moving = list(zip(seats, tabs, strict=True))[:-1]
        await asyncio.gather(
            *(_move(tab, seat, number, end, seen) for (seat, number), tab in moving),
            _bring(tabs[-1], end, seen),
            _kill(process, end, seen),
            _weigh(process, (began + min(WARM, seconds / 4), end), seen),
        )
        seen.share = (time.process_time() - worked) / (time.monotonic() - began)
        seen.errors += [f"{tab.status or 'a page'}: {words}" for tab in tabs for words in tab.refused]


async def _every(
    pause: float, end: float, act: Callable[[int], Awaitable[None]], seen: Seen, waits: list[tuple[float, float]]
) -> None:
    """Do something again and again; what goes wrong is noted, and ends it."""
    turn = 0
    while (began := time.monotonic()) < end:
        try:
            await act(turn)
        except (RuntimeError, TimeoutError, OSError) as error:
            seen.errors.append(f"{type(error).__name__}: {error}")
            return
        taken = time.monotonic() - began
        waits.append((began, taken))
        turn += 1
        await asyncio.sleep(max(0.0, pause - taken))


async def _move(tab: Visitor, seat: Seat, number: int, end: float, seen: Seen) -> None:
    """One learner, who turns a knob."""
    await asyncio.sleep(random.Random(f"{seat.page} {number}").uniform(0.0, PAUSE))

    async def act(turn: int) -> None:
        await tab.move(seat.label, seat.parameter, seat.options[(turn + number) % len(seat.options)])

    await _every(PAUSE, end, act, seen, seen.waits)


async def _bring(tab: Visitor, end: float, seen: Seen) -> None:
    """One learner, who brings photos: no two alike, as equal ones would be answered from memory."""
    photo = photos.load("cat").resize(PIXELS)

    def taken(turn: int) -> bytes:
        file = io.BytesIO()
        ImageEnhance.Brightness(photo).enhance(1.0 - 0.005 * turn).save(file, "JPEG", quality=85)
        return file.getvalue()

    async def act(turn: int) -> None:
        await tab.upload(f"photo-{turn}.jpg", await asyncio.to_thread(taken, turn))

    await _every(UPLOADS, end, act, seen, seen.photos)


async def _kill(process: subprocess.Popen[bytes], end: float, seen: Seen) -> None:
    """A trainer dies every minute, in a shorter lesson at least once in its middle."""
    chance, pause = random.Random(0), min(KILLS, (end - time.monotonic()) / 2)
    while time.monotonic() + pause < end:
        await asyncio.sleep(pause)
        chance.choice(_trainers(process)).kill()
        seen.deaths.append(time.monotonic())


async def _weigh(process: subprocess.Popen[bytes], moments: tuple[float, ...], seen: Seen) -> None:
    """Resident memory of the page process, and of the trainers together."""
    for moment in moments:
        await asyncio.sleep(max(0.0, moment - time.monotonic()))
        trainers = sum(each.memory_info().rss for each in _trainers(process))
        server = psutil.Process(process.pid).memory_info().rss
        seen.memory.append({"server": server / 2**20, "trainers": trainers / 2**20})


def _trainers(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    children = psutil.Process(process.pid).children(recursive=True)
    return [child for child in children if "dnnlab.live.worker" in child.cmdline()]
