"""Questions of the two usual forms: about one run with certain knobs, and about two that differ in one thing.

What to do, the buttons and the judge follow from the knobs, so a lesson writes what
it asks, what may come out, and why.  Other questions are written out
(:class:`~dnnlab.ui.tryit.Question`, :mod:`dnnlab.ui.judges`).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence

from dnnlab.live.config import Config, Value
from dnnlab.live.shelf import PastRun
from dnnlab.ui.judges import began_with, pairs
from dnnlab.ui.tryit import SET_UP, Outcome, Question
from dnnlab.ui.words import in_figures


def about_run(
    asked: Config,
    metric: str,
    *,
    key: str,
    ask: str,
    options: tuple[str, ...],
    bounds: tuple[float, ...],
    seen: str,
    why: str,
    step: int = 0,
    whatever: Collection[str] = ("seed",),
    keeps: Collection[str] = (),
) -> Question:
    """What will a metric be of a run with these knobs?

    Args:
        asked: the knobs.
        metric: what is judged.
        key: the question's own name.
        ask: the question.
        options: what may come out, ascending in the metric.
        bounds: values between two options; a value that is one belongs to the upper option.
        seen: what came out, in a sentence with ``{value}``.
        why: the explanation.
        step: where it is judged; 0: at the end.
        whatever: knobs that the judge leaves out of account.
        keeps: knobs that the button leaves alone.

    Raises:
        ValueError: there is not one option more than bounds.
    """
    if len(options) != len(bounds) + 1:
        raise ValueError(f"{key}: {len(options)} options need {len(options) - 1} bounds, got {len(bounds)}")
    knobs = {name: getattr(asked, name) for name in asked.changed(type(asked)())}

    def judge(runs: Sequence[PastRun]) -> Outcome | None:
        found = began_with(runs, asked, metric, step or None, whatever=whatever)
        if not found:
            return None
        value = found[-1].value
        return Outcome(bisect_right(bounds, value), seen.format(value=in_figures(metric, value)))

    return Question(
        key=key, ask=ask, options=options, judge=judge, why=why, step=step, setups={SET_UP: knobs}, keeps=keeps,
        todo=f"{_with(asked, knobs)}, press Play, and let it come to {_place(step)}.",
    )  # fmt: skip


def about_pair(
    kind: type[Config],
    one: Mapping[str, Value],
    other: Mapping[str, Value],
    metric: str,
    *,
    names: tuple[str, str],
    key: str,
    ask: str,
    options: tuple[str, str, str],
    close: float,
    why: str,
    step: int = 0,
    whatever: Collection[str] = (),
    keeps: Collection[str] = (),
) -> Question:
    """Where will a metric of the second of two runs be, beside that of the first, which differs in these knobs alone?

    Args:
        kind: the config of both.
        one, other: the knobs in which they differ.
        metric: what is compared.
        names: what the learner calls the two: a button sets up each.
        key, ask, why, step, whatever, keeps: as in :func:`about_run`.
        options: the second is lower, about the same, higher.
        close: values that differ by less are about the same.
    """

    def judge(runs: Sequence[PastRun]) -> Outcome | None:
        found = pairs(runs, kind, one, other, metric, step or None, whatever=whatever)
        values = [(first.value, second.value) for first, second in found]
        known = [pair for pair in values if all(map(math.isfinite, pair))]
        if not known:
            return None
        first, second = known[-1]
        told = ", ".join(f"{name} {in_figures(metric, value)}" for name, value in zip(names, known[-1], strict=True))
        answer = 1 if abs(second - first) < close else 2 if second > first else 0
        return Outcome(answer, f"At {_place(step)}: {told}, all else equal.")

    return Question(
        key=key, ask=ask, options=options, judge=judge, why=why, step=step, keeps=keeps,
        setups={f"Set up {name}": values for name, values in zip(names, (one, other), strict=True)},
        todo=f"Run {names[0]} to {_place(step)}, press Compare, set up {names[1]}, press Play, and let it come to "
        f"{_place(step)} too.",
    )  # fmt: skip


def _with(asked: Config, changed: Mapping[str, Value]) -> str:
    """What the learner sets before the run."""
    if not changed:
        return "Leave the knobs at their defaults"
    declared = asked.knobs()
    wanted = [f"{declared[name].label} to {declared[name].format(value)}" for name, value in changed.items()]
    return f"Set {' and '.join(wanted)}, leave the rest at the defaults"


def _place(step: int) -> str:
    """Where a run is judged."""
    return f"step {step:,}" if step else "its end"
