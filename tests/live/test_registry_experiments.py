"""Every experiment of the catalogue keeps the engine's promises: a new one is tested by its line in the table.

Here a run takes 60 steps or 2 s; ``make bench ARGS=replay`` runs the same tests over more.
"""

from __future__ import annotations

import math
import os
import pickle
import pickletools
import random
import time
from functools import cache
from pathlib import Path

import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.config import Config
from dnnlab.live.fingerprints import fingerprint
from dnnlab.live.run import Run
from dnnlab.live.wire import State
from tests.live.helpers import READABLE

ASKED = os.environ.get("DNNLAB_REPLAY_STEPS")
"""Steps that the benchmark wants, however long they take."""
STEPS = int(ASKED or 60)
"""Steps that a run takes here, or as many as it has, ..."""
SECONDS = math.inf if ASKED else 2.0
"""... or as fit into so much CPU time, ..."""
FEWEST = 12
"""... but at least so many."""
VIEW_BYTES = 300_000
VIEW_COUNTS = 2_000_000
"""As long as a view may take, 30 ms on a quiet machine, Python counts so far: three times that is too long."""

each_experiment = pytest.mark.parametrize("name", CATALOGUE.experiments)


def opened(name: str, folder: Path | None = None, config: Config | None = None) -> Run:
    run = Run(CATALOGUE, name, config or CATALOGUE.config(name)(), folder, time.monotonic)
    run.open()
    assert run.state is State.PAUSED, run.message
    run.play()
    return run


def advance_to(run: Run, step: int) -> None:
    while run.state is State.PLAYING and run.step < step:
        run.advance()
    assert run.state in (State.PLAYING, State.FINISHING), run.message


def identity(run: Run) -> tuple[int, str, str]:
    """Step, metrics and the whole state of the experiment."""
    return run.step, fingerprint(run.history.state_dict()), fingerprint(run.experiment.state_dict())


@cache
def straight(name: str) -> Run:
    """The run with nothing beside it and no interruption."""
    run, began = opened(name), time.process_time()
    while run.state is State.PLAYING and run.step < STEPS:
        if run.step >= FEWEST and time.process_time() > began + SECONDS:
            break
        run.advance()
    assert run.state in (State.PLAYING, State.FINISHING), run.message
    return run


@each_experiment
def test_replays_bit_for_bit_in_random_slices_beside_other_runs(name: str) -> None:
    expected = identity(straight(name))
    chance = random.Random(1)
    run, *others = (opened(name) for _ in range(3))
    while run.step < expected[0]:
        chosen = chance.choice([run, *others])
        slice = chance.randint(1, 15 if chosen is run else 5)
        advance_to(chosen, min(chosen.step + slice, expected[0]))
        if chance.random() < 0.2:
            chosen.view()
            chosen.pause()
            chosen.play()
    assert identity(run) == expected


@each_experiment
def test_goes_on_from_a_checkpoint_on_disk_bit_for_bit(name: str, tmp_path: Path) -> None:
    expected = identity(straight(name))
    run = opened(name, tmp_path)
    advance_to(run, expected[0] * 3 // 5)
    before = identity(run)
    run.park()
    back = opened(name, tmp_path)
    assert identity(back) == before
    advance_to(back, expected[0])
    assert identity(back) == expected


@each_experiment
def test_its_metrics_are_finite_and_named_like_words(name: str) -> None:
    curves = straight(name).history.curves()
    assert curves
    for metric, (steps, values) in curves.items():
        assert metric.isidentifier()
        assert metric == metric.lower()
        assert len(steps) == len(values) > 0
        assert all(math.isfinite(value) for value in values)


@each_experiment
def test_a_view_is_small_plain_quick_and_changes_nothing(name: str) -> None:
    run = straight(name)
    before = identity(run)
    times = []
    for _ in range(5):
        began = time.process_time()
        view = run.experiment.view()
        looked = time.process_time()
        sum(1 for _ in range(VIEW_COUNTS))
        times.append((looked - began) / (time.process_time() - looked))
    assert identity(run) == before
    assert min(times) < 3
    packed = pickle.dumps(view)
    assert len(packed) < VIEW_BYTES
    modules = {str(argument).split(" ")[0].split(".")[0] for _, argument, _ in pickletools.genops(packed) if argument}
    assert "torch" not in modules
    assert type(view).__module__.endswith("views")


@each_experiment
def test_a_view_does_not_change_with_the_next_steps(name: str) -> None:
    run = opened(name)
    advance_to(run, 2)
    view = run.experiment.view()
    before = pickle.dumps(view)
    advance_to(run, 5)
    assert pickle.dumps(view) == before, "a view holds copies"


@each_experiment
def test_another_seed_is_another_run(name: str) -> None:
    config = CATALOGUE.config(name)
    if "seed" not in config.knobs():
        pytest.skip("it has no randomness to seed")
    run = opened(name, config=config(seed=config().seed + 1))  # type: ignore[attr-defined,call-arg]
    advance_to(run, 5)
    first = opened(name)
    advance_to(first, 5)
    assert identity(run) != identity(first)


@each_experiment
def test_live_knobs_can_be_turned_and_replayed(name: str) -> None:
    runs = [opened(name) for _ in range(2)]
    for run in runs:
        for number, knob in enumerate(CATALOGUE.config(name).knobs().values(), start=2):
            advance_to(run, number)
            if knob.live:
                run.tune(run.config.replace(**{knob.name: _other(run.config, knob.name)}))
                run.play()
                assert run.state in (State.PLAYING, State.FINISHING), run.message
        advance_to(run, run.step + 5)
    assert identity(runs[0]) == identity(runs[1])


def _other(config: Config, name: str) -> bool | int | float | str:
    """Another value of a knob, near the present one."""
    knob = config.knobs()[name]
    if knob.read is not None:
        return next(text for text in READABLE if text != getattr(config, name) and knob.nearest(text) == text)
    choices = list(knob.options) or ([False, True] if knob.kind is bool else list(knob.grid()))
    place = choices.index(knob.nearest(getattr(config, name)))
    return choices[place + 1 if place + 1 < len(choices) else place - 1]


@each_experiment
def test_its_weights_can_be_taken_home(name: str) -> None:
    assert len(straight(name).weights()) > 8


@each_experiment
def test_its_knobs_explain_themselves(name: str) -> None:
    config = CATALOGUE.config(name)
    assert config() == config.from_text(config().to_text(all=True))
    for knob in config.knobs().values():
        assert knob.help.strip().endswith((".", "?", ")")), f"{knob.name}: a sentence"
        assert knob.label
        assert knob.check(knob.default) == knob.default


@pytest.mark.parametrize("name", CATALOGUE.calls)
def test_every_call_can_be_found(name: str) -> None:
    assert callable(CATALOGUE.call(name))


def test_the_table_can_be_read_by_a_person() -> None:
    assert all(entry.summary and entry.memory > 0 for entry in CATALOGUE.experiments.values())
