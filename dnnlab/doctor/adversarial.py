"""The doctor for generative adversarial networks: mode collapse, a discriminator too strong, oscillation and others.

It reads curves of these names, as far as they were measured; all but the first four are about fakes as a whole, taken
at checks:

=======================  ===============================================================================================
``discriminator_loss``   of a batch; any game's
``generator_loss``       likewise
``generator_gradient``   norm of the gradient of G's weights
``d_fake``               D's mean on fakes
``modes``                modes of the data that fakes cover
``good_share``           share of fakes that lie where data can lie
``diversity``            how far fakes lie from their mean, over the same of data; 1: as spread out
``movement``             how far fakes of the same noise have moved since the last check, in spreads of the data or so
``ranking``              share of pairs of a real and a fake point in which D gives the real one more (AUC)
``js``                   Jensen-Shannon divergence in nats, 0 to log 2
``copying``              median distance of fakes to the nearest training example, over that of fresh data
``known``                share of pairs of a training example and fresh data in which D gives the example more
=======================  ===============================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dnnlab.doctor.diagnosis import Doctor, Finding, Remedy, Trace, level, recent
from dnnlab.plots.written import written

DIVERGENCE, TOO_STRONG, COLLAPSE = "divergence", "discriminator too strong", "mode collapse"
OSCILLATION, MEMORISING = "oscillation", "memorising"
HEALTHY, UNDER_WAY = "healthy", "under way"
TROUBLES = (DIVERGENCE, TOO_STRONG, COLLAPSE, OSCILLATION, MEMORISING)
"""The most serious first."""

CHECKS = 8
"""Fewer looks at the fakes are too few to say anything."""
SHARE = 0.25
"""Of the steps: what is looked back at, so that a swing does not pass for a state."""
EXPLODED = 1e3
"""A loss or gradient beyond this has exploded."""
SEEN_THROUGH = 0.97
"""D ranks so many pairs rightly where it is too strong."""
VANISHED = 0.02
"""G's gradient has vanished below this share of the largest that it was."""
FEW, NARROW = 0.5, 0.5
"""Modes are few up to this share of all; fakes are narrow below this diversity."""
RESTLESS = 0.6
"""Fakes that move so far between two checks do not settle."""
APART = 0.3
"""Nats of JS: fakes and data have much that the other has not."""
KNOWN, COPIED = 0.7, 0.75
"""From here on D knows its examples; up to here fakes are copies of them."""


def adversarial(*, modes: int, remedies: Mapping[str, Sequence[Remedy]] | None = None) -> Doctor:
    """A doctor for a game whose data have so many modes.

    Args:
        modes: of the data.
        remedies: by the names of :data:`TROUBLES`.
    """
    known = remedies or {}

    def doctor(trace: Trace) -> Sequence[Finding]:
        found = {DIVERGENCE: _divergence(trace)}
        if len(trace.get("js", ((), ()))[0]) >= CHECKS:
            found |= {
                TOO_STRONG: _too_strong(trace), COLLAPSE: _collapse(trace, modes), OSCILLATION: _oscillation(trace),
                MEMORISING: _memorising(trace),
            }  # fmt: skip
        elif not found[DIVERGENCE]:
            return []
        troubles = [Finding(name, found[name], known.get(name, ())) for name in TROUBLES if found.get(name)]
        return troubles or [_well(trace, modes)]

    return doctor


def _divergence(trace: Trace) -> str:
    worst, name = 0.0, ""
    for metric, called in (
        ("discriminator_loss", "D’s loss"), ("generator_loss", "G’s loss"), ("generator_gradient", "G’s gradient"),
    ):  # fmt: skip
        values = np.abs(recent(trace, metric, 0.05))
        largest = float(values.max(initial=0.0)) if np.isfinite(values).all() else float("inf")
        if largest > worst:
            worst, name = largest, called
    if worst <= EXPLODED:
        return ""
    return f"{name} has grown to {written(worst)}. Each step overshoots more than the one before: steps are too large."


def _too_strong(trace: Trace) -> str:
    ranking, gradient = level(trace, "ranking", SHARE), level(trace, "generator_gradient", SHARE)
    if not ranking >= SEEN_THROUGH:
        return ""
    said = f"D tells a real point from a fake in {written(ranking, percent=True)} of pairs. "
    largest = float(np.max(trace["generator_gradient"][1], initial=0.0)) if "generator_gradient" in trace else 0.0
    if gradient <= VANISHED * largest:
        return said + (
            f"G’s gradient has vanished: it was up to {written(largest)} and is {written(gradient)} now, so that G has "
            "nothing to learn from."
        )
    return said + f"G cannot follow: its gradient is {written(gradient)}, and the fakes stay where D expects them."


def _collapse(trace: Trace, modes: int) -> str:
    covered, diversity = level(trace, "modes", SHARE), level(trace, "diversity", SHARE)
    good, movement = level(trace, "good_share", SHARE), level(trace, "movement", SHARE)
    if not (covered <= FEW * modes and (diversity < NARROW or good > FEW)):
        return ""
    said = f"The fakes cover {written(covered)} of {modes} modes. Whatever the noise, G says nearly the same."
    if diversity >= NARROW:
        said = f"The fakes cover {written(covered)} of {modes} modes; those that they do not cover are forgotten."
    if movement > RESTLESS:
        said += f" And they hop: since the last check the same noise has moved by {written(movement)}."
    return said


def _oscillation(trace: Trace) -> str:
    movement, apart = level(trace, "movement", SHARE), level(trace, "js", SHARE)
    if not (movement > RESTLESS and apart > APART):
        return ""
    values = recent(trace, "js", SHARE)
    return (
        f"Nothing settles: between two checks the same noise moves by {written(movement)}, and JS swings between "
        f"{written(float(values.min()))} and {written(float(values.max()))}. D and G run after each other in circles."
    )


def _memorising(trace: Trace) -> str:
    surer, copied = level(trace, "known", SHARE), level(trace, "copying", SHARE)
    if not (surer >= KNOWN and copied <= COPIED):
        return ""
    return (
        f"D gives a training example more than fresh data in {written(surer, percent=True)} of pairs, where 50 % would "
        f"be fair: it knows them by heart. The fakes crowd around them, {written(copied)} times as far away as fresh "
        "data."
    )


def _well(trace: Trace, modes: int) -> Finding:
    apart, covered = level(trace, "js", SHARE), level(trace, "modes", SHARE)
    first = float(trace["js"][1][0])
    if apart < APART and covered > FEW * modes:
        return Finding(
            HEALTHY, f"The fakes cover {written(covered)} of {modes} modes, and JS is {written(apart)}, from "
            f"{written(first)} at first.", healthy=True,
        )  # fmt: skip
    return Finding(
        UNDER_WAY, f"No trouble to be seen, but it is not there yet: {written(covered)} of {modes} modes, and JS is "
        f"{written(apart)}, from {written(first)} at first.", healthy=True,
    )  # fmt: skip
