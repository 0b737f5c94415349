"""The parts that train nothing: holes, new pictures, reconstructions and what is measured of them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dnnlab.data import mnist
from dnnlab.plots.palette import LIGHT
from dnnlab.vae.model.figures import codes_and_holes
from dnnlab.vae.model.holes import CODES, holes, random_codes
from dnnlab.vae.model.knobs import POINT, VaeConfig
from dnnlab.vae.model.net.calls import passed
from dnnlab.vae.model.part_knobs import GlassConfig
from pages.vae.model.copies import FROM_PIXELS, SOURCES, copies, measured, pixels_drawn
from pages.vae.model.drawn_questions import apart
from pages.vae.model.glass import sent
from pages.vae.model.holes import both

RANDOM = np.random.default_rng(0)


def test_a_code_far_from_all_others_lies_in_a_hole() -> None:
    points = np.stack(np.meshgrid(np.arange(10), np.arange(10)), -1).reshape(-1, 2).astype(np.float32)
    found = holes(points, np.array([[4.4, 4.4], [20.0, 0.0], [3.0, 9.9]], np.float32))
    assert found.reach == 1.0
    assert found.hole.tolist() == [False, True, False] and found.share == pytest.approx(1 / 3)


def test_of_the_pictures_own_codes_five_percent_would_count() -> None:
    points = RANDOM.standard_normal((400, 2)).astype(np.float32)
    reach = holes(points, points[:1]).reach
    alone = [np.sort(np.linalg.norm(points - each, axis=1))[1] for each in points]
    assert np.mean(np.array(alone) > reach) == pytest.approx(0.05, abs=0.005)


def test_random_codes_are_the_priors_or_as_broad_as_the_codes() -> None:
    points = np.array([3.0, -8.0]) + RANDOM.standard_normal((500, 2)) * [4.0, 0.5]
    prior, plain = (random_codes(points.astype(np.float32), draws, 1) for draws in (True, False))
    assert prior.shape == plain.shape == (CODES, 2)
    assert np.abs(prior.mean(0)).max() < 0.2 and prior.std(0) == pytest.approx([1, 1], abs=0.15)
    assert plain == pytest.approx(points.mean(0) + points.std(0) * prior, abs=1e-4)
    assert codes_and_holes(points, holes(points, plain), LIGHT, marked=True, height=100).data[1].x.size == CODES


def test_both_networks_are_the_same_but_for_the_spread() -> None:
    vae, plain = both()
    assert vae.draws and not plain.draws and vae.step == plain.step
    assert (vae.labels == plain.labels).all() and vae.code_size == plain.code_size == VaeConfig(coder=POINT).code


def test_the_distance_between_pictures_is_the_mean_over_all_pairs() -> None:
    pictures = RANDOM.integers(0, 256, (5, 3, 4), np.uint8)
    pairs = [np.square(a / 255.0 - b / 255.0).sum() for at, a in enumerate(pictures) for b in pictures[:at]]
    assert apart(pictures) == pytest.approx(np.mean(pairs))


def test_drawn_pixels_are_black_or_white_with_the_decoders_chance() -> None:
    chances = np.full((1, 200, 200), 64, np.uint8)
    tossed = pixels_drawn(chances, math.nan)
    assert set(np.unique(tossed)) == {0, 255} and tossed.mean() / 255 == pytest.approx(64 / 255, abs=0.01)
    assert pixels_drawn(chances, 0.1).std() / 255 == pytest.approx(0.1, abs=0.005)
    assert measured(np.full((2, 2, 2), 128, np.uint8), np.full((2, 2, 2), 128, np.uint8)) == ("0", "100\xa0%")


def test_every_reconstruction_has_two_rows_and_the_figures_of_all_three() -> None:
    view, plain = both()
    panels = [copies(view, source) for source in SOURCES]
    assert all(len(each.tiles) == 2 for each in panels)
    assert len({each.tiles[1][1].pixels.tobytes() for each in panels}) == 3
    assert len({each.caption.partition("Squared")[2] for each in panels}) == 1
    assert copies(plain, FROM_PIXELS).caption.startswith("The network never trains")


def test_the_knobs_move_what_the_encoder_says() -> None:
    found = passed(mnist.test().images[0])
    mean, deviation, noise = sent(GlassConfig(m1=0.5, spread=2.0, e2=-1.0), found)
    assert mean == pytest.approx(found.mean + np.array([0.5, 0.0]))
    assert deviation == pytest.approx(2 * found.deviation) and noise.tolist() == [0.0, -1.0]
