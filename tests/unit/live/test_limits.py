"""A container's share counts, not the host's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dnnlab.live.limits import A_TRAINER, LEAST, MOST, PAGES, cores, default_count, memory, memory_a_trainer


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host with 64 cores."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(64)), raising=False)


def write(group: Path, **files: str) -> Path:
    """A control group's files; ``__`` in a name stands for a folder, ``DOT`` for a dot."""
    for name, text in files.items():
        place = group / name.replace("__", "/").replace("DOT", ".")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return group


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"cpuDOTmax": "200000 100000\n"}, 2),
        ({"cpuDOTmax": "150000 100000\n"}, 2),
        ({"cpuDOTmax": "50000 100000\n"}, 1),
        ({"cpuDOTmax": "max 100000\n"}, 64),
        ({"cpu__cpuDOTcfs_quota_us": "300000", "cpu__cpuDOTcfs_period_us": "100000"}, 3),
        ({"cpu__cpuDOTcfs_quota_us": "-1", "cpu__cpuDOTcfs_period_us": "100000"}, 64),
        ({}, 64),
    ],
)
def test_cores_are_those_of_the_container(many: None, tmp_path: Path, files: dict[str, str], wanted: int) -> None:
    assert cores(write(tmp_path, **files)) == wanted


def test_a_process_that_is_held_to_some_cores_has_only_these(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 3}, raising=False)
    assert cores(tmp_path) == 2


@pytest.mark.parametrize("name", ["memoryDOTmax", "memory__memoryDOTlimit_in_bytes"])
def test_memory_is_that_of_the_container(tmp_path: Path, name: str) -> None:
    assert memory(write(tmp_path, **{name: str(2**30)})) == 1024


def test_without_a_limit_memory_is_the_machines(tmp_path: Path) -> None:
    machine = memory(tmp_path)
    assert machine > 256
    assert memory(write(tmp_path, memoryDOTmax="max")) == machine


def test_a_trainer_holds_what_is_left_for_it(tmp_path: Path) -> None:
    small = write(tmp_path / "small", memoryDOTmax=str((PAGES + A_TRAINER + 250) * 2**20))
    assert memory_a_trainer(1, small) == 250
    assert memory_a_trainer(4, small) == LEAST
    large = write(tmp_path / "large", memoryDOTmax=str((PAGES + 2 * (A_TRAINER + MOST)) * 2**20))
    assert memory_a_trainer(2, large) == min(MOST, memory_a_trainer(2, tmp_path))


def test_one_core_is_left_to_the_pages(many: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DNNLAB_WORKERS", raising=False)
    assert default_count() == max(1, cores() - 1)
    monkeypatch.setenv("DNNLAB_WORKERS", "5")
    assert default_count() == 5
    monkeypatch.setenv("DNNLAB_WORKERS", "0")
    assert default_count() == 1
    monkeypatch.setenv("DNNLAB_WORKERS", "many")
    assert default_count() == max(1, cores() - 1)
