"""A process that runs one of the loops for so many seconds when it is told to.

    python -m tools.benchmarks.loops

One JSON object a line comes in, ``{"loop": "bare", "activation": "tanh",
"pooling": "average", "seconds": 2.0}``, and one goes out, ``{"steps": 1024,
"seconds": 2.001, "cpu": 1.98}``: steps, seconds by the clock, and of CPU time.  A
loop that is named again goes on where it stood.  The process has a trainer's
circumstances: one thread, and the same niceness.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported, as in a trainer

import json
import sys
import time
from collections.abc import Iterator
from functools import cache

import torch

from tools.benchmarks.bare_lenet import bare, bare_network, first_draft

NICENESS = 5
"""As dnnlab.live.worker has it; the benchmark compares the two."""


@cache
def loop(name: str, activation: str, pooling: str) -> Iterator[dict[str, float]]:
    """The loop of that name, begun once.

    Raises:
        ValueError: no such loop.
    """
    match name:
        case "bare":
            return bare(bare_network(activation, pooling))
        case "first draft":
            return first_draft(activation, pooling)
        case "lesson":
            return lesson(activation, pooling)
        case "playground":  # its hidden layers stand in the activation's place
            from tools.benchmarks.bare_playground import bare as bare_playground

            return bare_playground((2, *map(int, activation.split(",")), 1))
        case _:
            raise ValueError(f"no such loop: {name}")


def lesson(activation: str, pooling: str) -> Iterator[dict[str, float]]:
    """The lesson's own step, without the engine."""
    from dnnlab.cnn.lenet.knobs import LeNetConfig
    from dnnlab.cnn.lenet.net.experiment import LeNetTraining

    experiment = LeNetTraining(LeNetConfig(activation=activation, pooling=pooling, epochs=30))
    while True:
        yield experiment.step()


def run(steps: Iterator[dict[str, float]], seconds: float) -> dict[str, float]:
    """Drive a loop for so long, and say how far it came."""
    began, busy, count = time.perf_counter(), time.process_time(), 0
    while (passed := time.perf_counter() - began) < seconds:
        next(steps)
        count += 1
    return {"steps": count, "seconds": passed, "cpu": time.process_time() - busy}


def main() -> None:
    """Answer requests until the input ends."""
    os.nice(NICENESS)
    torch.set_num_threads(1)
    for text in sys.stdin:
        asked = json.loads(text)
        done = run(loop(asked["loop"], asked["activation"], asked["pooling"]), asked["seconds"])
        print(json.dumps(done), flush=True)


if __name__ == "__main__":
    main()
