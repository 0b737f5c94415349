"""Rows of curves: what is drawn is what happened, and the labels say it."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.live.history import History as PastRun
from dnnlab.plots.curves import GAP, MARGIN, SHORTEST, History, OfTwin, curves
from dnnlab.plots.figures import blend
from dnnlab.plots.labels import BESIDE, FLAT, NEAR, TALL, TIE, apart
from dnnlab.plots.palette import DARK, LIGHT, Palette
from dnnlab.plots.rows import ACCURACY, LOSS, Line, Mark, Row
from dnnlab.plots.series import smoothed

both_palettes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
HEIGHT = 376
SCORE = Row(lines=(Line(metric="score", name="score"),))


def history(steps: int = 1000, accuracy: float = 0.97) -> History:
    every, checks = np.arange(1, steps + 1), np.unique([1, *range(50, steps + 1, 50)])
    return {
        "loss": (every, 2.3 * np.exp(-every / 100) + 0.05),
        "train_accuracy": (every, np.random.default_rng(0).uniform(0.8, 1.0, steps)),
        "validation_loss": (checks, 2.3 * np.exp(-checks / 100) + 0.07),
        "validation_accuracy": (checks, accuracy * (1 - np.exp(-checks / 20))),
    }


def scores(*values: float, metric: str = "score") -> History:
    return {metric: (np.arange(1, len(values) + 1), np.array(values, np.float64))}


def drawn(given: History, *rows: Row, palette: Palette = LIGHT, **options: Any) -> go.Figure:
    """The figure; plotly rejects unknown names and values in its copy."""
    figure = curves(given, rows, palette, **({"height": HEIGHT} | options))
    go.Figure(figure.to_plotly_json())
    return figure


def axis(figure: go.Figure, row: int) -> Any:
    return figure.layout["yaxis" if row == 0 else f"yaxis{row + 1}"]


def labels(figure: go.Figure, row: int = 0) -> dict[str, str]:
    """Name -> value of the labels of a row."""
    own = [note for note in figure.layout.annotations if note.yref == ("y" if row == 0 else f"y{row + 1}")]
    parts = [re.fullmatch(r"(.*?)(?:<br>| )<b>(.*)</b>", note.text) for note in own]
    return {part[1]: part[2].replace("\N{NO-BREAK SPACE}", " ") for part in parts if part}


def higher(note: Any) -> float:
    """Pixels by which a label stands higher than its curve's end."""
    return float(-note.ay if note.showarrow else note.yshift)


def curve(figure: go.Figure, name: str, row: int = 0) -> Any:
    """The trace of that name."""
    (found,) = (
        trace
        for trace in figure.data
        if (trace.hovertemplate or "").startswith(f"{name} ") and trace.yaxis == ("y" if row == 0 else f"y{row + 1}")
    )
    return found


# Rows over one axis of steps


@both_palettes
def test_rows_stand_above_one_another_over_the_same_steps(palette: Palette) -> None:
    figure = drawn(history(), ACCURACY, replace(LOSS, share=2), SCORE, palette=palette, end=2579)
    inside = HEIGHT - figure.layout.margin.t - figure.layout.margin.b
    domains = [axis(figure, row).domain for row in range(3)]
    assert domains[0][1] == pytest.approx(1)
    assert domains[2][0] == pytest.approx(0, abs=1e-9)
    for (above, _), (_, below) in pairwise(domains):
        assert inside * (above - below) == pytest.approx(GAP)
    heights = [high - low for low, high in domains]
    assert heights[1] / heights[0] == pytest.approx(2 / ACCURACY.share)
    assert heights[1] / heights[2] == pytest.approx(2)
    assert figure.layout.xaxis.range == (0, 2579)
    assert figure.layout.xaxis.anchor == "y3"
    assert figure.layout.height == HEIGHT
    assert {trace.yaxis for trace in figure.data} == {"y", "y2", "y3"}
    for row in range(3):
        assert (axis(figure, row).gridcolor, axis(figure, row).zeroline) == (palette.grid, False)
    assert figure.layout.showlegend is False
    assert figure.layout.title.text is None


@both_palettes
def test_curves_are_labelled_with_name_and_last_value(palette: Palette) -> None:
    given = history()
    figure = drawn(given, ACCURACY, LOSS, palette=palette, end=2579)
    training = f"{100 * given['train_accuracy'][1][-20:].mean():.3g} %"
    assert labels(figure) == {"training": training, "validation": "97 %"}
    assert labels(figure, 1) == {"training": "0.0501", "validation": "0.0701"}
    colours = {note.text.split("<br>")[0]: note.font.color for note in figure.layout.annotations}
    assert colours == {"training": palette.train, "validation": palette.validation}
    thin = curve(figure, "training").line
    assert thin.color == blend(palette.background, palette.train, 0.75)
    assert thin.width < curve(figure, "validation").line.width
    found = re.findall(r'"(#[^"]*)"', figure.to_json())
    assert found
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in found)


def test_digits_are_those_that_the_value_needs() -> None:
    error = Row(lines=(Line(metric="score", name="error"),), unit="px")
    assert labels(drawn(scores(1, 0.03), error)) == {"error": "0.03 px"}
    assert labels(drawn(scores(1, 1234.4), error)) == {"error": "1,234 px"}
    assert curve(drawn(scores(1, 0.03), error), "error").hovertemplate == (
        "error %{y:.3~g}\N{NO-BREAK SPACE}px<extra></extra>"
    )
    share = drawn(scores(0.1, 0.984), replace(SCORE, percent=True))
    assert curve(share, "score").hovertemplate == "score %{y:.3~g}\N{NO-BREAK SPACE}%<extra></extra>"
    assert curve(share, "score").y == pytest.approx([10, 98.4])
    assert axis(share, 0).ticksuffix == "\N{NO-BREAK SPACE}%"


def test_training_is_smoothed_over_steps_and_validation_is_not() -> None:
    kept = PastRun(limit=300)
    random = np.random.default_rng(0)
    for step in range(1, 1001):
        kept.add(step, {"loss": random.uniform(1, 2)} | ({"validation_loss": 1 / step} if step % 50 == 0 else {}))
    given = kept.curves()
    assert given["loss"][0][1] - given["loss"][0][0] == 4, "it has been thinned"
    figure = drawn(given, LOSS)
    assert curve(figure, "training").y == pytest.approx(smoothed(*given["loss"])[1], rel=1e-6)
    assert curve(figure, "training").x.tolist() == given["loss"][0].tolist()
    assert curve(figure, "validation").y == pytest.approx(given["validation_loss"][1], rel=1e-6)


def test_long_runs_stay_light_and_keep_their_ends() -> None:
    figure = drawn(history(20_000), ACCURACY, LOSS)
    for trace in figure.data:
        assert len(trace.x) <= 400
        assert (trace.x[0], trace.x[-1]) == (1, 20_000)
        assert (trace.x.dtype, trace.y.dtype) == (np.int32, np.float32)
    assert len(figure.to_json()) < 25_000


# A pinned run


def test_a_pinned_run_is_drawn_behind_in_its_own_colour() -> None:
    figure = drawn(history(), ACCURACY, LOSS, pinned=history(500, 0.93))
    for row in (0, 1):
        assert set(labels(figure, row)) == {"pinned", "training", "validation"}
        behind = curve(figure, "pinned", row)
        assert (behind.line.color, behind.line.dash) == (LIGHT.pinned, "dash")
        assert behind is next(trace for trace in figure.data if trace.yaxis == behind.yaxis), "drawn first"
    assert curve(figure, "pinned").y[-1] == pytest.approx(93)
    places = {note.text.split("<br>")[0]: note.x for note in figure.layout.annotations}
    assert places == {"pinned": 500, "training": 1000, "validation": 1000}


def test_a_twins_curves_are_called_so() -> None:
    figure = drawn(history(), ACCURACY, LOSS, pinned=OfTwin(history(500, 0.93)))
    assert set(labels(figure)) == {"twin", "training", "validation"}
    assert curve(figure, "twin").line.dash == "dash"


def test_of_a_pinned_run_all_curves_are_shown_where_none_is_steadier() -> None:
    pair = tuple(Line(metric=name, name=name, role=name) for name in ("real", "generated"))
    given = scores(1, 2, metric="real") | scores(2, 1, metric="generated")
    figure = drawn(given, Row(lines=pair), pinned=given)
    assert set(labels(figure)) == {"real", "generated", "pinned real", "pinned generated"}
    noisy = Row(lines=tuple(replace(line, smooth=True) for line in pair))
    assert set(labels(drawn(given, noisy, pinned=given))) == set(labels(figure))
    assert curve(drawn(given, noisy), "real").line.width > 2, "thin only beside others that are not"


# How far an axis goes


def test_the_accuracy_axis_looks_closer_when_every_run_is_good() -> None:
    def begins(*runs: History | None) -> float:
        return float(axis(drawn(runs[0] or {}, ACCURACY, pinned=runs[1] if len(runs) > 1 else None), 0).range[0])

    assert begins(history(accuracy=0.5)) == 0
    assert begins(history()) == 80
    assert begins(history(), history(accuracy=0.5)) == 0
    assert begins(history(accuracy=0.5), history()) == 0
    assert begins(scores(0.95, metric="train_accuracy")) == 0, "training alone is too noisy to say"
    assert begins({}) == 0
    assert 100 < axis(drawn(history(), ACCURACY), 0).range[1] < 100.5


def test_an_axis_goes_as_far_as_the_values_unless_told() -> None:
    low, high = axis(drawn(scores(-3, 7), SCORE), 0).range
    assert -4 < low < -3
    assert 7 < high < 8
    assert axis(drawn(scores(3, 7), replace(SCORE, low=0.0)), 0).range[0] == 0
    assert 10 < axis(drawn(scores(3, 7), replace(SCORE, high=10.0)), 0).range[1] < 10.2
    flat_low, flat_high = axis(drawn(scores(5, 5), SCORE), 0).range
    assert flat_low < 5 < flat_high
    marked = axis(drawn(scores(3, 7), replace(SCORE, marks=(Mark(value=0.0), Mark(value=20.0)))), 0).range
    assert marked[0] < 0
    assert marked[1] > 20
    beside = axis(drawn(scores(3, 7), SCORE, pinned=scores(100)), 0).range
    assert beside[1] > 100


@pytest.mark.parametrize(("top", "end"), [(0.3, 31.5), (0.99, 101), (1.0, 101), (1.6, 168)])
def test_an_axis_of_shares_ends_at_100_percent_unless_they_go_beyond(top: float, end: float) -> None:
    assert axis(drawn(scores(0, top), replace(SCORE, percent=True, low=0.0)), 0).range[1] == pytest.approx(end)


def test_a_log_axis_shows_all_positive_values() -> None:
    given = axis(drawn(history(), LOSS), 0)
    assert given.type == "log"
    assert 10 ** given.range[0] < 0.05 + 2.3 * np.exp(-10)
    assert 10 ** given.range[1] > 2.2
    narrow = axis(drawn(scores(2.3, 2.25), replace(SCORE, log=True)), 0)
    assert narrow.range[1] - narrow.range[0] >= 1
    low, high = (10**end for end in narrow.range)
    assert sum(low < value < high for value in narrow.tickvals) >= 3
    assert {"0.5", "1", "2"} <= set(narrow.ticktext)
    wide = axis(drawn(scores(1, 1e-11), replace(SCORE, log=True)), 0)
    assert sum(10 ** wide.range[0] < value < 10 ** wide.range[1] for value in wide.tickvals) <= 7
    assert {"1", "0.01", "1e-10"} <= set(wide.ticktext)
    for powers in (1, 2, 5, 7, 11, 20, 40):
        ticked = axis(drawn(scores(3, 3 * 10.0**-powers), replace(SCORE, log=True)), 0)
        shown = [value for value in ticked.tickvals if 10 ** ticked.range[0] < value < 10 ** ticked.range[1]]
        assert 2 <= len(shown) <= 9
        assert 1 in shown
    shares = axis(drawn(scores(0.5, 0.001), replace(SCORE, log=True, percent=True)), 0)
    assert "1\N{NO-BREAK SPACE}%" in shares.ticktext


@pytest.mark.parametrize("height", [140, 180, 200, 220, 260, 376])
@pytest.mark.parametrize("powers", [1, 2, 7, 13])
def test_numbers_at_a_low_axis_stand_clear_of_one_another(height: int, powers: int) -> None:
    log = replace(SCORE, log=True)
    figure = curves(scores(3, 3 * 10.0**-powers), (replace(SCORE, low=0.0, high=1.0), log), LIGHT, height=height)
    inside = height - MARGIN["t"] - MARGIN["b"]
    for row in range(2):
        given = axis(figure, row)
        pixels = inside * (given.domain[1] - given.domain[0])
        if not row:
            assert given.nticks <= pixels / 10
            continue
        low, high = given.range
        places = sorted(pixels * (np.log10(each) - low) / (high - low) for each in given.tickvals)
        shown = [each for each in places if 0 <= each <= pixels]
        assert len(shown) >= 1
        assert np.diff(shown).min(initial=np.inf) >= 10


def test_nothing_at_all_is_drawn_at_the_lowest_place_of_a_log_axis() -> None:
    floored = drawn(scores(1, 1e-9, 0), replace(SCORE, log=True, low=1e-8))
    assert curve(floored, "score").y == pytest.approx([1, 1e-8, 1e-8])
    assert labels(floored) == {"score": "0"}
    assert axis(floored, 0).range[0] < -8 < axis(floored, 0).range[1]
    assert floored.layout.annotations[0].y == pytest.approx(axis(floored, 0).range[0])


# Labels


@pytest.mark.parametrize("seed", range(5))
def test_labels_never_overlap_while_there_is_room(seed: int) -> None:
    random = np.random.default_rng(seed)
    for count in range(1, 13):
        row = Row(lines=tuple(Line(metric=f"m{i}", name=f"m{i}", role=i) for i in range(count)), log=seed % 2 == 0)
        given: dict[str, Any] = {}
        for line in row.lines:
            given |= scores(*random.choice([0.1, 0.11, 0.5, 2.0], 3), metric=line.metric)
        figure = drawn(given, row, height=250)
        plot = 250 - figure.layout.margin.t - figure.layout.margin.b
        low, high = axis(figure, 0).range
        places = sorted((note.y - low) / (high - low) * plot + higher(note) for note in figure.layout.annotations)
        assert len(places) == count
        tall = TALL if count * TALL <= plot else FLAT
        assert all(above - below >= tall - 1e-6 for below, above in pairwise(places))
        assert places[-1] <= plot
        assert ("<br>" in figure.layout.annotations[0].text) == (tall == TALL)
        assert places[0] >= tall / 2 - 8


def test_a_label_away_from_its_curves_end_is_tied_to_it() -> None:
    figure = drawn(history(), ACCURACY, LOSS, pinned=history(500, 0.972))
    notes = {note.text.split("<br>")[0]: note for note in figure.layout.annotations if note.yref == "y"}
    assert {name: note.showarrow for name, note in notes.items()} == {
        "pinned": True, "training": False, "validation": True,
    }  # fmt: skip
    for name, note in notes.items():
        assert abs(higher(note)) <= TALL, "three labels: none has to go farther than one is tall"
        if note.showarrow:
            assert (note.arrowcolor, note.arrowhead, note.ax) == (note.font.color, 0, TIE), name
        else:
            assert abs(note.yshift) <= NEAR
            assert note.xshift == BESIDE


def test_labels_move_as_little_as_can_be() -> None:
    def places(*centres: float) -> list[float]:
        return apart(centres, [20] * len(centres), 0, 100)

    assert places(10, 50, 90) == [10, 50, 90]
    assert places(50, 50, 50) == [30, 50, 70], "as many go down as up"
    assert places(0, 5, 80) == [0, 20, 80]
    assert places(95, 99, 100) == [60, 80, 100]
    assert places(10, 12, 41) == [1, 21, 41]
    assert apart([50, 50], [10, 30], 0, 100) == [40, 60]
    assert apart([], [], 0, 100) == []


def test_labels_need_the_same_room_whatever_the_values_are() -> None:
    rooms = {
        drawn(given, ACCURACY, LOSS).layout.margin.r
        for given in ({}, history(), history(3, 0.5), scores(1e-30, metric="loss"))
    }
    assert len(rooms) == 1
    long = Row(lines=(Line(metric="score", name="a name of twenty-one"),))
    assert drawn({}, ACCURACY, long).layout.margin.r > rooms.pop() + 40
    assert drawn({}, SCORE).layout.margin.r >= BESIDE + 40


def test_a_curve_that_leaves_the_axis_has_its_label_at_the_edge() -> None:
    given = history()
    given = {**given, "train_accuracy": (given["train_accuracy"][0], np.full(1000, 0.3))}
    figure = drawn(given, ACCURACY)
    (label,) = (note for note in figure.layout.annotations if note.text.startswith("training"))
    assert label.y == 80
    assert labels(figure)["training"] == "30 %"
    early = drawn(given, ACCURACY, end=600)
    assert {note.x for note in early.layout.annotations} == {600}


def test_marks_are_lines_across_with_their_value() -> None:
    row = replace(
        SCORE, percent=True, marks=(Mark(value=0.5, name="guessing", role="text", dash="dash"), Mark(value=0.1))
    )
    figure = drawn(scores(0.2, 0.7), row, end=30)
    named, plain = figure.layout.shapes
    assert (named.x0, named.x1, named.y0, named.y1, named.yref) == (0, 30, 50, 50, "y")
    assert (named.line.color, named.line.dash) == (LIGHT.text, "dash")
    assert (plain.line.color, plain.line.dash) == (LIGHT.muted, "dot")
    assert labels(figure) == {"score": "70 %", "guessing": "50 %"}


# Roles


def test_roles_give_colours_of_the_palette_or_of_classes() -> None:
    for role, colour in (("real", LIGHT.real), (3, LIGHT.classes[3]), (13, LIGHT.classes[3])):
        row = Row(lines=(Line(metric="score", name="score", role=role),))
        assert curve(drawn(scores(1, 2), row), "score").line.color == colour
    with pytest.raises(ValueError, match=r"no colour 'read': it has text, .*real"):
        Line(metric="score", name="score", role="read")
    with pytest.raises(ValueError, match="begins above 0, not at 0"):
        Row(lines=(), log=True, low=0.0)


def test_axes_may_have_titles() -> None:
    figure = drawn(scores(1), replace(SCORE, title="a score"), across="patch")
    assert (figure.layout.xaxis.title.text, axis(figure, 0).title.text) == ("patch", "a score")
    assert figure.layout.margin.l > MARGIN["l"] == drawn(scores(1), SCORE).layout.margin.l


# Whatever comes


@pytest.mark.parametrize("given", [{}, {"score": (np.zeros(0, np.int64), np.zeros(0))}], ids=["none", "empty"])
def test_a_run_that_has_not_begun_has_axes_and_no_curves(given: History) -> None:
    figure = drawn(given, ACCURACY, LOSS, SCORE, pinned=given)
    assert [len(trace.x) for trace in figure.data] == [0, 0, 0]
    assert [trace.yaxis for trace in figure.data] == ["y", "y2", "y3"], "or the axes would not be drawn"
    assert figure.layout.xaxis.range == (0, SHORTEST)
    assert not figure.layout.annotations
    assert [axis(figure, row).showticklabels for row in range(3)] == [True, False, False], "no number is known yet"
    assert all(np.isfinite(axis(figure, row).range).all() for row in range(3))


def test_one_point_is_a_dot() -> None:
    assert curve(drawn(scores(0.5), SCORE), "score").mode == "markers"
    assert curve(drawn(scores(0.5, 1), SCORE), "score").mode == "lines"


ROWS: dict[str, Callable[[Row], Row]] = {
    "linear": lambda row: row,
    "from 0": lambda row: replace(row, low=0.0),
    "shares": lambda row: replace(row, percent=True, low=0.0, high=1.0, closer=(0.9, 0.8)),
    "log": lambda row: replace(row, log=True),
    "log with a floor": lambda row: replace(row, log=True, low=1e-8),
    "smooth": lambda row: replace(row, lines=(replace(row.lines[0], smooth=True),)),
    "marked": lambda row: replace(row, marks=(Mark(value=0.0, name="zero"),)),
}


@pytest.mark.parametrize("change", ROWS.values(), ids=ROWS)
def test_whatever_comes_can_be_drawn(change: Callable[[Row], Row]) -> None:
    random = np.random.default_rng(0)
    strange = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1e300, -1e300, 1e-300, 5e-324, 1e38, 1e31]
    for _ in range(60):
        values = random.normal(size=random.integers(1, 60)) * 10.0 ** random.integers(-3, 4)
        chosen = random.random(len(values)) < 0.3
        values[chosen] = random.choice(strange, chosen.sum())
        given = {"score": (np.cumsum(random.integers(1, 40, len(values))), values)}
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            figure = drawn(given, change(SCORE), pinned=given if random.random() < 0.5 else None)
        low, high = axis(figure, 0).range
        assert np.isfinite([low, high]).all()
        assert low < high
        assert not any(np.isinf(trace.y).any() for trace in figure.data), "the browser would leave it out"
        assert all(np.isfinite([note.y, higher(note), note.x]).all() for note in figure.layout.annotations)
        assert all(low <= note.y <= high for note in figure.layout.annotations)
        json.loads(figure.to_json(), parse_constant=pytest.fail)


def test_a_loss_that_explodes_is_drawn_to_the_edge_and_said() -> None:
    for values, said in (([1, 2, np.inf], "∞"), ([1, 2, 3e38], "3e38"), ([1, 2, np.nan], "nan")):
        figure = drawn(scores(*values), replace(SCORE, log=True))
        assert labels(figure) == {"score": said}
        assert 10 ** axis(figure, 0).range[1] < 3
        last = curve(figure, "score").y[-1]
        assert np.isnan(last) if said == "nan" else last == pytest.approx(10 ** axis(figure, 0).range[1])
    (label,) = figure.layout.annotations
    assert label.y == pytest.approx(np.log10(2)), "beside the last value that is a number"
