"""The command line: the same runs without a page, and one sentence for what it cannot use."""

from __future__ import annotations

import io
import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.cli import command_line, main
from dnnlab.live.pool import Pool
from dnnlab.live.run import Run
from dnnlab.live.wire import State, Status, Tune
from tests.live.helpers import poll_until
from tests.live.toy_knobs import TOYS, ToyConfig
from tests.patience import PATIENCE

Line = dict[str, float]


def train(*words: str) -> list[Line]:
    """``train regression`` with these words; what it printed as JSON."""
    out = io.StringIO()
    assert main(TOYS, ["train", "regression", *words, "--json"], out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def losses(lines: list[Line]) -> list[float]:
    return [line["loss"] for line in lines if "loss" in line]


def repeat(status: Status) -> list[Line]:
    """Train again what a run's status tells of it, through the text of its command line."""
    assert status.begun is not None
    line = command_line("regression", status.begun, status.step, status.changes)
    prefix = "python -m dnnlab train regression "
    assert line.startswith(prefix)
    return train(*line.removeprefix(prefix).split())


class TestList:
    def test_names_every_experiment_and_knob(self) -> None:
        out = io.StringIO()
        assert main(TOYS, ["list"], out) == 0
        assert "regression: a toy: Regression" in out.getvalue()
        assert "    --learning-rate 0.0001..1 (default 0.05, live)" in out.getvalue()
        assert "    --seed 0..9999 (default 0)" in out.getvalue()

    def test_as_a_command_it_imports_no_torch(self, root: Path) -> None:
        asked = "import sys, runpy; sys.argv[1:] = ['list']; runpy.run_module('dnnlab', run_name='__main__')"
        watched = f"import sys, atexit; atexit.register(lambda: print('torch' in sys.modules)); {asked}"
        done = subprocess.run([sys.executable, "-c", watched], cwd=root, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "False"
        assert all(f"{name}: " in done.stdout for name in CATALOGUE.experiments)


class TestTrain:
    def test_one_json_object_a_step(self) -> None:
        lines = train("--steps", "25")
        assert [line["step"] for line in lines] == list(range(1, 26))
        assert all(line.keys() == {"step", "loss"} for line in lines)

    def test_the_final_figures_come_last(self) -> None:
        assert train("--steps", "5", "--seed", "3", "--weights", os.devnull)[-1].keys() == {"step", "loss"}
        out = io.StringIO()
        assert main(TOYS, ["train", "limited", "--steps", "99", "--json"], out) == 0
        assert json.loads(out.getvalue().splitlines()[-1])["step"] == 5, "the experiment's own limit"

    def test_knobs_and_tunes_matter(self) -> None:
        plain = losses(train("--steps", "30"))
        assert losses(train("--steps", "30", "--seed", "1")) != plain
        tuned = losses(train("--steps", "30", "--tune", "10:learning-rate=0.5"))
        assert tuned[:11] == plain[:11], "the loss is taken before the step"
        assert tuned[11] != plain[11]

    def test_the_weights_go_into_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "weights.safetensors"
        train("--steps", "20", "--weights", str(file))
        run = Run(TOYS, "regression", ToyConfig(), None, time.monotonic)
        run.open()
        run.play()
        for _ in range(20):
            run.advance()
        assert np.array_equal(safetensors.numpy.load_file(file)["w"], run.experiment.view().weights)

    def test_a_person_reads_every_fiftieth_step(self) -> None:
        out = io.StringIO()
        main(TOYS, ["train", "regression", "--steps", "120"], out)
        assert [line.split("  ")[0] for line in out.getvalue().splitlines()] == ["step 1", "step 50", "step 100"]


class TestTheSameRunAsOnThePage:
    def test_tuned_live_rewound_and_continued_past_its_end(self, pool: Pool) -> None:
        run = pool.start("regression", ToyConfig(end=60, learning_rate=0.0123456789), "ada")
        poll_until(run, lambda status: status.state is State.FINISHED, "it is complete")
        run.tune(run.config.replace(end=200))
        run.play()
        poll_until(run, lambda status: status.step > 100, "it goes on")
        run.tune(run.config.replace(learning_rate=0.2))
        poll_until(run, lambda status: status.state is State.FINISHED, "it is complete")
        run.rewind(50)
        run.tune(run.config.replace(learning_rate=0.002))
        run.play()
        snapshot = poll_until(run, lambda status: status.state is State.FINISHED, "it is complete")
        assert snapshot.status.step == 200
        assert len(snapshot.status.tunes) >= 1
        lines = repeat(snapshot.status)
        assert losses(lines) == snapshot.curves["loss"][1].tolist()
        assert lines[-1]["distance"] == snapshot.status.final["distance"]

    def test_past_its_end_with_a_tune_at_the_end(self) -> None:
        run = Run(TOYS, "regression", ToyConfig(end=20), None, time.monotonic)
        run.open()
        run.play()
        for _ in range(30):
            run.advance()
        run.tune(run.config.replace(end=40))
        run.play()
        for _ in range(30):
            run.advance()
        assert run.state is State.FINISHED
        assert losses(repeat(run.status())) == run.history.curves()["loss"][1].tolist()

    @pytest.mark.parametrize("kernel", ["-1,0,1;-2,0,2;-1,0,1", "0,1,0;1,-4,1;0,1,0", "7"])
    def test_a_line_with_a_text_says_the_same_to_a_shell(self, kernel: str) -> None:
        config = CATALOGUE.config("learn-kernel")(target="your own", own_target=kernel)  # type: ignore[call-arg]
        words = shlex.split(command_line("learn-kernel", config, 1))
        assert words[:4] == ["python", "-m", "dnnlab", "train"]
        out = io.StringIO()
        assert main(CATALOGUE, [*words[3:], "--json"], out) == 0
        assert json.loads(out.getvalue().splitlines()[0])["step"] == 1
        assert ("--own-target=" + kernel if kernel.startswith("-") else kernel) in words

    def test_a_line_with_a_choice_of_several_words_is_quoted(self) -> None:
        config = CATALOGUE.config("lenet").from_text({"augmentation": "shift and rotate"})
        line = command_line("lenet", config, 10, [Tune(step=5, values={"augmentation": "shift and rotate"})])
        assert '--augmentation "shift and rotate"' in line
        assert '--tune "5:augmentation=shift and rotate"' in line


class TestGiven:
    def test_a_file_says_what_the_run_is_about(self, tmp_path: Path) -> None:
        file, weights = tmp_path / "numbers.txt", tmp_path / "weights.safetensors"
        file.write_text("1 1 1 1 1")
        words = ["train", "given", "--given", str(file), "--steps", "300", "--weights", str(weights)]
        assert main(TOYS, words, io.StringIO()) == 0
        assert safetensors.numpy.load_file(weights)["w"] == pytest.approx(np.ones(5), abs=0.1)

    def test_the_line_leaves_room_for_the_file(self) -> None:
        line = command_line("given", ToyConfig(seed=3), 20, given=True)
        assert line == "python -m dnnlab train given --seed 3 --given FILE --steps 20"

    @pytest.mark.parametrize(("content", "said"), [(None, "No such file"), (b"one two", "could not convert")])
    def test_a_file_that_cannot_be_used(
        self, content: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "numbers.txt"
        if content is not None:
            file.write_bytes(content)
        assert main(TOYS, ["train", "given", "--given", str(file)], io.StringIO()) == 2
        error = capsys.readouterr().err
        assert said in error
        assert error.count("\n") == 1

    def test_who_takes_nothing_has_no_such_option(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            main(TOYS, ["train", "regression", "--given", "x"])
        assert "unrecognized arguments: --given x" in capsys.readouterr().err


class TestBadInput:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["train", "regression", "--learning-rate", "7"], "learning_rate must be in [0.0001, 1.0], got 7"),
            (["train", "regression", "--learning-rate", "fast"], "learning_rate must be a number, got 'fast'"),
            (["train", "regression", "--seed", "1.5"], "seed must be a whole number, got 1.5"),
            (["train", "regression", "--tune", "soon"], "--tune wants STEP:KNOB=VALUE, got 'soon'"),
            (["train", "regression", "--tune", "5:seed=3"], "seed cannot change while a run goes on; these can: "),
            (["train", "regression", "--tune", "5:learning_rate=9"], "learning_rate must be in [0.0001, 1.0], got 9"),
            (["train", "regression", "--weights", "/nowhere/w"], "--weights wants a file in a folder that exists"),
            (["train", "regression", "--steps", "-1"], "argument --steps: a number of steps is wanted, got '-1'"),
            (["train", "regression", "--speed", "9"], "unrecognized arguments: --speed 9"),
            (["train", "regression", "--learn", "0.1"], "unrecognized arguments: --learn 0.1"),
            (["train", "chess"], "argument EXPERIMENT: invalid choice: 'chess'"),
            (["dance"], "argument command: invalid choice: 'dance'"),
            ([], "the following arguments are required: command"),
        ],
    )
    def test_one_sentence_and_exit_code_2(
        self, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        try:
            code = main(TOYS, words)
        except SystemExit as exit:
            code = exit.code  # type: ignore[assignment]
        assert code == 2
        error = capsys.readouterr().err
        assert error.startswith(f"dnnlab: {said}")
        assert error.count("\n") == 1

    @pytest.mark.parametrize(
        ("name", "said"), [("diverging", "Diverged: the loss became nan"), ("raising", "ValueError:")]
    )
    def test_a_run_that_stops_says_why(self, name: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(TOYS, ["train", name, "--steps", "20"], io.StringIO()) == 1
        assert capsys.readouterr().err.startswith(f"dnnlab: {said}")


def test_a_reader_that_has_seen_enough_is_no_error(root: Path) -> None:
    script = "import sys; from dnnlab.live.cli import main; from tests.live.toy_knobs import TOYS; sys.exit(main(TOYS))"
    words = [sys.executable, "-c", script, "train", "regression", "--steps", "100000", "--json"]
    with subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["step"] == 1
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(PATIENCE) == 0
