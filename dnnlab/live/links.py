"""Two ways to reach an engine behind one interface: in another process, or in this one."""

from __future__ import annotations

import logging
import os
import pickle
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from dnnlab.live.registry import resolve
from dnnlab.paths import ROOT

Message = tuple[Any, ...]
Receive = Callable[[Message], None]
log = logging.getLogger(__name__)


class Link(Protocol):
    """A way to an engine; messages out of it go to the function given at the start."""

    pid: int

    def send(self, message: Message) -> None:
        """Hand a message to the engine; never blocks on it. Raises when it cannot be pickled."""

    def ask_to_end(self) -> None:
        """Tell the engine to end; at once back."""

    def kill(self) -> None:
        """End an engine that answers no more, as if it had died."""

    def close(self) -> None:
        """End the engine, if need be by force."""


class ProcessLink:
    """An engine in a process of its own (:mod:`dnnlab.live.worker`).

    The two ends of a socket pair carry the messages.  One thread here reads and
    one writes, so that a page never waits for a busy trainer.

    Args:
        registry: ``"module:NAME"`` of the table, for the worker to resolve.
        folder: the pool's folder.
        receive: called with each message, on the reading thread.
        died: called once, when the process has ended and nobody closed it.
    """

    def __init__(self, registry: str, folder: Path, receive: Receive, died: Callable[[], None]) -> None:
        self._receive = receive
        self._died = died
        self._closing = False
        ours, theirs = socket.socketpair()
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        with theirs:
            joining = [str(theirs.fileno()), registry, str(folder), str(os.getpid())]
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dnnlab.live.worker", *joining],
                env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": path},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in the terminal is for the server
            )
        self.pid = self._process.pid
        self._connection: Connection[Any, Any] = Connection(ours.detach())
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True, name=f"trainer-{self.pid}-in").start()
        threading.Thread(target=self._write, daemon=True, name=f"trainer-{self.pid}-out").start()

    def send(self, message: Message) -> None:
        """Queue a message; what a dead process no longer takes is lost."""
        self._outgoing.put(pickle.dumps(message))  # here, so that the sender sees what cannot be pickled

    def ask_to_end(self) -> None:
        """Tell the process to end, and take its end for no accident."""
        self._closing = True
        self.send(("close",))

    def kill(self) -> None:
        """End the process; the reading thread sees it, and reports a death."""
        self._process.kill()

    def close(self) -> None:
        """Ask the process to end; kill it when it takes more than a second."""
        self.ask_to_end()
        try:
            self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._outgoing.put(None)

    def _read(self) -> None:
        try:
            while True:
                self._receive(self._connection.recv())
        except (EOFError, OSError):
            pass
        except Exception:
            log.exception("a message of trainer %d could not be taken", self.pid)
        self._outgoing.put(None)
        if not self._closing:
            self._end_process()
            self._died()

    def _end_process(self) -> None:
        """Nothing is read any more, so the process has ended or is of no more use."""
        try:
            self._process.wait(2.0)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def _write(self) -> None:
        while (message := self._outgoing.get()) is not None:
            try:
                self._connection.send_bytes(message)
            except OSError:
                return  # the reading thread sees the end and reports it


class LocalLink:
    """An engine in this very process: for tests, notebooks and scripts.

    Nothing happens by itself: call :meth:`turn`.
    """

    def __init__(
        self,
        registry: str,
        folder: Path,
        receive: Receive,
        died: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        from dnnlab.live.engine import Engine  # imports torch: not for a page process

        self.pid = os.getpid()
        self.engine = Engine(resolve(registry), folder, receive, clock)
        self.die = died  # a test plays the death of a trainer
        receive(("ready", self.pid))

    def send(self, message: Message) -> None:
        """The engine takes the message at once."""
        self.engine.handle(message)

    def turn(self) -> None:
        """One turn of the engine."""
        self.engine.turn()

    def ask_to_end(self) -> None:
        """Nothing to end."""

    def kill(self) -> None:
        """To the pool it looks like a death."""
        self.die()

    def close(self) -> None:
        """Nothing to end."""
