"""Many values of one kind as a few arrays, and back: how the views of a recording are kept; numpy only.

A value is None, a number, a text, an array, or a dataclass, named tuple, dict,
list or tuple of these.  All values of a column have the same kind and the same
fields; arrays may differ in size from value to value.  An array that occurs
again is kept once, so what never changes costs nothing; arrays of one size are
kept as the differences of their bits to the one before, which compress to half.

A field of a dataclass may say that less than its own precision is enough,
``maps: Floats = field(metadata=COARSE)``; so does then everything in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dnnlab.live.registry import resolve

Array = NDArray[Any]
Column = dict[str, Any]
"""What the arrays of a column mean: plain data, as JSON holds it."""

COARSE = {"kept as": "int8"}
"""Metadata of a field whose floats are only drawn: kept as signed bytes, with one scale an array."""
HALF = {"kept as": "float16"}
"""Metadata of a field whose floats are kept in half precision: three digits."""

MISSING = -128
"""The byte that stands for nan; the others lie in [-127, 127]."""


class Packer:
    """Puts columns into :attr:`arrays`, each under names that begin with its own."""

    def __init__(self) -> None:
        self.arrays: dict[str, Array] = {}

    def add(self, name: str, values: Sequence[Any], kept_as: str = "") -> Column:
        """Pack one column; returns what :func:`unpack` needs to know.

        Raises:
            ValueError: values of different kinds, or of one that cannot be kept; the message begins with the name.
        """
        present = [value for value in values if value is not None]
        if not present:
            return {"kind": "none"}
        if len(present) < len(values):
            there = [value is not None for value in values]
            return {"kind": "optional", "there": there, "of": self.add(name, present, kept_as)}
        first = values[0]
        if all(isinstance(value, bool | int | float) and not isinstance(value, np.generic) for value in values):
            return self._numbers(name, values)
        kind = type(first)
        if any(type(value) is not kind for value in values):
            raise ValueError(f"{name}: one kind of value is wanted, got {sorted({type(v).__name__ for v in values})}")
        if kind is str:
            return {"kind": "texts", "texts": list(values)}
        if isinstance(first, np.ndarray | np.generic):
            return self._arrays(name, [np.asarray(value) for value in values], kept_as)
        if isinstance(first, dict) or is_dataclass(first) or hasattr(first, "_fields"):
            return self._record(name, values, kept_as)
        if kind in (list, tuple):
            return self._series(name, values, kept_as)
        raise ValueError(f"{name}: a recording cannot hold a {kind.__name__}")

    def _numbers(self, name: str, values: Sequence[bool | int | float]) -> Column:
        kinds = {type(value) for value in values}
        if bool in kinds and len(kinds) > 1:
            raise ValueError(f"{name}: truth values and numbers in one column")
        self.arrays[name] = np.array(values)
        return {"kind": "numbers"}

    def _arrays(self, name: str, values: Sequence[Array], kept_as: str) -> Column:
        first = values[0]
        if first.dtype.kind not in "biuf" or first.itemsize > 8:
            raise ValueError(f"{name}: a recording cannot hold arrays of {first.dtype}")
        if any(value.dtype != first.dtype or value.ndim != first.ndim for value in values):
            raise ValueError(f"{name}: arrays of one type and as many axes are wanted")
        distinct: dict[tuple[tuple[int, ...], bytes], int] = {}
        which = [distinct.setdefault((value.shape, value.tobytes()), len(distinct)) for value in values]
        kept = [values[which.index(place)] for place in range(len(distinct))]
        column: Column = {"kind": "arrays", "dtype": first.dtype.str, "kept as": first.dtype.str, "which": which}
        if first.dtype.kind == "f" and kept_as:
            reduced = [_reduced(name, value, kept_as) for value in kept]
            kept = [value for value, _ in reduced]
            column["kept as"] = kept[0].dtype.str
            if kept_as == "int8":
                self.arrays[f"{name}/scales"] = np.array([scale for _, scale in reduced], np.float32)
        if len({value.shape for value in kept}) == 1:
            bits = np.stack(kept).view(f"u{kept[0].itemsize}")
            self.arrays[name] = np.diff(bits, axis=0, prepend=np.zeros_like(bits[:1]))  # little changes: few bytes
        else:
            column["shapes"] = [list(value.shape) for value in kept]
            self.arrays[name] = np.concatenate([value.ravel() for value in kept])
        return column

    def _record(self, name: str, values: Sequence[Any], kept_as: str) -> Column:
        first = values[0]
        if isinstance(first, dict):
            if any(value.keys() != first.keys() for value in values) or not all(isinstance(key, str) for key in first):
                raise ValueError(f"{name}: dicts with the same texts as keys are wanted")
            column: Column = {"kind": "dict"}
            precision = dict.fromkeys(first, kept_as)
            rows = values
        else:
            reference = f"{type(first).__module__}:{type(first).__qualname__}"
            _class(reference)  # what cannot be read must not be written
            column = {"kind": "record", "class": reference}
            precision = (
                {each.name: each.metadata.get("kept as", kept_as) for each in fields(first)}
                if is_dataclass(first)
                else dict.fromkeys(first._fields, kept_as)
            )
            rows = [{field: getattr(value, field) for field in precision} for value in values]
        column["fields"] = {
            field: self.add(f"{name}/{field}", [row[field] for row in rows], its) for field, its in precision.items()
        }
        return column

    def _series(self, name: str, values: Sequence[Sequence[Any]], kept_as: str) -> Column:
        lengths = [len(value) for value in values]
        elements = [element for value in values for element in value]
        column: Column = {"kind": type(values[0]).__name__, "lengths": lengths}
        plain = {type(each) for each in elements} in ({bool}, {int}, {float}, {str})
        if len(set(lengths)) == 1 and not plain:  # each place may have a kind and a size of its own
            column["items"] = [
                self.add(f"{name}/{place}", [value[place] for value in values], kept_as) for place in range(lengths[0])
            ]
        else:
            column["of"] = self.add(name, elements, kept_as)
        return column


def unpack(name: str, column: Column, arrays: Mapping[str, Array], count: int) -> list[Any]:
    """The values of a column, ``count`` of them, as they were packed; arrays that were the same are one array.

    Raises:
        ValueError: the column names a class outside of the views.
    """
    match column["kind"]:
        case "none":
            return [None] * count
        case "optional":
            present = iter(unpack(name, column["of"], arrays, sum(column["there"])))
            return [next(present) if there else None for there in column["there"]]
        case "numbers":
            return list(arrays[name].tolist())
        case "texts":
            return list(column["texts"])
        case "arrays":
            kept = _kept(name, column, arrays)
            return [kept[place][()] for place in column["which"]]  # [()]: a number of numpy's stays one
        case "dict" | "record" as kind:
            parts = {key: unpack(f"{name}/{key}", each, arrays, count) for key, each in column["fields"].items()}
            make = dict if kind == "dict" else _class(column["class"])
            return [make(**{key: values[i] for key, values in parts.items()}) for i in range(count)]
        case kind:
            return [tuple(value) if kind == "tuple" else value for value in _lists(name, column, arrays, count)]


def _lists(name: str, column: Column, arrays: Mapping[str, Array], count: int) -> list[list[Any]]:
    if "items" in column:
        places = [unpack(f"{name}/{i}", each, arrays, count) for i, each in enumerate(column["items"])]
        return [[values[i] for values in places] for i in range(count)]
    elements = iter(unpack(name, column["of"], arrays, sum(column["lengths"])))
    return [list(islice(elements, length)) for length in column["lengths"]]


def _kept(name: str, column: Column, arrays: Mapping[str, Array]) -> list[Array]:
    """The distinct arrays of a column, in their own type."""
    stored = arrays[name]
    if "shapes" in column:
        shapes = [tuple(shape) for shape in column["shapes"]]
        ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
        pieces = [piece.reshape(shape) for piece, shape in zip(np.split(stored, ends[:-1]), shapes, strict=True)]
    else:
        pieces = list(np.cumsum(stored, axis=0, dtype=stored.dtype).view(column["kept as"]))
    if (scales := arrays.get(f"{name}/scales")) is not None:
        pieces = [
            np.where(piece == MISSING, np.nan, piece * scale) for piece, scale in zip(pieces, scales, strict=True)
        ]
    return [np.asarray(piece, column["dtype"]) for piece in pieces]


def _reduced(name: str, values: Array, kept_as: str) -> tuple[Array, float]:
    """Floats in less precision, and the scale that brings them back."""
    if np.isinf(values).any():
        raise ValueError(f"{name}: it is infinite somewhere, and has no scale")
    if kept_as == "float16":
        with np.errstate(over="ignore"):
            half = values.astype(np.float16)
        if np.isinf(half).any():
            raise ValueError(f"{name}: too large for half precision")
        return half, 1.0
    values = values.astype(np.float32)
    largest = float(np.abs(values[~np.isnan(values)]).max(initial=0.0))
    scale = largest / 127 or 1.0
    return np.where(np.isnan(values), MISSING, np.rint(np.nan_to_num(values) / np.float32(scale))).astype(
        np.int8
    ), scale


def _class(reference: str) -> Any:
    """A class of views by its name; nothing else that a file names is ever imported."""
    module = reference.partition(":")[0]
    if not module.endswith("views"):
        raise ValueError(f"a recording holds classes of views modules only, got {reference}")
    return resolve(reference)
