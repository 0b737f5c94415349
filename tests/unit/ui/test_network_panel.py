"""The panel of a network: what it packs, and what it takes from the browser."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from dnnlab.plots.palette import DARK
from dnnlab.ui.components.stage import payload
from dnnlab.ui.components.stage.kinds.network import MOST_POINTS, NetPanel, deeds


def panel(**more: Any) -> NetPanel:
    given: dict[str, Any] = dict(
        title="", inputs=("x", "y", "xy"), chosen=(0, 2), sizes=(3,), activations=("tanh",), offered=("tanh", "ReLU"),
        maps=np.zeros((5, 20, 20), np.uint8), weights=(np.arange(9.0).reshape(3, 3), np.ones((1, 4))),
        slopes=(np.zeros((3, 3)), np.zeros((1, 4))), surface=np.zeros((60, 60), np.uint8),
        winner=np.zeros((0, 0), np.uint8), places=[[0.5, -1]], labels=[1], held_out=[False], ids=[7],
        names=("1", "2"), classes=2, reach=3.0,
    )  # fmt: skip
    return NetPanel(**{**given, **more})


def test_weights_lie_layer_by_layer_unit_by_unit_the_bias_last() -> None:
    header, blocks = payload.decode(payload.encode([panel()], DARK))
    assert header["panels"][0]["outputs"] == 1
    assert np.frombuffer(blocks[0][3], "<f4").tolist() == [*range(9), 1, 1, 1, 1]
    assert np.frombuffer(blocks[0][5], "<f4").tolist() == [0.5, -1]
    assert np.frombuffer(blocks[0][8], "<i4").tolist() == [7]


def test_without_points_and_without_hidden_layers() -> None:
    bare = panel(
        sizes=(), activations=(), maps=np.zeros((2, 20, 20), np.uint8), weights=(np.ones((1, 3)),),
        slopes=(np.ones((1, 3)),), places=np.zeros((0, 2)), labels=[], held_out=[], ids=[],
    )  # fmt: skip
    _, blocks = payload.decode(payload.encode([bare], DARK))
    assert [len(each) for each in blocks[0][5:]] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"sizes": (2,)}, {"chosen": (0,)}, {"surface": np.zeros((0, 0), np.uint8)},
        {"places": np.zeros((MOST_POINTS + 1, 2))},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"do not fit|no surface|at most"):
        panel(**wrong).pack()


def test_deeds_come_in_the_order_of_their_numbers() -> None:
    sent = json.dumps({"ops": [[12, {"remove": 3}], [11, {"add": [0, 0], "label": 1}]]})
    assert [number for number, _ in deeds(sent)] == [11, 12]


@pytest.mark.parametrize(
    "sent",
    [
        None, 3, "nonsense", "[]", '{"ops": 3}', '{"ops": [[1]]}', '{"ops": [["1", {}]]}', '{"ops": [[0, {}]]}',
        '{"ops": [[true, {}]]}', json.dumps({"ops": [[1, {}]] * 201}),
    ],
)  # fmt: skip
def test_what_is_no_deed_is_seen(sent: Any) -> None:
    with pytest.raises(ValueError, match="the browser sent"):
        deeds(sent)
