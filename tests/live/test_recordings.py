"""Every recording that ships is of today's experiment, and a run with its knobs goes the same way."""

from __future__ import annotations

import time
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import Recorded, load, place
from dnnlab.live.wire import State
from dnnlab.paths import ASSETS
from dnnlab.ui.recording import recorded

SHIPPED = [name for name, entry in CATALOGUE.experiments.items() if place(entry).exists()]
STEPS, SECONDS = 40, 2.0
"""So many steps are taken again, or as many as fit into so much CPU time, and at least 10."""
CHAOTIC = {"infogan": 6}
"""Fewer, where a rounding of another processor grows: to 0.2 % of a metric's scale in 5 steps, to 10 % in 20."""
ROUNDING, GROWN = (2e-3, 0.01), (0.1, 0.05)
"""Of a value, and of the largest one: how far floats of a view may stand apart, and after steps that made more of it.
Whether a run goes the same way is for its losses to say; other processors gave a KL of validation data 6 % apart."""
LARGEST = 1_000_000
"""Bytes of a recording."""

each_recording = pytest.mark.parametrize("name", SHIPPED)


@cache
def shipped(name: str) -> Recorded:
    return load(CATALOGUE, name)


def test_none_lies_where_nobody_finds_it() -> None:
    assert SHIPPED
    found = sorted(ASSETS.rglob("recording*.npz"))
    assert [each for each in found if each.stem == "recording"] == sorted(
        place(CATALOGUE.entry(name)) for name in SHIPPED
    )
    for each in found:  # those with other knobs stand beside the default one, and on its card
        assert each.with_name("recording.npz") in found
        assert f"`{each.name}`" in each.with_name("card.md").read_text(encoding="utf-8")


@each_recording
def test_it_goes_from_the_beginning_to_the_end(name: str) -> None:
    run = shipped(name)
    assert place(CATALOGUE.entry(name)).stat().st_size < LARGEST
    assert run.steps[0] == 0
    assert run.steps == sorted(set(run.steps))
    if "--steps" in run.command:
        assert run.steps[-1] == int(run.command.split("--steps ")[1].split()[0])
    else:
        assert run.steps[-1] == CATALOGUE.build(name, run.config).total_steps
    assert np.isfinite(list(run.final.values())).all()
    for metric, (steps, values) in run.curves.items():
        assert np.isfinite(values).all(), metric
        assert (np.diff(steps) > 0).all(), metric
        assert 1 <= steps[0] <= steps[-1] <= run.steps[-1], metric


@each_recording
def test_a_run_with_its_knobs_goes_the_same_way(name: str) -> None:
    """Nearly: another processor may round the last bit in another way."""
    run, experiment = shipped(name), CATALOGUE.build(name, shipped(name).config)
    views, began, taken = dict(zip(run.steps, run.views, strict=True)), time.process_time(), 0
    curves = {metric: dict(zip(steps.tolist(), values, strict=True)) for metric, (steps, values) in run.curves.items()}
    compared = set()
    steps = CHAOTIC.get(name, min(STEPS, run.steps[-1]))
    while taken < steps and (taken < 10 or time.process_time() < began + SECONDS):
        if taken in views:
            experiment.settle()
            assert type(views[taken]) is type(experiment.view())
            assert near(experiment.view(), views[taken], ROUNDING if taken == 0 else GROWN), f"the view at step {taken}"
        metrics = experiment.step()
        taken += 1
        for metric, value in metrics.items():
            if taken in curves[metric]:
                # averages over few steps make much of a rounding: those of validation data may stand further apart
                rel = 5e-2 if metric.startswith("validation") else 2e-3
                near_0 = 1e-2 * np.abs(run.curves[metric][1]).max() if name in CHAOTIC else 1e-6
                assert value == pytest.approx(curves[metric][taken], rel=rel, abs=near_0), f"{metric} at step {taken}"
                compared.add(metric)
    assert compared == {metric for metric, known in curves.items() if min(known) <= taken}


@each_recording
def test_the_figures_on_arrival_are_the_runs_own(name: str) -> None:
    run, playing = shipped(name), recorded(name, seconds=9.0)
    end = playing.at(1e9)
    assert end.status.state is State.FINISHED
    assert end.status.final == run.final
    assert end.status.latest == {metric: values[-1] for metric, (_, values) in run.curves.items()}
    assert playing.at(0.0).status.final == {}
    assert [playing.at(9.0 * i / (len(run.views) - 1) + 1e-6).status.step for i in range(len(run.views))] == run.steps


@each_recording
def test_its_card_says_how_it_is_made(name: str) -> None:
    card = place(CATALOGUE.entry(name)).with_name("card.md").read_text(encoding="utf-8")
    assert f"`{shipped(name).command}`" in " ".join(card.split())


def near(a: Any, b: Any, within: tuple[float, float] = ROUNDING) -> bool:
    """Equal but for rounding, and for a hundredth of whole numbers (an answer may tip over)."""
    if is_dataclass(a):
        return all(near(getattr(a, each.name), getattr(b, each.name), within) for each in fields(a))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(near(a[key], b[key], within) for key in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(near(*pair, within) for pair in zip(a, b, strict=True))
    if isinstance(a, np.ndarray | float | np.floating):
        a, b = np.asarray(a), np.asarray(b)
        if a.dtype != b.dtype or a.shape != b.shape:
            return False
        if a.dtype.kind != "f":
            shades = 255 * within[1] if a.dtype == np.uint8 else 1  # bytes are a picture's
            return a.size == 0 or bool(np.mean(np.abs(a.astype(float) - b) > shades) <= 0.01)
        largest = float(np.abs(a[np.isfinite(a)]).max(initial=0.0))
        return np.allclose(a.astype(float), b.astype(float), rtol=within[0], atol=within[1] * largest, equal_nan=True)
    return bool(a == b)
