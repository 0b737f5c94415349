"""What was measured of detectors over several seeds, as Markdown tables that both lessons show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dnnlab.plots.written import written


def contamination_table(made: Mapping[str, Any]) -> str:
    """AUC as more and more of what is learnt from are anomalies.

    Args:
        made: ``shares`` in percent; ``contamination``: detector -> for each share the AUC of each seed.
    """
    shares = [written(share / 100, percent=True) for share in made["shares"]]
    lines = ["| contamination | " + " | ".join(shares) + " |", "|---|" + "---|" * len(shares)]
    for name, rows in made["contamination"].items():
        lines.append(f"| {name} | " + " | ".join(spread(values) for values in rows) + " |")
    return "\n".join(lines)


def rates_table(made: Mapping[str, Any]) -> str:
    """Accepted against observed false alarms.

    Args:
        made: ``accepted`` in percent; ``rates``: data -> for each accepted rate the observed shares of each seed.
    """
    accepted = [f"accepted {written(rate / 100, percent=True)}" for rate in made["accepted"]]
    lines = ["| observed | " + " | ".join(accepted) + " |", "|---|" + "---|" * len(accepted)]
    for name, rows in made["rates"].items():
        cells = [
            f"{written(float(np.mean(each)), percent=True)} ({written(min(each), percent=True, digits=2)} to "
            f"{written(max(each), percent=True, digits=2)})"
            for each in rows
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def spread(values: Sequence[float]) -> str:
    """A mean with three digits, the lowest and the highest behind it where there are several."""
    mean = f"{np.mean(values):.3f}"
    return mean if len(values) == 1 else f"{mean} ({min(values):.3f} to {max(values):.3f})"
