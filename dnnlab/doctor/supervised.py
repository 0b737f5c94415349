"""A doctor for networks that learn from examples: what is going on, read off loss, error, gradients and units.

Metrics that it reads, those of which it needs being few and the rest optional: ``training_loss`` and
``validation_loss`` on all points or on many, ``training_error`` and ``validation_error`` (shares: of wrong answers, or
of the variance that is left), ``loss`` of the mini-batch, ``gradient_norm``, ``dead_units`` and ``saturated_units``
(shares of the hidden units) and ``output_spread`` (the outcome's standard deviation over the training examples, as a
share of that of what it ought to be).  The engine ends a run whose loss is no number before it is noted:
:func:`ended` puts it back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from dnnlab.doctor.diagnosis import Finding, Remedy, Trace, level, recent
from dnnlab.plots.series import smoothed
from dnnlab.plots.written import written

Value = bool | int | float | str
Knobs = Mapping[str, Value]

FEWEST = 6
"""Checks before anything is said, but that numbers have overflowed."""
LEAST_STEPS = 300
"""Steps before anything is said of how well it learns: until then it may just have begun."""
GROWN = 3.0
"""A training loss that is so many times its lowest has been thrown back."""
SHAKEN = 0.75
"""Its standard deviation, as a share of its median over the last fifth, from which on it only jumps about ..."""
UNLEARNT = 0.12
"""... while so much error is left."""
DEAD, SATURATED = 0.3, 0.4
"""Shares of the hidden units from which on they are worth a word."""
UNMOVED = 0.85
"""A training loss above this share of its first has not come down to speak of."""
BEGAN = 0.3
"""Saturated units at the first check below which it did not begin so: it was thrown there."""
SAME = 0.08
"""An outcome that varies less than this, as a share of what it ought to, is the same everywhere."""
GOOD, MEDIOCRE = 0.05, 0.15
"""Training errors up to which it has learnt, and from which on it has not."""
GAP = 0.06
"""Validation error above training error from which on it is overfitting."""
RISEN = 1.4
"""Validation loss over its lowest from which on, while the training loss falls, it is overfitting."""
BOLDEST = {"Adam": 0.03, "RMSProp": 0.03}
"""The largest learning rate that is advised with these, whose steps are about as long as the rate; else it is 1."""
SLOW = 0.97
"""A training loss that is above this share of what it was, over the last third, does not fall any more."""


def supervised(trace: Trace) -> Sequence[Finding]:
    """What is going on, the most serious first; nothing while there are too few checks.

    The remedies change the knobs of the playground; :func:`of_knobs` fits them to a run's own.
    """
    return of_knobs(trace, {})


def of_knobs(trace: Trace, knobs: Knobs) -> Sequence[Finding]:
    """The same with remedies that fit the knobs of a run.

    Args:
        trace: its curves.
        knobs: name -> value; of those that are missing nothing is said.
    """
    steps, losses = trace.get("training_loss", (np.zeros(0), np.zeros(0)))
    if (broken := _overflowed(trace, knobs)) is not None:
        return [broken]
    if len(losses) < FEWEST or steps[-1] < LEAST_STEPS:
        return []
    found = [
        each
        for each in (
            _dead(trace, knobs), _jumps(trace, knobs), _saturated(trace, knobs), _same(trace, knobs),
            _overfits(trace, knobs), _underfits(trace, knobs),
        )
        if each is not None
    ]  # fmt: skip
    return found or [_fine(trace)]


def with_errors(trace: Trace) -> Trace:
    """The curves of a lesson that measures accuracies, and its training loss on mini-batches, as read here.

    The training loss and accuracy are averaged over neighbours, as the page draws them.
    """
    made = dict(trace)
    for mine, theirs in (("training_error", "train_accuracy"), ("validation_error", "validation_accuracy")):
        if theirs in trace:
            steps, values = trace[theirs]
            made[mine] = steps, 1 - values
    if "loss" in trace:
        made["training_loss"] = trace["loss"]
    for name in ("training_loss", "training_error"):
        if name in made:
            made[name] = smoothed(*made[name])
    return made


def _slower(knobs: Knobs, by: float = 10.0) -> list[Remedy]:
    rate = knobs.get("learning_rate")
    if not isinstance(rate, float) or rate / by < 1e-4:
        return []
    smaller = float(f"{rate / by:.1g}")
    return [Remedy(f"Learning rate {smaller:g} in place of {rate:g}", {"learning_rate": smaller})]


def ended(trace: Trace, step: int, diverged: bool) -> Trace:
    """The curves of a run with the loss that ended it: nan after ``step``, if it diverged."""
    if not diverged:
        return trace
    steps, values = trace.get("loss", (np.zeros(0, np.int64), np.zeros(0)))
    return {**trace, "loss": (np.append(steps, step + 1), np.append(values, np.nan))}


def _matching(knobs: Knobs) -> list[Remedy]:
    """Output and loss that go together."""
    if all(knobs.get(name, "matching") == "matching" for name in ("output", "loss")):
        return []
    return [Remedy("Matching output and loss", {"output": "matching", "loss": "matching"})]


def _overflowed(trace: Trace, knobs: Knobs) -> Finding | None:
    """A metric that is no number: the engine ends such a run, so its last steps are all there is to see."""
    for name in ("loss", "training_loss", "gradient_norm"):
        values = recent(trace, name)
        if len(values) and not np.isfinite(values[-1]):
            what = name.replace("_", " ")
            mended = _matching(knobs)
            why = "output and loss do not go together, or " if mended else ""
            said = f"The {what} is no number any more: {why}the steps were so long that numbers have overflowed."
            return Finding("nan", said, [*mended, *_slower(knobs)])
    norm, loss = recent(trace, "gradient_norm"), recent(trace, "loss")
    for values, what in ((norm, "gradient"), (loss, "loss")):
        if len(values) and values[-1] > 1e6:
            return Finding(
                "exploding",
                f"The {what} has grown to {written(values[-1])}: each step throws the weights farther off.",
                _slower(knobs),
            )
    return None


def _jumps(trace: Trace, knobs: Knobs) -> Finding | None:
    values = recent(trace, "training_loss", share=0.2, least=FEWEST)
    now, lowest = float(np.median(values)), float(np.min(trace["training_loss"][1]))
    first = float(trace["training_loss"][1][0])
    shaken = float(np.std(values)) / max(now, 1e-12)
    error = level(trace, "training_error", share=0.2)
    thrown = now > GROWN * max(lowest, 1e-3) and now > 0.3 * first and not error < GOOD
    if thrown or now > 1.5 * first or (shaken > SHAKEN and error > UNLEARNT):
        how = (
            f"is {written(now / max(lowest, 1e-12), digits=2)} times its lowest" if thrown else "jumps up and down"
            if now <= 1.5 * first else f"has risen from {written(first)} to {written(now)}"
        )  # fmt: skip
        return Finding(
            "learning rate too high", f"The training loss {how}: the steps are too long to settle anywhere.",
            _slower(knobs),
        )  # fmt: skip
    flat = trace.get("saturated_units", (None, np.zeros(0)))[1]
    soon = len(flat) > 0 and flat[0] < BEGAN and float(np.max(flat[: max(len(flat) // 4, 2)])) >= SATURATED
    if soon and level(trace, "saturated_units") >= SATURATED and error > MEDIOCRE and now > UNMOVED * first:
        share = written(level(trace, "saturated_units"), percent=True)
        return Finding(
            "learning rate too high",
            f"Its steps have thrown {share} of the hidden units to flat ends, where hardly any gradient comes through.",
            _slower(knobs),
        )
    return None


def _same(trace: Trace, knobs: Knobs) -> Finding | None:
    spread = level(trace, "output_spread")
    if not spread < SAME:
        return None
    remedies = []
    if knobs.get("start") in ("zeros", "small normal"):
        remedies.append(Remedy("First weights: Xavier", {"start": "Xavier"}))
    if isinstance(knobs.get("l2"), float) and (knobs["l2"] or knobs.get("l1")):
        remedies.append(Remedy("No penalties", {"l1": 0.0, "l2": 0.0}))
    return Finding(
        "all the same",
        f"It gives nearly the same answer everywhere: its outcome varies by {written(spread, percent=True)} of what it "
        "ought to.",
        remedies or _bolder(knobs),
    )  # fmt: skip


def _bolder(knobs: Knobs) -> list[Remedy]:
    rate = knobs.get("learning_rate")
    most = BOLDEST.get(str(knobs.get("optimizer", "")), 1.0)
    if not isinstance(rate, float) or rate * 10 > most:
        return []
    return [Remedy(f"Learning rate {rate * 10:g} in place of {rate:g}", {"learning_rate": float(f"{rate * 10:.1g}")})]


def _dead(trace: Trace, knobs: Knobs) -> Finding | None:
    dead = level(trace, "dead_units")
    if not dead >= DEAD:
        return None
    remedies = [Remedy("Leaky ReLU", {"activation": "leaky ReLU"}), *_slower(knobs)] if knobs else []
    share = written(dead, percent=True)
    said = f"{share} of the hidden units give 0 for every example: no gradient reaches them any more."
    return Finding("dead ReLUs", said, remedies)


def _saturated(trace: Trace, knobs: Knobs) -> Finding | None:
    flat = level(trace, "saturated_units")
    if not flat >= SATURATED or level(trace, "training_error") < GOOD:
        return None
    remedies = [Remedy("First weights: Xavier", {"start": "Xavier"})] if knobs.get("start") == "large normal" else []
    remedies += [Remedy("ReLU", {"activation": "ReLU", "start": "He"})] if knobs else []
    share = written(flat, percent=True)
    said = f"{share} of the hidden units are on a flat end nearly everywhere: hardly any gradient comes through."
    return Finding("saturation", said, [*remedies, *_slower(knobs)])


def _overfits(trace: Trace, knobs: Knobs) -> Finding | None:
    learnt, new = level(trace, "training_error"), level(trace, "validation_error")
    low, now = level(trace, "training_loss"), level(trace, "validation_loss")
    if not np.isfinite(now):
        return None
    best = float(np.min(trace["validation_loss"][1]))
    falls = low < 0.8 * now
    if new - learnt > GAP and falls:
        here, there = written(learnt, percent=True), written(new, percent=True)
        said = f"Its error is {here} on what it trains on and {there} on held-out points: it learns by heart."
    elif now > RISEN * max(best, 0.02) and falls:
        said = (
            f"The validation loss has risen from {written(best)} to {written(now)} while the training loss fell to "
            f"{written(low)}: it grows too sure of itself."
        )
    else:
        return None
    remedies = []
    if isinstance(knobs.get("l2"), float):
        remedies.append(Remedy("L2 of 0.01", {"l2": 0.01}))
    if isinstance(knobs.get("points"), int) and int(knobs["points"]) < 600 and "training" in knobs:
        remedies.append(Remedy("1,000 points", {"points": 1000}))
    if knobs.get("augmentation") == "none":
        remedies.append(Remedy("Augmentation: shift and rotate", {"augmentation": "shift and rotate"}))
    if knobs.get("dropout") == 0:
        remedies.append(Remedy("Dropout of 0.3", {"dropout": 0.3}))
    hidden = str(knobs.get("hidden", ""))
    if any(int(each) > 8 for each in re.findall(r"\d+", hidden)):
        fewer = re.sub(r"\d+", lambda found: str(max(1, int(found[0]) // 2)), hidden)
        remedies.append(Remedy(f"Half the units: {fewer}", {"hidden": fewer}))
    return Finding("overfitting", said, remedies)


def _underfits(trace: Trace, knobs: Knobs) -> Finding | None:
    error = level(trace, "training_error")
    if not error > MEDIOCRE:
        return None
    values = recent(trace, "training_loss", share=0.34, least=FEWEST)
    third = max(len(values) // 3, 1)
    falls = float(np.median(values[-third:])) < SLOW * float(np.median(values[:third]))
    if falls:
        return Finding(
            "still learning",
            f"The training error is {written(error, percent=True)}, and the loss still falls: give it time.",
            _bolder(knobs),
        )
    remedies = []
    if isinstance(knobs.get("hidden"), str):
        remedies.append(Remedy("Two layers of 16 units", {"hidden": "16, 16"}))
    if knobs.get("activation") == "linear":
        remedies.insert(0, Remedy("tanh in place of linear units", {"activation": "tanh"}))
    said = (
        f"The training error stays at {written(error, percent=True)} and the loss has stopped falling: it cannot, or "
        "will not, do better."
    )
    return Finding("underfitting", said, remedies)


def _fine(trace: Trace) -> Finding:
    learnt, new = level(trace, "training_error"), level(trace, "validation_error")
    held = f", {written(new, percent=True)} on held-out points" if np.isfinite(new) else ""
    return Finding(
        "healthy", f"Its error is {written(learnt, percent=True)} on the training points{held}, and nothing is amiss.",
        healthy=True,
    )  # fmt: skip
