"""The tool that records: which moments it keeps, when it ends, what it refuses."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from tests.live.toy_knobs import TOYS, ToyConfig
from tools.record import main, moments, record


def test_it_keeps_views_every_metric_and_the_final_figures() -> None:
    made = record(TOYS, "regression", ToyConfig(end=30), frames=4)
    assert made.steps == [view.step for view in made.views] == [0, 10, 20, 30]
    steps, losses = made.curves["loss"]
    assert steps.tolist() == list(range(1, 31))
    assert np.isfinite(losses).all()
    assert made.final.keys() == {"distance"}
    again = record(TOYS, "regression", ToyConfig(end=30), frames=2)
    assert (again.final, again.curves["loss"][1].tolist()) == (made.final, losses.tolist())
    assert again.views[-1].weights.tolist() == made.views[-1].weights.tolist()


def test_quadratic_frames_are_closer_together_at_the_start() -> None:
    assert sorted(moments(100, 6, "even")) == [0, 20, 40, 60, 80, 100]
    assert sorted(moments(100, 6, "quadratic")) == [0, 4, 16, 36, 64, 100]
    assert sorted(moments(4, 9, "quadratic")) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(("name", "end"), [("regression", 7), ("limited", 5)])
def test_it_stops_where_it_is_told_or_where_the_experiment_does_without_final_figures(name: str, end: int) -> None:
    made = record(TOYS, name, ToyConfig(), frames=3, steps=7)
    assert (made.steps[-1], len(made.curves["loss"][0]), made.final) == (end, end, {})


@pytest.mark.parametrize(
    ("name", "frames", "sentence"),
    [
        ("regression", 3, "regression: a recording needs two frames, and an end"),
        ("limited", 1, "limited: a recording needs two frames"),
        ("unbuildable", 3, "unbuildable cannot begin: .*the toy's data are missing"),
    ],
)
def test_a_run_without_an_end_and_one_that_cannot_begin_are_refused(name: str, frames: int, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        record(TOYS, name, ToyConfig(), frames=frames)


@pytest.mark.parametrize("name", ["diverging", "raising"])
def test_a_run_that_breaks_on_its_way_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} stopped at step 7: "):
        record(TOYS, name, ToyConfig(end=30), frames=3)


def test_its_command_line_makes_the_same_recording_again(tmp_path: Path) -> None:
    files = [tmp_path / f"{i}.npz" for i in range(2)]
    line = ["learn-kernel", "--frames=5", "--steps", "20", "--target=your own", "--own-target=-1,0,1"]
    assert main([*line, "--out", str(files[0])]) == 0
    first = load(CATALOGUE, "learn-kernel", files[0])
    assert first.command.startswith("python -m tools.record learn-kernel ")
    assert main([*shlex.split(first.command)[3:], "--out", str(files[1])]) == 0
    second = load(CATALOGUE, "learn-kernel", files[1])
    assert (first.config, first.command, first.steps) == (second.config, second.command, second.steps)
    assert first.config.own_target == "-1,0,1"  # type: ignore[attr-defined]
    assert all(np.array_equal(a.kernel, b.kernel) for a, b in zip(first.views, second.views, strict=True))


def test_one_that_is_too_large_is_refused_with_what_to_change(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "recording.npz"
    line = ["learn-kernel", "--steps", "20", "--out", str(file), "--frames"]
    assert main([*line, "5"]) == 0
    before = file.read_bytes()
    monkeypatch.setattr("tools.record.LARGEST", len(before) + 5_000)
    assert main([*line, "20"]) == 2
    said = capsys.readouterr().err
    asked = re.search(r"^record: learn-kernel: this recording has .* \(--frames (\d+)\), .*metadata=COARSE", said)
    assert asked
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (before, [file]), "nothing has changed"
    assert main([*line, asked[1]]) == 0, "what it advises is enough"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["lenet", "--frames", "9", "--epochs", "99"], "record: epochs must be in"),
        (["lenet", "--frames", "1"], "record: lenet: a recording needs two frames"),
    ],
)
def test_what_it_cannot_record_is_one_sentence(
    line: list[str], sentence: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main([*line, "--out", str(tmp_path / "never.npz")]) == 2
    assert capsys.readouterr().err.startswith(sentence)
    assert not list(tmp_path.iterdir())
