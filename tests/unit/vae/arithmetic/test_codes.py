"""Arithmetic with codes: end points, arcs, and a decoder of which all is known."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.vae.arithmetic.codes import linear, plus, spherical

RANDOM = np.random.default_rng(0)
A, B = (RANDOM.standard_normal(8).astype(np.float32) for _ in range(2))
SHARES = np.linspace(0, 1, 5, dtype=np.float32)


@pytest.mark.parametrize("way", [linear, spherical])
def test_a_way_begins_and_ends_at_its_faces(way: object) -> None:
    codes = way(A, B, SHARES)  # type: ignore[operator]
    np.testing.assert_allclose(codes[0], A, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(codes[-1], B, rtol=1e-5, atol=1e-6)


def test_on_the_arc_the_angle_and_the_length_grow_evenly() -> None:
    codes = spherical(A, B, SHARES)
    lengths = np.linalg.norm(codes, axis=1)
    np.testing.assert_allclose(lengths, np.linspace(lengths[0], lengths[-1], 5), rtol=1e-5)
    unit = codes / lengths[:, None]
    angles = np.arccos((unit[1:] * unit[:-1]).sum(1))
    np.testing.assert_allclose(angles, angles[0], rtol=1e-4)
    assert np.linalg.norm(linear(A, B, SHARES)[2]) < lengths[2]


@pytest.mark.parametrize("end", [2 * A, -A, np.zeros_like(A)], ids=["one direction", "opposite", "zero"])
def test_where_there_is_no_arc_it_is_the_straight_line(end: np.ndarray) -> None:
    np.testing.assert_allclose(spherical(A, end, SHARES), linear(A, end, SHARES), rtol=1e-6)


def test_with_a_linear_decoder_the_pictures_add_up_as_the_codes_do() -> None:
    decoder = RANDOM.standard_normal((20, 8)).astype(np.float32)
    c = RANDOM.standard_normal(8).astype(np.float32)
    expected = decoder @ c + 1.5 * (decoder @ A - decoder @ B)
    np.testing.assert_allclose(decoder @ plus(c, A - B, 1.5), expected, rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(plus(c, A - A, 3), c)
