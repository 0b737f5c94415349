"""A made-up table for learners who have none at hand."""

from __future__ import annotations

import numpy as np


def pump() -> str:
    """A made-up pump: temperature and current over ten days, with three faults and some holes."""
    generator = np.random.default_rng(7)
    hours = np.arange(2_400) / 10
    current = (
        4
        + np.sin(2 * np.pi * hours / 24)
        + 0.6 * (np.sin(2 * np.pi * hours / 3) > 0)
        + 0.08 * generator.standard_normal(2_400)
    )
    heat = 40 + 4 * (current - 4) + 0.4 * generator.standard_normal(2_400)
    state = np.full(2_400, "ok", object)
    for begin, end, what in ((900, 940, "bearing"), (1_500, 1_530, "stuck"), (2_000, 2_050, "leak")):
        state[begin:end] = what
        heat[begin:end] += 9 if what == "bearing" else 0
        current[begin:end] = current[begin] if what == "stuck" else current[begin:end]
        current[begin:end] -= 1.8 if what == "leak" else 0
    lines = ["time;temperature;current;state"]
    for row in range(2_400):
        moment = np.datetime64("2026-03-01T00:00") + np.timedelta64(6 * row, "m")
        date = f"{str(moment)[8:10]}.{str(moment)[5:7]}.{str(moment)[:4]} {str(moment)[11:]}"
        cells = [f"{heat[row]:.2f}".replace(".", ","), f"{current[row]:.3f}".replace(".", ",")]
        if row % 211 == 5:
            cells[row % 2] = ""
        lines.append(";".join([date, *cells, str(state[row])]))
    return "\n".join(lines) + "\n"
