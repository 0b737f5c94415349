"""A trainer process: ``python -m dnnlab.live.worker SOCKET REGISTRY FOLDER SERVER_PID``.

SOCKET is the number of a socket that it inherited from the pool: one end of a
private pair, so nobody else can join.  The process drives an
:class:`~dnnlab.live.engine.Engine` and ends when the pool says so or is gone:
the connection closes, and a watchdog looks once a second whether the server
process still lives, in case a step takes long.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported: two threads on busy cores cost a factor of ten

import logging
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from dnnlab.live.registry import Registry, load, resolve

NICENESS = 5
WATCH_EVERY = 1.0
"""Seconds between two looks at whether the server lives."""


def main(socket: int, registry: str, folder: str, server: int) -> None:
    """Join the pool and train until it ends."""
    logging.basicConfig(format="%(asctime)s trainer %(process)d %(levelname)s %(name)s: %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's; it will tell us
    os.nice(NICENESS)  # the pages come first
    threading.Thread(target=_watch, args=(server, folder), daemon=True, name="watchdog").start()
    connection: Connection[Any, Any] = Connection(socket)

    import torch

    torch.set_num_threads(1)
    from dnnlab.live.engine import Engine
    from dnnlab.live.inhand import InHand

    table: Registry = resolve(registry)
    engine = Engine(table, Path(folder), connection.send, in_hand=InHand(Path(folder), os.getpid()))
    try:
        connection.send(("ready", os.getpid()))
        idle, cold = threading.Event(), [*map(table.experiment_module, table.experiments), *table.idle]
        threading.Thread(target=_warm, args=(cold, idle), daemon=True, name="warming").start()
        _serve(connection, engine, idle)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        _await_the_watchdog()


def _serve(connection: Connection[Any, Any], engine: Any, idle: threading.Event) -> None:
    """Messages first, then a turn, for ever; EOFError when the pool closes.  ``idle`` is set while there is no work."""
    while True:
        while connection.poll(engine.rest):
            message = connection.recv()
            if message == ("close",):
                return
            engine.handle(message)
        engine.turn()
        if engine.busy:
            idle.clear()
        else:
            idle.set()


def _warm(modules: Iterable[str], idle: threading.Event) -> None:
    """Load modules of experiments and others while there is no work: the first Play of a lesson finds them warm.

    In a thread, as some take seconds, and a question that comes meanwhile is answered.  What is wrong with a module is
    told to who runs the server.
    """
    for module in modules:
        idle.wait()
        try:
            load(module)
        except Exception:
            logging.getLogger(__name__).exception("%s cannot be imported", module)


def _watch(server: int, folder: str) -> None:
    """End this process when the server's is gone, whatever the main thread is doing."""
    while os.getppid() == server:
        time.sleep(WATCH_EVERY)
    _leave_nothing(Path(folder))
    os._exit(0)


def _await_the_watchdog() -> None:
    """The server closed the line without a word: it is dying, and the watchdog will see its end.

    Its sockets close a moment before the process is gone.  If it lives on, it
    takes this trainer for dead and starts another one.
    """
    time.sleep(2 * WATCH_EVERY)


def _leave_nothing(folder: Path) -> None:
    """Remove the pool's folder, because the server died without doing it.

    Renamed first, so that no trainer that is still in a step saves into it
    while it goes.  Every trainer does this; the first one renames.
    """
    going = folder.with_name(f"{folder.name}.going")
    with suppress(OSError):
        folder.rename(going)
    shutil.rmtree(going, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
    os._exit(0)  # not after what is still being loaded
