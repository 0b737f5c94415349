"""The occlusion map as a run: its knobs, its state, its view, and how it is drawn."""

from __future__ import annotations

import io
import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
import torch

from dnnlab.data.photos import PHOTOS, load
from dnnlab.live.config import InvalidConfig
from dnnlab.photo.covering import COVERS
from dnnlab.photo.facts import EFFICIENTNET, NETS, SQUEEZENET
from dnnlab.photo.figures import tinted
from dnnlab.photo.given import OWN, pixels
from dnnlab.photo.net.calls import classify
from dnnlab.photo.occlusion.figures import (
    FLOOR,
    full_colour,
    map_overlay,
    moving_picture,
    probability_curve,
    worst_picture,
)
from dnnlab.photo.occlusion.knobs import OcclusionConfig
from dnnlab.photo.occlusion.net.experiment import OcclusionMap
from dnnlab.photo.occlusion.views import CELL, OcclusionView, Patch
from dnnlab.plots.palette import DARK, LIGHT, Palette
from pages.photo.classify.occlusion import OcclusionScene

both_palettes = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
GREY_BYTES = (127, 127, 127)


def after(steps: int, given: Any = None, **knobs: Any) -> OcclusionMap:
    run = OcclusionMap(OcclusionConfig(**({"net": SQUEEZENET, "patch": 112, "stride": 56} | knobs)), given)
    for _ in range(steps):
        run.step()
    return run


# The knobs


def test_its_knobs_offer_every_photo_network_and_cover() -> None:
    knobs = OcclusionConfig.knobs()
    assert knobs["photo"].options == (*PHOTOS, OWN)
    assert knobs["net"].options == tuple(NETS)
    assert knobs["cover"].options == COVERS
    assert not any(each.live for each in knobs.values())
    for each in (knobs["patch"], knobs["stride"]):
        assert each.default in each.grid()


def test_a_stride_that_leaves_pixels_out_is_refused_in_one_sentence() -> None:
    assert OcclusionConfig(patch=24, stride=24)
    with pytest.raises(InvalidConfig, match=r"stride must not exceed the patch, .* got 25 and 24"):
        OcclusionConfig(patch=24, stride=25)


@pytest.mark.parametrize("net", NETS)
def test_by_default_a_map_takes_about_a_hundred_steps(net: str) -> None:
    assert 60 <= OcclusionMap(OcclusionConfig(net=net)).total_steps <= 120


# The run


@pytest.mark.parametrize("rank", [1, 2, 5])
def test_it_asks_for_the_class_of_its_rank(rank: int) -> None:
    found = classify(pixels(load("pagoda")), SQUEEZENET)
    run = after(0, photo="pagoda", rank=rank)
    assert (run.class_index, run.class_name) == (found.classes[rank - 1], found.names[rank - 1])
    assert run.uncovered == found.probabilities[rank - 1]


def test_the_learners_own_photo_is_looked_at() -> None:
    own = pixels(load("coffee"))
    assert after(0, given=own, photo=OWN).class_name == "espresso"
    assert after(0, given=own, photo="cat").class_name != "espresso"
    with pytest.raises(ValueError, match="was given none"):
        after(0, photo=OWN)
    with pytest.raises(ValueError, match="The photo must be uint8"):
        after(0, given=own.astype(float), photo=OWN)


def test_a_saved_run_goes_on_bit_for_bit() -> None:
    straight = after(0)
    expected = [straight.step() for _ in range(straight.total_steps)]
    first = after(0)
    metrics = [first.step() for _ in range(5)]
    file = io.BytesIO()
    torch.save(first.state_dict(), file)
    file.seek(0)
    state = torch.load(file, weights_only=True)
    first.step()
    second = after(0)
    second.load_state_dict(state)
    assert second.view().done == 5
    assert metrics + [second.step() for _ in range(second.total_steps - 5)] == expected
    assert pickle.dumps(second.view()) == pickle.dumps(straight.view())
    assert torch.equal(second.weights()["occlusion_map"], straight.weights()["occlusion_map"])
    assert len(state["scores"]) == 5, "the state that it came from is left alone"


def test_the_end_says_how_far_the_class_fell() -> None:
    run = after(3)
    (final,) = run.final()
    assert final == {"uncovered_probability": run.uncovered, "lowest_probability": min(run.scores)}


@pytest.mark.parametrize("net", NETS)
def test_the_view_has_the_map_on_a_coarse_grid_as_far_as_it_is_known(net: str) -> None:
    run = after(0, net=net)
    side = NETS[net].side
    cells = -(-side // CELL)
    empty = run.view()
    assert (empty.last, empty.worst, empty.done) == (None, None, 0)
    assert empty.heat.shape == (cells, cells)
    assert np.isnan(empty.heat).all()
    scores = [run.step()["probability"] for _ in range(2)]
    view = run.view()
    assert view.last == Patch(0, 56, 112, scores[1])
    assert view.worst == Patch(0, 56 * int(np.argmin(scores)), 112, min(scores))
    assert view.heat.dtype == np.float32
    assert view.heat[0, 0] == pytest.approx(scores[0])
    assert view.heat[27, 27] == pytest.approx(np.mean(scores))
    assert view.heat[0, 41] == pytest.approx(scores[1])
    assert np.isnan(view.heat[28:]).all()
    assert np.isnan(view.heat[:, 42:]).all()
    for _ in range(run.total_steps - 2):
        run.step()
    done = run.view()
    assert not np.isnan(done.heat).any()
    assert done.done == done.total == run.total_steps
    packed = pickle.dumps(done)
    assert len(packed) < 200_000
    assert b"torch" not in packed
    assert np.isnan(view.heat[28:]).all(), "a view holds copies"


# How it is drawn


def view_of(heat: Any, uncovered: float = 0.5, **other: Any) -> OcclusionView:
    """A view of a flat grey photo, 16 x 16 pixels; the heat is (4, 4)."""
    values = np.array(heat, np.float32)
    return OcclusionView(
        net=EFFICIENTNET, cut=np.full((16, 16, 3), 200, np.uint8), cover="grey", class_index=1, class_name="goldfish",
        uncovered=uncovered, heat=values,
        **({"last": None, "worst": None, "scores": np.zeros(0, np.float32), "total": 16} | other),
    )  # fmt: skip


def channels(picture: Any, row: int, column: int) -> list[int]:
    return [int(value) for value in picture[row, column]]


@both_palettes
def test_the_map_is_orange_where_covering_lowers_and_blue_where_it_raises(palette: Palette) -> None:
    heat = np.full((4, 4), 0.5)
    heat[0], heat[3] = 0.1, 0.7  # down by 0.4, up by 0.2
    picture = map_overlay(view_of(heat), palette)
    assert picture.shape == (16, 16, 3)
    assert picture.dtype == np.uint8
    (red, _, blue), (red_below, _, blue_below) = channels(picture, 0, 0), channels(picture, 15, 15)
    assert red > blue + 80
    assert blue_below > red_below + 20
    flat = np.full((4, 4, 3), 200, np.uint8)
    strongest, half = tinted(flat, np.ones((4, 4), np.float32), palette), tinted(
        flat, np.full((4, 4), -0.5, np.float32), palette
    )  # fmt: skip
    np.testing.assert_array_equal(picture[0, 0], strongest[0, 0])
    np.testing.assert_allclose(picture[15, 15].astype(int), half[0, 0].astype(int), atol=1)


@both_palettes
def test_what_was_not_measured_is_faded_and_has_no_colour(palette: Palette) -> None:
    heat = np.full((4, 4), np.nan)
    nothing = map_overlay(view_of(heat), palette)
    assert len(np.unique(nothing.reshape(-1, 3), axis=0)) == 1
    background = int(palette.background[1:3], 16)
    assert abs(int(nothing[0, 0, 0]) - background) < abs(200 - background) or background == 200
    heat[:2] = 0.1
    half = map_overlay(view_of(heat), palette)
    np.testing.assert_array_equal(half[15, 15], nothing[15, 15])
    red, _, blue = channels(half, 0, 0)
    assert red > blue + 80


def test_the_full_colour_is_the_largest_change_so_far() -> None:
    heat = np.full((4, 4), np.nan)
    assert full_colour(view_of(heat)) == FLOOR
    heat[0], heat[1] = 0.2, 0.9  # down by 0.3, up by 0.4
    assert full_colour(view_of(heat)) == pytest.approx(0.4)


def test_tiny_changes_are_not_blown_up() -> None:
    full, faint = (map_overlay(view_of(np.full((4, 4), 0.5 - fall)), LIGHT) for fall in (FLOOR, FLOOR / 10))
    spread = [int(np.ptp(picture[0, 0])) for picture in (full, faint)]
    assert spread[0] > 80
    assert spread[1] < 0.15 * spread[0]
    none = map_overlay(view_of(np.full((4, 4), 0.5)), LIGHT)
    assert (none == 200).all()


def test_the_pictures_show_the_patch_that_they_are_about() -> None:
    last, worst = Patch(0, 8, 8, 0.4), Patch(8, 0, 8, 0.1)
    view = view_of(np.full((4, 4), 0.5), last=last, worst=worst)
    for picture, patch in ((moving_picture(view), last), (worst_picture(view), worst)):
        inside = np.zeros((16, 16), bool)
        inside[patch.top : patch.top + 8, patch.left : patch.left + 8] = True
        assert (picture[inside] == GREY_BYTES).all()
        assert (picture[~inside] == 200).all()
    assert (view.cut == 200).all()
    begin = replace(view, last=None, worst=None)
    assert (moving_picture(begin) == 200).all()
    assert (worst_picture(begin) == 200).all()


def curve_of(count: int, uncovered: float, palette: Palette) -> go.Figure:
    """The curve of 81 patches of which so many are measured, validated."""
    scores = (0.5 + 0.4 * np.sin(np.arange(1, count + 1) / 3.0)).astype(np.float32)
    view = view_of(np.full((4, 4), 0.5), uncovered=uncovered, scores=scores, total=81)
    return go.Figure(probability_curve(view, palette).to_plotly_json())


def test_the_words_say_what_full_colour_is_with_the_digits_of_the_falls() -> None:
    heat = np.full((4, 4), 0.8216)
    heat[0] = 0.7322  # the mean of squares of which the worst leaves 0.7232
    view = view_of(
        heat, uncovered=0.8216, worst=Patch(0, 0, 4, 0.7232), last=Patch(0, 0, 4, 0.0012),
        scores=np.array([0.7232, 0.0012], np.float32),
    )  # fmt: skip
    now, scale, worst, _ = OcclusionScene().pictures(view, LIGHT)
    assert now.title == "goldfish: 0.12\N{NO-BREAK SPACE}%"
    assert "in full colour by 8.94 points, the mean of all squares over a place." in scale.caption
    assert worst.caption.endswith("goldfish falls from 82.2\N{NO-BREAK SPACE}% to 72.3\N{NO-BREAK SPACE}%.")
    bare = OcclusionScene().pictures(view_of(np.full((4, 4), np.nan)), LIGHT)
    assert "full colour" not in bare[1].caption


@both_palettes
@pytest.mark.parametrize("count", [1, 50])
def test_the_curve_has_a_dashed_line_at_the_uncovered_value(palette: Palette, count: int) -> None:
    figure = curve_of(count, 0.62, palette)
    (front,) = figure.data
    assert front.line.color == palette.accent
    assert front.mode == ("lines" if count > 1 else "markers")
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1, line.x0, line.x1, line.line.dash) == (62, 62, 0, 81, "dash")
    texts = [note.text for note in figure.layout.annotations]
    assert any("uncovered" in text and "62\N{NO-BREAK SPACE}%" in text for text in texts)
    assert len(texts) == 2
    assert figure.layout.xaxis.range == (0, 81)
    assert 62 < figure.layout.yaxis.range[1] <= 101
    assert figure.layout.xaxis.title.text
    assert figure.layout.yaxis.title.text


@both_palettes
def test_the_curve_of_a_run_that_has_not_begun_shows_the_uncovered_value_alone(palette: Palette) -> None:
    figure = curve_of(0, 0.03, palette)
    assert not len(figure.data[0].x)
    assert len(figure.layout.annotations) == 1
    assert 3 < figure.layout.yaxis.range[1] < 3.3
