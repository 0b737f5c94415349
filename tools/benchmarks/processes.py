"""The processes that a benchmark starts, and ends whatever happens."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from dnnlab.paths import ROOT

PATIENCE = 60.0
"""Seconds that a process may take to answer on a busy machine."""


class Helper:
    """A Python module as a process that answers one line of JSON with one line of JSON.

    Args:
        module: what ``python -m`` runs.
        arguments: its command line.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdin is not None and self.process.stdout is not None
        self._in: IO[str] = self.process.stdin
        self._out: IO[str] = self.process.stdout

    def ask(self, question: Any) -> Any:
        """Send one object and wait for the answer; EOFError when the process has ended instead."""
        self._in.write(json.dumps(question) + "\n")
        self._in.flush()
        return self.read()

    def read(self) -> Any:
        """Wait for the next object."""
        if not (text := self._out.readline()):
            raise EOFError(f"a helper of the benchmark ended with code {self.process.wait()}; its error is above")
        return json.loads(text)


@contextmanager
def helper(module: str, *arguments: str) -> Iterator[Helper]:
    """A helper, ended with the block."""
    made = Helper(module, *arguments)
    try:
        yield made
    finally:
        end(made.process)


def end(process: subprocess.Popen[Any]) -> None:
    """End a process and all that it started, politely first."""
    for asking in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, asking)
        with suppress(subprocess.TimeoutExpired):
            process.wait(5.0)
            return


@contextmanager
def serving(app: Path, *options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """``streamlit run app``, at once back: the process and its port; ended with the block.

    Streamlit reads ``.streamlit/config.toml`` from the app's folder.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    command = [
        sys.executable, "-m", "streamlit", "run", app.name, "--server.port", str(port),
        "--server.address", "127.0.0.1", "--server.headless", "true",
        "--browser.gatherUsageStats", "false",
        "--logger.level", "warning", *options,
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=app.parent, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    try:
        yield process, port
    finally:
        end(process)


def wait_until_healthy(process: subprocess.Popen[bytes], port: int) -> None:
    """Return when the server answers.

    Raises:
        RuntimeError: it ended instead.
        TimeoutError: it takes more than a minute.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode}; its error is above")
        if time.monotonic() > deadline:
            raise TimeoutError(f"the server did not answer within {PATIENCE:.0f} s")
        time.sleep(0.01)
