"""Words around a run: where it stands, what sets two runs apart, what can be taken home."""

from __future__ import annotations

import csv
import io
import shlex

import numpy as np
import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.live import cli
from dnnlab.live.wire import Event, PausedBy, State, Status, Tune
from dnnlab.ui.compare import differences
from dnnlab.ui.takehome import link, metrics_csv, repeat
from dnnlab.ui.words import Words, duration, final_figures, in_figures, in_words, latest_figures

CONFIG = LeNetConfig()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (16.4, "16 s"), (89.4, "89 s"), (90, "2 min"), (600, "10 min")]
)
def test_durations_are_said_as_a_person_would(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status(config=CONFIG, state=State.WAITING), "waiting for a place"),
        (Status(config=CONFIG, state=State.STARTING), "starts as soon as the trainer is ready"),
        (Status(config=CONFIG, state=State.STARTING, step=7), "step 7 · starts as soon as the trainer is ready"),
        (Status(config=CONFIG, state=State.PLAYING, step=1200), "step 1,200"),
        (
            Status(config=CONFIG, state=State.PLAYING, step=1200, total_steps=2600, rate=100.0),
            "step 1,200 of 2,600 · 100 steps/s · about 14 s left",
        ),
        (Status(config=CONFIG, state=State.PLAYING, step=3, rate=0.42), "step 3 · 0.42 steps/s"),
        (Status(config=CONFIG, state=State.PLAYING, step=9, rate=1234.5), "step 9 · 1,234 steps/s"),
        (Status(config=CONFIG, state=State.PAUSED, paused_by=PausedBy.LEARNER, step=5), "step 5 · paused"),
        (Status(config=CONFIG, state=State.PAUSED, paused_by=PausedBy.LEASE), "step 0 · goes on in a moment"),
        (Status(config=CONFIG, state=State.PAUSED, paused_by=PausedBy.TURN), "step 0 · paused, others wait"),
        (
            Status(config=CONFIG, state=State.PAUSED, paused_by=PausedBy.ROOM, step=5),
            "step 5 · paused to make room for your other runs",
        ),
        (Status(config=CONFIG, state=State.FINISHING, step=9), "step 9 · measuring the final figures"),
        (
            Status(config=CONFIG, state=State.FINISHED, step=9, final={"test_accuracy": 0.98765, "loss": 0.123456}),
            "step 9 · complete: test accuracy 98.8\N{NO-BREAK SPACE}%, loss 0.123",
        ),
        (Status(config=CONFIG, state=State.DIVERGED, step=9), "step 9 · diverged"),
        (Status(config=CONFIG, state=State.FAILED, step=9), "step 9 · stopped by an error"),
        (Status(config=CONFIG, state=State.GONE, step=9), "this run has ended"),
    ],
)
def test_where_a_run_stands(status: Status, words: str) -> None:
    assert in_words(status) == words


def test_figures_are_written_as_on_the_curves() -> None:
    status = Status(config=CONFIG, state=State.PLAYING, latest={"train_accuracy": 0.9897, "loss": 3.4e-5})
    assert latest_figures(status) == "train accuracy 99\N{NO-BREAK SPACE}%, loss 3.4e-5"
    assert in_figures("lowest_probability", 0.00123) == "0.123\N{NO-BREAK SPACE}%"


def test_final_figures_say_on_how_much_they_were_measured() -> None:
    status = Status(config=CONFIG, state=State.FINISHED, step=9, final={"test_accuracy": 0.98765, "loss": 0.123456})
    words = Words(measured_on={"test_accuracy": "of 10,000"})
    told = "test accuracy 98.8\N{NO-BREAK SPACE}% of 10,000, loss 0.123"
    assert final_figures(status, words) == told
    assert in_words(status, words) == f"step 9 · complete: {told}"


def test_every_state_has_words() -> None:
    assert all(in_words(Status(config=CONFIG, state=state, step=3)) for state in State)


def test_differences_name_the_knobs_with_both_values() -> None:
    other = CONFIG.replace(activation="ReLU", learning_rate=1e-05)
    before, now = Status(config=CONFIG), Status(config=other)
    assert differences(before, before) == "the same knobs"
    assert differences(before, now) == "activation tanh → ReLU, learning rate 0.002 → 1e-05"


def test_differences_tell_of_knobs_that_were_moved_on_the_way_and_of_what_was_done_by_hand() -> None:
    tuned = Status(
        config=LeNetConfig(learning_rate=0.02), begun=LeNetConfig(), step=900,
        changes=(Tune(step=600, values={"learning_rate": 0.02}),),
    )  # fmt: skip
    next_one = Status(config=LeNetConfig(learning_rate=0.02, activation="ReLU"))
    moved = "learning rate (0.002, from step 600 on 0.02) → 0.02"
    assert differences(tuned, next_one) == f"activation tanh → ReLU, {moved}"
    one, two, others = (
        Status(config=LeNetConfig(), changes=tuple(Event(step=5, text=text) for text in texts))
        for texts in ("1", "12", "34")
    )
    assert differences(one, two) == "1 change by hand → 2 changes by hand"
    assert differences(two, Status(config=LeNetConfig())) == "2 changes by hand → none by hand"
    assert differences(two, others) == "2 changes by hand, but others"
    assert differences(two, two) == "the same knobs"


def test_the_link_is_the_page_with_these_knobs_alone() -> None:
    texts = CONFIG.replace(augmentation="shift and rotate", filters=8).to_text()
    made = link("http://lab.example:8501/digits?filters=3&token=abc#top", texts)
    assert made == "http://lab.example:8501/digits?filters=8&augmentation=shift+and+rotate"
    assert link("http://lab.example/digits?filters=3", {}) == "http://lab.example/digits"


def test_the_command_line_makes_the_very_run_again() -> None:
    begun = CONFIG.replace(optimizer="momentum", augmentation="shift and rotate", training_share=7)
    status = Status(
        config=begun.replace(learning_rate=0.05, dropout=0.25),
        begun=begun,
        step=140,
        changes=(
            Tune(step=30, values={"learning_rate": 0.05, "dropout": 0.5}),
            Event(step=30, text='{"what":"it\'s \\"here\\""}'),
            Tune(step=30, values={"dropout": 0.25}),
            Tune(step=90, values={"augmentation": "none"}),
        ),
    )
    line = repeat("lenet", status)
    assert line.startswith("python -m dnnlab train lenet ")
    options = cli._parser(CATALOGUE).parse_args(shlex.split(line)[3:])
    texts = {name[5:]: text for name, text in vars(options).items() if name.startswith("knob_") and text is not None}
    assert LeNetConfig.from_text(texts) == begun
    assert options.steps == 140
    assert tuple(cli._schedule(options.changes, begun)) == status.changes


def test_metrics_are_a_table_with_gaps_where_nothing_was_measured() -> None:
    curves = {
        "loss": (np.array([1, 2, 3]), np.array([2.5, 1.25, 0.1])),
        "validation_accuracy": (np.array([1, 3]), np.array([0.1, 0.75])),
    }
    rows = list(csv.DictReader(io.StringIO(metrics_csv(curves).decode("utf-8-sig"))))
    assert [row["step"] for row in rows] == ["1", "2", "3"]
    assert [float(row["loss"]) for row in rows] == [2.5, 1.25, 0.1]
    assert [row["validation_accuracy"] for row in rows] == ["0.1", "", "0.75"]


def test_a_run_without_metrics_gives_a_table_without_rows() -> None:
    assert metrics_csv({}).decode("utf-8-sig").split() == ["step"]
