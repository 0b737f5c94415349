"""The knobs of the race of optimizers; no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dnnlab.foundations.optimizers.rules import DECAYS, RULES, Constants, decayed
from dnnlab.foundations.optimizers.surfaces import POINTS, REGRESSION, SURFACES
from dnnlab.live import knobs
from dnnlab.live.config import Config, InvalidConfig, knob

SMOOTH = tuple(name for name in SURFACES if name != REGRESSION)
NOBODY = "Nobody takes part: choose at least one optimizer."


def takes_part_knob(key: str, default: bool = True) -> Any:
    """Whether an optimizer takes part."""
    rule = RULES[key]
    return knob(default, label=rule.name, group="Who takes part", help=rule.idea)


def rate_knob(key: str, default: float) -> Any:
    """The learning rate of one, shown where it takes part."""
    return knob(
        default, low=1e-4, high=1.0, scale="log", live=True, label=f"Rate of {RULES[key].name}", group="Learning rates",
        when={key: (True,)}, help=f"The learning rate ε of {RULES[key].name}.",
    )  # fmt: skip


def momentum_knob() -> Any:
    """How much of a velocity stays."""
    return knob(
        0.9, low=0.0, high=0.99, increment=0.01, live=True, label="Momentum", group="What they remember",
        help="μ: how much of the velocity stays at each step, for momentum and Nesterov; β₁ of Adam and AdamW.",
    )  # fmt: skip


def second_knob() -> Any:
    """How much of a mean square stays."""
    return knob(
        "0.999", options=("0.9", "0.99", "0.999"), live=True, label="Memory of squares", group="What they remember",
        help="β₂: how much of the mean square of the gradient stays, for Adam and AdamW; RMSProp's ρ is at most 0.99.",
    )  # fmt: skip


def weight_decay_knob() -> Any:
    """How fast the weights of AdamW shrink."""
    return knob(
        0.01, low=0.0, high=0.5, increment=0.01, live=True, label="Weight decay", group="What they remember",
        when={"adamw": (True,)}, help="λ of AdamW: by how much, times the rate, the weights shrink at each step.",
    )  # fmt: skip


def decay_knob() -> Any:
    """How the decaying rate falls."""
    return knob(
        DECAYS[1], options=DECAYS, live=True, label="The decaying rate", group="What they remember",
        when={"decaying": (True,)},
        help="How the rate of the second optimizer falls with the step r. The lecture's 1/r is safe, and slow; "
        "exponential and stepwise halve it every 50 steps.",
    )  # fmt: skip


class Racers:
    """What both races read off their knobs."""

    __slots__ = ()

    @property
    def racers(self) -> tuple[str, ...]:
        """Keys of those that take part."""
        return tuple(key for key in RULES if getattr(self, key))

    @property
    def constants(self) -> Constants:
        """What the rules know beside their rates."""
        knob: Any = self
        return Constants(
            momentum=knob.momentum_kept, second=float(knob.squares_kept), weight_decay=knob.shrink, decay=knob.schedule
        )

    def rate(self, key: str) -> float:
        """The learning rate of one."""
        return float(getattr(self, f"rate_{key}"))


def rate_at(config: Racers, key: str, r: int) -> float:
    """The learning rate of one at step r = 1, 2, ..."""
    rate = config.rate(key)
    return decayed(rate, r, config.constants.decay) if key == "decaying" else rate


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceConfig(Config, Racers):
    """A race on a surface: where it begins, who takes part, at which rates."""

    surface: str = knob(
        "ravine",
        options=tuple(SURFACES),
        group="Surface",
        help="; ".join(f"{each.name}: {each.about}" for each in SURFACES.values()),
    )
    start_x: float = knob(
        -1.8,
        low=-2.5,
        high=3.0,
        increment=0.05,
        label="Start, x",
        group="Surface",
        help="Where all begin. A click on the surface sets it.",
    )
    start_y: float = knob(
        0.8,
        low=-2.5,
        high=3.0,
        increment=0.05,
        label="Start, y",
        group="Surface",
        help="Where all begin. A click on the surface sets it.",
    )
    noise: float = knob(
        0.0,
        low=0.0,
        high=2.0,
        increment=0.05,
        live=True,
        label="Noise on the gradient",
        group="Surface",
        when={"surface": SMOOTH},
        help="Its standard deviation: a mini-batch gives a gradient that is off by chance. All racers get the same.",
    )
    batch: int = knob(
        POINTS,
        low=1,
        high=POINTS,
        live=True,
        label="Mini-batch",
        group="Surface",
        when={"surface": (REGRESSION,)},
        help=f"How many of the {POINTS} examples a step looks at. All of them: plain gradient descent, one step an "
        "epoch. One: 40 steps an epoch, each with a noisy gradient.",
    )
    sgd: bool = takes_part_knob("sgd")
    decaying: bool = takes_part_knob("decaying", default=False)
    momentum: bool = takes_part_knob("momentum")
    nesterov: bool = takes_part_knob("nesterov")
    adagrad: bool = takes_part_knob("adagrad")
    rmsprop: bool = takes_part_knob("rmsprop")
    adam: bool = takes_part_knob("adam")
    adamw: bool = takes_part_knob("adamw", default=False)
    rate_sgd: float = rate_knob("sgd", 0.01)
    rate_decaying: float = rate_knob("decaying", 0.01)
    rate_momentum: float = rate_knob("momentum", 5e-3)
    rate_nesterov: float = rate_knob("nesterov", 5e-3)
    rate_adagrad: float = rate_knob("adagrad", 0.5)
    rate_rmsprop: float = rate_knob("rmsprop", 0.02)
    rate_adam: float = rate_knob("adam", 0.1)
    rate_adamw: float = rate_knob("adamw", 0.1)
    momentum_kept: float = momentum_knob()
    squares_kept: str = second_knob()
    shrink: float = weight_decay_knob()
    schedule: str = decay_knob()
    pace: int = knob(
        20,
        low=1,
        high=60,
        live=True,
        label="Steps a second",
        help="How fast the race is shown; the steps are the same.",
    )
    run_length: int = knobs.run_length(200, help="Where the race ends.", low=50, high=1_000)
    seed: int = knobs.seed("noise, and which examples a mini-batch has")

    def check(self) -> None:
        """Refuse a race without racers.

        Raises:
            InvalidConfig: nobody takes part.
        """
        if not self.racers:
            raise InvalidConfig(NOBODY)
