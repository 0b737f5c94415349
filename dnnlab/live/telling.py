"""What is said of a run's knobs: how each stood and from which step on, and how much was done by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from dnnlab.live.config import Config, Knob, Value
from dnnlab.live.wire import Event, Status

Held = tuple[tuple[int, Value], ...]
"""The values of one knob, each with the step from which on it held: ``((0, 0.002), (600, 0.02))``."""


def held(status: Status) -> dict[str, Held]:
    """Each knob over the steps of a run; what no step was taken with, or was no change, is left out."""
    values: dict[str, list[tuple[int, Value]]] = {
        name: [(0, value)] for name, value in (status.begun or status.config).values().items()
    }
    for tune in status.tunes:
        for name, value in tune.values.items():
            before = values[name]
            if before[-1][0] == tune.step:
                before.pop()
            if not before or before[-1][1] != value:
                before.append((tune.step, value))
    return {name: tuple(each) for name, each in values.items()}


def knobs_until(status: Status, step: int | None, whatever: Collection[str] = ()) -> Config | None:
    """The knobs with which a run took its first ``step`` steps; None: not the same ones, or not these alone.

    For judges: a run whose knob was moved before that step, or which was changed by hand, shows something else.

    Args:
        status: the run's account of itself.
        step: up to where; None: all its steps.
        whatever: knobs that may have been moved; they count as they stood at the beginning.
    """
    end = status.step + 1 if step is None else step
    knobs = held(status)
    moved = any(len(values) > 1 and values[1][0] < end for name, values in knobs.items() if name not in whatever)
    if moved or any(isinstance(change, Event) and change.step < end for change in status.changes):
        return None
    return status.config.replace(**{name: values[0][1] for name, values in knobs.items()})


def told(knob: Knob, values: Held) -> str:
    """``0.002, from step 600 on 0.02``."""
    (_, first), *later = values
    return ", ".join([knob.format(first), *(f"from step {step:,} on {knob.format(value)}" for step, value in later)])


def by_hand(status: Status) -> str:
    """``2 changes by hand``; empty when there are none."""
    return _by_hand(sum(isinstance(change, Event) for change in status.changes))


def told_knobs(status: Status, *, moved: bool = False) -> str:
    """All knobs of a run that differ from their defaults, or with ``moved`` those alone that were moved on the way.

    ``learning rate 0.002, from step 600 on 0.02, filters 8, 2 changes by hand``; empty when there is nothing to say.
    """
    knobs, words = status.config.knobs(), []
    for name, values in held(status).items():
        if len(values) > 1 or (not moved and values[0][1] != knobs[name].default):
            words.append(f"{name.replace('_', ' ')} {told(knobs[name], values)}")
    return ", ".join([*words, *filter(None, [by_hand(status)])])


def moments(status: Status) -> dict[int, str]:
    """Step -> what was changed there: ``{600: "learning rate 0.02, 2 changes by hand"}``."""
    knobs = status.config.knobs()
    said: dict[int, list[str]] = {}
    for name, (_, *later) in held(status).items():
        for step, value in later:
            said.setdefault(step, []).append(f"{name.replace('_', ' ')} {knobs[name].format(value)}")
    hands = Counter(change.step for change in status.changes if isinstance(change, Event))
    for step, count in hands.items():
        said.setdefault(step, []).append(_by_hand(count))
    return {step: ", ".join(said[step]) for step in sorted(said)}


def _by_hand(count: int) -> str:
    return f"{count} change{'s' if count > 1 else ''} by hand" if count else ""
