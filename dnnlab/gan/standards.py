"""What the judges of :mod:`dnnlab.gan.net.reading` say of real pictures and of what is none; no torch."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from dnnlab.paths import ASSETS

STANDARDS = ASSETS / "gan" / "images" / "standards.json"
"""Made by ``tools.build_gan_images measure``."""


@cache
def standards() -> dict[str, dict[str, Any]]:
    """Set of pictures -> what was measured once: ``scores`` of real pictures and of floors, shares, distances."""
    found: dict[str, dict[str, Any]] = json.loads(STANDARDS.read_text(encoding="utf-8"))
    return found
