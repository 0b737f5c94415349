"""What tells data apart by their content: one text for equal data, in any process, however they are held."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np


def fingerprint(value: Any) -> str:
    """SHA-256, 64 hexadecimal digits, over plain data: builtins, numpy, dataclasses and enums, nested at will.

    Equal data have equal fingerprints, whoever shares objects with whom, in whatever order a dict was
    filled and however an array lies in memory; another type or another bit gives another one.  A torch
    tensor counts as the array that it holds, so that the states of two runs can be compared.

    Raises:
        TypeError: it holds something else.
    """
    digest = hashlib.sha256()
    for part in _parts(value):
        digest.update(part)
    return digest.hexdigest()


def _parts(value: Any) -> Iterator[bytes]:
    """Bytes that say the value: its kind and its length come first, so that no two values say the same."""
    match value:
        case Enum():
            yield _head("enum", _kind(value), value.name)
        case np.ndarray() | np.generic():
            yield from _array(np.asarray(value), "array" if isinstance(value, np.ndarray) else "scalar")
        case None | bool() | int() | float() | complex():
            yield _head(type(value).__name__, repr(value))
        case str() | bytes() | bytearray():
            raw = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else bytes(value)
            yield _head(type(value).__name__, len(raw))
            yield raw
        case list() | tuple():
            yield _head("list" if isinstance(value, list) else "tuple", len(value))
            for item in value:
                yield from _parts(item)
        case dict():
            yield from _unordered("dict", value.items())
        case set() | frozenset():
            yield from _unordered("set", value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            yield _head("dataclass", _kind(value))
            for each in fields(value):
                yield _head("field", each.name)
                yield from _parts(getattr(value, each.name))
        case _ if hasattr(value, "detach") and hasattr(value, "numpy"):  # a tensor; torch is not imported here
            yield from _array(value.detach().cpu().numpy(), "array")
        case _:
            raise TypeError(f"plain data cannot hold a {type(value).__name__}")


def _array(array: np.ndarray[Any, Any], kind: str) -> Iterator[bytes]:
    if array.dtype.kind in "OV":  # its bytes are addresses, or have gaps
        raise TypeError(f"plain data cannot hold an array of {array.dtype}")
    yield _head(kind, array.dtype, array.shape)
    yield np.ascontiguousarray(array).tobytes()


def _unordered(kind: str, items: Any) -> Iterator[bytes]:
    yield _head(kind, len(items))
    for each in sorted(map(fingerprint, items)):
        yield each.encode()


def _head(*words: Any) -> bytes:
    return f"{' '.join(map(str, words))};".encode()


def _kind(value: Any) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"
