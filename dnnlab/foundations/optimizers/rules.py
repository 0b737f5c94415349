"""The rules that turn gradients into steps, each as its equation reads; no torch.

A rule moves a point theta, one step, against a gradient g. It is written with plain operators, so the same
lines move two numbers on a surface (numpy) and the weights of a network (tensors of torch).
`tests/reference/foundations/optimizers` holds each against torch.optim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

State = dict[str, Any]
"""What a rule remembers from step to step, by its letters; each has the point's shape and begins at 0."""
EPSILON = 1e-8
"""Added to what is divided by, so that it is never 0."""
DECAYS = ("1/r", "1/√r", "exponential", "steps")
SLOW = 50
"""Steps after which the exponential and the stepwise rate are half as large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """What the rules know beside the learning rate."""

    momentum: float = 0.9
    """How much of the velocity stays: beta 1 of Adam."""
    second: float = 0.999
    """How much of the mean square stays: beta 2 of Adam, and rho of RMSProp where that is smaller."""
    weight_decay: float = 0.01
    """Of AdamW."""
    decay: str = DECAYS[1]
    """How the rate of the second rule falls."""

    @property
    def rho(self) -> float:
        """How much of RMSProp's mean square stays."""
        return min(self.second, 0.99)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One optimizer."""

    key: str
    name: str
    role: int
    """Its colour: the number of a class."""
    letters: tuple[str, ...]
    """Names of what it remembers."""
    formula: str
    """The step in LaTeX, with r the number of the step from 1, and an arrow for "becomes"."""
    idea: str
    """In one sentence."""
    move: Callable[[Any, Any, State, float, int, Constants], tuple[Any, State]]
    """(theta, g, state, rate, r, constants) -> the next theta and the next state."""

    def begin(self, theta: Any) -> State:
        """What it remembers before the first step."""
        return dict.fromkeys(self.letters, 0 * theta)


def decayed(rate: float, r: int, decay: str) -> float:
    """The learning rate at step r = 1, 2, ... of a schedule that begins with ``rate``."""
    if decay == "1/r":
        return rate / r
    if decay == "1/√r":
        return float(rate / r**0.5)
    if decay == "exponential":
        return float(rate * 0.5 ** ((r - 1) / SLOW))
    return float(rate * 0.5 ** ((r - 1) // SLOW))


def sgd(theta: Any, g: Any, state: State, rate: float, r: int, c: Constants) -> tuple[Any, State]:
    """Straight downhill."""
    return theta - rate * g, {}


def decaying(theta: Any, g: Any, state: State, rate: float, r: int, c: Constants) -> tuple[Any, State]:
    """Downhill in steps that become smaller."""
    return theta - decayed(rate, r, c.decay) * g, {}


def momentum(theta: Any, g: Any, state: State, rate: float, r: int, c: Constants) -> tuple[Any, State]:
    """A ball that rolls: the velocity sums up gradients and loses a share at each step."""
    v = c.momentum * state["v"] + g
    return theta - rate * v, {"v": v}


def nesterov(theta: Any, g: Any, state: State, rate: float, r: int, c: Constants) -> tuple[Any, State]:
    """Momentum that looks ahead: the gradient counts at once, and the velocity as it will be next."""
    v = c.momentum * state["v"] + g
    return theta - rate * (g + c.momentum * v), {"v": v}


def adagrad(theta: Any, g: Any, state: State, rate: float, r: int, c: Constants) -> tuple[Any, State]:
    """Each coordinate has a rate of its own, which falls with all that it has been pulled so far."""
    s = state["s"] + g**2
    return theta - rate * g / (s**0.5 + EPSILON), {"s": s}


def rmsprop(theta: Any, g: Any, state: State, rate: float, r: int, c: Constants) -> tuple[Any, State]:
    """Adagrad that forgets: a moving mean of squares in place of their sum."""
    s = c.rho * state["s"] + (1 - c.rho) * g**2
    return theta - rate * g / (s**0.5 + EPSILON), {"s": s}


def adam(theta: Any, g: Any, state: State, rate: float, r: int, c: Constants) -> tuple[Any, State]:
    """Momentum over RMSProp; both means are divided by what they lack in the first steps."""
    m = c.momentum * state["m"] + (1 - c.momentum) * g
    s = c.second * state["s"] + (1 - c.second) * g**2
    m_hat = m / (1 - c.momentum**r)
    s_hat = s / (1 - c.second**r)
    return theta - rate * m_hat / (s_hat**0.5 + EPSILON), {"m": m, "s": s}


def adamw(theta: Any, g: Any, state: State, rate: float, r: int, c: Constants) -> tuple[Any, State]:
    """Adam, and all weights shrink a little: not through the gradient, which Adam would rescale."""
    return adam(theta - rate * c.weight_decay * theta, g, state, rate, r, c)


MEANS = r"m \leftarrow \beta_1 m + (1-\beta_1) g, \quad s \leftarrow \beta_2 s + (1-\beta_2) g^2, \quad "
HATS = r"\varepsilon \frac{m / (1-\beta_1^r)}{\sqrt{s / (1-\beta_2^r)} + 10^{-8}}"
RULES = {
    rule.key: rule
    for rule in (
        Rule(
            key="sgd", name="SGD", role=0, letters=(), move=sgd, idea="Straight downhill, all at one rate.",
            formula=r"\theta \leftarrow \theta - \varepsilon\, g",
        ),
        Rule(
            key="decaying", name="SGD, decaying rate", role=1, letters=(), move=decaying,
            idea="The steps become smaller, so that noise averages out at the end.",
            formula=r"\theta \leftarrow \theta - \varepsilon_r\, g",
        ),
        Rule(
            key="momentum", name="momentum", role=2, letters=("v",), move=momentum,
            idea="A ball that rolls: what pulls the same way adds up, what pulls to and fro cancels.",
            formula=r"v \leftarrow \mu v + g, \quad \theta \leftarrow \theta - \varepsilon\, v",
        ),
        Rule(
            key="nesterov", name="Nesterov", role=3, letters=("v",), move=nesterov,
            idea="Momentum that looks ahead to where it will roll, and brakes earlier.",
            formula=r"v \leftarrow \mu v + g, \quad \theta \leftarrow \theta - \varepsilon\, (g + \mu v)",
        ),
        Rule(
            key="adagrad", name="Adagrad", role=4, letters=("s",), move=adagrad,
            idea="Each coordinate has a rate of its own: steep ones get smaller steps, for good.",
            formula=r"s \leftarrow s + g^2, \quad \theta \leftarrow \theta - \varepsilon \frac{g}{\sqrt{s} + 10^{-8}}",
        ),
        Rule(
            key="rmsprop", name="RMSProp", role=5, letters=("s",), move=rmsprop,
            idea="Adagrad that forgets what is long ago.",
            formula=r"s \leftarrow \rho s + (1-\rho) g^2, \quad "
            r"\theta \leftarrow \theta - \varepsilon \frac{g}{\sqrt{s} + 10^{-8}}",
        ),
        Rule(
            key="adam", name="Adam", role=6, letters=("m", "s"), move=adam,
            idea="Momentum, divided by the usual size of the gradient: steps of about the rate, whatever the slope.",
            formula=MEANS + r"\theta \leftarrow \theta - " + HATS,
        ),
        Rule(
            key="adamw", name="AdamW", role=7, letters=("m", "s"), move=adamw,
            idea="Adam, with weights that shrink by themselves.",
            formula=r"\theta \leftarrow (1 - \varepsilon\lambda)\,\theta, \quad " + MEANS
            + r"\theta \leftarrow \theta - " + HATS,
        ),
    )
}  # fmt: skip
"""All of them, by their keys, in the order of the lecture's story."""
