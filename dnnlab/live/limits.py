"""How many cores and how much memory this process may use: a container's share, not the host's.

Linux says so in the control group's files: version 2 (``cpu.max``, ``memory.max``) or 1 (``cpu.cfs_quota_us``,
``memory.limit_in_bytes``).  Where there are none, what the machine has counts.
"""

from __future__ import annotations

import math
import os
from contextlib import suppress
from pathlib import Path

GROUP = Path("/sys/fs/cgroup")
MEGABYTE = 2**20
A_TRAINER, PAGES = 400, 500
"""Megabytes that a trainer without runs, and the pages' process, take."""
MOST, LEAST = 800, 100
"""Megabytes of runs that a trainer holds: 16 of 50, and never less than one or two."""


def cores(group: Path = GROUP) -> int:
    """Cores that this process may keep busy, at least 1."""
    try:
        mine = len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        mine = os.cpu_count() or 1
    return max(1, math.ceil(min(mine, _quota(group))))


def memory(group: Path = GROUP) -> float:
    """Megabytes that this process and its trainers may take together."""
    limits = [_number(group / "memory.max"), _number(group / "memory" / "memory.limit_in_bytes")]
    machine = math.inf
    with suppress(AttributeError, ValueError, OSError):  # not Linux
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([machine, *(limit for limit in limits if limit is not None)]) / MEGABYTE


def default_count() -> int:
    """``DNNLAB_WORKERS``, else one trainer less than there are cores, at least 1."""
    wanted = os.environ.get("DNNLAB_WORKERS", "")
    return max(1, int(wanted) if wanted.isdigit() else cores() - 1)


def memory_a_trainer(trainers: int, group: Path = GROUP) -> int:
    """Megabytes of runs that each of so many trainers may hold."""
    left = (memory(group) - PAGES) / trainers - A_TRAINER
    return int(max(LEAST, min(MOST, left)))


def _quota(group: Path) -> float:
    """Cores that the control group grants; infinity: as many as there are."""
    try:
        quota, period = (group / "cpu.max").read_text().split()
        return math.inf if quota == "max" else float(quota) / float(period)
    except (OSError, ValueError):  # no such file: version 1
        pass
    quota_1 = _number(group / "cpu" / "cpu.cfs_quota_us")
    period_1 = _number(group / "cpu" / "cpu.cfs_period_us")
    return quota_1 / period_1 if quota_1 and period_1 and quota_1 > 0 else math.inf


def _number(file: Path) -> float | None:
    try:
        return float(file.read_text())
    except (OSError, ValueError):
        return None
