"""The plane in layers: what it packs, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from dnnlab.plots.palette import LIGHT
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.kinds.plane import Layer, PlanePanel, arrows, image, lines, points


def panel(*layers: Layer) -> PlanePanel:
    return PlanePanel(title="plane", layers=layers, reach=2.0)


def test_layers_travel_as_bytes_in_their_order() -> None:
    heat = np.arange(6, dtype=np.uint8).reshape(2, 3)
    dots = np.array([[0.5, -1.0], [np.nan, 2.0]], np.float32)
    mesh = np.zeros((2, 4, 2), np.float32)
    made = panel(
        image("map", heat, "real", "generated"), lines("sheet", mesh, "muted", begin=mesh + 1),
        points("fake", dots, "generated"), arrows("gradient", dots, dots, "text"),
    )  # fmt: skip
    packed = made.pack()
    assert [each["block"] for each in packed.spec["layers"]] == [0, 1, 3, 4]
    assert [each["begins"] for each in packed.spec["layers"]] == [False, True, False, True]
    assert packed.spec["layers"][0]["width"] == 3 and packed.spec["layers"][1]["along"] == 4
    _, (blocks,) = payload.decode(payload.encode([made], LIGHT))
    assert list(blocks[0]) == list(range(6))
    assert np.array_equal(np.frombuffer(blocks[3], "<f4").reshape(2, 2), dots, equal_nan=True)


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (points("p", np.zeros((3, 3)), "real"), "two coordinates"),
        (points("p", np.zeros((5_001, 2)), "real"), "at most"),
        (points("p", np.zeros((3, 2)), "purple"), "no colour"),
        (points("p", np.zeros((3, 2)), "real", begin=np.zeros((2, 2))), "begin at"),
        (image("i", np.zeros((3, 2)), "real", "generated"), "bytes"),
        (image("i", np.zeros((3, 2), np.uint8), "real", "purple"), "no colour"),
    ],
    ids=["three", "many", "colour", "begins", "floats", "other colour"],
)
def test_what_cannot_be_drawn_is_refused(layer: Layer, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        panel(layer).pack()
