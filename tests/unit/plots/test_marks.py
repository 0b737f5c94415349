"""Marks on curves: at the steps of the changes, through every plot, with their words."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.plots.curves import curves
from dnnlab.plots.figures import figure
from dnnlab.plots.marks import LINES, MARKS, marked
from dnnlab.plots.palette import DARK, LIGHT, Palette
from dnnlab.plots.rows import ACCURACY, LOSS


def plot(palette: Palette = LIGHT, end: int | None = 1_000) -> go.Figure:
    """A curve over steps, with a note beside its end."""
    curve = {"type": "scatter", "x": np.arange(end or 50), "y": np.linspace(1, 0, end or 50)}
    xaxis = {} if end is None else {"range": [0, end]}
    notes = [{"x": 10, "y": 0.5, "text": "loss", "showarrow": False}]
    margin = {"l": 44, "r": 74, "t": 12, "b": 36}
    return figure([curve], palette, xaxis=xaxis, yaxis={}, height=200, margin=margin, annotations=notes)


def test_a_run_that_was_left_alone_keeps_its_figure() -> None:
    drawn = plot()
    assert marked(drawn, {}, LIGHT) is drawn


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_line_goes_through_every_plot_and_has_its_words(palette: Palette) -> None:
    every = np.arange(1, 1_001), np.linspace(0.9, 0.1, 1_000)
    history = dict.fromkeys(("loss", "train_accuracy", "validation_loss", "validation_accuracy"), every)
    drawn = curves(history, (ACCURACY, LOSS), palette, height=400, end=1_000)
    drawn.layout.shapes = [{"type": "line", "x0": 0, "x1": 9, "y0": 0, "y1": 0}]
    made = marked(drawn, {600: "learning rate 0.02", 900: "2 changes by hand"}, palette)
    assert [(line.x0, line.x1, line.yref) for line in made.layout.shapes[1:]] == [
        (600, 600, "y domain"), (600, 600, "y2 domain"), (900, 900, "y domain"), (900, 900, "y2 domain"),
    ]  # fmt: skip
    signs = [(note.x, note.hovertext) for note in made.layout.annotations if note.hovertext]
    assert signs == [(600, "step 600: learning rate 0.02"), (900, "step 900: 2 changes by hand")]
    before = [note.text for note in drawn.layout.annotations]
    assert [note.text for note in made.layout.annotations][: len(before)] == before, "what was there stays"
    assert len(made.layout.shapes) == 5
    assert go.Figure(made.data).to_json() == go.Figure(drawn.data).to_json()
    plain = made.to_plotly_json()
    assert go.Figure(data=plain["data"], layout=plain["layout"]).data  # plotly rejects unknown names and values


def test_changes_close_together_share_a_mark() -> None:
    made = marked(plot(), dict.fromkeys(range(1_000), "a knob"), LIGHT)
    signs = [note for note in made.layout.annotations if note.hovertext]
    assert len(signs) == MARKS
    assert [note.x for note in signs[:3]] == [0, 25, 50]
    lines = signs[0].hovertext.split("<br>")
    assert (len(lines), lines[0], lines[-1]) == (LINES + 1, "step 0: a knob", "and 19 more")


def test_an_axis_without_a_range_and_words_with_signs() -> None:
    made = marked(plot(end=None), {20: "text <b>"}, LIGHT)
    assert made.layout.annotations[-1].hovertext == "step 20: text &lt;b&gt;"
