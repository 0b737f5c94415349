"""Which of a learner's runs show what a prediction is about, and with what figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dnnlab.live.config import Config, Value
from dnnlab.live.shelf import PastRun
from dnnlab.live.telling import knobs_until
from dnnlab.live.wire import Snapshot, State, Status

C = TypeVar("C", bound=Config)


@dataclass(frozen=True, slots=True)
class Shown(Generic[C]):
    """One run that counts."""

    config: C
    """The knobs with which it began."""
    value: float
    """What the metric was at the step in question."""
    snapshot: Snapshot


def began_with(
    runs: Sequence[PastRun], asked: C, metric: str, step: int | None = None, *, whatever: Collection[str] = ("seed",)
) -> list[Shown[C]]:
    """The runs that began with these knobs and kept them up to a step, oldest first.

    Args:
        runs: the learner's own.
        asked: the knobs.
        metric: what is judged; runs in which it was never measured don't count.
        step: where it is judged; None: at the end of runs that came to it.
        whatever: knobs that may stand anywhere, and change on the way.
    """
    return [
        each for each in _kept_up_to(runs, type(asked), metric, step, whatever) if _alike(each.config, asked, whatever)
    ]


def pairs(
    runs: Sequence[PastRun],
    kind: type[C],
    one: Mapping[str, Value],
    other: Mapping[str, Value],
    metric: str,
    step: int | None = None,
    *,
    whatever: Collection[str] = (),
) -> list[tuple[Shown[C], Shown[C]]]:
    """Runs that differ in exactly these knobs, the newest pair last; all others they share, whatever their values.

    Args:
        runs: the learner's own.
        kind: the config whose knobs they have.
        one: what the first of a pair has; a knob that only ``other`` names stands anywhere else there.
        other: what the second one has.
        metric, step, whatever: as in :func:`began_with`.
    """
    counting = list(_kept_up_to(runs, kind, metric, step, whatever))
    return [
        (first, second)
        for second in counting
        for first in counting
        if all(getattr(first.config, name) == value for name, value in one.items())
        and first.config != second.config
        and _alike(first.config.replace(**other), second.config, whatever)
    ]


def _kept_up_to(
    runs: Sequence[PastRun], kind: type[C], metric: str, step: int | None, whatever: Collection[str]
) -> Iterator[Shown[C]]:
    """The runs with knobs of this kind that came so far, and had no other knobs on the way."""
    for kept in runs:
        status = kept.snapshot.status
        config = knobs_until(status, step, whatever)
        if not isinstance(config, kind):
            continue
        value = _at_the_end(status, metric) if step is None else value_at(kept.snapshot, metric, step)
        if value is not None:
            yield Shown(config, value, kept.snapshot)


def _alike(config: Config, other: Config, whatever: Collection[str]) -> bool:
    return set(config.changed(other)) <= set(whatever)


def _at_the_end(status: Status, metric: str) -> float | None:
    """The final figure of a run that is complete, where there is one, else the last that it measured."""
    if status.state is not State.FINISHED:
        return None
    return status.final.get(metric, status.latest.get(metric))


def value_at(snapshot: Snapshot, metric: str, step: int) -> float | None:
    """A metric's last value at or before ``step``; None until the run, and its curves with the next look, are there.

    A run of up to 1,998 steps has every point; of a longer one every k-th is kept, k at most a
    thousandth of its steps or so: there the value may be up to k - 1 steps older.
    """
    reached = max((int(steps[-1]) for steps, _ in snapshot.curves.values() if len(steps)), default=0)
    if metric not in snapshot.curves or min(reached, snapshot.status.step) < step:
        return None
    steps, values = snapshot.curves[metric]
    known = values[steps <= step]
    return float(known[-1]) if len(known) else None
