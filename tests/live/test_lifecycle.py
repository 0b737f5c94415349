"""However the server ends, no trainer and no temporary folder stays behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.live.helpers import until
from tests.live.toy_knobs import IN_A_LONG_STEP
from tests.patience import PATIENCE


@dataclass
class Server:
    """A server that runs, as it described itself."""

    process: subprocess.Popen[str]
    trainers: list[psutil.Process]
    folder: Path
    loaded_torch: bool

    def assert_nothing_is_left(self) -> None:
        until(lambda: not any(each.is_running() for each in self.trainers), "the trainers end")
        until(lambda: not self.leftovers, f"the folder goes, but there is {self.leftovers}")

    @property
    def leftovers(self) -> list[Path]:
        return list(self.folder.parent.glob(f"{self.folder.name}*"))


@pytest.fixture
def server(request: pytest.FixtureRequest, root: Path, tmp_path: Path) -> Iterator[Server]:
    words = [sys.executable, "-m", "tests.live.server", request.param]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(words, cwd=root, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = json.loads(process.stdout.readline())
            trainers = [psutil.Process(pid) for pid in said["pids"]]
            yield Server(process, trainers, Path(said["folder"]), said["torch"])
        finally:
            process.kill()  # its trainers see that


in_training = pytest.mark.parametrize("server", ["regression"], indirect=True)
in_a_long_step = pytest.mark.parametrize("server", ["long"], indirect=True)


@in_training
def test_ctrl_c_ends_everything_and_the_server_had_no_torch(server: Server) -> None:
    assert not server.loaded_torch
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(PATIENCE) == 0
    server.assert_nothing_is_left()


@in_training
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_dies_takes_its_trainers_with_it(server: Server, how: signal.Signals) -> None:
    server.process.send_signal(how)
    assert server.process.wait(PATIENCE) == -how
    server.assert_nothing_is_left()


@in_a_long_step
def test_also_in_the_middle_of_a_long_step(server: Server) -> None:
    until((server.folder.parent / IN_A_LONG_STEP).exists, "the long step begins")
    server.process.send_signal(signal.SIGKILL)
    server.process.wait(PATIENCE)
    server.assert_nothing_is_left()
