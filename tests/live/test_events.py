"""What is done to a run by hand: part of the run like its knobs, whatever happens to its trainer."""

from __future__ import annotations

import io
import json
import os
import shlex
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from dnnlab.live.changes import InvalidEvent, event_text
from dnnlab.live.cli import command_line, main
from dnnlab.live.fingerprints import fingerprint
from dnnlab.live.pool import Pool
from dnnlab.live.run import Run
from dnnlab.live.wire import Event, State, Status, Tune
from tests.live.helpers import Clock, poll_until, until
from tests.live.toy_knobs import NAME, TOYS, ToyConfig

ONE, OTHER, SHAKE = {"set": 1, "to": 2.0}, {"set": 0, "to": -1.5}, {"shake": 3.0}
ONE_TEXT, OTHER_TEXT, SHAKE_TEXT = '{"set":1,"to":2.0}', '{"set":0,"to":-1.5}', '{"shake":3.0}'
FAST, SLOW = ToyConfig(learning_rate=0.2), ToyConfig(learning_rate=0.01)


def opened(folder: Path | None = None, config: ToyConfig | None = None, name: str = "by-hand") -> Run:
    run = Run(TOYS, name, config or ToyConfig(), folder, Clock())
    run.open()
    return run


def advance(run: Run, steps: int) -> None:
    run.play()
    for _ in range(steps):
        run.advance()


def identity(run: Run) -> str:
    """Everything that must be equal when two runs are the same run."""
    saved = run.state_dict()
    return fingerprint({name: saved[name] for name in ("step", "config", "begun", "experiment", "history", "changes")})


def weights(run: Run) -> list[float]:
    return run.experiment.view().weights.tolist()


def worked_on(run: Run) -> Run:
    """A run of 120 steps with knobs turned and things done by hand, several at one step."""
    assert run.apply(ONE)
    run.tune(FAST)
    assert run.apply(SHAKE)
    advance(run, 40)
    assert run.apply(SHAKE)
    run.tune(SLOW)
    assert run.apply(SHAKE)
    assert run.apply(OTHER)
    advance(run, 80)
    return run


class TestTheSameRun:
    def test_with_the_same_events_in_the_same_order(self, tmp_path: Path) -> None:
        run = worked_on(opened())
        assert identity(worked_on(opened(tmp_path))) == identity(run)
        assert run.changes.all() == (
            Event(step=0, text=ONE_TEXT),
            Tune(step=0, values={"learning_rate": 0.2}),
            Event(step=0, text=SHAKE_TEXT),
            Event(step=40, text=SHAKE_TEXT),
            Tune(step=40, values={"learning_rate": 0.01}),
            Event(step=40, text=SHAKE_TEXT),
            Event(step=40, text=OTHER_TEXT),
        )

    def test_the_order_at_one_step_matters(self) -> None:
        one, other = opened(), opened()
        one.tune(FAST)
        one.apply(SHAKE)
        other.apply(SHAKE)
        other.tune(FAST)
        assert weights(one) != weights(other)
        assert (one.begun, other.begun) == (FAST, ToyConfig())

    def test_after_a_trainer_that_died_at_any_moment(self, tmp_path: Path) -> None:
        straight = worked_on(opened())
        run = opened(tmp_path)
        for event in (ONE, None, SHAKE):
            run.tune(FAST) if event is None else run.apply(event)
            run = opened(tmp_path, FAST if event is None else run.config)  # type: ignore[arg-type]
        advance(run, 40)
        run.apply(SHAKE)
        run = opened(tmp_path, SLOW)
        run.apply(SHAKE)
        run = opened(tmp_path, SLOW)
        run.apply(OTHER)
        run = opened(tmp_path, SLOW)
        advance(run, 80)
        assert identity(run) == identity(straight)

    def test_after_a_rewind_those_up_to_that_step_remain(self, tmp_path: Path) -> None:
        run = worked_on(opened(tmp_path))
        straight = identity(run)
        run.rewind(39)
        assert run.step == 20
        assert run.changes.all()[-1] == Tune(step=20, values={"learning_rate": 0.01}), "the knobs stay"
        assert run.changes.all()[:3] == worked_on(opened()).changes.all()[:3]
        run.tune(FAST)
        advance(run, 20)
        run.apply(SHAKE)
        run.tune(SLOW)
        run.apply(SHAKE)
        run.apply(OTHER)
        advance(run, 80)
        assert fingerprint(run.experiment.state_dict()) == fingerprint(worked_on(opened()).experiment.state_dict())
        assert identity(run) != straight, "it was turned to and fro at step 20"
        run.rewind(0)
        assert run.changes.all()[:3] == worked_on(opened()).changes.all()[:3]

    def test_a_change_by_hand_ends_the_future_that_was_rewound(self, tmp_path: Path) -> None:
        run = opened(tmp_path)
        advance(run, 60)
        run.rewind(10)
        run.apply(ONE)
        assert run.status().kept == (0, 1, 2, 5, 10)
        again = opened(tmp_path)
        assert (again.step, again.changes.all()) == (10, (Event(step=10, text=ONE_TEXT),))

    def test_a_reset_run_has_none(self, tmp_path: Path) -> None:
        run = worked_on(opened(tmp_path))
        run.reset(ToyConfig(), play=False)
        assert identity(run) == identity(opened())


class TestWhatItDoes:
    def test_the_run_goes_on_and_the_picture_is_another(self) -> None:
        run = opened()
        advance(run, 3)
        before = run.version
        assert run.apply(ONE)
        assert (run.state, run.step, weights(run)[1]) == (State.PLAYING, 3, 2.0)
        assert run.version > before

    @pytest.mark.parametrize(
        ("name", "event", "said"),
        [
            ("by-hand", {"set": 8, "to": 1.0}, "There is no weight 8."),
            ("by-hand", {"sing": "loud"}, "This experiment takes no changes by hand."),
            ("regression", ONE, "This experiment takes no changes by hand."),
            ("by-hand", {"set": {1}}, "An event must be plain data, as JSON has it"),
            ("by-hand", "x" * 5_000, "An event may have at most 4,000 characters as JSON; this one has 5,002."),
        ],
    )
    def test_what_cannot_be_done_leaves_the_run_as_it_was(
        self, name: str, event: Any, said: str, tmp_path: Path
    ) -> None:
        run = opened(tmp_path, name=name)
        advance(run, 3)
        before = identity(run), run.status().kept
        assert not run.apply(event)
        assert run.message.startswith(said)
        assert (run.state, (identity(run), run.status().kept)) == (State.PLAYING, before)

    def test_a_mistake_in_the_experiment_is_told_with_its_place(self) -> None:
        run = opened()
        assert not run.apply("break")
        assert run.state is State.FAILED
        assert run.message.startswith("KeyError: 'hand' (tests/live/toys.py, line")
        assert not run.apply(ONE), "it has stopped"
        assert run.changes.all() == ()

    def test_a_run_that_diverged_takes_none(self) -> None:
        run = opened(name="diverging")
        advance(run, 9)
        said = run.message
        assert not run.apply(ONE)
        assert (run.state, run.message, run.changes.all()) == (State.DIVERGED, said, ())

    def test_a_complete_run_measures_its_final_figures_again(self) -> None:
        run = opened(config=ToyConfig(end=5))
        advance(run, 9)
        before = run.final["distance"]
        run.apply({"set": 1, "to": 100.0})
        assert (run.state, run.final) == (State.FINISHING, {})
        advance(run, 3)
        assert run.state is State.FINISHED
        assert run.final["distance"] > before + 50


def repeat(name: str, status: Status, file: Path) -> list[dict[str, float]]:
    """Train again what a run's status tells of it, through the text of its command line; weights go into the file."""
    line = command_line(name, status.begun or status.config, status.step, status.changes)
    out = io.StringIO()
    assert main(TOYS, [*shlex.split(line)[3:], "--json", "--weights", str(file)], out) == 0
    return [json.loads(each) for each in out.getvalue().splitlines()]


class TestTheCommandLine:
    def test_makes_the_run_again(self, tmp_path: Path) -> None:
        run = worked_on(opened())
        lines = repeat("by-hand", run.status(), tmp_path / "w")
        assert [line["loss"] for line in lines] == run.history.curves()["loss"][1].tolist()
        assert safetensors.numpy.load_file(tmp_path / "w")["w"].tolist() == weights(run)

    @pytest.mark.parametrize("end", [0, 5])
    def test_what_was_done_last_is_done_too(self, end: int, tmp_path: Path) -> None:
        run = opened(config=ToyConfig(end=end))
        advance(run, 5)
        run.apply(ONE)
        advance(run, 5 if end else 0)
        lines = repeat("by-hand", run.status(), tmp_path / "w")
        assert safetensors.numpy.load_file(tmp_path / "w")["w"].tolist() == weights(run)
        assert lines[-1].get("distance") == run.final.get("distance")

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["--event", "soon"], "--event wants STEP:JSON, got 'soon'"),
            (["--event", "3:soon"], "--event wants STEP:JSON, got '3:soon'"),
            (["--event", "-3:1"], "argument --event: expected one argument"),
            (["--event", "3:" + "[" * 100_000], "--event wants STEP:JSON, got '3:[[["),
            (["--event", '3:"' + "x" * 4_000 + '"'], "--event 3: An event may have at most 4,000 characters"),
            (["--event", "3:NaN"], "--event 3: An event must be plain data"),
            (["--event", '3:{"set":9,"to":1.0}'], '--event 3:{"set":9,"to":1.0}: There is no weight 9.'),
        ],
    )
    def test_says_what_it_cannot_use(self, words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
        try:
            code = main(TOYS, ["train", "by-hand", "--steps", "5", *words], io.StringIO())
        except SystemExit as exit:
            code = exit.code  # type: ignore[assignment]
        assert code == 2
        error = capsys.readouterr().err
        assert error.startswith(f"dnnlab: {said}")
        assert error.count("\n") == 1


@pytest.fixture
def killable() -> Iterator[Pool]:
    pool = Pool(NAME, workers=1)
    until(lambda: pool.ready, "the trainer is ready")
    yield pool
    pool.close()


def test_a_killed_trainer_loses_none_and_takes_none_twice(killable: Pool, tmp_path: Path) -> None:
    run = killable.start("by-hand", ToyConfig(), "ada", play=False)
    poll_until(run, lambda status: status.state is State.PAUSED, "it is there")
    run.apply(ONE)
    run.step_once()
    wanted = [Event(step=0, text=ONE_TEXT)]
    for number in range(3):
        (pid,) = killable.pids
        if number:
            os.kill(pid, signal.SIGSTOP)  # it takes nothing any more
        for event in ({"shake": float(number)}, SHAKE):
            run.apply(event)
            wanted.append(Event(step=1, text=event_text(event)))
        os.kill(pid, signal.SIGKILL)
        until(lambda pid=pid: killable.pids not in ([], [pid]), "another trainer is there")
        poll_until(run, lambda now: now.changes == tuple(wanted) and now.state is State.PAUSED, "all are taken")
    run.step_once()
    snapshot = poll_until(run, lambda status: status.step == 2, "it goes on")
    repeat("by-hand", snapshot.status, tmp_path / "w")
    assert np.array_equal(safetensors.numpy.load_file(tmp_path / "w")["w"], snapshot.view.weights)


def test_a_page_is_told_at_once_what_is_no_event(pool: Pool) -> None:
    run = pool.start("by-hand", ToyConfig(), "ada", play=False)
    with pytest.raises(InvalidEvent, match="plain data"):
        run.apply({1, 2})
    run.apply({"set": 8, "to": 1.0})
    poll_until(run, lambda status: status.message == "There is no weight 8.", "it is told")
    run.apply(ONE)
    poll_until(run, lambda status: status.changes and not status.message, "it is done")
