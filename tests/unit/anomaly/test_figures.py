"""The figures by which detectors are judged: valid, and drawn of anything that scores can be."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.anomaly import figures
from dnnlab.anomaly.figures import Limit, Ranked
from dnnlab.anomaly.scores import Confusion
from dnnlab.anomaly.signals.figures import series, windows
from dnnlab.anomaly.signals.views import Examples
from dnnlab.plots.palette import DARK, LIGHT, Palette

each_palette = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def valid(figure: go.Figure) -> go.Figure:
    return go.Figure(figure.to_dict())


@each_palette
@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize(
    "scores", [np.zeros(0), np.ones(3), np.array([0.0, 1e-12, 1e9]), np.array([np.nan, np.inf, 1.0]), -np.arange(5.0)]
)
def test_any_scores_make_a_histogram(palette: Palette, log: bool, scores: np.ndarray) -> None:
    limits = [Limit(value=np.inf, name="none"), Limit(value=2.0, name="threshold")]
    for normal, anomalies in ((scores, scores), (scores, np.zeros(0)), (np.zeros(0), scores)):
        made = valid(figures.histogram(normal, anomalies, limits, palette, height=200, log=log))
        assert len(made.layout.shapes) == 1, "an infinite threshold is not drawn"
        for bars in made.data:
            assert sum(bars.y) == pytest.approx(100), "each kind as shares of its own"


def test_the_log_axis_has_few_ticks() -> None:
    made = figures.histogram(np.logspace(-6, 4, 50), np.zeros(0), [], LIGHT, height=200)
    assert 2 <= len(made.layout.xaxis.tickvals) <= figures.TICKS


@each_palette
def test_curves_carry_their_areas(palette: Palette) -> None:
    ranked = [
        Ranked(name=name, x=np.linspace(0, 1, 5), y=np.linspace(0, 1, 5), area=area, leads=name == "network")
        for name, area in (("network", 0.9954), ("PCA", float("nan")))
    ]
    made = valid(figures.curves(ranked, palette, height=200, x="false alarms", y="found", at=(0.1, 0.9)))
    assert {each.name for each in made.data} >= {"network 0.9954", "PCA nan"}


@each_palette
def test_the_four_cells_stand_where_their_names_say(palette: Palette) -> None:
    counts = Confusion(found=4, missed=3, false_alarms=2, quiet=1)
    (cells,) = valid(figures.confusion_cells(counts, palette, height=160)).data
    assert [[text.split("</b>")[0][3:] for text in row] for row in cells.text] == [["3", "4"], ["1", "2"]]


@each_palette
@pytest.mark.parametrize(("length", "channels"), [(84, 1), (12, 3), (1, 9)])
@pytest.mark.parametrize("value", [1.0, np.nan, np.inf, 1e35])
def test_windows_are_drawn_even_when_numbers_have_overflowed(
    palette: Palette, length: int, channels: int, value: float
) -> None:
    rows = np.full((6, length, channels), value, np.float32)
    examples = Examples(
        rows=np.arange(6), windows=np.ones_like(rows), rebuilt=rows, errors=rows, kinds=np.zeros(6, np.uint8),
        scores=np.full(6, value, np.float32),
    )  # fmt: skip
    names = tuple(f"channel {number}" for number in range(channels))
    made = valid(windows(examples, ("normal",), names, 0.5, palette, height=172))
    assert len(made.layout.annotations) == 6


@each_palette
def test_a_table_is_drawn_with_its_holes(palette: Palette) -> None:
    column = np.where(np.arange(3_000) % 7, np.arange(3_000.0), np.nan)
    made = valid(series({"a": column, "b": -column}, np.arange(3_000) > 2_900, palette, height=200))
    assert len(made.data) == 4
    assert max(len(each.x) for each in made.data) <= 1_200
