"""The knobs of an alarm, which the lessons of this topic share; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live.config import Config, knob


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmConfig(Config):
    """When a score is an alarm."""

    accepted: float = knob(
        5.0,
        low=0.2,
        high=20.0,
        scale="log",
        label="Accepted false alarms (%)",
        group="Alarm",
        help="So many percent of what is normal may raise an alarm. The threshold follows from the scores of held-out "
        "normal data alone: no label of an anomaly is used.",
    )
    miss: float = knob(
        1.0,
        low=1.0,
        high=100.0,
        scale="log",
        label="A miss costs",
        group="Alarm",
        help="How many false alarms a missed anomaly is worth. A false alarm costs a look; a miss may cost a life.",
    )
    peek: bool = knob(
        False,
        label="Peek at the test labels",
        group="Alarm",
        help="Shows the threshold that would have been cheapest on the test data. Nobody has their labels beforehand: "
        "who chooses by them, and then reports the result, fools oneself by the difference.",
    )
