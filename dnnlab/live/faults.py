"""Exceptions in words: one sentence for the learner, with the place."""

from __future__ import annotations

import sysconfig
import traceback
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
ENGINE = Path(__file__).parent
STANDARD_LIBRARY = Path(sysconfig.get_path("stdlib"))


def explain(error: BaseException) -> str:
    """What went wrong, and where in the experiment's own code (not in the engine, not in a library)."""
    text = str(error).strip()
    said = f"{type(error).__name__}: {text.splitlines()[0]}" if text else type(error).__name__
    for place in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(place.filename)
        if path.is_relative_to(ENGINE) or path.is_relative_to(STANDARD_LIBRARY):
            continue
        if "site-packages" in path.parts or not path.exists():
            continue
        shown = path.relative_to(PACKAGE.parent) if path.is_relative_to(PACKAGE.parent) else Path(path.name)
        return f"{said} ({shown}, line {place.lineno}, in {place.name})"
    return said
