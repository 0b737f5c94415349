"""A cell that is stepped through: its pace, its latch, what is done to it by hand, and that all of it replays."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.fingerprints import fingerprint
from dnnlab.live.run import Run
from dnnlab.live.wire import Event, State
from dnnlab.rnn.inside.knobs import RANDOM, InsideConfig
from dnnlab.rnn.inside.net.experiment import Inside
from dnnlab.rnn.inside.stages import gates, stages
from dnnlab.rnn.kinds import KINDS

EVENTS: dict[int, list[dict[str, Any]]] = {
    3: [{"force": "f", "unit": 2, "to": 0.0}],
    10: [{"weight": "w_x", "gate": "i", "unit": 1, "of": 1, "to": -3.5}, {"force": "f", "unit": 2, "to": None}],
    17: [{"weight": "w_h", "gate": "o", "unit": 2, "of": 1, "to": 2.25}],
    18: [{"weight": "b", "gate": "g", "unit": 1, "to": 1}],
}
CONFIG = InsideConfig(hidden=2, origin=RANDOM)


def finished(run: Inside) -> Inside:
    while run.steps_taken < run.total_steps:
        run.step()
    return run


def played(run: Run, until: int, events: dict[int, list[dict[str, Any]]]) -> Run:
    """Advance, and do by hand what is due at each step on the way."""
    run.play()
    while run.state is State.PLAYING and run.step < until:
        run.advance()
        for event in events.get(run.step, []):
            assert run.apply(event), run.message
    return run


def opened(folder: Path | None = None) -> Run:
    run = Run(CATALOGUE, "inside-cell", CONFIG, folder, time.monotonic)
    run.open()
    return run


def identity(run: Run) -> tuple[str, str, str]:
    return (
        fingerprint(run.experiment.state_dict()),
        fingerprint(run.experiment.view()),
        fingerprint(run.history.curves()),
    )


def test_gates_forced_and_weights_edited_replay_bit_for_bit() -> None:
    first = played(opened(), 100, EVENTS)
    assert first.step == first.total_steps == 42
    log = [change for change in first.changes.all() if isinstance(change, Event)]
    assert [change.step for change in log] == [3, 10, 10, 17, 18]
    again = played(opened(), 100, EVENTS)
    assert identity(again) == identity(first)
    assert identity(played(opened(), 100, {})) != identity(first)


def test_it_goes_on_after_a_checkpoint_with_what_was_done_by_hand(tmp_path: Path) -> None:
    expected = identity(played(opened(), 100, EVENTS))
    played(opened(tmp_path), 12, EVENTS).park()
    back = opened(tmp_path)
    assert back.step == 12
    assert identity(played(back, 100, EVENTS)) == expected


def test_a_rewind_takes_back_what_was_done_later(tmp_path: Path) -> None:
    run = played(opened(tmp_path), 100, EVENTS)
    run.rewind(8)
    assert run.step == 8, "a run that is looked at step by step keeps each of them"
    assert run.experiment.view().edited == ("from moment 1 on f of unit 2 is held at 0",)


@pytest.mark.parametrize("kind", KINDS)
def test_gate_by_gate_and_moment_by_moment_compute_the_same(kind: str) -> None:
    slow, quick = (finished(Inside(InsideConfig(cell=kind, by_gate=by_gate))) for by_gate in (True, False))
    assert slow.steps_taken == 6 * len(stages(kind))
    assert quick.steps_taken == 6
    assert slow.view().values.tolist() == quick.view().values.tolist() == slow.view().untouched.tolist()


def test_the_pace_may_change_within_a_moment() -> None:
    run = Inside(InsideConfig())
    for _ in range(10):
        run.step()
    assert (run.moment, run.stage, run.total_steps) == (1, 3, 42)
    run.tune(run.config.replace(by_gate=False))
    assert run.total_steps == 10 + 1 + 4
    run.step()
    assert (run.moment, run.stage) == (1, 7)
    assert finished(run).moment == 5


def test_what_is_shown_ahead_is_what_comes() -> None:
    run = Inside(InsideConfig(origin=RANDOM, hidden=3))
    ahead = run.view().values
    for _ in range(20):
        run.step()
        np.testing.assert_array_equal(run.view().values, ahead)
    run.apply({"force": "i", "unit": 1, "to": 1.0})
    changed = run.view().values
    assert (changed[2:] != ahead[2:]).any()
    np.testing.assert_array_equal(changed[:2], ahead[:2])
    np.testing.assert_array_equal(finished(run).view().values, changed)


def test_the_moment_under_way_follows_a_hand_and_one_that_is_over_stays() -> None:
    run = Inside(InsideConfig(sequence="1 1", by_gate=False))
    run.step()
    run.apply({"force": "i", "unit": 1, "to": 0.0})
    view = run.view()
    assert view.value("i")[0] == pytest.approx(1, abs=1e-4)
    assert math.isnan(view.then.forced[0, 0])
    assert view.now.forced[0, 0] == 0
    run.tune(run.config.replace(by_gate=True))
    run.step()
    assert run.view().value("i")[0] == 0
    run.apply({"force": "i", "unit": 1, "to": 0.5})
    assert run.view().value("i")[0] == 0.5


@pytest.mark.parametrize("kind", [kind for kind in KINDS if gates(kind) and kind != "LSTM without forget gate"])
def test_a_latch_keeps_what_a_large_number_wrote(kind: str) -> None:
    view = finished(Inside(InsideConfig(cell=kind))).view()
    h = [float(view.value("h", t)[0]) for t in range(6)]
    assert abs(h[0]) < 0.01
    assert h[1] > 0.7
    assert min(h[1:]) > 0.97 * h[1]


def test_without_a_forget_gate_a_latch_adds_up() -> None:
    run = finished(Inside(InsideConfig(cell="LSTM without forget gate", sequence="1 1 1 1 1 1")))
    assert run.view().value("C")[0] == pytest.approx(6 * math.tanh(1.5), rel=1e-3)


def test_an_rnn_holds_its_sign_against_one_number_of_the_other_sign() -> None:
    for sequence, sign in (("1 -1 0 0 0 0", 1), ("1 -1 -1 0 0 0", -1)):
        run = finished(Inside(InsideConfig(cell="RNN", sequence=sequence)))
        assert sign * run.view().value("h")[0] > 0.9


@pytest.mark.parametrize("kind", [kind for kind in KINDS if gates(kind) and kind != "LSTM without forget gate"])
def test_a_latch_of_letters_writes_1_and_minus_1(kind: str) -> None:
    view = finished(Inside(InsideConfig(cell=kind, sequence="abcacb"))).view()
    signs = [math.copysign(1, float(view.value("h", t)[0])) for t in range(6)]
    assert signs == [1, -1, -1, 1, 1, -1]


def force(gate: str = "f", unit: Any = 1, to: Any = 0.0) -> dict[str, Any]:
    return {"force": gate, "unit": unit, "to": to}


def weight(name: str, gate: str, to: Any = 1.0, of: int = 1) -> dict[str, Any]:
    return {"weight": name, "gate": gate, "unit": 1, "of": of, "to": to}


@pytest.mark.parametrize(("kind", "event", "said"), [
    ("RNN", force(), "has none"), ("LSTM", force("g"), "no gate g"), ("LSTM", force(unit=2), "no unit 2"),
    ("LSTM", force(to=1.5), r"in \[0, 1\]"), ("LSTM", force(unit=True), "no unit"), ("LSTM", force(to="x"), "number"),
    ("LSTM", weight("w_x", "i", of=2), "no input 2"), ("LSTM", weight("p", "i"), "no weights p"),
    ("GRU", weight("b", "f"), "no b of f"), ("GRU", "open", "two things"), ("LSTM", weight("b", "f", 51), "in"),
    ("LSTM", weight("b", "f", None), "number"),
])  # fmt: skip
def test_what_a_cell_cannot_do_is_one_sentence_and_changes_nothing(kind: str, event: Any, said: str) -> None:
    run = Inside(InsideConfig(cell=kind))
    run.step()
    before = fingerprint(run.state_dict())
    with pytest.raises(ValueError, match=said):
        run.apply(event)
    assert fingerprint(run.state_dict()) == before


def test_when_the_sequence_is_over_nothing_is_left_to_change() -> None:
    with pytest.raises(ValueError, match="the past stays"):
        finished(Inside(InsideConfig())).apply({"force": "f", "unit": 1, "to": 0.0})


def test_peepholes_can_be_set() -> None:
    run = Inside(InsideConfig(cell="LSTM with peepholes"))
    run.apply({"weight": "p", "gate": "o", "unit": 1, "to": -4.0})
    assert run.view().now.p[2, 0] == -4.0
    assert run.view().values[2, -1, 0] != run.view().untouched[2, -1, 0]


def test_the_take_home_is_the_cell_alone() -> None:
    assert set(Inside(InsideConfig()).weights()) == {"w_x", "w_h", "b"}
