"""Checkpoints on disk: written atomically, thinned so that rewind stays cheap.

One folder a run, one file a checkpoint.  They serve two ends: a run goes on
from the newest one when its trainer dies or had to make room (from the one it
was rewound to, if it was), and rewind goes back to any that is still kept.

Others may take files away: the pool has one budget of disk for all runs
(:mod:`dnnlab.live.disk`).  A disk that takes nothing more ends no run.
"""

from __future__ import annotations

import io
import logging
import math
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import safetensors.torch
import torch

from dnnlab.live.disk import HEAD, SUFFIX
from dnnlab.live.pace import SaveRule, on_log_grid

log = logging.getLogger(__name__)

BUDGET = 64 * 2**20
"""Bytes kept a run."""


class Checkpoints:
    """The checkpoints of one run, newest never dropped."""

    def __init__(self, folder: Path, budget: int = BUDGET) -> None:
        self.folder = folder
        self.budget = budget
        self._sizes: dict[int, int] = {}
        self._look()
        head = folder / HEAD
        self._rewound_to = int(head.read_text()) if head.exists() else None

    def _look(self) -> None:
        """What lies there now; what cannot be read is not there."""
        self._sizes = {}
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith(SUFFIX):
                    with suppress(FileNotFoundError):  # taken away since
                        self._sizes[int(entry.name.removesuffix(SUFFIX))] = entry.stat().st_size

    @property
    def steps(self) -> tuple[int, ...]:
        """Steps that have a checkpoint, ascending."""
        return tuple(sorted(self._sizes))

    @property
    def head(self) -> int | None:
        """The step that the run goes on from; None when nothing is kept."""
        return self._rewound_to if self._rewound_to in self._sizes else max(self._sizes, default=None)

    def _path(self, step: int) -> Path:
        return self.folder / f"{step:09d}{SUFFIX}"

    def save(self, step: int, content: dict[str, Any]) -> None:
        """Write the checkpoint of ``step``: whole or not at all.

        Raises:
            OSError: the disk does not take it.
        """
        buffer = io.BytesIO()
        torch.save(content, buffer)
        self._write(self._path(step), buffer.getbuffer())
        self._look()
        if step != self._rewound_to:
            self._forget_rewind()
        self._thin(step)

    def go_on_from(self, step: int) -> None:
        """Remember that the run was rewound to ``step``; later checkpoints stay until it takes a new step.

        Where the disk takes no more, a new trainer would go on from the newest one instead: those go.
        """
        try:
            self._write(self.folder / HEAD, str(step).encode())
        except OSError:
            self.drop_after(step)
        self._rewound_to = step

    def load(self, step: int) -> dict[str, Any]:
        """Read the checkpoint of exactly ``step``."""
        content: dict[str, Any] = torch.load(self._path(step), weights_only=True)
        return content

    def at_or_before(self, step: int) -> int | None:
        """The nearest kept step at or before ``step``; None when there is none."""
        self._look()
        return max((kept for kept in self._sizes if kept <= step), default=None)

    def drop_after(self, step: int) -> None:
        """Forget the checkpoints later than ``step``: that future is no longer this run's."""
        for kept in sorted((kept for kept in self._sizes if kept > step), reverse=True):
            self._drop(kept)
        self._forget_rewind()

    def clear(self) -> None:
        """Forget them all."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._sizes.clear()
        self._rewound_to = None

    def _forget_rewind(self) -> None:
        with suppress(OSError):
            (self.folder / HEAD).unlink()
        self._rewound_to = None

    def _write(self, path: Path, content: bytes | memoryview) -> None:
        """Write a file whole or not at all."""
        partial = path.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(content)
            os.replace(partial, path)
        except OSError:
            with suppress(OSError):
                partial.unlink()
            raise

    def _drop(self, step: int) -> None:
        with suppress(OSError):
            self._path(step).unlink()
        del self._sizes[step]

    def _thin(self, newest: int) -> None:
        """Drop until the budget holds, first where neighbours are closest on a log scale."""
        while sum(self._sizes.values()) > self.budget and len(self._sizes) > 2:
            steps = self.steps
            inner = [step for step in steps[1:-1] if step not in (newest, self._rewound_to)]
            if not inner:
                return
            place = {step: index for index, step in enumerate(steps)}
            self._drop(min(inner, key=lambda s: math.log((steps[place[s] + 1] + 1) / (steps[place[s] - 1] + 1))))


class Keeper:
    """What a run asks of its checkpoints: to go on, to go back, and to save when it is time.

    Args:
        folder: where they are; None keeps none (command line, notebooks).
        clock: seconds, monotonic.
    """

    def __init__(self, folder: Path | None, clock: Callable[[], float]) -> None:
        self._store = Checkpoints(folder) if folder is not None else None
        self._clock = clock
        self._rule = SaveRule()
        self.refused = ""  # why the newest checkpoint could not be written
        self.alone = True  # False: the run has a twin, and the pair says when to save, since it saves both at one step

    @property
    def steps(self) -> tuple[int, ...]:
        """Steps that rewind can go to, ascending."""
        return self._store.steps if self._store else ()

    @property
    def head(self) -> int | None:
        """The step that the run goes on from; None: it begins."""
        return self._store.head if self._store else None

    def newest(self) -> dict[str, Any] | None:
        """What the run goes on from; None: it begins."""
        return self._store.load(self._store.head) if self._store and self._store.head is not None else None

    def back(self, step: int) -> dict[str, Any] | None:
        """The nearest checkpoint at or before ``step``, from which the run goes on from now on."""
        target = self._store.at_or_before(step) if self._store else None
        if self._store is None or target is None:
            return None
        content = self._store.load(target)
        self._store.go_on_from(target)
        return content

    def due(self, step: int, now: float, trained: float) -> bool:
        """Whether to save the run now, after so many seconds of training."""
        return on_log_grid(step) or self._rule.due(now, trained)

    def save(self, step: int, trained: float, content: Callable[[], dict[str, Any]]) -> None:
        """Write a checkpoint of what ``content`` gives; measured, since it may take a small share of the time only.

        What the disk does not take is told by :attr:`refused` until it takes one again.
        """
        if self._store is not None:
            began = self._clock()
            saved = content()
            try:
                self._store.save(step, saved)
                self.refused = ""
            except OSError as error:
                if not self.refused:
                    log.warning("a checkpoint could not be written: %s", error)
                self.refused = error.strerror or str(error)
            now = self._clock()
            self._rule.saved(now, trained, now - began)

    def restored(self, trained: float) -> None:
        """The run is one that lies on disk."""
        self._rule.saved(self._clock(), trained)

    def drop_after(self, step: int) -> None:
        """Forget what was rewound: from ``step`` on the run goes another way, or there again."""
        if self._store and self._store.steps and self._store.steps[-1] > step:
            self._store.drop_after(step)

    def clear(self) -> None:
        """Forget them all."""
        if self._store:
            self._store.clear()


def safetensors_bytes(tensors: dict[str, torch.Tensor]) -> bytes:
    """Named tensors as the bytes of a safetensors file (default memory layout)."""
    plain = {name: tensor.detach().clone(memory_format=torch.contiguous_format) for name, tensor in tensors.items()}
    return safetensors.torch.save(plain)
