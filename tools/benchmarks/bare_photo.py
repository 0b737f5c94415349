"""A process that does nothing but send numbers forward through one of the photo networks, when it is told to.

    python -m tools.benchmarks.bare_photo

One JSON object a line comes in, ``{"net": "SqueezeNet 1.1", "times": 20}``, and
a list of milliseconds goes out.  The process has a trainer's circumstances: one
thread, and the same niceness.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported, as in a trainer

import json
import sys
import time

import torch

from dnnlab.data import photos
from dnnlab.photo.net.models import shipped
from dnnlab.photo.preprocess import prepare
from tools.benchmarks.loops import NICENESS


@torch.inference_mode()
def forward(net: str, times: int) -> list[float]:
    """Milliseconds of so many passes, from the network's numbers to the logits."""
    model = shipped(net)
    x = torch.from_numpy(prepare(photos.load("cat"), net).array)[None]  # (1, 3, S, S)
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        model(x)
        taken.append(1e3 * (time.perf_counter() - began))
    return taken


def main() -> None:
    """Answer requests until the input ends."""
    os.nice(NICENESS)
    torch.set_num_threads(1)
    for text in sys.stdin:
        asked = json.loads(text)
        print(json.dumps(forward(asked["net"], asked["times"])), flush=True)


if __name__ == "__main__":
    main()
