"""The last step of one number of each racer, and the rule worked through with its values; no torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dnnlab.foundations.optimizers.rules import EPSILON, Constants
from dnnlab.foundations.optimizers.views import Worked
from dnnlab.plots.written import in_latex, written

STEP = r"\text{step}"
DIGITS = 5
"""Significant digits of the values: so many that a step far smaller than the number that it moves can be followed."""


def nobody_moved(number: str, racers: int) -> Worked:
    """Before the first step.

    Args:
        number: which one is followed, in words.
        racers: how many there are.
    """
    return Worked(
        number=number, steps=np.zeros(racers, np.int32), before=np.full(racers, np.nan),
        gradients=np.full(racers, np.nan), rates=np.full(racers, np.nan), after=np.full(racers, np.nan),
        memory=np.full((racers, 2), np.nan), remembered=np.full((racers, 2), np.nan),
        constants=np.full((racers, 3), np.nan),
    )  # fmt: skip


def note(
    worked: Worked, k: int, *, step: int, rate: float, constants: Constants, before: float, gradient: float,
    memory: Sequence[float], after: float, remembered: Sequence[float],
) -> None:  # fmt: skip
    """Keep a racer's step, in place.

    Args:
        k: which racer.
        step: its number, from 1.
        rate: the learning rate of this step.
        before, after: the number that moves.
        gradient: what it went against.
        memory, remembered: what the rule remembered before and after, by its letters.
    """
    worked.steps[k], worked.before[k], worked.gradients[k] = step, before, gradient
    worked.rates[k], worked.after[k] = rate, after
    worked.memory[k, : len(memory)], worked.remembered[k, : len(remembered)] = memory, remembered
    worked.constants[k] = constants.momentum, constants.second, constants.weight_decay


def lines(key: str, worked: Worked, k: int) -> list[str]:
    """The rule's lines with the values of racer ``k``: each first in letters, then in numbers, then what it gives.

    Raises:
        KeyError: there is no such rule.
    """
    theta, g, rate, after = (
        float(each[k]) for each in (worked.before, worked.gradients, worked.rates, worked.after)
    )  # fmt: skip
    momentum, second, shrink = (float(each) for each in worked.constants[k])
    c = Constants(momentum=momentum, second=second, weight_decay=shrink)
    old, new = worked.memory[k].tolist(), worked.remembered[k].tolist()
    r = int(worked.steps[k])
    if key in ("sgd", "decaying"):
        letter = r"\varepsilon_r" if key == "decaying" else r"\varepsilon"
        return [rf"\theta \leftarrow \theta - {letter}\,g = {_n(theta)} - {_n(rate)} \cdot {_b(g)} = {_n(after)}"]
    if key in ("momentum", "nesterov"):
        v = rf"v \leftarrow \mu v + g = {_n(momentum)} \cdot {_b(old[0])} + {_b(g)} = {_n(new[0])}"
        if key == "momentum":
            told, step = rf"\varepsilon\,v = {_n(rate)} \cdot {_b(new[0])}", rate * new[0]
        else:
            told = rf"\varepsilon\,(g + \mu v) = {_n(rate)} \cdot ({_n(g)} + {_n(momentum)} \cdot {_b(new[0])})"
            step = rate * (g + momentum * new[0])
        return [v, rf"{STEP} = {told} = {_n(step)}", _moved(theta, step, after)]
    if key == "adagrad":
        s = rf"s \leftarrow s + g^2 = {_n(old[0])} + {_square(g)} = {_n(new[0])}"
        return [s, *_divided(theta, rate, g, new[0], after)]
    if key == "rmsprop":
        return [_mean_square(r"\rho", c.rho, old[0], g, new[0]), *_divided(theta, rate, g, new[0], after)]
    if key not in ("adam", "adamw"):
        raise KeyError(key)
    found = []
    if key == "adamw":
        shrunk = theta - rate * shrink * theta
        found.append(
            rf"\theta \leftarrow (1 - \varepsilon\lambda)\,\theta = "
            rf"(1 - {_n(rate)} \cdot {_n(shrink)}) \cdot {_b(theta)} = {_n(shrunk)}"
        )
        theta = shrunk
    m_hat, s_hat = new[0] / (1 - momentum**r), new[1] / (1 - second**r)
    step = rate * m_hat / (s_hat**0.5 + EPSILON)
    found += [
        rf"m \leftarrow \beta_1 m + (1 - \beta_1)\,g = {_n(momentum)} \cdot {_b(old[0])} + "
        rf"{_n(1 - momentum)} \cdot {_b(g)} = {_n(new[0])}",
        _mean_square(r"\beta_2", second, old[1], g, new[1]),
        rf"\hat m = \frac{{m}}{{1 - \beta_1^r}} = \frac{{{_n(new[0])}}}{{1 - {_n(momentum)}^{{{r}}}}} = {_n(m_hat)}",
        rf"\hat s = \frac{{s}}{{1 - \beta_2^r}} = \frac{{{_n(new[1])}}}{{1 - {_n(second)}^{{{r}}}}} = {_n(s_hat)}",
        rf"{STEP} = \varepsilon\,\frac{{\hat m}}{{\sqrt{{\hat s}} + 10^{{-8}}}} = "
        rf"{_n(rate)} \cdot \frac{{{_n(m_hat)}}}{{\sqrt{{{_n(s_hat)}}} + 10^{{-8}}}} = {_n(step)}",
        _moved(theta, step, after),
    ]
    return found


def _divided(theta: float, rate: float, g: float, s: float, after: float) -> list[str]:
    """A step divided by the root of the squares: Adagrad's and RMSProp's."""
    step = rate * g / (s**0.5 + EPSILON)
    return [
        rf"{STEP} = \varepsilon\,\frac{{g}}{{\sqrt{{s}} + 10^{{-8}}}} = "
        rf"{_n(rate)} \cdot \frac{{{_n(g)}}}{{\sqrt{{{_n(s)}}} + 10^{{-8}}}} = {_n(step)}",
        _moved(theta, step, after),
    ]


def _mean_square(letter: str, kept: float, old: float, g: float, new: float) -> str:
    return (
        rf"s \leftarrow {letter} s + (1 - {letter})\,g^2 = {_n(kept)} \cdot {_n(old)} + "
        rf"{_n(1 - kept)} \cdot {_square(g)} = {_n(new)}"
    )


def _moved(theta: float, step: float, after: float) -> str:
    return rf"\theta \leftarrow \theta - {STEP} = {_n(theta)} - {_b(step)} = {_n(after)}"


def _square(g: float) -> str:
    """In numbers g times g: with an exponent, that of a power of ten would be mistaken for it."""
    return rf"{_b(g)} \cdot {_b(g)}"


def _n(value: float) -> str:
    return in_latex(written(value, digits=DIGITS))


def _b(value: float) -> str:
    """In brackets where a sign would stand behind another."""
    return f"({_n(value)})" if value < 0 else _n(value)
