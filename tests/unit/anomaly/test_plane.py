"""The detector in the plane: its error is low where it rebuilds, and holes are where the page says they are."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.anomaly.plane.figures import distance_map, error_map
from dnnlab.anomaly.plane.knobs import PlaneConfig
from dnnlab.anomaly.plane.net.experiment import FAR, GRID, PlaneAutoencoder, plane
from dnnlab.anomaly.plane.points import REACH, points
from dnnlab.anomaly.plane.words import SHAPES
from dnnlab.plots.palette import DARK, LIGHT


def ended(**knobs: object) -> PlaneAutoencoder:
    run = PlaneAutoencoder(PlaneConfig(**knobs))  # type: ignore[arg-type]
    for _ in range(run.total_steps):
        run.step()
    return run


@pytest.mark.parametrize("shape", SHAPES)
def test_points_are_well_inside_the_plane_and_both_parts_alike(shape: str) -> None:
    all_points = points(shape)
    assert np.abs(all_points).max() < REACH / 2
    made = plane(shape)
    np.testing.assert_allclose(made.fit.mean(0), made.held_out.mean(0), atol=0.35)
    assert (len(made.fit), len(made.held_out)) == (400, 200)
    with pytest.raises(ValueError, match="no shape"):
        points("spiral")


def test_distances_are_those_to_the_nearest_points() -> None:
    made = plane("moons")
    at = 17 * GRID + 40
    known = np.sort(np.linalg.norm(made.fit - made.grid[at], axis=1))
    assert made.nearest[at] == pytest.approx(known[0], rel=1e-4)
    assert made.distances[17, 40] == pytest.approx(known[:5].mean(), rel=1e-4)


def test_far_from_all_points_a_network_may_rebuild_perfectly_and_neighbours_never_do() -> None:
    view = ended().view()
    assert view.hole_distance > FAR
    assert view.hole_score < view.threshold / 10
    assert view.missed > 0.01
    far = plane("moons").nearest.reshape(GRID, GRID) > FAR
    assert view.distances[far].min() > view.distance_limit
    place = tuple(round((each + REACH) / (2 * REACH) * (GRID - 1)) for each in view.hole)
    assert view.errors[place[1], place[0]] == pytest.approx(view.hole_score, rel=1e-4)


def test_what_the_decoder_writes_lies_in_the_low_error_and_tanh_ends_it() -> None:
    view = ended().view()
    assert len(view.curve) > 100
    tanh = ended(activation="tanh").view()
    assert tanh.missed == 0
    assert np.abs(tanh.curve).max() < np.abs(view.curve).max()


def test_two_numbers_copy_the_plane() -> None:
    view = ended(code=2, run_length=1_000).view()
    assert view.curve.shape == (0, 2)
    assert view.threshold < 0.01
    assert np.median(view.errors) < np.median(ended(run_length=1_000).view().errors) / 5


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_maps_are_drawn_at_any_moment(palette: object) -> None:
    run = PlaneAutoencoder(PlaneConfig())
    for steps in (0, 1, 60):
        while run.steps_taken < steps:
            run.step()
        for draw in (error_map, distance_map):
            draw(run.view(), palette, height=300).to_plotly_json()  # type: ignore[arg-type]
