"""What a doctor reads off a curve."""

from __future__ import annotations

import numpy as np

from dnnlab.doctor.diagnosis import level, recent


def test_recent_values_are_the_last_share_of_the_steps() -> None:
    steps = np.arange(100)
    trace = {"loss": (steps, steps.astype(float))}
    assert recent(trace, "loss", share=0.1).tolist() == list(range(90, 100))


def test_at_least_so_many_points_where_checks_are_rare() -> None:
    trace = {"error": (np.array([0, 50, 100]), np.array([0.9, 0.5, 0.4]))}
    assert recent(trace, "error", least=2).tolist() == [0.5, 0.4]
    assert recent(trace, "error", least=5).tolist() == [0.9, 0.5, 0.4]


def test_the_level_is_not_moved_by_one_odd_batch() -> None:
    values = np.ones(50)
    values[-3] = 1e9
    assert level({"loss": (np.arange(50), values)}, "loss") == 1


def test_what_was_not_measured_has_no_level() -> None:
    assert np.isnan(level({}, "loss"))
    assert np.isnan(level({"loss": (np.zeros(0, int), np.zeros(0))}, "loss"))
