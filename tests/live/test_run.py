"""One run: the same steps bit for bit, whatever happens between them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dnnlab.live.checkpoints import Checkpoints
from dnnlab.live.fingerprints import fingerprint
from dnnlab.live.run import COMPLETE, Run
from dnnlab.live.wire import PausedBy, State, Tune
from tests.live.helpers import Clock
from tests.live.toy_knobs import TOYS, ToyConfig

ENDING = ToyConfig(end=5)
ONES = np.ones(5, np.float32)


def opened(name: str = "regression", config: ToyConfig | None = None, folder: Path | None = None) -> Run:
    run = Run(TOYS, name, config or ToyConfig(), folder, Clock())
    run.open()
    return run


def about(given: Any, folder: Path | None = None) -> Run:
    """A run that learns the weights that it is given."""
    run = Run(TOYS, "given", ToyConfig(), folder, Clock(), given)
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


def losses(run: Run) -> list[float]:
    return run.history.curves()["loss"][1].tolist()


class TestTheSameRun:
    def test_pauses_looks_and_steps_one_by_one_change_nothing(self, tmp_path: Path) -> None:
        straight, interrupted = opened(), opened(folder=tmp_path)
        advance(straight, 250)
        while interrupted.step < 250:
            advance(interrupted, 7)
            interrupted.view()
            interrupted.pause()
            interrupted.step_once()
        assert interrupted.step == 256
        advance(straight, 6)
        assert identity(interrupted) == identity(straight)

    def test_another_seed_is_another_run(self) -> None:
        one, other = opened(), opened(config=ToyConfig(seed=1))
        advance(one, 3)
        advance(other, 3)
        assert identity(one) != identity(other)

    def test_a_run_that_left_and_came_back_goes_on_as_if_it_had_not(self, tmp_path: Path) -> None:
        straight, leaving = opened(), opened(folder=tmp_path)
        advance(straight, 300)
        advance(leaving, 133)
        leaving.park()
        back = opened(folder=tmp_path)
        assert back.step == 133
        advance(back, 167)
        assert identity(back) == identity(straight)

    def test_a_knob_that_was_moved_under_way_makes_another_picture(self) -> None:
        run = opened()
        advance(run, 5)
        before = run.version
        run.tune(ToyConfig(learning_rate=0.2))
        assert run.version > before

    def test_the_same_tunes_at_the_same_steps_give_the_same_run(self, tmp_path: Path) -> None:
        runs = opened(), opened(folder=tmp_path)
        for run in runs:
            advance(run, 40)
            run.tune(run.config.replace(learning_rate=0.2))
            advance(run, 60)
            run.tune(run.config.replace(learning_rate=0.01))
            advance(run, 150)
        assert identity(runs[0]) == identity(runs[1])
        assert runs[0].changes.all() == (
            Tune(step=40, values={"learning_rate": 0.2}),
            Tune(step=100, values={"learning_rate": 0.01}),
        )
        untuned = opened()
        advance(untuned, 250)
        assert losses(untuned) != losses(runs[0])

    def test_back_and_forth_again_is_the_same_way(self, tmp_path: Path) -> None:
        run = opened(folder=tmp_path)
        advance(run, 230)
        before = identity(run)
        run.rewind(60)
        assert run.step == 50
        advance(run, 180)
        assert identity(run) == before


class TestRewind:
    def test_goes_to_the_nearest_kept_step_at_or_before(self, tmp_path: Path) -> None:
        run = opened(folder=tmp_path)
        advance(run, 30)
        assert run.status().kept == (0, 1, 2, 5, 10, 20)
        for asked, reached in ((19, 10), (20, 20), (0, 0)):
            run.rewind(asked)
            assert (run.step, run.state) == (reached, State.PAUSED)

    def test_keeps_the_knobs_and_notes_them_as_a_tune(self, tmp_path: Path) -> None:
        run = opened(folder=tmp_path)
        advance(run, 30)
        run.tune(run.config.replace(learning_rate=0.2))
        advance(run, 5)
        run.rewind(20)
        assert run.config.learning_rate == 0.2
        assert run.changes.all() == (Tune(step=20, values={"learning_rate": 0.2}),)

    def test_the_way_forward_stays_open_until_a_step_is_taken(self, tmp_path: Path) -> None:
        run = opened(folder=tmp_path)
        advance(run, 50)
        run.rewind(5)
        run.rewind(50)
        assert run.step == 50
        run.rewind(5)
        run.step_once()
        assert run.status().kept == (0, 1, 2, 5, 6)  # a pause keeps where it is

    def test_curves_end_where_the_run_stands(self, tmp_path: Path) -> None:
        run = opened(folder=tmp_path)
        advance(run, 30)
        run.rewind(10)
        assert run.history.curves()["loss"][0].tolist() == list(range(1, 11))

    def test_a_rewound_run_that_leaves_comes_back_where_it_was_rewound_to(self, tmp_path: Path) -> None:
        run = opened(folder=tmp_path)
        advance(run, 50)
        run.rewind(10)
        assert opened(folder=tmp_path).step == 10, "its trainer died"
        run.park()
        back = opened(folder=tmp_path)
        assert (back.step, back.status().kept[-1]) == (10, 50)
        advance(back, 10)
        assert opened(folder=tmp_path).step == 20

    def test_rewound_to_the_newest_it_goes_on_from_later_ones(self, tmp_path: Path) -> None:
        run = opened(folder=tmp_path)
        advance(run, 20)
        run.rewind(20)
        advance(run, 30)
        assert opened(folder=tmp_path).step == 50

    def test_takes_a_diverged_run_back(self, tmp_path: Path) -> None:
        run = opened("diverging", folder=tmp_path)
        advance(run, 20)
        assert run.state is State.DIVERGED
        run.rewind(5)
        assert (run.state, run.step, run.message) == (State.PAUSED, 5, "")

    def test_without_a_folder_there_is_no_way_back(self) -> None:
        run = opened()
        advance(run, 5)
        run.rewind(2)
        assert run.step == 5


class TestTheEnd:
    def test_final_figures_are_measured_in_pieces_once(self) -> None:
        run = opened(config=ENDING)
        advance(run, 5)
        assert (run.state, run.final) == (State.FINISHING, {})
        run.advance()
        assert (run.state, run.final) == (State.FINISHING, {})
        run.advance()
        run.advance()
        assert run.state is State.FINISHED
        assert run.status().final.keys() == {"distance"}

    def test_a_finished_run_stays_finished(self) -> None:
        run = opened(config=ENDING)
        advance(run, 8)
        run.play()
        run.step_once()
        assert (run.state, run.step) == (State.FINISHED, 5)

    def test_a_later_end_lets_it_go_on(self) -> None:
        run, straight = opened(config=ENDING), opened()
        advance(run, 8)
        run.tune(ENDING.replace(end=10))
        assert (run.state, run.status().final) == (State.PAUSED, {})
        advance(run, 5)
        advance(straight, 10)
        assert run.state is State.FINISHING
        assert losses(run) == losses(straight)

    def test_knobs_moved_before_the_first_step_are_those_that_it_began_with(self, tmp_path: Path) -> None:
        run = opened(folder=tmp_path)
        run.tune(ToyConfig(learning_rate=0.2))
        advance(run, 20)
        assert (run.status().begun, run.status().changes) == (ToyConfig(learning_rate=0.2), ())
        fresh = opened(config=ToyConfig(learning_rate=0.2))
        advance(fresh, 20)
        assert identity(run) == identity(fresh)
        run.rewind(0)
        advance(run, 20)
        assert identity(run) == identity(fresh)

    def test_knobs_moved_after_the_end_are_not_the_finished_runs_but_those_of_a_rewind(self, tmp_path: Path) -> None:
        run = opened(config=ENDING, folder=tmp_path)
        advance(run, 10)
        before = run.experiment.view().weights
        run.tune(ENDING.replace(learning_rate=0.2))
        assert (run.state, run.config, run.changes.all(), run.message) == (State.FINISHED, ENDING, (), COMPLETE)
        run.tune(ENDING)
        assert run.message == ""
        run.tune(ENDING.replace(learning_rate=0.2))
        run.rewind(3)
        assert run.config == ENDING.replace(learning_rate=0.2)
        assert run.changes.all() == (Tune(step=2, values={"learning_rate": 0.2}),)  # the nearest that is kept
        advance(run, 10)
        assert run.state is State.FINISHED
        assert not np.array_equal(run.experiment.view().weights, before)

    def test_an_end_before_the_present_step_ends_it_now(self) -> None:
        run = opened()
        advance(run, 8)
        run.tune(run.config.replace(end=5))
        assert run.state is State.FINISHING

    def test_an_experiments_limit_is_for_good(self) -> None:
        run = opened("limited")
        advance(run, 5)
        assert (run.state, run.paused_by) == (State.PAUSED, PausedBy.LIMIT)
        run.play()
        run.step_once()
        assert (run.state, run.step) == (State.PAUSED, 5)
        assert run.message == "This experiment stops at step 5."


class TestTrouble:
    def test_divergence_names_the_step_and_the_gradient(self) -> None:
        run = opened("diverging")
        advance(run, 20)
        norm = run.experiment.gradient_norm()
        assert run.message == f"Diverged: the loss became nan at step 8; the last gradient norm was {norm:.2g}."
        assert (run.state, run.step, len(losses(run))) == (State.DIVERGED, 7, 7)

    def test_an_exception_is_one_sentence_with_the_place(self, caplog: pytest.LogCaptureFixture) -> None:
        run = opened("raising")
        advance(run, 8)
        assert run.state is State.FAILED
        assert run.message.startswith("ValueError: the toy is broken (tests/live/toys.py, line ")
        assert run.message.endswith(", in step)")
        assert "Traceback" in caplog.text
        assert "says so at length" in caplog.text

    def test_a_broken_run_can_be_rewound_and_reset(self, tmp_path: Path) -> None:
        run = opened("raising", folder=tmp_path)
        advance(run, 8)
        run.rewind(2)
        assert (run.state, run.step) == (State.PAUSED, 2)
        run.reset(ToyConfig(at=100), play=True)
        advance(run, 20)
        assert (run.state, run.step) == (State.PLAYING, 20)

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("unbuildable", "FileNotFoundError: the toy's data are missing"),
            ("unviewable", "IndexError: nothing to draw"),
            ("untunable", "RuntimeError: the knob is stuck"),
        ],
    )
    def test_wherever_it_breaks_the_learner_reads_why(self, name: str, said: str) -> None:
        run = opened(name)
        run.view()
        run.tune(ToyConfig(learning_rate=0.1))
        status = run.status()
        assert status.state is State.FAILED
        assert status.message.startswith(said)
        assert "tests/live/toys.py" in status.message

    def test_other_knobs_than_live_ones_are_refused_with_a_sentence(self) -> None:
        run = opened()
        advance(run, 3)
        run.tune(ToyConfig(seed=5))
        assert run.state is State.PLAYING
        assert run.message == "seed cannot change while a run goes on: reset it."
        assert run.config == ToyConfig()


class TestReset:
    def test_begins_anew_with_new_knobs(self, tmp_path: Path) -> None:
        run = opened(folder=tmp_path)
        advance(run, 30)
        run.reset(ToyConfig(seed=3), play=False)
        fresh = opened(config=ToyConfig(seed=3))
        assert identity(run) == identity(fresh)
        assert run.status().kept == (0,)
        assert (run.state, run.status().begun) == (State.PAUSED, ToyConfig(seed=3))

    def test_shows_the_new_weights_even_when_no_step_was_taken(self) -> None:
        run = opened()
        before = run.version
        run.reset(ToyConfig(seed=3), play=False)
        assert run.version != before

    def test_a_trainer_that_died_during_a_reset_does_not_undo_it(self, tmp_path: Path) -> None:
        run = opened(folder=tmp_path)
        advance(run, 30)
        run.park()
        again = Run(TOYS, "regression", ToyConfig(), tmp_path, Clock(), attempt=1)
        assert not again.open()
        assert again.step == 0, "though the knobs are the same"


class TestWhatIsGiven:
    """A run may be about something of the learner's own, beside its knobs."""

    def test_the_experiment_takes_it_also_after_a_rewind(self, tmp_path: Path) -> None:
        run = about(ONES, tmp_path)
        advance(run, 300)
        assert run.experiment.view().weights == pytest.approx(ONES, abs=0.1)
        run.rewind(20)
        advance(run, 280)
        straight = about(ONES)
        advance(straight, 300)
        assert identity(run) == identity(straight)

    def test_a_run_that_comes_back_is_about_the_same(self, tmp_path: Path) -> None:
        advance(left := about(ONES, tmp_path), 30)
        left.park()
        back = about(ONES.copy(), tmp_path)
        assert back.step == 30
        advance(back, 5)
        advance(left, 5)
        assert identity(back) == identity(left)

    def test_about_something_else_it_begins_again(self, tmp_path: Path) -> None:
        run = about(ONES, tmp_path)
        advance(run, 30)
        run.reset(ToyConfig(), play=False, given=2 * ONES)
        assert identity(run) == identity(about(2 * ONES))

    def test_who_takes_nothing_is_given_nothing(self) -> None:
        run = Run(TOYS, "regression", ToyConfig(), None, Clock(), ONES)
        run.open()
        assert run.state is State.FAILED
        assert run.message.startswith("TypeError: regression takes nothing but its knobs")


class TestCheckpointTimes:
    def test_every_two_seconds_and_on_the_log_grid(self, tmp_path: Path) -> None:
        clock = Clock()
        run = Run(TOYS, "regression", ToyConfig(), tmp_path, clock)
        run.open()
        run.play()
        for _ in range(125):
            clock.advance(0.1)
            run.advance()
        assert run.status().kept == (0, 1, 2, 5, 10, 20, 40, 50, 70, 90, 100, 120)

    def test_saving_takes_less_than_two_percent_of_the_training(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Also with a disk that needs 0.1 s, and when the run gets a tenth of the trainer's time."""
        clock, saved, save = Clock(), [], Checkpoints.save

        def slow_save(store: Checkpoints, step: int, content: dict[str, Any]) -> None:
            clock.advance(0.1)
            save(store, step, content)
            saved.append(step)

        def slow_step() -> dict[str, float]:
            clock.advance(0.05)
            return {"loss": 0.0}

        monkeypatch.setattr(Checkpoints, "save", slow_save)
        run = Run(TOYS, "regression", ToyConfig(), tmp_path, clock)
        run.open()
        monkeypatch.setattr(run.experiment, "step", slow_step)
        run.play()
        for _ in range(2_000):
            run.advance()
            clock.advance(0.45)  # the others' turns
        by_rule = [step for step in saved if 200 < step not in (500, 1_000, 2_000)]
        assert 0.01 < 0.1 * len(by_rule) / (0.05 * 1_800) < 0.02


class TestStepsInSlices:
    """A step of the toy comes in three slices: four calls of ``advance``."""

    def sliced(self, folder: Path | None = None, **knobs: Any) -> Run:
        return opened("sliced", ToyConfig(at=3, **knobs), folder)

    def test_the_step_is_taken_when_its_slices_are_done(self) -> None:
        run, straight = self.sliced(), opened(config=ToyConfig(at=3))
        advance(run, 3)
        assert run.step == 0
        advance(run, 1)
        assert run.step == 1
        advance(run, 36)
        advance(straight, 10)
        assert identity(run) == identity(straight)

    def test_a_pause_keeps_the_slices_and_the_state_of_the_step_before(self, tmp_path: Path) -> None:
        run = self.sliced(tmp_path)
        advance(run, 6)
        run.pause()
        assert (run.step, run.keeper.steps[-1]) == (1, 1)
        back = self.sliced(tmp_path)
        assert back.step == 1
        advance(run, 2)
        advance(back, 4)
        assert run.step == back.step == 2
        assert identity(run) == identity(back)

    def test_one_step_is_one_step_and_then_a_pause(self) -> None:
        run = self.sliced()
        run.step_once()
        assert run.state is State.PLAYING
        for _ in range(10):
            run.advance()
        assert (run.step, run.state, run.paused_by) == (1, State.PAUSED, PausedBy.LEARNER)
        run.step_once()
        run.play()
        for _ in range(12):
            run.advance()
        assert run.step > 2, "Play goes on"

    def test_a_knob_that_moves_begins_the_step_again(self) -> None:
        run, straight = self.sliced(), opened(config=ToyConfig(at=3))
        advance(run, 6)
        run.tune(run.config.replace(learning_rate=0.2))
        advance(run, 3)
        assert run.step == 1
        advance(run, 1)
        assert run.step == 2
        advance(straight, 1)
        straight.tune(straight.config.replace(learning_rate=0.2))
        advance(straight, 1)
        assert identity(run) == identity(straight)

    def test_a_rewind_drops_them(self, tmp_path: Path) -> None:
        run = self.sliced(tmp_path)
        advance(run, 4 * 5 + 2)
        run.rewind(1)
        assert run.step == 1
        advance(run, 3)
        assert run.step == 1
        advance(run, 1)
        assert run.step == 2
