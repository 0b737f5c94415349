"""Serve an app for a browser test, and hold its log to account."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from dnnlab.paths import ROOT
from tests.browser.watched import ASKED
from tests.patience import PATIENCE

APPS = ROOT / "tests" / "browser" / "apps"
"""Small apps that only tests serve."""
GOODBYE = re.compile(
    r"Exception in ASGI application\n(?:(?!Exception in ASGI application)(?!/dnnlab/|/pages/).)*?"
    r'WebSocketDisconnected: Cannot call "send" once a close message has been sent\.\n',
    re.DOTALL,
)
"""Streamlit's own words about a browser that leaves at a bad moment: it closes a connection that is closed already."""


class Server:
    """A Streamlit server in a process group of its own, with its log in a file."""

    def __init__(self, app: Path, log: Path, **environment: str) -> None:
        self._log = log
        self._read = 0
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "tests.browser.watched", "run", str(app), "--server.headless", "true",
                    "--server.address", "127.0.0.1", "--server.port", str(port),
                ],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            )  # fmt: skip

    @property
    def log(self) -> str:
        """All that the server has written."""
        return self._log.read_text(errors="replace")

    def wait_until_healthy(self) -> None:
        """Return when the server answers; raise with its log when it ends or takes too long."""
        deadline = time.monotonic() + PATIENCE
        while not answers(f"{self.url}/_stcore/health"):
            if self._ends_within(0.1):
                raise RuntimeError(f"the server ended at once:\n{self.log}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"the server did not answer within {PATIENCE:.0f} s:\n{self.log}")

    @property
    def asked(self) -> set[str]:
        """The calls and experiments that its pages have asked for."""
        return set(re.findall(rf"^{ASKED}(\S+)$", self.log, re.MULTILINE))

    @property
    def trainers(self) -> list[psutil.Process]:
        """Its trainer processes."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in children if "dnnlab.live.worker" in child.cmdline()]

    def check(self) -> None:
        """Raise when a traceback was written since the last check, or when the server has loaded torch."""
        self.check_log()
        mapped = memory_map(self.process.pid)
        assert "python" in mapped
        assert "torch" not in mapped, "the process that serves the pages has loaded torch"

    def check_log(self) -> None:
        """Raise when a traceback was written since the last check."""
        log = self.log
        fresh, self._read = GOODBYE.sub("", log[self._read :]), len(log)
        if "Traceback (most recent call last)" in fresh:
            raise AssertionError(f"the server logged a traceback:\n{fresh}")

    def stop(self) -> None:
        """End the server and all that it started, politely first."""
        for ask in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, ask)
            except ProcessLookupError:
                break
            self._ends_within(PATIENCE)
        self.process.wait()

    def _ends_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


@contextmanager
def serving(app: Path, log: Path, **environment: str) -> Iterator[Server]:
    """A healthy server of an app, ended with the block."""
    server = Server(app, log, **environment)
    try:
        server.wait_until_healthy()
        yield server
    finally:
        server.stop()


def memory_map(pid: int) -> str:
    """What is mapped into a process; an error when there is no such process."""
    os.kill(pid, 0)
    return Path(f"/proc/{pid}/maps").read_text()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def answers(url: str) -> bool:
    """Whether a GET of the address succeeds."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE):
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def silent(server: Server) -> Iterator[None]:
    """The server stands still, and hears what came meanwhile when it goes on."""
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.process.pid, signal.SIGCONT)
