"""The recorded run of "learn the kernel", which the page shows on arrival; no torch.

Only the weights of each frame are stored: the pictures follow from them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dnnlab.cnn.learn_kernel.knobs import LearnKernelConfig
from dnnlab.cnn.learn_kernel.problem import look, problem
from dnnlab.cnn.learn_kernel.views import LearnKernelView
from dnnlab.paths import ASSETS
from dnnlab.plots.curves import History

FILE = ASSETS / "cnn" / "learn_kernel" / "replay.npz"
"""Made by tools/build_learn_kernel.py."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A run from its first step to its last."""

    config: LearnKernelConfig
    """The knobs of the run."""
    views: list[LearnKernelView]
    """Ascending by their steps, closer together at the start, where more happens."""
    history: History
    """Metric name -> (steps, values), every value of the run."""


def load(file: Path = FILE) -> Replay:
    """Read a recording and draw its frames."""
    with np.load(file, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    facts = json.loads(str(arrays["facts"]))
    config = LearnKernelConfig(**facts["config"])
    posed = problem(config)
    every = np.arange(1, int(arrays["steps"][-1]) + 1)
    return Replay(
        config=config,
        views=[look(posed, int(step), kernel) for step, kernel in zip(arrays["steps"], arrays["kernels"], strict=True)],
        history={name: (every, arrays[name].astype(np.float64)) for name in facts["metrics"]},
    )


def save(replay: Replay, file: Path = FILE) -> None:
    """Write a recording: the weights of each frame, each metric's value at every step."""
    facts = {
        "config": {name: getattr(replay.config, name) for name in replay.config.knobs()},
        "metrics": list(replay.history),
    }
    np.savez_compressed(
        file,
        allow_pickle=False,
        facts=np.array(json.dumps(facts)),
        steps=np.array([view.step for view in replay.views], np.int32),
        kernels=np.stack([view.kernel for view in replay.views]),
        **{name: values.astype(np.float32) for name, (_, values) in replay.history.items()},
    )
