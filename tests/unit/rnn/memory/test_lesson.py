"""What the memory lesson trains, draws and says."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.live.shelf import PastRun
from dnnlab.live.twins import is_twin_of
from dnnlab.live.wire import Snapshot, Status
from dnnlab.plots.palette import LIGHT
from dnnlab.rnn.memory.figures import gradient_figure, table_figure
from dnnlab.rnn.memory.knobs import GRU, LSTM, MGU, NO_FORGET, NORM, OFF, RNN, SYMBOLS, WINDOW, CopyConfig
from dnnlab.rnn.memory.net.experiment import CopyTask, beginnings
from dnnlab.rnn.memory.net.model import sequences
from dnnlab.rnn.memory.table import BLANKS, OTHERS, SEEDS, SETTINGS, config_of, own, setting_of, table
from dnnlab.rnn.memory.views import CopyView
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from pages.rnn.memory.maths import maths, parameter_counts
from pages.rnn.memory.questions import EXPLODING
from pages.rnn.memory.scene import MemoryScene, faded, sees
from pages.rnn.memory.twins import TWINS, own_runs
from tools.build_copy_task import run

RUN = load(CATALOGUE, "copy-task")
LAST: CopyView = RUN.views[-1]


def snapshot(config: CopyConfig, view: CopyView | None = LAST, **latest: float) -> Snapshot:
    return Snapshot(status=Status(config=config, step=view.step if view else 0, latest=latest), view=view)


def trained(**knobs: object) -> CopyTask:
    made = CopyTask(CopyConfig().replace(**knobs))
    while made.steps_taken < made.total_steps:
        made.step()
    return made


def test_a_sequence_is_a_symbol_and_blanks() -> None:
    made = sequences(torch.tensor([2, 7]), 3, 0.0, torch.Generator())
    assert made.shape == (4, 2, SYMBOLS + 1)
    assert made.argmax(2).tolist() == [[2, 7], [8, 8], [8, 8], [8, 8]]
    assert made.sum() == 8
    noisy = sequences(beginnings(50), 3, 0.1, torch.Generator().manual_seed(0))
    assert float((noisy - sequences(beginnings(50), 3, 0.0, torch.Generator())).std()) == pytest.approx(0.1, rel=0.03)


def test_the_recorded_rnn_guesses_and_its_gradient_has_vanished() -> None:
    assert RUN.final["accuracy"] == 1 / SYMBOLS
    assert all(view.gradients[0] < 1e-12 * view.gradients[-1] for view in RUN.views), "from the first picture on"
    assert "of it." in faded(LAST)


def test_a_window_is_solved_below_its_width_and_lost_from_there_on() -> None:
    knobs = {"net": WINDOW, "width": 10, "length": 100}
    assert trained(blanks=5, **knobs).accuracy == 1.0
    lost = trained(blanks=10, **knobs)
    assert lost.accuracy == 1 / SYMBOLS
    assert "exactly 0" in faded(lost.view())


def test_the_lstm_solves_where_the_rnn_guesses() -> None:
    solved, guessing = (trained(net=net, blanks=50, length=200).accuracy for net in (LSTM, RNN))
    assert (solved, guessing) == (1.0, 1 / SYMBOLS)


def test_unclipped_gradients_throw_the_weights_away() -> None:
    knobs = {**EXPLODING, "length": 100}
    clipped, off = (trained(**knobs, clipping=how).accuracy for how in (NORM, OFF))
    assert clipped == 1.0
    assert off < 0.4


def test_every_entry_of_the_table_is_there_and_one_is_measured_again() -> None:
    found = table()
    assert set(found) == {(name, blanks, seed) for name in SETTINGS for blanks in BLANKS for seed in SEEDS}
    for wanted in (("LSTM, bias 5", 10, 3), ("RNN", 5, 1)):
        assert run(*wanted)[0] == found[wanted]
    assert all(found["Window of 20", blanks, seed].accuracy == (1.0 if blanks < 20 else 1 / SYMBOLS)
               for blanks in BLANKS for seed in SEEDS)  # fmt: skip
    assert all(found["LSTM, bias 5", 100, seed].accuracy == 1.0 for seed in SEEDS)
    assert all(found["RNN", 100, seed].accuracy == 1 / SYMBOLS for seed in SEEDS)


def test_a_run_finds_its_row_whatever_its_seed_and_what_means_nothing() -> None:
    assert setting_of(CopyConfig(seed=77, blanks=20)) == "RNN"
    assert setting_of(CopyConfig(net=LSTM, radius=1.3)) == "LSTM, bias 5", "an LSTM has no radius"
    assert setting_of(CopyConfig(net=LSTM, keep=3)) == OTHERS
    assert all(setting_of(config_of(name, 50, 0)) == name for name in SETTINGS)
    assert own(CopyConfig(net=LSTM, keep=3), 0.5).told == "net LSTM, forget bias 3"
    assert own(CopyConfig(), 0.5).told == "knobs as at first"


def test_own_runs_stand_in_the_table_as_diamonds() -> None:
    runs = [
        PastRun(number=1, snapshot=snapshot(CopyConfig(net=GRU, blanks=20), accuracy=0.5)),
        PastRun(number=2, snapshot=snapshot(CopyConfig(hidden=8, blanks=200), accuracy=0.25)),
        PastRun(number=3, snapshot=snapshot(CopyConfig())),
    ]
    shown = own_runs(runs)
    assert [(each.setting, each.blanks) for each in shown] == [(GRU, 20), (OTHERS, 200)]
    stripes, _, diamonds = table_figure(table(), shown, LIGHT, height=200).data
    assert np.shape(stripes.z) == (len(SETTINGS) * len(SEEDS), len(BLANKS))
    assert list(diamonds.y) == [list(SETTINGS).index(GRU), len(SETTINGS)]


def test_gradients_of_two_runs_share_their_axes() -> None:
    other = replace(LAST, gradients=np.ones(31, np.float32))
    figure = gradient_figure(LAST, other, LIGHT, twin=True, height=200)
    assert [len(trace.x) for trace in figure.data] == [31, 101]
    assert figure.layout.xaxis.range == (0, 100)
    assert gradient_figure(None, None, LIGHT, twin=False, height=200).data


@pytest.mark.parametrize("value", [math.nan, math.inf, 0.0])
def test_the_stage_bears_numbers_that_have_overflowed(value: float) -> None:
    view = replace(
        LAST, gradients=np.full(101, value, np.float32), answers=np.full((8, 8), value, np.float32), radius=value
    )
    now = snapshot(CopyConfig(), view, accuracy=0.125, gradient_norm=value)
    panels = [*MemoryScene().curves(now, now, LIGHT), *MemoryScene().pictures(view, LIGHT)]
    assert all(panel.pack() for panel in panels)
    assert maths(CopyConfig(), now)


def test_only_curves_over_training_steps_are_marked() -> None:
    panels = MemoryScene().curves(snapshot(CopyConfig(), None), None, LIGHT)
    assert [each.over_steps for each in panels if isinstance(each, FigurePanel)] == [False, False, True]


def test_each_twin_means_something() -> None:
    for label, change, nets in TWINS:
        for net in nets:
            config = CopyConfig(net=net, clipping=OFF if change == {"clipping": NORM} else NORM)
            beside = config.replace(**change)
            assert is_twin_of(config, change) or any(getattr(config, name) == value for name, value in change.items())
            assert set(change) <= set(config.meaningful()) & set(beside.meaningful()), label


@pytest.mark.parametrize("net", [RNN, LSTM, NO_FORGET, GRU, MGU, WINDOW])
def test_formulas_hold_and_parameters_are_counted(net: str) -> None:
    for knobs in ({}, {"blanks": 20, "keep": 1, "radius": 1.2, "width": 50}, {"blanks": 2, "keep": 0, "clip_at": 5.0}):
        config = CopyConfig(net=net).replace(**knobs)
        said = "\n".join(maths(config, snapshot(config, gradient_norm=3.21, accuracy=0.125)))
        powers = re.findall(r"([\d.]+)\^\{(\d+)\} = ([\d.]+)(?: \\cdot 10\^\{(-?\d+)\})?", said)
        assert len(powers) == (net != WINDOW)
        for base, power, result, tens in powers:
            assert float(base) ** int(power) == pytest.approx(float(f"{result}e{tens or 0}"), rel=0.005)
        assert rf"\text{{factor }} {min(1, config.clip_at / 3.21):.3g}" in said
        count = sum(count for _, count in parameter_counts(config).values())
        assert count == CopyTask(config).view().parameters


def test_whether_a_window_reaches() -> None:
    assert sees(CopyConfig()) == ""
    assert "holds" in sees(CopyConfig(net=WINDOW, width=20, blanks=10))
    assert "does not reach" in sees(CopyConfig(net=WINDOW, width=20, blanks=20))
