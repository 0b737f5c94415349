"""A small server for test_lifecycle.py: a pool with runs, its pids and folder on standard output, then it waits."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from pathlib import Path

from dnnlab.live.pool import Pool
from tests.live.helpers import until
from tests.live.toy_knobs import IN_A_LONG_STEP, NAME, ToyConfig


def main(experiment: str) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it starts in the background ignore it
    pool = Pool(NAME, workers=1)
    until(lambda: pool.ready, "the trainer is ready")
    run = pool.start(experiment, ToyConfig(seconds=600.0), "ada")
    under_way = Path(tempfile.gettempdir(), IN_A_LONG_STEP).exists
    until(lambda: run.poll().status.step > 0 or under_way(), "it trains")
    told = json.dumps({"pids": pool.pids, "folder": str(pool.folder), "torch": "torch" in sys.modules})
    try:
        print(told, flush=True)  # from now on somebody may interrupt it
        signal.pause()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
