"""Sheets: one byte a pixel, and zero is always the same byte."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.plots.sheets import ZERO, Tiles, diverging, grey


class TestGrey:
    def test_the_range_fills_the_bytes(self) -> None:
        assert grey([0.0, 0.5, 1.0]).tolist() == [0, 128, 255]
        assert grey([-2.0, 0.0, 2.0], low=-2.0, high=2.0).tolist() == [0, 128, 255]

    def test_what_lies_outside_is_clipped(self) -> None:
        assert grey([-1.0, 9.0]).tolist() == [0, 255]

    def test_a_flat_range_is_no_division_by_zero(self) -> None:
        assert grey([3.0, 3.0], low=3.0, high=3.0).tolist() == [0, 0]

    @pytest.mark.filterwarnings("error")
    def test_what_a_diverged_network_leaves_is_drawn_at_the_ends(self) -> None:
        left = [np.nan, -np.inf, 0.5, np.inf, 3e38]
        assert grey(left).tolist() == [0, 0, 128, 255, 255]
        assert grey(left, low=-0.5, high=2.0).tolist() == [0, 0, 102, 255, 255]

    @pytest.mark.filterwarnings("error")
    @pytest.mark.parametrize(("low", "high"), [(np.nan, np.nan), (0.0, np.inf), (-np.inf, np.inf), (np.nan, 1.0)])
    def test_bounds_that_are_not_finite_give_no_scale(self, low: float, high: float) -> None:
        assert grey([np.nan, 0.5, np.inf], low=low, high=high).tolist() == [0, 0, 0]


class TestDiverging:
    def test_is_symmetric_about_zero(self) -> None:
        assert diverging([-2.0, -1.0, 0.0, 1.0, 2.0]).tolist() == [1, 64, ZERO, 192, 255]

    @pytest.mark.parametrize("values", [[0.1, 5.0], [-5.0, -0.1], [-3.0, 0.0, 1.0]])
    def test_equal_distance_from_zero_looks_equal(self, values: list[float]) -> None:
        up = diverging(values).astype(int) - ZERO
        down = diverging([-value for value in values]).astype(int) - ZERO
        assert up.tolist() == (-down).tolist()
        assert np.abs(up).max() == 127

    def test_all_zero_is_all_zero(self) -> None:
        assert diverging(np.zeros((2, 3))).tolist() == [[ZERO] * 3] * 2

    def test_nothing_stays_nothing(self) -> None:
        assert diverging(np.zeros((0, 3))).shape == (0, 3)

    def test_a_common_limit_makes_pictures_comparable(self) -> None:
        assert diverging([1.0], limit=2.0)[0] < diverging([2.0], limit=2.0)[0] == 255
        assert diverging([9.0, -9.0], limit=2.0).tolist() == [255, 1]


class TestTiles:
    @pytest.mark.parametrize(
        ("pixels", "paint"),
        [
            (np.zeros((2, 4, 4), np.float32), "grey"),
            (np.zeros((4, 4), np.uint8), "grey"),
            (np.zeros((2, 4, 4), np.uint8), "rgb"),
            (np.zeros((2, 4, 4, 3), np.uint8), "diverging"),
        ],
    )
    def test_other_shapes_and_types_are_refused(self, pixels: np.ndarray, paint: str) -> None:
        with pytest.raises(ValueError, match=f"a {paint} sheet cannot be made of"):
            Tiles(pixels=pixels, paint=paint)  # type: ignore[arg-type]

    def test_a_label_for_every_tile_or_none(self) -> None:
        pixels = np.zeros((2, 4, 4), np.uint8)
        assert Tiles(pixels=pixels, labels=("a", "b")).labels == ("a", "b")
        with pytest.raises(ValueError, match="1 labels for 2 tiles"):
            Tiles(pixels=pixels, labels=("a",))
