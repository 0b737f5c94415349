"""The experiment of the signals lesson: the detector's own steps, honest parts, what it does with a learner's table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dnnlab.anomaly import scores
from dnnlab.anomaly.signals import beats, given, synthetic
from dnnlab.anomaly.signals.example import pump
from dnnlab.anomaly.signals.knobs import SignalConfig
from dnnlab.anomaly.signals.material import material, own, shipped
from dnnlab.anomaly.signals.net.calls import SHIPPED, fitted, pack, score
from dnnlab.anomaly.signals.net.experiment import SignalAutoencoder
from dnnlab.anomaly.signals.words import DATA, OWN, RECORD, SHUTTLE, SYNTHETIC
from dnnlab.data import signals


@pytest.mark.parametrize("data", [each for each in DATA if each != OWN])
@pytest.mark.parametrize("network", ["dense", "LSTM"])
def test_fit_is_the_runs_own_steps_to_the_end(data: str, network: str) -> None:
    config = SignalConfig(data=data, network=network, run_length=100, hidden=8)
    run = SignalAutoencoder(config)
    for _ in range(run.total_steps):
        run.step()
    for _ in run.final():
        pass
    np.testing.assert_array_equal(
        run.scores, fitted(config).decision_function(run.material.source.test).astype(np.float32)
    )


@pytest.mark.parametrize("data", [each for each in DATA if each != OWN])
@pytest.mark.parametrize("contamination", [0, 10, 30])
def test_no_window_is_in_two_parts_and_the_contamination_is_as_asked(data: str, contamination: int) -> None:
    made = material(SignalConfig(data=data, contamination=contamination))
    pool = np.concatenate([made.fit, made.held_out])
    normal = {row.tobytes() for row in made.source.normal}
    inside = np.mean([row.tobytes() not in normal for row in pool])
    possible = len(made.source.anomalies) / (len(made.source.anomalies) + len(made.source.normal))
    if data != SHUTTLE:  # its rows of whole numbers repeat
        assert inside == pytest.approx(min(contamination / 100, possible), abs=0.006)
        test = {row.tobytes() for row in made.source.test}
        assert not test & {row.tobytes() for row in pool}
    assert len(made.held_out) == pytest.approx(0.35 * len(pool), abs=1)


def test_the_shipped_detector_is_the_one_of_the_default_knobs_and_reaches_what_its_card_says() -> None:
    made = material(SignalConfig())
    reading = score(made.source.test)
    assert scores.auc(made.source.kinds > 0, reading.scores) == pytest.approx(0.9955, abs=2e-4)
    assert "AUC 0.9955" in (SHIPPED.parent / "card.md").read_text("utf-8")


def table(labels: bool = True) -> dict[str, object]:
    chance = np.random.default_rng(0)
    rows = chance.standard_normal((200, 6)).astype(np.float32)
    rows[::10] += 5
    anomaly = np.arange(200) % 10 == 0
    return {"rows": rows, "labels": anomaly if labels else None, "channels": ["x", "y"], "starts": np.arange(200)}


def test_a_learners_table_with_labels_is_parted_without_telling_the_network() -> None:
    source = own(table())
    assert len(source.normal) == 90
    assert (source.kinds > 0).sum() == 20
    run = SignalAutoencoder(SignalConfig(data=OWN, run_length=100), table())
    metrics = [run.step() for _ in range(100)][-1]
    assert metrics["auc"] > 0.9
    assert len(pack(run)) > 500


def test_without_labels_all_rows_are_scored_and_the_highest_shown() -> None:
    run = SignalAutoencoder(SignalConfig(data=OWN, run_length=100, score="classifier"), table(labels=False))
    for _ in range(100):
        assert "auc" not in run.step()
    view = run.view()
    assert (view.score, len(view.scores), len(view.kinds), view.labelled) == ("MSE", 200, 0, False)
    assert run.scores.argmax() in view.examples.rows


def test_a_run_about_a_file_needs_one_that_is_large_enough() -> None:
    with pytest.raises(ValueError, match="was given none"):
        SignalAutoencoder(SignalConfig(data=OWN))
    few = table() | {"rows": np.zeros((9, 6), np.float32), "labels": None}
    with pytest.raises(ValueError, match="9 windows"):
        SignalAutoencoder(SignalConfig(data=OWN), few)


def test_the_command_line_reads_a_file_as_the_page_does(tmp_path: Path) -> None:
    file = tmp_path / "pump.csv"
    file.write_text(pump(), encoding="utf-8")
    made = given.read(file)
    assert made["channels"] == ["temperature", "current"]
    assert 0 < made["labels"].sum() < len(made["labels"]) / 2


@pytest.mark.parametrize("kind", synthetic.FAULTS)
def test_a_fault_changes_the_window_that_it_is_in(kind: str) -> None:
    plain, _ = synthetic.windows({"": 40}, seed=1)
    faulty, kinds = synthetic.windows({kind: 20}, seed=2)
    assert set(kinds) == {1 + synthetic.FAULTS.index(kind)}
    others, _ = synthetic.windows({"": 40}, seed=3)
    distance, usual = (((each[:, None] - plain) ** 2).mean(2).min(1) for each in (faulty, others))  # to the nearest
    assert np.median(distance) > np.median(usual)


def test_beats_are_found_where_cardiologists_marked_them() -> None:
    record = signals.mitbih100()
    found = beats.find(record.millivolts[:, 0], signals.RATE) / signals.RATE
    nearest = beats.matched(found, record.beats / signals.RATE)
    assert len(found) == len(record.beats) == 2_273
    assert len(set(nearest[nearest >= 0])) == 2_273


def test_early_beats_are_told_by_their_interval() -> None:
    times = np.cumsum([0.8] * 20)
    times[12] -= 0.3
    off = beats.intervals(times)
    assert off[12] == pytest.approx(abs(np.log(0.5 / 0.8)))
    assert off[13] == pytest.approx(abs(np.log(1.1 / 0.8)))
    assert off[[0, 1, 2, 11]].max() < 1e-6


def test_sets_have_the_counts_of_their_cards() -> None:
    train, test = signals.ecg5000()
    assert np.bincount(train.labels).tolist() == [0, 292, 177, 10, 19, 2]
    assert np.bincount(test.labels).tolist() == [0, 2627, 1590, 86, 175, 22]
    assert (len(signals.shuttle()), int(signals.shuttle().labels.sum())) == (49_097, 3_511)
    assert np.bincount(signals.mitbih100().symbols).tolist() == [2239, 33, 1]
    assert (shipped(RECORD).kinds > 0).sum() > 20
    assert len(np.unique(shipped(SYNTHETIC).kinds)) == 7
