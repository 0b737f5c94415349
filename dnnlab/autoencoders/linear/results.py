"""The shipped errors: by method at 30 dimensions, and by code size; read from results.json, no torch."""

from __future__ import annotations

import json
from typing import Any

from dnnlab.once import once
from dnnlab.paths import ASSETS

FILE = ASSETS / "autoencoders" / "linear" / "results.json"
HINTON = 3.00
"""The deep autoencoder of Hinton and Salakhutdinov (2006), in the same measure."""
PCA_LIKE = {4.5: 99, HINTON: 138}
"""Components that PCA needs for these errors."""


@once
def results() -> dict[str, Any]:
    """What tools/build_autoencoders.py measured; errors are squared, an image, on the 10,000 test digits.

    ``pca``: a list, the error with 0, 1, 2 ... components; ``deep`` and ``shallow``: ``test`` and ``train``; ``sizes``:
    ``sizes`` and their ``test`` errors.
    """
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def pca_error(code: int) -> float:
    """PCA's error with so many components, at most 160."""
    return float(results()["pca"][code])
