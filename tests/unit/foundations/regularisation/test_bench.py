"""The overfit bench: who is off, early stopping, zeros, what is drawn and said of any run."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.foundations.regularisation import figures
from dnnlab.foundations.regularisation.knobs import CURVE, SPIRAL, OverfitConfig
from dnnlab.foundations.regularisation.material import TEST, VALIDATION, sampled
from dnnlab.foundations.regularisation.net.experiment import OverfitTraining
from dnnlab.live.wire import Snapshot, State, Status
from dnnlab.plots.palette import DARK, LIGHT
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from pages.foundations.regularisation.maths import maths
from pages.foundations.regularisation.scene import OverfitScene
from tests.unit.printed import assert_holds
from tools.measure_regularisation import FILE, SEEDS, TASKS, WAYS, knobs_of, measured, row


def trained(steps: int = 20, **knobs: Any) -> OverfitTraining:
    run = OverfitTraining(OverfitConfig(**knobs))
    for _ in range(steps):
        run.step()
    return run


def shown(run: OverfitTraining) -> Snapshot:
    view = run.view()
    return Snapshot(status=Status(config=run.config, state=State.PAUSED, step=view.step), view=view)


def test_training_validation_and_test_points_are_apart_and_the_latter_stay() -> None:
    few, many = (sampled(OverfitConfig(points=count)) for count in (20, 200))
    assert [len(each.labels) for each in few] == [20, VALIDATION, TEST]
    assert (few[1].inputs == many[1].inputs).all() and (few[2].labels == many[2].labels).all()
    places = np.concatenate([each.inputs[:, 0] for each in few])
    assert len(np.unique(places)) == len(places)


def test_who_is_off_is_the_mask_of_the_step() -> None:
    run, twin = (trained(3, dropout=0.5, input_dropout=0.2, useless=8) for _ in range(2))
    run.step()
    twin.batches.next()
    wanted = np.concatenate([each[0] > 0 for each in twin._masks(10) if each is not None])
    assert (run.view().mask == wanted).all()
    off = figures.layers_on(run.view())
    assert [len(each) for each in off] == [9, 32, 32]
    said = figures.off_in_words(run.view())
    assert said.startswith("Off in step 4: ")
    assert f"layer 1: {', '.join(str(unit + 1) for unit in np.flatnonzero(~off[1]))}" in said
    figure = figures.network(run.view(), LIGHT, height=200)
    crosses = next(each for each in figure.data if each.name == figures.OFF)
    assert len(crosses.x) == sum(int((~each[: figures.DRAWN]).sum()) for each in off)


def test_without_dropout_nobody_is_off_and_there_is_no_ensemble() -> None:
    view = trained(2).view()
    assert view.mask.all() and len(view.members) == 0 and view.averaged == 0
    assert figures.off_in_words(view) == "No unit was off in step 2."


def test_early_stopping_ends_the_run_and_answers_with_the_best_weights() -> None:
    run = trained(0, patience=100, learning_rate=0.05)
    lowest, at = float("inf"), 0
    while run.steps_taken < run.total_steps:
        metrics = run.step()
        if metrics.get("validation_loss", lowest) < lowest:
            lowest, at = metrics["validation_loss"], run.steps_taken
    assert run.stopped == run.steps_taken < run.config.run_length
    assert run.best.step == at and run.best.loss == lowest
    assert run.steps_taken - at >= 100
    run.net.theta[...] = run.best.theta
    assert run._measured(run.validation)[0] == pytest.approx(lowest)
    assert dict(next(run.final()))["test_loss"] == pytest.approx(run._measured(run.test)[0])
    run.tune(run.config.replace(patience=0))
    assert run.total_steps == run.config.run_length


def test_the_test_figure_is_of_the_last_weights_where_nothing_stopped() -> None:
    run = trained(60)
    assert dict(next(run.final()))["test_loss"] == run._measured(run.test)[0]


def test_l1_makes_more_weights_zero_than_l2_and_they_are_not_needed() -> None:
    one, two = (trained(1200, **penalty).view() for penalty in ({"l1": 0.002}, {"l2": 0.002}))
    assert one.near_zero > 1.5 * two.near_zero
    assert one.counts.sum() == one.total == 32 + 32 * 32 + 32
    run = trained(1200, l1=0.002)
    run.net.theta[(np.abs(run.net.theta) < 0.02) & (run.net.is_weight > 0)] = 0
    assert run._measured(run.validation)[1] == pytest.approx(one.pruned_error)
    assert f"{one.near_zero:,} of 1,088 weights" in figures.zeros_in_words(one)


def test_the_gap_is_validation_less_training() -> None:
    run = trained(20)
    bars = {bar.name: bar for bar in figures.gauge(run.quality, run.best.quality, run.best.step)}
    gap = run.quality.validation_error - run.quality.training_error
    assert bars["the gap"].share == pytest.approx(np.clip(gap, 0, 1))
    assert figures.gauge(OverfitTraining(OverfitConfig()).quality, run.quality, 0)[0].value == figures.NO_SUMMARY


def test_live_knobs_hold_from_the_next_step_on() -> None:
    run = trained(5)
    run.tune(run.config.replace(dropout=0.5, max_norm=0.5, batch_size=5))
    run.step()
    assert not run.mask.all() and run.batches.size == 5
    assert max(np.linalg.norm(each.weight, axis=1).max() for each in run.net.layers) <= 0.5 + 1e-12


@pytest.mark.parametrize(
    "knobs",
    [
        {}, {"dropout": 0.5, "input_dropout": 0.2, "useless": 20, "width": 64, "layers": 4}, {"task": SPIRAL},
        {"task": SPIRAL, "dropout": 0.2, "width": 64, "layers": 4, "points": 400, "activation": "ReLU"},
        {"width": 2, "layers": 1, "dropout": 0.8}, {"patience": 100}, {"l1": 0.02, "max_norm": 0.25},
    ],
    ids=str,
)  # fmt: skip
def test_every_run_can_be_drawn(knobs: dict[str, Any]) -> None:
    for run in (OverfitTraining(OverfitConfig(**knobs)), trained(41, **knobs)):
        panels = OverfitScene().pictures(run.view(), DARK)
        assert len(payload.encode(panels, DARK)) < 300_000
        for each in panels:
            if isinstance(each, FigurePanel):
                go.Figure(each.figure.to_dict())  # validates what the page builds unvalidated


def test_a_run_that_overflowed_can_be_drawn() -> None:
    for value in (np.nan, 1e300, np.inf):
        for task in (CURVE, SPIRAL):
            run = trained(2, task=task, dropout=0.2)
            run.net.theta[:] = value
            payload.encode(OverfitScene().pictures(run.view(), LIGHT), LIGHT)


@pytest.mark.parametrize("penalties", [{}, {"l1": 0.0005, "l2": 0.02}, {"l2": 0.0035}], ids=str)
@pytest.mark.parametrize("p", [0.0, 0.05, 0.35, 0.5, 0.8])
def test_the_numbers_of_the_maths_hold(p: float, penalties: dict[str, float]) -> None:
    for seed in range(5):
        run = trained(3, dropout=p, seed=seed, max_norm=1.5, **penalties)
        text = maths(run.config, shown(run))
        (gradients,) = [each for each in text if r"\mathrm{sign}" in each]
        assert_holds(gradients, results=2)
        scaled = [each for each in text if each.startswith((r"\frac{1}{1 - 0", r"(1 - 0"))]
        assert len(scaled) == (2 if p else 0)
        for each in scaled:
            assert_holds(each)


def test_the_card_tells_what_was_measured_and_an_entry_comes_out_again() -> None:
    table = json.loads(FILE.read_text(encoding="utf-8"))
    assert set(table) == set(TASKS) and all(set(rows) == set(WAYS) for rows in table.values())
    assert all(len(runs) == len(SEEDS) for rows in table.values() for runs in rows.values())
    card = (FILE.parent / "card.md").read_text(encoding="utf-8")
    for task, rows in table.items():
        for way, runs in rows.items():
            told = row(way, runs)
            more = {CURVE: "200 points", SPIRAL: "400 points"}[task]
            assert told.replace("more points", more) in card, told
    assert measured(0, **knobs_of(CURVE, "early stopping after 500")) == pytest.approx(
        table[CURVE]["early stopping after 500"][0], abs=2e-4
    )


def test_what_the_questions_say_of_all_samples_was_measured() -> None:
    """0.1 is better than 0.5 in each of the five, and L1 leaves fewer weights than L2."""
    table = json.loads(FILE.read_text(encoding="utf-8"))[CURVE]
    for one, other, name in (
        ("dropout of 0.1", "dropout of 0.5", "validation_loss"),
        ("L2 of 0.003", "L1 of 0.001", "near_zero"),
    ):
        gaps = [b[name] - a[name] for a, b in zip(table[one], table[other], strict=True)]
        assert min(gaps) > 0.02, (one, other, gaps)
