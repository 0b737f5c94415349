"""Whether every experiment's runs repeat bit for bit over more steps than the tests take, and how long that takes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

from dnnlab.catalogue import CATALOGUE
from dnnlab.paths import ROOT
from tools.benchmarks.summary import line

STEPS = 220
"""Of a run, or as many as it has."""
TESTS = "tests/live/test_registry_experiments.py"


def replay(repetitions: int) -> Iterator[str]:
    """The tests over the catalogue with long runs, once, whatever ``repetitions`` says: a run repeats, or it does not.

    Raises:
        RuntimeError: one does not; with what the test said.
    """
    for name in CATALOGUE.experiments:
        began = time.perf_counter()
        command = [sys.executable, "-m", "pytest", "-q", TESTS, "-k", f"bit_for_bit and [{name}]"]
        asked = {**os.environ, "DNNLAB_REPLAY_STEPS": str(STEPS)}
        done = subprocess.run(command, cwd=ROOT, env=asked, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{name} does not replay bit for bit over {STEPS} steps:\n{done.stdout}")
        note = f"{STEPS} steps in random slices beside other runs, and from a checkpoint on disk: the same, bit for bit"
        yield line(f"replay_{name.replace('-', '_')}_s", [time.perf_counter() - began], note, digits=0)
