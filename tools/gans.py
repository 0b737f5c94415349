"""What the tools that train generative adversarial networks for assets/ share."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from dnnlab.gan.net.judged import JudgedTraining

SAVED_EVERY = 2_000
"""Steps between two checkpoints."""


def to_the_end(run: JudgedTraining[Any, Any, Any], checkpoint: Path, scored: Sequence[str]) -> list[list[float]]:
    """Train a run to its end; goes on from a checkpoint that is there, and leaves none.

    Args:
        run: one that has not begun.
        checkpoint: where it is kept on the way.
        scored: metrics of a judgement that are noted.

    Returns:
        Of each judgement: step, seconds of processor time, the metrics.
    """
    spent, scores = 0.0, []
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)  # made by this very function
        run.load_state_dict(saved["state"])
        spent, scores = saved["spent"], saved["scores"]
    began = time.thread_time() - spent

    def score(step: int, told: dict[str, float]) -> None:
        scores.append([step, round(time.thread_time() - began, 1), *(round(told[key], 4) for key in scored)])
        print(checkpoint.stem, *scores[-1], flush=True)

    while run.total_steps is not None and run.steps_taken < run.total_steps:
        told = run.step()
        if scored[0] in told:
            score(run.steps_taken - 1, told)
        if run.steps_taken % SAVED_EVERY == 0:
            torch.save({"state": run.state_dict(), "spent": time.thread_time() - began, "scores": scores}, checkpoint)
    (*_, told) = run.final()
    score(run.steps_taken, told)
    checkpoint.unlink(missing_ok=True)
    return scores


def save(file: Path, tensors: dict[str, torch.Tensor]) -> None:
    """In half precision; counters as they are."""
    halved = {name: each.detach().half() if each.is_floating_point() else each for name, each in tensors.items()}
    save_file({name: each.contiguous() for name, each in halved.items()}, file)
    file.chmod(0o644)  # save_file lets only the owner read it


def note_in(file: Path, name: str, **facts: Any) -> None:
    """Facts of a training, by its name, in a file of JSON."""
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    file.write_text(json.dumps({**known, name: facts}, indent=1) + "\n", encoding="utf-8")
    print(name, facts, flush=True)
