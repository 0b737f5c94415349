"""The shipped accuracies by number of labels; no torch."""

from __future__ import annotations

import json

from dnnlab.once import once
from dnnlab.paths import ASSETS

FILE = ASSETS / "autoencoders" / "stacked" / "curve.json"


@once
def curve() -> dict[str, dict[str, list[float]]]:
    """start -> labels -> test accuracy of each of five seeds; and ``frozen`` -> labels -> validation accuracy."""
    found: dict[str, dict[str, list[float]]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found
