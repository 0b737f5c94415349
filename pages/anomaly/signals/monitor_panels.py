"""What the monitor shows at a moment, and says."""

from __future__ import annotations

import numpy as np

from dnnlab.anomaly.signals import monitor_figures as figures
from dnnlab.anomaly.signals.monitor_figures import SECONDS
from dnnlab.anomaly.signals.views import Watched
from dnnlab.anomaly.signals.watch import Alarms, by_kind
from dnnlab.plots.palette import Palette
from dnnlab.plots.written import written
from dnnlab.ui.components.stage.kinds.figure import FigurePanel
from dnnlab.ui.components.stage.panel import Panel

LIGHT = 3.0
"""Seconds of signal that the alarm stays lit."""
ROLLING, LEVEL, ALL = 150, 104, 92
"""Heights in pixels."""


def panels(watched: Watched, made: Alarms, now: float, palette: Palette) -> list[Panel]:
    """The signal that rolls, its levels, and all of it."""
    lit = made.alarm & (made.when <= now) & (made.when > now - LIGHT)
    title, caption = told(watched, made, now, bool(lit.any()))
    return [
        FigurePanel(
            figure=figures.rolling(watched, made, now, palette, height=ROLLING), height=ROLLING, columns=12,
            title=title, pair="rolls", caption=caption, alt=f"{title}. {caption}",
        ),
        FigurePanel(
            figure=figures.levels(watched, made, now, palette, height=LEVEL), height=LEVEL, columns=12,
            title="The score of each beat, in thresholds", caption="The last minute; red is an alarm.",
            alt="Scores of the beats of the last minute.",
        ),
        FigurePanel(
            figure=figures.overview(watched, made, now, palette, height=ALL), height=ALL, columns=12, clickable=True,
            title="All of it", caption="Green: found, red: missed. Grey: what it learnt from. Click to go there.",
            alt=summary(watched, made),
        ),
    ]  # fmt: skip


def told(watched: Watched, made: Alarms, now: float, lit: bool) -> tuple[str, str]:
    """Whether the alarm is lit, and what about, in words."""
    rose = "Triangles: beats that were found, red ones raised an alarm. Red ground: what the labels call a fault."
    near = np.flatnonzero((watched.begins <= now) & (watched.begins > now - SECONDS))
    if not len(near):
        return ("ALARM, and no fault: a false one" if lit else "No alarm"), rose
    place = near[-1]
    name, delay = watched.names[watched.kinds[place]], made.delay[place]
    if made.found[place] and watched.begins[place] + delay <= now:
        return f"ALARM: {name}, told {written(float(delay), digits=2, unit='s')} after it began", rose
    return ("ALARM, a false one" if lit else f"No alarm, and there is a fault: {name}"), rose


def summary(watched: Watched, made: Alarms) -> str:
    """All of the signal in one line."""
    kinds = ", ".join(f"{name} {hits} of {count}" for name, (hits, count) in by_kind(watched, made).items())
    late = made.delay[np.isfinite(made.delay)]
    delay = f", after {written(float(np.median(late)), digits=2, unit='s')} (median)" if len(late) else ""
    return (
        f"Found: {kinds}{delay}. False alarms: {int(made.false.sum()):,}, "
        f"{written(made.false_an_hour(watched), digits=2)} an hour. "
        f"Beats: {watched.matched:,} of {watched.annotated:,} found."
    )
