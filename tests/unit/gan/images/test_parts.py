"""What the parts of the lesson draw and ask: the film, the way, the neighbours, the game."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from dnnlab.gan.images.asking import ARC, LINE, PLAYERS, name_of, noise_of, way
from dnnlab.gan.images.film import gif
from dnnlab.gan.images.knobs import ImagesConfig
from dnnlab.gan.images.net.calls import DEALT, deal, draw, film, nearest
from dnnlab.gan.images.net.experiment import ImagesTraining
from dnnlab.gan.images.shipped import SHIPPED
from dnnlab.gan.images.views import Deal, Film
from dnnlab.gan.material import AVATARS, MNIST, material
from dnnlab.plots.palette import LIGHT
from dnnlab.ui.components.sorting.component import Sorted, parse
from dnnlab.ui.recording import recorded
from pages.gan.images.game import results
from pages.gan.images.history import of_recording
from pages.gan.images.scene import ImagesScene


def test_a_gif_has_a_frame_a_moment_and_shows_grey_and_coloured_pictures() -> None:
    for shape in ((28, 28), (32, 32, 3)):
        frames = np.random.default_rng(0).integers(0, 256, (4, 10, *shape), dtype=np.uint8)
        picture = Image.open(io.BytesIO(gif(Film(steps=np.arange(4), frames=frames))))
        assert picture.n_frames == 4 and picture.width == 5 * (3 * shape[1] + 2)
    with pytest.raises(ValueError, match="at least one frame"):
        gif(Film(steps=np.arange(0), frames=np.empty((0, 10, 28, 28), np.uint8)))


def test_both_ways_lead_from_one_noise_to_the_other_and_the_arc_keeps_the_length() -> None:
    a, b = noise_of(1, 44), noise_of(2, 44)
    shares = np.linspace(0, 1, 11, dtype=np.float32)
    for path in (LINE, ARC):
        np.testing.assert_allclose(way(a, b, path, shares)[[0, -1]], [a, b], atol=1e-5)
    unit = b * np.linalg.norm(a) / np.linalg.norm(b)
    lengths = np.linalg.norm(way(a, unit, ARC, shares), axis=1)
    np.testing.assert_allclose(lengths, np.linalg.norm(a), rtol=1e-5)
    assert np.linalg.norm(way(a, unit, LINE, shares), axis=1)[5] < 0.8 * np.linalg.norm(a)
    np.testing.assert_allclose(way(a, a, ARC, shares), np.tile(a, (11, 1)), atol=1e-5)


def test_the_nearest_training_pictures_are_those_of_a_plain_search() -> None:
    known = material(AVATARS)
    asked = known.test[:3]
    (*_, found) = nearest(AVATARS, asked)
    assert found is not None
    off = known.images.astype(np.float64)[None] / 255 - asked.astype(np.float64)[:, None] / 255
    distances = np.sqrt(np.square(off).sum((2, 3, 4)))
    best = np.sort(distances, axis=1)[:, :4]
    np.testing.assert_allclose(found.distances, best, rtol=1e-3)
    assert np.array_equal(found.pictures[:, 0], known.images[distances.argmin(1)])


def test_a_training_picture_is_found_at_distance_nothing() -> None:
    (*_, found) = nearest(MNIST, material(MNIST).images[[54_999]])
    assert found is not None and found.distances[0, 0] < 0.02
    assert np.array_equal(found.pictures[0, 0], material(MNIST).images[54_999])


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_players_draw_what_the_class_says_and_refuse_other_noise(name: str) -> None:
    noise = noise_of(0, 44)[None]
    labels = np.array([7]) if SHIPPED[name].config.conditional else None
    made = draw(name, noise, labels)
    assert made.pictures.shape == (1, 28, 28) and 0 <= made.opinions[0] <= 1
    with pytest.raises(ValueError, match="44 numbers of noise"):
        draw(name, noise[:, :9], labels)
    with pytest.raises(ValueError, match="told"):
        draw(name, noise, None if labels is not None else np.array([7]))
    with pytest.raises(ValueError, match="There are no players"):
        draw("nobody", noise)


def test_a_run_draws_with_its_own_noise_and_gives_its_film() -> None:
    run = ImagesTraining(ImagesConfig(noise=4, generator_units=32, discriminator_units=32))
    assert draw("", noise_of(0, 4)[None], None, run).pictures.shape == (1, 28, 28)
    assert film(run).steps.tolist() == [0]


def test_a_deal_has_real_and_generated_pictures_and_is_the_same_again() -> None:
    one, again, other = deal("digits", 3), deal("digits", 3), deal("digits", 4)
    assert len(one.pictures) == DEALT and 0 < one.real.sum() < DEALT
    assert np.array_equal(one.pictures, again.pictures) and not np.array_equal(one.pictures, other.pictures)
    held_out = {each.tobytes() for each in material(MNIST).test}
    assert all((picture.tobytes() in held_out) == real for picture, real in zip(one.pictures, one.real, strict=True))


def test_the_game_counts_what_was_sorted_rightly_and_what_was_left() -> None:
    dealt = Deal(
        pictures=np.zeros((4, 28, 28), np.uint8), real=np.array([True, True, False, False]),
        opinions=np.array([0.9, 0.2, 0.1, 0.8], np.float32), truth=np.array([0.5, 0.7], np.float32),
    )  # fmt: skip
    panels = results(dealt, Sorted(piles=(0, 0, 1, -1), seconds=12.0))
    assert panels[0].title.startswith("You: 3 of 4") and "1 were left" in panels[0].title
    assert [bar.value for bar in panels[0].bars][:2] == ["3 of 4", "2 of 4"]  # type: ignore[attr-defined]
    assert panels[2].tiles.labels == ["✓ ✓", "✗ ✗"]  # type: ignore[attr-defined]


def test_a_result_of_another_deal_is_none_and_one_that_is_no_result_is_refused() -> None:
    good = {"deal": "a", "piles": [0, 1, -1], "seconds": 3.5}
    assert parse(good, "a", 3) == Sorted(piles=(0, 1, -1), seconds=3.5)
    assert parse(good, "b", 3) is None and parse(None, "a", 3) is None
    for wrong in ("text", {**good, "piles": [0, 1]}, {**good, "piles": [0, 1, 2]}, {**good, "seconds": float("nan")}):
        with pytest.raises(ValueError, match="browser"):
            parse(wrong, "a", 3)


def test_the_history_of_the_recording_is_that_of_its_views() -> None:
    views = tuple(recorded("gan_images").views)
    found = of_recording(views)
    assert len(found.frames) == len(views) and found.frames.shape[1:] == (10, 28, 28)
    assert np.array_equal(found.frames[-1], views[-1].samples[:10])


def test_every_player_has_a_name_and_the_learners_own_has_none() -> None:
    assert [name_of(each) for each in PLAYERS] == [*SHIPPED, ""]


def test_the_stage_bears_a_run_that_was_not_judged_and_one_that_broke() -> None:
    view = recorded("gan_images").views[0]
    broken = replace(view, opinions=np.full_like(view.opinions, np.nan), shares=np.full_like(view.shares, np.nan))
    for each in (view, broken):
        for panel in ImagesScene().pictures(each, LIGHT):
            panel.pack()
