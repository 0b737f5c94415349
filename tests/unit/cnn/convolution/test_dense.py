"""The part about dense layers: the numbers in its words are those of its pictures."""

from __future__ import annotations

import re
from itertools import product

import numpy as np

from dnnlab.cnn.convolution.net.calls import matrices as answered
from dnnlab.plots.sheets import ZERO
from pages.cnn.convolution.dense.part import matrices


def number(pattern: str, text: str) -> int:
    """A number in words; 0 where they don't say one."""
    found = re.search(pattern, text)
    return int(found[1].replace(",", "")) if found else 0


def test_the_weights_that_are_told_are_those_that_have_a_cell_or_are_said_to_have_none() -> None:
    for side, f, stride, padding in product((4, 6), (1, 2, 3, 5, 7), (1, 2, 3), (0, 1, 2, 3)):
        if f > side + 2 * padding:
            continue
        where = f"{f} x {f} on {side} x {side}, stride {stride}, padding {padding}"
        kernel = np.arange(1, f * f + 1, dtype=np.float32).reshape(1, 1, f, f)
        found = answered(np.ones((1, side, side), np.float32), kernel, stride, padding)
        shared, local, dense = matrices(found, side, f, stride, padding)
        told = number(r": ([\d,]+) weights", local.title)
        unused = number(r"([\d,]+) of them only ever meet padding", local.caption)
        assert told - unused == np.count_nonzero(found.unshared), where
        assert ("padding, which has no column" in shared.caption) == (unused > 0), where
        assert (np.count_nonzero(found.shared, axis=1) < f * f).any() == (unused > 0), where
        assert number(r": ([\d,]+) weights", dense.title) == np.count_nonzero(found.dense), where
        for panel, matrix in ((local, found.unshared), (dense, found.dense)):
            coloured = np.count_nonzero(panel.tiles.pixels != ZERO)
            weak = np.count_nonzero(np.abs(matrix) < np.abs(matrix).max() / 250)  # as pale as 0
            assert coloured >= np.count_nonzero(matrix) - weak, where


def test_the_setting_on_arrival() -> None:
    found = answered(np.ones((1, 6, 6), np.float32), np.ones((1, 1, 3, 3), np.float32), 1, 1)
    _, local, _ = matrices(found, 6, 3, 1, 1)
    assert local.title == "Locally connected: 324 weights"
    assert local.caption.endswith(" 68 of them only ever meet padding: they have no cell here.")
    assert local.caption in local.alt
