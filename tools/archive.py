"""Arrays in an .npz that ``np.load`` reads, compressed with LZMA: pictures that are much alike take a fraction."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def save(arrays: Mapping[str, NDArray[Any]], file: Path) -> None:
    """Write them; the same arrays give the same bytes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy")  # with a fixed date
            entry.compress_type = zipfile.ZIP_LZMA
            with archive.open(entry, "w") as stream:
                np.lib.format.write_array(stream, np.ascontiguousarray(array), allow_pickle=False)


def rows(arrays: Mapping[str, NDArray[Any]]) -> str:
    """Lines of a card's table: name, shape, sha256 of the bytes."""
    return "\n".join(
        f"| `{name}` | {' x '.join(map(str, array.shape))} | `{hashlib.sha256(array.tobytes()).hexdigest()}` |"
        for name, array in arrays.items()
    )
