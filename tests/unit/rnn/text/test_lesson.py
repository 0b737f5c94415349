"""What the text lesson draws and says: samples, the line to beat, the equations with their numbers, bars."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from dnnlab.catalogue import CATALOGUE
from dnnlab.live.recorded import load
from dnnlab.live.wire import Snapshot, Status
from dnnlab.plots.palette import LIGHT
from dnnlab.rnn.kinds import KINDS
from dnnlab.rnn.text.figures import loss_row, next_bars, spoken
from dnnlab.rnn.text.knobs import ONE_HOT, TextConfig
from dnnlab.rnn.text.net.experiment import TextTraining
from dnnlab.rnn.text.views import Counted, Sample, TextView
from dnnlab.ui.components.stage.kinds.text import TextPanel
from pages.rnn.text.maths import EQUATIONS, counts, maths
from pages.rnn.text.scene import COMING, TextScene, line_to_beat, standing, words

RUN = load(CATALOGUE, "char-lm")
LAST: TextView = RUN.views[-1]
GIVEN = "The cat sat on the mat, and the dog sat by the door.\n" * 60


def snapshot(view: TextView, config: TextConfig | None = None) -> Snapshot:
    return Snapshot(status=Status(config=config or TextConfig(), step=view.step), view=view)


def panels(view: TextView) -> list[TextPanel]:
    return [each for each in TextScene().pictures(view, LIGHT) if isinstance(each, TextPanel)]


def test_the_samples_lead_and_show_what_the_run_wrote() -> None:
    shown = panels(LAST)
    assert [each.text for each in shown[:3]] == [sample.text for sample in LAST.samples]
    assert [each.leads for each in shown] == [True, True, True, False]
    assert all(each.pack() for each in shown)
    assert f"Step {LAST.story[-1][0]:,}" in shown[3].text


def test_before_the_first_sample_three_boxes_say_that_it_comes() -> None:
    shown = panels(replace(LAST, samples=(), sampled_at=-1, story=()))
    assert [each.text for each in shown[:3]] == [COMING] * 3
    assert [each.pair for each in shown] == [each.pair for each in panels(LAST)], "two runs stand side by side"


def test_words_that_exist_are_a_share_once_they_are_known() -> None:
    sample = Sample(temperature=0.8, text="the cat szt", words=4, known=3)
    assert words(sample) == "75\N{NO-BREAK SPACE}% of 4 words exist."
    assert words(replace(sample, known=-1)) == "4 words of 3 letters and more."
    assert words(replace(sample, words=0, known=0)) == "No word of 3 letters."


def test_the_caption_has_nats_bits_perplexity_and_the_pace() -> None:
    view = replace(LAST, validation_loss=math.log(4), characters_a_step=2_048)
    told = standing(view, 10.0)
    assert "Validation, text it never trains on: 1.39 nats = 2 bits a character, perplexity 4." in told
    assert told.endswith("20,480 characters/s.")
    assert "characters/s" not in standing(view, 0.0)
    assert "Validation" not in standing(replace(view, validation_loss=math.nan), 0.0)


def test_the_line_to_beat_is_drawn_once_it_is_counted() -> None:
    counted = Counted(order=5, nats=1.6926, characters=10, whole=True, done=1.0)
    coming = replace(counted, order=-1, nats=math.nan, whole=False, done=0.25)
    assert [mark.value for mark in loss_row(counted).marks] == [1.6926]
    assert loss_row(coming).marks == loss_row(None).marks == ()
    assert "by the last 5 characters" in line_to_beat(counted)
    assert "25" in line_to_beat(coming)
    assert "on the first 1,000,000 characters" in line_to_beat(replace(counted, characters=1_000_000, whole=False))


@pytest.mark.parametrize("cell", KINDS)
@pytest.mark.parametrize("inputs", ["embedding", ONE_HOT])
@pytest.mark.parametrize("layers", [1, 2])
def test_the_table_of_numbers_adds_up_to_what_the_network_has(cell: str, inputs: str, layers: int) -> None:
    config = TextConfig(cell=cell, inputs=inputs, layers=layers, hidden=32, text="own text")
    experiment = TextTraining(config, GIVEN)
    view = experiment.view()
    assert sum(count for _, count in counts(config, view.symbols).values()) == view.parameters
    for told, count in counts(config, view.symbols).values():
        assert eval(told.replace("·", "*")) == count
    assert len(EQUATIONS[cell]) >= len(KINDS[cell])


def test_the_maths_has_the_numbers_of_this_moment() -> None:
    config = TextConfig(hidden=64, length=32)
    said = "\n".join(maths(config, snapshot(replace(LAST, validation_loss=1.5, step=7, symbols=78), config)))
    for number in ("99,328", "64 numbers", "At step 7", "1.500", r"e^{1.500} = 4.48", "2.164", "4.357"):
        assert number in said, number
    assert "once the run has begun" in "\n".join(maths(config, replace(snapshot(LAST, config), view=None)))
    assert "not been measured" in "\n".join(maths(config, snapshot(RUN.views[0], config)))


def test_bars_stand_for_characters_that_have_no_shape() -> None:
    before = np.array([0.5, 0.3, 0.2], np.float32)
    after = np.array([0.7, 0.3, 0.0], np.float32)
    figure = next_bars(" a\u0301", before, after, LIGHT, height=200)
    assert list(figure.layout.yaxis.ticktext) == ["space", "a", "U+0301"]
    assert [list(trace.y) for trace in figure.data] == [[0, 1, 2]] * 2
    assert figure.data[0].text[2] == "", "what cannot be drawn has no number"
    assert [spoken(each) for each in "\n\t."] == ["line end", "tab", "."]


def test_a_settled_view_follows_from_the_steps_alone() -> None:
    """A recording of the same run is the same, whatever the clock said."""
    config = TextConfig(hidden=32, text="own text")
    seen = []
    for looks in (0, 3):
        experiment = TextTraining(config, GIVEN)
        for _ in range(4):
            experiment.step()
            for _ in range(looks):
                experiment.settle()
                experiment.view()
        experiment.settle()
        view = experiment.view()
        assert view.sampled_at == 4
        assert all(len(each.text) == 200 and each.known >= 0 for each in view.samples)
        seen.append([each.text for each in view.samples])
    assert seen[0] == seen[1]
