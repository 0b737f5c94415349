"""Knobs that nearly every experiment has, declared once; a lesson says only what is its own.

Each function declares a field of a :class:`~dnnlab.live.config.Config`, as
:func:`~dnnlab.live.config.knob` does, under the name of the function::

    learning_rate: float = learning_rate(1e-3, advice="0.001 suits Adam here.")
"""

from __future__ import annotations

from typing import Any

from dnnlab.live.config import knob

OPTIMIZERS = ("SGD", "momentum", "Nesterov", "Adagrad", "RMSProp", "Adam")
"""Rules that turn gradients into steps."""
SEVERAL = ","
"""Stands between the options that a knob names together."""


def several(default: str, *, options: tuple[str, ...], **more: Any) -> Any:
    """Some of the options, at least one and not all, as one text: ``"1,3"``.

    Args:
        default: likewise.
        options: those that there are; none contains a comma.
        more: as :func:`~dnnlab.live.config.knob` has them.
    """

    def read(text: str) -> tuple[str, ...]:
        named = text.split(SEVERAL) if text else []
        for each in named:
            if each not in options:
                raise ValueError(f"There is no “{each[:20]}”; there are {', '.join(options)}.")
        if not named or set(named) == set(options):
            raise ValueError("Choose at least one, and leave out at least one.")
        return tuple(named)

    return knob(default, options=options, read=read, **more)


def optimizer(default: str = "Adam", *, advice: str, options: tuple[str, ...] = OPTIMIZERS) -> Any:
    """Which rule turns gradients into steps.

    Args:
        default: one of the options.
        advice: what each is good for here, in sentences.
        options: those that the experiment knows.
    """
    return knob(default, options=options, help=f"The rule that turns gradients into steps. {advice}")


def learning_rate(default: float, *, advice: str, low: float = 1e-5, high: float = 1.0) -> Any:
    """The size of a step, on a log scale; changes while it trains.

    Args:
        default: a size that works with the default optimizer.
        advice: which sizes work here, and what others do.
        low, high: the inclusive range.
    """
    return knob(default, low=low, high=high, scale="log", live=True, help=f"The size of a step. {advice}")


def batch_size(default: int = 64, *, things: str, low: int = 16, high: int = 512) -> Any:
    """Examples a step, in doublings from ``low`` to ``high``; ``things`` names them: "Digits"."""
    help = f"{things} looked at for each step. More give a steadier gradient, but fewer steps in the same time."
    return knob(default, low=low, high=high, scale="log", base=2, help=help)


def epochs(default: int, *, things: str, advice: str, high: int = 30) -> Any:
    """Where a run ends, in times through the training data, 1 to ``high``; changes while it trains.

    Args:
        default: as many as show the point.
        things: names the data: "digits".
        advice: what so many are enough for.
        high: the most that a learner may ask for.
    """
    help = f"How many times the training {things} are gone through. {advice}"
    return knob(default, low=1, high=high, live=True, help=help)


def run_length(default: int, *, help: str, low: int = 100, high: int = 20_000) -> Any:
    """Where a run ends, in steps, on a log scale; changes while it trains.

    Not called steps: the command line has a ``--steps`` of its own.
    """
    return knob(default, low=low, high=high, scale="log", live=True, label="Steps", help=help)


def seed(draws: str, *, then: str = "Same seed, same run, bit for bit.", group: str = "Training") -> Any:
    """Where the random numbers begin.

    Args:
        draws: what is drawn from them: "first weights, order of the digits".
        then: what the same seed, or another one, means.
        group: the title of the group of widgets that it stands in.
    """
    return knob(0, low=0, high=9999, group=group, help=f"Where the random numbers begin: {draws}. {then}")
