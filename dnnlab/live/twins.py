"""Twins: what sets the second run of a pair apart from the first.

A pair is two runs of one seed under one bar.  The learner's run has a twin, which
differs in a change of knobs, usually one; both are always at the same step.  In a
trainer they are a :class:`~dnnlab.live.pair.Pair`, for the pool one booking.
"""

from __future__ import annotations

from collections.abc import Mapping

from dnnlab.live.config import C, Config, InvalidConfig, Value

Change = Mapping[str, Value]
"""Names of knobs -> the values that they have in the twin; empty: there is no twin."""


def twin_config(config: C, change: Change) -> C:
    """The knobs of the twin of a run with these.

    Raises:
        InvalidConfig: there is no such knob, a value cannot be used, or the twin would be the same run.
    """
    knobs = config.knobs()
    for name in change:
        if name not in knobs:
            raise InvalidConfig(f"there is no knob {name}; the knobs are {', '.join(knobs)}")
    twin = config.replace(**change)
    same = [name for name in change if getattr(twin, name) == getattr(config, name)]
    if same or not change:
        told = [f"{knobs[name].label.lower()} is {knobs[name].format(getattr(config, name))} already" for name in same]
        raise InvalidConfig(f"A twin needs another value: {' and '.join(told) or 'no knob is named'}.")
    return twin


def is_twin_of(config: Config, change: Change) -> bool:
    """Whether the change still makes a twin of a run with these knobs."""
    try:
        twin_config(config, change)
    except InvalidConfig:
        return False
    return True
