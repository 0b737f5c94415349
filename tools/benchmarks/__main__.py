"""The benchmarks: ``python -m tools.benchmarks``, or some of them, ``python -m tools.benchmarks engine slider``.

Each prints ``name: median [min..max]`` over several repetitions in which the
compared things take turns, A B A B, on the same machine in the same minutes.
Read the ratios; the figures in parentheses depend on the machine.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"  # for every process that is started from here

from tools.benchmarks import (
    crowd,
    fifty,
    gan,
    gan_images,
    looks,
    opening,
    photo,
    playground,
    replays,
    serving,
    slider,
    text,
    training,
    window,
)

PARTS: dict[str, Callable[[Any], Iterator[str]]] = {
    "engine": training.engine,
    "step": training.step,
    "eight": training.eight,
    "slider": slider.slider,
    "looks": looks.looks,
    "crowd": crowd.crowd,
    "fifty": fifty.fifty,
    "window": window.window,
    "photo": photo.photo,
    "gan": gan.gan,
    "gan-images": gan_images.gan_images,
    "text": text.text,
    "cells": text.cells,
    "words": text.words,
    "playground": playground.playground,
    "seeds": playground.seeds,
    "paint": serving.first_paint,
    "opening": opening.opening,
    "memory": serving.memory,
    "replay": replays.replay,
}


def main() -> int:
    """Run the parts that were named, or all; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one or more of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--repetitions", type=int, default=5, help="how often each thing is measured (default 5)")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long the class of fifty works (default 10)")
    options = parser.parse_args()
    if unknown := [name for name in options.parts if name not in PARTS]:
        parser.error(f"no part is called {unknown[0]}; the parts are {', '.join(PARTS)}")
    if options.repetitions < 1:
        parser.error("at least one repetition is needed")
    signal.signal(signal.SIGTERM, _leave)  # as with Ctrl-C, what was started is ended on the way out
    began = time.monotonic()
    try:
        for name in options.parts or PARTS:
            for told in PARTS[name](options.minutes if name == "fifty" else options.repetitions):
                print(told, flush=True)
    except KeyboardInterrupt:
        return 130
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    return 0


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
