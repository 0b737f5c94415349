"""The formulas of the signals lesson hold as they are printed; its tables say what was measured."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from dnnlab.anomaly.knobs import AlarmConfig
from dnnlab.anomaly.signals import measures
from dnnlab.anomaly.signals.knobs import SignalConfig
from dnnlab.anomaly.signals.views import Scored, SignalView
from dnnlab.anomaly.tables import contamination_table, rates_table
from dnnlab.live.wire import Snapshot
from dnnlab.ui.blocks import Latex
from dnnlab.ui.recording import recorded
from pages.anomaly.signals.maths import maths, of_drawing
from pages.anomaly.verdict import rates, threshold_of
from tests.unit.printed import assert_holds

RECORDING = recorded("signal-autoencoder")


def moments() -> list[Snapshot]:
    return [RECORDING.at(seconds) for seconds in (0.0, 1.0, 7.0, RECORDING.seconds)]


@pytest.mark.parametrize("accepted", [0.2, 1.0, 5.0, 20.0])
def test_counts_give_the_shares_that_are_shown(accepted: float) -> None:
    for now in moments():
        for block in maths(SignalConfig(), AlarmConfig(accepted=accepted), now):
            if isinstance(block, Latex) and "aligned" in block:
                lines = re.sub(r"\\(begin|end)\{aligned\}", "", block).replace("&", "").split(r"\\")
                for line in lines:
                    assert_holds(line.strip())


def test_expected_and_observed_rates_are_told_or_that_nothing_can_be_promised() -> None:
    view = RECORDING.at(RECORDING.seconds).view
    assert isinstance(view, SignalView)
    assert len(view.held_out) == 102
    strict, usual = AlarmConfig(accepted=0.2), AlarmConfig(accepted=5.0, peek=True)
    assert threshold_of(view, strict) == np.inf
    assert "cannot promise" in rates(view, np.inf, strict)
    assert re.search(r"observed: [\d.]+\s%\. Peeked: cost", rates(view, threshold_of(view, usual), usual))
    unlabelled = replace(view, kinds=np.zeros(0, np.uint8))
    assert "above the threshold" in rates(unlabelled, threshold_of(view, usual), usual)
    assert "first step" in rates(replace(view, held_out=view.held_out[:0]), np.inf, usual)


@pytest.mark.parametrize("absolute", [False, True])
def test_the_score_of_a_drawn_beat_holds_as_it_is_printed(absolute: bool) -> None:
    errors = np.random.default_rng(3).normal(size=(1, 140)).astype(np.float32)
    value = (np.abs(errors) if absolute else np.square(errors)).mean(1).astype(np.float32)
    blocks = of_drawing(Scored(rebuilt=errors, errors=errors, scores=value, held_out=value))
    (shown,) = (each for each in blocks if isinstance(each, Latex) and "x_i" not in each and "sum" not in each)
    assert_holds(shown)
    assert f"{value[0]:.3g}" in shown
    assert any("absolute" in each for each in blocks) == absolute
    assert len(of_drawing(None)) == len(blocks) - 2


def test_the_page_says_who_misses_the_goal() -> None:
    reached, missed = measures.goal_told().split("**It is missed**")
    for name in ("convolutional, denoising", "LSTM, denoising"):
        assert name in missed
        assert name not in reached
    assert "denoising autoencoder (0.996)" in reached


def test_the_measured_tables_hold_the_goal_and_all_detectors() -> None:
    made = measures.measures()
    assert np.mean(made["auc"]["heartbeats"]["denoising autoencoder"]["auc"]) >= 0.993
    assert len(made["auc"]["heartbeats"]["denoising autoencoder"]["auc"]) == 5
    for name in ("PCA, 2 components", "z-scores", "5 neighbours", "PyOD AutoEncoder", "PyOD IForest"):
        assert all(name in each for each in made["auc"].values()), name
        assert name in measures.auc_table()
    assert contamination_table(made).count("\n") == 1 + len(made["contamination"])
    assert rates_table(made).count("\n") == 1 + len(made["rates"])


def test_a_measured_figure_comes_out_again() -> None:
    from dnnlab.anomaly import scores
    from dnnlab.anomaly.net.detectors import PCADetector
    from dnnlab.anomaly.signals.material import shipped

    source = shipped("heartbeats")
    values = PCADetector(2, channels=1).fit(source.normal).decision_function(source.test)
    known = measures.measures()["auc"]["heartbeats"]["PCA, 2 components"]["auc"][0]
    assert scores.auc(source.kinds > 0, values) == pytest.approx(known, abs=1e-5)
