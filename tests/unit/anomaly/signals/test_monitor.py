"""The monitor: alarms, delays, moving averages; and curves out of ink."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from dnnlab.anomaly.signals import monitor_figures
from dnnlab.anomaly.signals.curve import from_ink
from dnnlab.anomaly.signals.net.watching import watch
from dnnlab.anomaly.signals.views import Watched
from dnnlab.anomaly.signals.watch import alarms, averaged, by_kind
from dnnlab.anomaly.signals.words import (
    BOTH,
    DETECTORS,
    INTERVAL,
    LOOKS,
    MOVING,
    RECORD,
    RULES,
    SHAPE,
    SINGLE,
    SYNTHETIC,
)
from dnnlab.plots.palette import DARK, LIGHT


@cache
def watched(signal: str, detector: str) -> Watched:
    *_, made = watch(signal, detector)
    assert isinstance(made, Watched)
    return made


def made_up() -> Watched:
    """40 beats a second apart, 20 of them learnt; one fault at 30.5 s, whose beat scores 9 by shape."""
    count = 40
    shape = np.ones(count, np.float32)
    shape[30] = 9
    times = np.arange(count) + 0.5
    return Watched(
        signal=np.zeros(4_000, np.int16), rate=100.0, seconds=40.0, learnt=20.0, after=0.4, times=times, shape=shape,
        interval=np.zeros(count, np.float32), held_out=times < 20, rebuilt=np.zeros((count, 84), np.float32),
        begins=np.array([30.4]), ends=np.array([30.8]), kinds=np.zeros(1, np.uint8), names=("odd",), annotated=40,
        matched=40,
    )  # fmt: skip


def test_an_alarm_is_told_when_the_window_of_its_beat_is_over() -> None:
    made = alarms(made_up(), SHAPE, SINGLE, 1, 0.1)
    assert np.flatnonzero(made.alarm).tolist() == [30]
    assert made.delay[0] == pytest.approx(30.5 + 0.4 - 30.4)
    assert (by_kind(made_up(), made), made.false.sum()) == ({"odd": (1, 1)}, 0)


def test_a_moving_average_goes_over_what_has_been() -> None:
    np.testing.assert_allclose(averaged(np.array([1.0, 2, 3, 4]), 3), [1, 1.5, 2, 3])
    later = replace(made_up(), shape=np.where(np.arange(40) >= 30, 3, 1).astype(np.float32))
    one, mean = (alarms(later, SHAPE, rule, 4, 0.1) for rule in RULES)
    assert one.alarm[30]
    assert mean.level[30] < one.level[30]


def test_an_alarm_far_from_any_fault_is_a_false_one() -> None:
    shape = made_up().shape.copy()
    shape[25] = 5
    made = alarms(replace(made_up(), shape=shape), SHAPE, SINGLE, 1, 0.1)
    assert np.flatnonzero(made.false).tolist() == [25]
    assert made.false_an_hour(made_up()) == pytest.approx(180)


def test_early_beats_of_the_record_are_found_by_their_interval_and_not_by_their_shape() -> None:
    record = watched(RECORD, "autoencoder")
    assert record.matched == record.annotated == 2_273
    shape, interval = (by_kind(record, alarms(record, look, SINGLE, 1, 0.01)) for look in (SHAPE, INTERVAL))
    assert interval["atrial premature"] == (29, 29)
    assert shape["atrial premature"][0] < 5
    calmer = by_kind(record, alarms(record, INTERVAL, MOVING, 3, 0.01))
    assert calmer["atrial premature"] == (7, 29), "as the question says"
    assert not alarms(record, INTERVAL, SINGLE, 1, 0.01).false.any(), "as the question says"


@pytest.mark.parametrize("detector", DETECTORS)
def test_shape_and_interval_together_find_all_synthetic_faults(detector: str) -> None:
    made = by_kind(watched(SYNTHETIC, detector), alarms(watched(SYNTHETIC, detector), BOTH, SINGLE, 1, 0.01))
    assert len(made) == 6
    assert all(found == count > 0 for found, count in made.values())


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("now", [0.0, 130.0, 720.0])
def test_its_figures_can_be_drawn_at_any_moment(look: str, rule: str, now: float) -> None:
    signal = watched(SYNTHETIC, "PCA")
    made = alarms(signal, look, rule, 5, 0.002)
    for palette in (LIGHT, DARK):
        for draw in (monitor_figures.rolling, monitor_figures.levels, monitor_figures.overview):
            figure = draw(signal, made, now, palette, height=100)
            type(figure)(figure.to_dict())  # validates


def test_a_curve_is_read_from_ink() -> None:
    size = 70
    ink = np.zeros((size, size), np.uint8)
    rows = (35 + 25 * np.sin(np.arange(size) / 8)).round().astype(int)
    ink[rows, np.arange(size)] = 255
    ink[:, 20:24] = 0  # a gap
    curve = from_ink(ink, -1.0, 1.0, 140)
    assert curve is not None
    assert (curve.shape, abs(float(curve.mean())) < 1e-5) == ((140,), True)
    assert float(curve.std()) == pytest.approx(1, abs=1e-5)
    wave = -np.sin(np.linspace(0, size - 1, 140) / 8)
    assert np.corrcoef(curve, wave)[0, 1] > 0.99


def test_too_little_ink_or_a_level_line_is_no_curve() -> None:
    ink = np.zeros((70, 70), np.uint8)
    assert from_ink(ink, -1, 1, 140) is None
    ink[30, :20] = 255
    assert from_ink(ink, -1, 1, 140) is None
    ink[30] = 255
    assert from_ink(ink, -1, 1, 140) is None
