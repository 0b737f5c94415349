"""The photo lesson's knobs, figures and table."""

from __future__ import annotations

import csv

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.palette import DARK, LIGHT, Palette
from dnnlab.photo.facts import NETS
from dnnlab.photo.figures import best_bars, overlay
from dnnlab.photo.knobs import PhotoConfig, with_maps
from dnnlab.photo.views import GRAD_CAM, Classification, Explanation
from pages.photo.many import as_csv
from pages.photo.questions import questions

FOUND = Classification(
    net="SqueezeNet 1.1", classes=np.arange(5), names=("espresso", "a class whose name is far too long", *"abc"),
    probabilities=np.array([0.6, 0.2, 0.1, 0.05, 0.01], np.float32), milliseconds=12.0, parameters=1_235_496,
)  # fmt: skip


def answers(first: str, sure: float) -> dict[str, Classification]:
    made = Classification(
        net="", classes=np.arange(5), names=(first, *"abcd"), probabilities=np.array([sure, 0, 0, 0, 0], np.float32),
        milliseconds=1.0, parameters=1,
    )  # fmt: skip
    return dict.fromkeys(NETS, made)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_the_bars_are_a_valid_figure_and_mark_the_class_that_is_explained(palette: Palette) -> None:
    figure = go.Figure(best_bars(FOUND, palette, marked=1).to_plotly_json())  # validates
    colours = figure.data[0].marker.color
    assert colours[1] == palette.accent
    assert palette.accent not in (colours[0], *colours[2:])
    assert figure.data[0].text == ("60%", "20%", "10%", "5%", "1%")
    assert all(len(name) <= 22 for name in figure.layout.yaxis.ticktext)


def test_the_overlay_is_grey_where_nothing_speaks_for_the_class_and_orange_where_most_does() -> None:
    heat = np.zeros((2, 2), np.float32)
    heat[0, 0] = 1
    cut = np.full((64, 64, 3), (200, 100, 50), np.uint8)
    told = Explanation(
        method=GRAD_CAM, layer="head", class_index=0, class_name="x", probability=0.5, cut=cut, heat=heat, strongest=2.0
    )
    picture = overlay(told, LIGHT)
    assert picture.shape == (64, 64, 3)
    assert len(set(picture[-1, -1].tolist())) == 1  # grey
    red, _, blue = (int(value) for value in picture[0, 0])
    assert red > blue + 80


def test_each_network_has_its_own_layers() -> None:
    config = PhotoConfig()
    assert config.layer == "head"
    assert config.replace(net="SqueezeNet 1.1").layer == "fire9"
    for facts in NETS.values():
        assert "logits" not in with_maps(facts)


def test_the_table_goes_home_with_all_five_answers() -> None:
    rows = list(csv.DictReader(as_csv([('odd "name", really.jpg', {"SqueezeNet 1.1": FOUND})]).splitlines()))
    assert [row["rank"] for row in rows] == list("12345")
    assert rows[0] == {
        "photo": 'odd "name", really.jpg', "network": "SqueezeNet 1.1", "rank": "1", "class": "espresso",
        "probability": "0.600000",
    }  # fmt: skip


@pytest.mark.parametrize(("sure", "option"), [(0.05, 0), (0.3, 1), (0.56, 2)])
def test_the_astronaut_is_judged_by_what_the_network_says(sure: float, option: int) -> None:
    about_nothing = questions(PhotoConfig(photo="astronaut"), answers("barbell", sure))[1]
    outcome = about_nothing.judge(())
    assert outcome is not None
    assert outcome.answer == option
    assert "barbell" in outcome.seen
    assert questions(PhotoConfig(photo="cat"), answers("barbell", sure))[1].judge(()) is None


@pytest.mark.parametrize(("first", "option"), [("espresso", 0), ("loudspeaker", 2)])
def test_the_wrong_preparation_is_judged_on_the_coffee_only(first: str, option: int) -> None:
    outcome = questions(PhotoConfig(photo="coffee", wrong=True), answers(first, 0.9))[0].judge(())
    assert outcome is not None
    assert outcome.answer == option
    assert questions(PhotoConfig(photo="coffee"), answers(first, 0.9))[0].judge(()) is None
