"""The photo lesson's knobs, figures and table."""

from __future__ import annotations

import csv
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from dnnlab.data.photos import PHOTOS
from dnnlab.live.config import InvalidConfig
from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import Snapshot, State, Status
from dnnlab.photo.facts import NETS, SQUEEZENET
from dnnlab.photo.figures import best_bars, overlay
from dnnlab.photo.given import OWN
from dnnlab.photo.knobs import ANSWER, COVER, INSIDE, LOOK, PhotoConfig, with_maps
from dnnlab.photo.occlusion.knobs import OcclusionConfig
from dnnlab.photo.occlusion.views import OcclusionView, Patch
from dnnlab.photo.views import GRAD_CAM, INPUT_GRADIENT, Classification, Explanation
from dnnlab.plots.palette import DARK, LIGHT, Palette
from dnnlab.ui.tryit import Questions
from pages.photo.classify.ascent.questions import QUESTIONS as ON_INSIDE
from pages.photo.classify.cover.questions import QUESTIONS as ON_COVER
from pages.photo.classify.many import as_csv
from pages.photo.classify.parts import TITLES
from pages.photo.classify.pictures import THUMBNAIL, _thumbnails
from pages.photo.classify.questions import QUESTIONS, Said

PATCH = Patch(0, 0, 56, 0.1)
OTHER: tuple[dict[str, Any], ...] = ({"rank": 2}, {"cover": "blur"}, {"patch": 112}, {"wrong": True})
FOUND = Classification(
    net="SqueezeNet 1.1", classes=np.arange(5), names=("espresso", "a class whose name is far too long", *"abc"),
    probabilities=np.array([0.6, 0.2, 0.1, 0.05, 0.0012], np.float32), milliseconds=12.0, parameters=1_235_496,
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
    assert figure.data[0].text == tuple(f"{share}\N{NO-BREAK SPACE}%" for share in ("60", "20", "10", "5", "0.12"))
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
    assert [config.layer_of(net) for net in NETS] == ["head", "fire9"]
    for facts in NETS.values():
        assert "logits" not in with_maps(facts)


def test_a_part_shows_the_knobs_that_it_uses() -> None:
    other = PhotoConfig(net=SQUEEZENET, goal=ANSWER)
    shown = {part: {*PhotoConfig().meaningful(part=part), *other.meaningful(part=part)} for part in TITLES}
    assert set.union(*shown.values()) == set(PhotoConfig.knobs()) - {"photo", "unit"}, "chosen with a click"
    gradient = PhotoConfig(method=INPUT_GRADIENT)
    layers = {"efficientnet_layer", "squeezenet_layer"}
    assert {*PhotoConfig().meaningful(part=LOOK)} - {*gradient.meaningful(part=LOOK)} == layers
    assert layers & {*PhotoConfig().meaningful(part=INSIDE)} == {"efficientnet_layer"}
    assert layers & {*other.meaningful(part=INSIDE)} == {"squeezenet_layer"}
    assert ["rank" in each.meaningful(part=INSIDE) for each in (PhotoConfig(), other)] == [False, True]
    assert not layers & {*other.meaningful(part=COVER)}


def test_the_knobs_of_the_page_stand_for_the_square() -> None:
    config = PhotoConfig(photo="coffee", rank=2, patch=64, stride=32, cover="black", method=INPUT_GRADIENT)
    asked = config.as_config(OcclusionConfig)
    assert asked == OcclusionConfig(photo="coffee", rank=2, patch=64, stride=32, cover="black")
    assert config.replace(photo="upload").as_config(OcclusionConfig, photo=OWN).photo == OWN


def test_the_gallery_shows_every_photo() -> None:
    assert _thumbnails().shape == (len(PHOTOS), THUMBNAIL, THUMBNAIL, 3)
    assert len({thumbnail.tobytes() for thumbnail in _thumbnails()}) == len(PHOTOS)


def test_the_table_goes_home_with_all_five_answers() -> None:
    rows = list(csv.DictReader(as_csv([('odd "name", really.jpg', {"SqueezeNet 1.1": FOUND})]).splitlines()))
    assert [row["rank"] for row in rows] == list("12345")
    assert rows[0] == {
        "photo": 'odd "name", really.jpg', "network": "SqueezeNet 1.1", "rank": "1", "class": "espresso",
        "probability": "0.600000",
    }  # fmt: skip


@pytest.mark.parametrize(("sure", "option"), [(0.05, 0), (0.3, 1), (0.56, 2)])
def test_the_astronaut_is_judged_by_what_the_network_says(sure: float, option: int) -> None:
    about_nothing = QUESTIONS.asked[1]
    outcome = about_nothing.judge(Said(PhotoConfig(photo="astronaut"), answers("barbell", sure)))
    assert outcome is not None
    assert outcome.answer == option
    assert "barbell" in outcome.seen
    assert about_nothing.judge(Said(PhotoConfig(photo="cat"), answers("barbell", sure))) is None


@pytest.mark.parametrize(("first", "option"), [("espresso", 0), ("loudspeaker", 2)])
def test_the_wrong_preparation_is_judged_on_the_coffee_only(first: str, option: int) -> None:
    about_wrong = QUESTIONS.asked[0]
    outcome = about_wrong.judge(Said(PhotoConfig(photo="coffee", wrong=True), answers(first, 0.9)))
    assert outcome is not None
    assert outcome.answer == option
    assert about_wrong.judge(Said(PhotoConfig(photo="coffee"), answers(first, 0.9))) is None


def mapped(photo: str, net: str, worst: Patch, **knobs: Any) -> PastRun:
    """A whole occlusion map, as the shelf keeps it."""
    view = OcclusionView(
        net=net, cut=np.zeros((224, 224, 3), np.uint8), cover="grey", class_index=0, class_name="boathouse",
        uncovered=0.9, heat=np.zeros((56, 56), np.float32), last=worst, worst=worst,
        scores=np.zeros(81, np.float32), total=81,
    )  # fmt: skip
    config = OcclusionConfig(photo=photo, net=net, **knobs)
    status = Status(config=config, state=State.FINISHED, step=81, latest={"probability": 0.9})
    return PastRun(number=1, snapshot=Snapshot(status=status, view=view))


@pytest.mark.parametrize(("top", "left", "option"), [(84, 42, 0), (105, 147, 1), (168, 20, 2)])
def test_the_boathouse_is_judged_by_the_place_of_the_square(top: int, left: int, option: int) -> None:
    boathouse = ON_COVER.asked[0]
    outcome = boathouse.judge([mapped("pagoda", SQUEEZENET, Patch(top, left, 56, 0.06))])
    assert outcome is not None
    assert outcome.answer == option
    assert "from 90\N{NO-BREAK SPACE}% to 6\N{NO-BREAK SPACE}%" in outcome.seen
    for other in (
        mapped("coffee", SQUEEZENET, PATCH),
        *(mapped("pagoda", SQUEEZENET, PATCH, **knobs) for knobs in OTHER),
    ):
        assert boathouse.judge([other]) is None


@pytest.mark.parametrize(("lowest", "option"), [((0.1, 0.1), 0), ((0.1, 0.9), 1), ((0.7, 0.0), 2), ((0.9, 0.9), 3)])
def test_the_tripod_needs_a_map_of_each_network(lowest: tuple[float, float], option: int) -> None:
    tripod = ON_COVER.asked[1]
    maps = [
        mapped("photographer", net, PATCH._replace(probability=value)) for net, value in zip(NETS, lowest, strict=True)
    ]
    assert tripod.judge(maps[:1]) is None
    outcome = tripod.judge(maps)
    assert outcome is not None
    assert outcome.answer == option
    assert tripod.judge([maps[0], mapped("photographer", SQUEEZENET, PATCH, patch=112)]) is None


def test_a_square_that_leaves_pixels_out_is_refused_before_it_slides() -> None:
    with pytest.raises(InvalidConfig, match=r"stride must not exceed the patch"):
        PhotoConfig(patch=16)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (QUESTIONS, {"rank", "squeezenet_layer", "unit", "patch", "blur"}),
        (ON_COVER, {"squeezenet_layer", "unit", "brush", "blur"}),
        (ON_INSIDE, {"photo", "net", "rank", "squeezenet_layer", "unit", "rate", "seed", "brush"}),
    ],
    ids=["look", "cover", "inside"],
)
def test_buttons_leave_alone_what_other_parts_are_about(asked: Questions, kept: set[str]) -> None:
    assert all(kept <= set(each.keeps) for each in asked.asked)
