"""The photo lesson's knobs, figures and table."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dnnlab.data.photos import PHOTOS
from dnnlab.live.config import InvalidConfig
from dnnlab.live.shelf import PastRun
from dnnlab.live.wire import Snapshot, State, Status
from dnnlab.photo.facts import NETS, SQUEEZENET
from dnnlab.photo.figures import overlay
from dnnlab.photo.given import OWN
from dnnlab.photo.knobs import ANSWER, COVER, INSIDE, LOOK, PhotoConfig, with_maps
from dnnlab.photo.occlusion.knobs import OcclusionConfig
from dnnlab.photo.occlusion.views import OcclusionView, Patch
from dnnlab.photo.views import GRAD_CAM, INPUT_GRADIENT, Classification, Explanation
from dnnlab.plots.palette import LIGHT
from dnnlab.ui.components.stage.component import Click
from dnnlab.ui.tryit import Questions
from pages.photo.classify.answers import asked_class
from pages.photo.classify.ascent.questions import QUESTIONS as ON_INSIDE
from pages.photo.classify.bars import Asked, answer_bars, picked, width_for
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


def test_the_bars_use_the_width_and_mark_the_class_that_is_explained() -> None:
    end = width_for(FOUND)
    assert end == 1
    panel = answer_bars(FOUND, Asked(1, FOUND.names[1], 0.2), end=end, title="", caption="")
    assert [bar.marked for bar in panel.bars] == [False, True, False, False, False]
    assert [bar.value for bar in panel.bars] == [
        f"{share}\N{NO-BREAK SPACE}%" for share in ("60", "20", "10", "5", "0.12")
    ]
    assert panel.bars[0].share == pytest.approx(0.6)
    assert panel.pack().spec["bars"][4]["share"] == pytest.approx(0.0012)


@pytest.mark.parametrize(("largest", "end"), [(0.04, 0.1), (0.1, 0.1), (0.385, 0.5), (0.51, 1.0), (1.0, 1.0)])
def test_the_longest_bar_has_at_least_two_fifths_of_the_width(largest: float, end: float) -> None:
    found = replace(FOUND, probabilities=np.array([largest, 0, 0, 0, 0], np.float64))
    assert width_for(found) == end
    assert width_for(found, FOUND) == 1, "both networks on one scale"


def test_a_class_that_is_none_of_the_five_comes_below_them() -> None:
    panel = answer_bars(FOUND, Asked(99, "palace", 0.003), end=1.0, title="", caption="", among={0, 3})
    assert [bar.name for bar in panel.bars if bar.marked] == [panel.bars[-1].name] == ["palace"]
    assert panel.bars[-1].value == "0.3\N{NO-BREAK SPACE}%"
    assert [bar.clickable for bar in panel.bars] == [True, False, False, True, False, False]


def test_a_late_click_on_other_bars_chooses_nothing() -> None:
    assert picked(Click(panel=1, row=2), FOUND, 1) == 2
    for late in (None, Click(panel=0, row=2), Click(panel=1, row=5), Click(panel=1)):
        assert picked(late, FOUND, 1) is None


def test_each_network_explains_its_own_answer_or_both_the_one_clicked_last() -> None:
    efficientnet, squeezenet = NETS
    found = {efficientnet: FOUND, squeezenet: replace(FOUND, classes=np.arange(10, 15))}
    config = PhotoConfig().explaining(squeezenet, 3)
    assert [asked_class(config, found, net) for net in NETS] == [0, 12]
    assert [asked_class(config.replace(same=True), found, net) for net in NETS] == [12, 12]
    other = config.explaining(efficientnet, 2)
    assert [asked_class(other, found, net) for net in NETS] == [1, 12]
    assert [asked_class(other.replace(same=True), found, net) for net in NETS] == [1, 1]
    assert other.of_photo("coffee") == PhotoConfig(photo="coffee"), "another photo begins with the likeliest"


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
    each = PhotoConfig(), PhotoConfig(goal=ANSWER), other
    shown = {part: {name for config in each for name in config.meaningful(part=part)} for part in TITLES}
    assert set.union(*shown.values()) == set(PhotoConfig.knobs()) - {"photo", "unit", "asked"}, "chosen with a click"
    gradient = PhotoConfig(method=INPUT_GRADIENT)
    layers = {"efficientnet_layer", "squeezenet_layer"}
    assert {*PhotoConfig().meaningful(part=LOOK)} - {*gradient.meaningful(part=LOOK)} == layers
    inside = {"efficientnet_inside", "squeezenet_inside"}
    assert inside & {*PhotoConfig().meaningful(part=INSIDE)} == {"efficientnet_inside"}
    assert inside & {*other.meaningful(part=INSIDE)} == {"squeezenet_inside"}
    ranks = {"efficientnet_rank", "squeezenet_rank"}
    assert ranks & set().union(*(config.meaningful(part=part) for config in each for part in (LOOK, COVER))) == set()
    assert ranks & {*PhotoConfig().meaningful(part=INSIDE)} == set()
    assert ranks & {*other.meaningful(part=INSIDE)} == {"squeezenet_rank"}
    assert not (layers | inside) & {*other.meaningful(part=COVER)}


def test_the_knobs_of_the_page_stand_for_the_square() -> None:
    config = PhotoConfig(photo="coffee", patch=64, stride=32, cover="black", method=INPUT_GRADIENT)
    asked = config.as_config(OcclusionConfig, rank=2)
    assert asked == OcclusionConfig(photo="coffee", rank=2, patch=64, stride=32, cover="black")
    assert config.replace(photo="upload").as_config(OcclusionConfig, photo=OWN).photo == OWN


def test_the_gallery_shows_every_photo() -> None:
    assert _thumbnails().shape == (len(PHOTOS), THUMBNAIL, THUMBNAIL, 3)
    assert len({thumbnail.tobytes() for thumbnail in _thumbnails()}) == len(PHOTOS)


def test_the_table_goes_home_with_all_five_answers() -> None:
    made = as_csv([('odd "name", really.jpg', {"SqueezeNet 1.1": FOUND}), ("=1+1.jpg", {"SqueezeNet 1.1": FOUND})])
    rows = list(csv.DictReader(made.decode("utf-8-sig").splitlines()))
    assert len(rows) == 10
    assert rows[5]["photo"] == "'=1+1.jpg"
    rows = rows[:5]
    assert [row["rank"] for row in rows] == list("12345")
    assert rows[0] == {
        "photo": 'odd "name", really.jpg', "network": "SqueezeNet 1.1", "rank": "1", "class": "espresso",
        "probability": "0.6",
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
        (QUESTIONS, {"squeezenet_rank", "squeezenet_layer", "unit", "patch", "blur"}),
        (ON_COVER, {"squeezenet_layer", "squeezenet_inside", "unit", "brush", "blur"}),
        (ON_INSIDE, {"photo", "net", "squeezenet_rank", "squeezenet_inside", "unit", "rate", "seed", "brush"}),
    ],
    ids=["look", "cover", "inside"],
)
def test_buttons_leave_alone_what_other_parts_are_about(asked: Questions, kept: set[str]) -> None:
    assert all(kept <= set(each.keeps) for each in asked.asked)
