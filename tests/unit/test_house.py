"""What surrounds the code: theme and palette agree, pins are exact, the commands say what is wrong."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from streamlit import config as streamlit_config

from dnnlab.plots.palette import DARK, LIGHT, Palette
from pages.lessons import LESSONS
from tests.conftest import folder_of, within

REQUIREMENT = re.compile(r"(?P<name>[\w-]+)==(?P<version>[\w.]+)")


@pytest.fixture(scope="module")
def settings(root: Path) -> dict[str, Any]:
    """What .streamlit/config.toml says."""
    return tomllib.loads((root / ".streamlit/config.toml").read_text())


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: str(palette.name))
def test_theme_has_the_colours_of_the_palette(settings: dict[str, Any], palette: Palette) -> None:
    """A figure's background and text are those of the page around it."""
    theme = settings["theme"][palette.name]
    assert theme["primaryColor"] == palette.accent
    assert theme["backgroundColor"] == palette.background
    assert theme["secondaryBackgroundColor"] == palette.surface
    assert theme["textColor"] == palette.text
    assert theme["borderColor"] == palette.grid


def test_every_option_exists(settings: dict[str, Any]) -> None:
    """Streamlit ignores a misspelt option with a line in the log that nobody reads."""
    known = set(streamlit_config.get_config_options())
    assert set(options(settings)) <= known


def options(settings: dict[str, Any], prefix: str = "") -> list[str]:
    """The dotted names of all options in nested tables."""
    names = []
    for name, value in settings.items():
        names += options(value, f"{prefix}{name}.") if isinstance(value, dict) else [prefix + name]
    return names


def test_server_is_set_for_live_pages(settings: dict[str, Any]) -> None:
    """The options that the app rests on."""
    assert settings["runner"]["postScriptGC"] is False
    assert settings["runner"]["magicEnabled"] is False
    assert settings["server"]["fileWatcherType"] == "none"
    assert settings["server"]["maxUploadSize"] == 20
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["browser"]["gatherUsageStats"] is False


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_and_installed(root: Path, file: str) -> None:
    """Every line is an exact pin, and the tests run on just that version."""
    lines = [line.split("#")[0].strip() for line in (root / file).read_text().splitlines()]
    wanted = [line for line in lines if line and not line.startswith("-r ")]
    pins = [REQUIREMENT.fullmatch(line) for line in wanted]
    assert wanted
    assert all(pins), wanted
    installed = {pin["name"]: version(pin["name"]).split("+")[0] for pin in pins if pin}
    assert installed == {pin["name"]: pin["version"] for pin in pins if pin}


def test_every_target_has_its_line_of_help(root: Path) -> None:
    """``make help`` and the README know all targets."""
    targets = set(re.search(r"^\.PHONY: (.*)$", (root / "Makefile").read_text(), re.MULTILINE)[1].split())
    done = subprocess.run(["make", "help"], cwd=root, env=outside_make(), capture_output=True, text=True, check=True)
    assert {line.split()[1] for line in done.stdout.splitlines()} == targets
    assert all(f"`make {target}`" in (root / "README.md").read_text() for target in targets)


@pytest.mark.parametrize(
    ("asked", "folder"),
    [
        (LESSONS["photo"], "photo/classify"), ("digits", "cnn/lenet"), ("learn-kernel", "cnn/learn_kernel/knobs"),
        ("pooling.pool", "cnn/pooling/net/calls"), ("nan", None), (3, None),
    ],
    ids=str,
)  # fmt: skip
def test_a_topic_has_the_tests_of_its_lessons_experiments_and_calls(asked: object, folder: str | None) -> None:
    """``make test TOPIC=...`` finds what the tests of all lessons ask about one of them."""
    assert folder_of(asked) == folder


def test_a_topic_is_what_lies_in_its_folder() -> None:
    """A name that begins alike is another folder."""
    assert within("cnn/pooling", "cnn") and within("cnn/pooling/net", "cnn/pooling/") and within("cnn", "cnn")
    assert not within("cnn", "cnn/pooling") and not within("cnns/pooling", "cnn")


LIMITS = re.compile(r"timeout=(?!PATIENCE)\S+|wait_for_timeout")
"""A test's own idea of how long something may take, or a wait for time to pass."""


def test_tests_wait_on_states_with_one_limit(root: Path) -> None:
    """A machine may be many times slower than the one on which a limit of seconds was chosen."""
    files = [file for file in (root / "tests").rglob("*.py") if file.name != Path(__file__).name]
    found = {file.relative_to(root): LIMITS.findall(file.read_text()) for file in files}
    assert {file: limits for file, limits in found.items() if limits} == {}


def outside_make() -> dict[str, str]:
    """The environment without what a ``make test`` around the tests has put there."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}


def run_app(root: Path, port: int) -> subprocess.CompletedProcess[str]:
    """Run tools/run_app.py on a port that it must refuse."""
    return subprocess.run(
        [sys.executable, "tools/run_app.py", "--port", str(port)],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_busy_port_is_one_sentence(root: Path) -> None:
    """It names the port and the command that would work."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = run_app(root, port)
    assert done.returncode != 0
    assert re.fullmatch(rf"Port {port} is busy: make run PORT=\d+\n", done.stderr)
    assert done.stdout == ""


def test_impossible_port_is_one_sentence(root: Path) -> None:
    """A port out of range is no traceback either."""
    done = run_app(root, 99_999)
    assert done.returncode != 0
    assert done.stderr == "Port 99999 cannot be used: choose one from 1024 to 65535, as in make run PORT=8501\n"


def script(path: Path, text: str) -> Path:
    """A shell script that can be run."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_wrong_python_is_one_sentence(root: Path, tmp_path: Path) -> None:
    """An interpreter that is too old is named with its version, and nothing is made."""
    old = script(tmp_path / "python3.9", '[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1')
    venv = tmp_path / "venv"
    install = [str(root / "tools/install"), str(old), str(venv), str(root / "requirements.txt")]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stderr.startswith("dnnlab needs Python 3.11")
    assert "is Python 3.9.2" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not venv.exists()


def test_failed_installation_leaves_no_stamp(root: Path, tmp_path: Path) -> None:
    """What could not be installed is not taken for installed by the next make."""
    (tmp_path / "tools").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for file in ("Makefile", "tools/install"):
        shutil.copy(root / file, tmp_path / file)
    python = script(tmp_path / ".venv/bin/python", f'exec "{sys.executable}" "$@"')
    requirements = tmp_path / "requirements.txt"

    def make_stamp() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", ".venv/run.stamp"],
            cwd=tmp_path, env=outside_make(), capture_output=True, text=True, check=False,
        )  # fmt: skip

    requirements.write_text("./there-is-no-such-package\n")
    failed = make_stamp()
    assert failed.returncode != 0
    assert "there-is-no-such-package" in failed.stderr
    assert not (tmp_path / ".venv/run.stamp").exists()

    requirements.write_text("# nothing\n")
    assert make_stamp().returncode == 0
    script(python, "exit 1")  # a stamp that is there asks nobody
    assert make_stamp().returncode == 0


@pytest.mark.parametrize("uv_works", [True, False])
def test_torch_goes_first_by_pip_then_uv_and_pip_where_uv_fails(root: Path, tmp_path: Path, uv_works: bool) -> None:
    """uv would fetch another torch than the one that pip finds on the machine."""
    venv, log = tmp_path / "venv", tmp_path / "log"
    (venv / "bin").mkdir(parents=True)
    script(venv / "bin/python", f'echo "python $*" >> "{log}"')
    script(venv / "bin/uv", f'echo "uv $*" >> "{log}"\n[ "$1" = --version ] || exit {int(not uv_works)}')
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("torch==1.2.3   # the networks\nnumpy==4.5.6\n")
    install = [str(root / "tools/install"), "", str(venv), str(requirements)]
    subprocess.run(install, capture_output=True, text=True, check=True)
    pip = "python -m pip install --quiet --disable-pip-version-check"
    calls = [line for line in log.read_text().splitlines() if "--version" not in line]
    assert calls[:2] == [
        f"{pip} --no-compile torch==1.2.3",
        f"uv pip install --quiet --python {venv}/bin/python -r {requirements}",
    ]
    assert calls[2:] == ([] if uv_works else [f"{pip} -r {requirements}"])


def test_ci_script_can_run(root: Path) -> None:
    """It is executable and bash can read it."""
    assert os.access(root / ".ci/run", os.X_OK)
    subprocess.run(["bash", "-n", ".ci/run"], cwd=root, check=True)
