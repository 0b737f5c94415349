"""A small server for test_lifecycle.py: a pool with runs, its pids and folder on standard output, then it waits."""

from __future__ import annotations

import json
import signal
import sys

from dnnlab.live.pool import Pool
from dnnlab.live.wire import State
from tests.live.helpers import poll_until, until
from tests.live.toy_knobs import NAME, ToyConfig


def main(experiment: str) -> None:
    pool = Pool(NAME, workers=1)
    until(lambda: pool.ready, "the trainer is ready")
    run = pool.start(experiment, ToyConfig(seconds=600.0), "ada")
    poll_until(run, lambda status: status.state is State.PLAYING and status.step > 0, "it trains")
    print(json.dumps({"pids": pool.pids, "folder": str(pool.folder), "torch": "torch" in sys.modules}), flush=True)
    try:
        signal.pause()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
