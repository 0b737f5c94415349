"""What went wrong, in words: one sentence for the learner."""

from __future__ import annotations

import math
import sysconfig
import traceback
from collections.abc import Callable, Mapping
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


def divergence(metrics: Mapping[str, float], step: int, gradient_norm: Callable[[], float | None]) -> str:
    """Which metric left the finite numbers at ``step``, and the last gradient's norm if known; "" when none did."""
    name = next((name for name, value in metrics.items() if not math.isfinite(value)), None)
    if name is None:
        return ""
    norm = gradient_norm()
    said = "" if norm is None else f"; the last gradient norm was {norm:.2g}"
    return f"Diverged: the {name.replace('_', ' ')} became {metrics[name]} at step {step:,}{said}."
