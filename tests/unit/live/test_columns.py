"""Views come back from a recording as they were, and no larger than they need to be."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dnnlab.live.columns import Packer, unpack
from tests.unit.live.toy_views import Place, rich


def again(values: list[Any], kept_as: str = "") -> list[Any]:
    """A column after its way into arrays and JSON and back."""
    packer = Packer()
    column = json.loads(json.dumps(packer.add("x", values, kept_as)))
    return unpack("x", column, packer.arrays, len(values))


def same(a: Any, b: Any) -> bool:
    """Equal in type and content, to the bit."""
    if type(a) is not type(b):
        return False
    if is_dataclass(a):
        return all(same(getattr(a, each.name), getattr(b, each.name)) for each in fields(a))
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return bool(a == b)


def test_views_come_back_as_they_were() -> None:
    views = [rich(step) for step in range(5)]
    for before, after in zip(views, again(views), strict=True):
        assert type(after) is type(before)
        for each in fields(before):
            if each.name != "inner":
                assert same(getattr(before, each.name), getattr(after, each.name)), each.name
        assert same(before.inner.labels, after.inner.labels)
        maps, fine = before.inner.maps, before.inner.fine
        assert after.inner.maps.dtype == after.inner.fine.dtype == np.float32
        assert np.isnan(after.inner.maps[0, 0])
        assert np.allclose(after.inner.maps, maps, rtol=0, atol=np.nanmax(np.abs(maps)) / 253, equal_nan=True)
        assert np.allclose(after.inner.fine, fine, rtol=1e-3, atol=1e-3, equal_nan=True)


def test_a_field_says_how_finely_it_is_kept() -> None:
    packer = Packer()
    packer.add("x", [rich(step) for step in range(5)])
    arrays = packer.arrays
    assert arrays["x/inner/maps"].dtype.itemsize == 1
    assert arrays["x/inner/maps/scales"].shape == (5,)
    assert arrays["x/inner/fine"].dtype.itemsize == 2
    assert arrays["x/half"].dtype.itemsize == 2
    assert arrays["x/layers/0"].dtype.itemsize == 4


def test_what_occurs_again_is_kept_once_and_is_one_array() -> None:
    first, second = np.arange(1000), np.arange(1000)[::-1]
    packer = Packer()
    values = [first, second, first.copy(), second.copy(), first.copy()]
    column = packer.add("x", values)
    assert packer.arrays["x"].shape == (2, 1000)
    back = unpack("x", column, packer.arrays, 5)
    assert same(back, [np.asarray(value) for value in values])
    assert back[0] is not back[1]
    assert np.shares_memory(back[0], back[2])


@pytest.mark.parametrize("kind", ["<f2", "<f4", "<f8", "<i8", "|u1", "|i1", "|b1"])
def test_arrays_of_every_kind_keep_their_bits(kind: str) -> None:
    bits = np.random.default_rng(0).integers(0, 256, (6, 4, np.dtype(kind).itemsize), np.uint8)
    values = list((bits % 2 if kind == "|b1" else bits).view(kind)[..., 0])
    values += [values[0].copy(), np.zeros(4, kind)]
    assert same(again(values), values)


@pytest.mark.parametrize("kept_as", ["int8", "float16"])
@pytest.mark.parametrize("value", [0.0, np.nan, 1e-30, -5.0])
def test_coarse_values_of_one_size_survive(kept_as: str, value: float) -> None:
    (back,) = again([np.full(3, value, np.float32)], kept_as)
    assert np.allclose(back, value, rtol=1e-2, atol=1e-7, equal_nan=True)


@pytest.mark.parametrize(
    ("values", "back"),
    [
        ([], []),
        ([None, None], [None, None]),
        ([1, 2.5], [1.0, 2.5]),
        ([True, False], [True, False]),
        ([[], []], [[], []]),
        ([[1.5, 2.5], []], [[1.5, 2.5], []]),
        ([(), (Place(1, 2.0),)], [(), (Place(1, 2.0),)]),
        ([[None, 1], [2, None]], [[None, 1], [2, None]]),
        ([np.zeros((0, 3)), np.ones((2, 3))], [np.zeros((0, 3)), np.ones((2, 3))]),
    ],
)
def test_small_columns(values: list[Any], back: list[Any]) -> None:
    assert same(again(values), back)


@pytest.mark.parametrize(
    ("values", "kept_as", "sentence"),
    [
        ([1, "a"], "", "x: one kind of value is wanted, got .*int.*str"),
        ([True, 2], "", "x: truth values and numbers in one column"),
        ([{1, 2}], "", "x: a recording cannot hold a set"),
        ([np.zeros(2), np.zeros(2, int)], "", "x: arrays of one type and as many axes"),
        ([np.zeros(2), np.zeros((2, 1))], "", "x: arrays of one type and as many axes"),
        ([np.array(["a"])], "", "x: a recording cannot hold arrays of <U1"),
        ([{"a": 1}, {"b": 1}], "", "x: dicts with the same texts as keys"),
        ([np.array([1.0, np.inf])], "int8", "x: it is infinite somewhere"),
        ([np.array([1e6])], "float16", "x: too large for half precision"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(values: list[Any], kept_as: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Packer().add("x", values, kept_as)


def test_a_file_can_name_no_class_but_one_of_views() -> None:
    column = {"kind": "record", "class": "subprocess:Popen", "fields": {"args": {"kind": "texts", "texts": ["true"]}}}
    with pytest.raises(ValueError, match="classes of views modules only, got subprocess:Popen"):
        unpack("x", column, {}, 1)
    with pytest.raises(ValueError, match="a recording cannot hold a SimpleNamespace"):
        Packer().add("x", [SimpleNamespace(a=1)])
