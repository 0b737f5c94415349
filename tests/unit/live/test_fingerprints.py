"""One fingerprint for plain data and for the states of runs: equal by content, apart by a bit."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from dnnlab.live.fingerprints import fingerprint


class Mode(StrEnum):
    SAME = "same"
    VALID = "valid"


class Level(Enum):
    LOW = 1


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Vector:
    x: float
    y: float


def text() -> str:
    """The same text each time, in another object."""
    return "".join(["a ", "photo"])


def test_equal_data_have_equal_ones_whoever_shares_objects() -> None:
    one = text()
    shared, apart = (one, one, {"mode": one}), (text(), text(), {"mode": text()})
    assert shared == apart
    assert pickle.dumps(shared) != pickle.dumps(apart), "which is why it is not made of that"
    assert fingerprint(shared) == fingerprint(apart)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": [torch.ones(2)]}, {"b": [torch.ones(2)], "a": 1}),
        ({1, 2, 33}, {33, 2, 1}),
        (np.arange(6).reshape(2, 3), np.asfortranarray(np.arange(6).reshape(2, 3))),
        (np.arange(10)[::2], np.array([0, 2, 4, 6, 8])),
        (Point(1.0, 2.0), Point(x=1.0, y=2.0)),
        (torch.ones(2, requires_grad=True), torch.ones(2)),
        (torch.arange(24.0).reshape(1, 2, 3, 4),) * 2,
        (float("nan"), float("nan")),
    ],
)
def test_the_way_that_data_are_held_does_not_show(one: Any, other: Any) -> None:
    if isinstance(other, torch.Tensor) and other.ndim == 4:
        other = other.to(memory_format=torch.channels_last)
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    "other",
    [
        {"w": torch.tensor([1.0, 2.0000002])},
        {"w": torch.tensor([1.0, 2.0], dtype=torch.float64)},
        {"w": torch.tensor([[1.0, 2.0]])},
        {"w": np.array([1.0, 2.0])},
        {"v": torch.tensor([1.0, 2.0])},
        {"w": torch.tensor([1.0, 2.0]), "more": None},
        {"w": [1.0, 2.0]},
    ],
)
def test_any_difference_shows(other: Any) -> None:
    assert fingerprint(other) != fingerprint({"w": torch.tensor([1.0, 2.0])})


def test_all_these_are_apart() -> None:
    values = [
        None, False, 0, 0.0, -0.0, 0j, "", b"", "0", b"0", bytearray(b"0"), [], (), {}, set(), [0], (0,), {0: 0}, {0},
        [[0], 0], [[0, 0]], ["a", "b"], ["a;b"], ["ab"], "same", Mode.SAME, Mode.VALID, Level.LOW, np.float64(0),
        np.int64(0), np.zeros(()), np.zeros(1), np.zeros(1, np.int64), np.zeros((1, 1)), Point(0.0, 0.0),
        Vector(0.0, 0.0), {"x": 0.0, "y": 0.0}, np.array(["0"]), np.str_("0"),
    ]  # fmt: skip
    assert len({fingerprint(value) for value in values}) == len(values)


@pytest.mark.parametrize(
    "value", [object(), lambda: None, np.array([object()]), np.zeros(2, "i1,i8"), Point, Path("a")]
)
def test_what_it_does_not_know_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="plain data cannot hold a"):
        fingerprint({"s": [value]})


def test_it_is_the_same_in_another_process(root: Path) -> None:
    value = {"b", "a", "c"}, {"mode": Mode.SAME.value, "at": (1, 2.5)}
    asked = f"from dnnlab.live.fingerprints import fingerprint; print(fingerprint({value!r}))"
    said = subprocess.run([sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=True).stdout
    assert said.split() == [fingerprint(value)]
