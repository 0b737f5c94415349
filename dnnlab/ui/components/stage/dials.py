"""A number that the browser moves by itself, as a panel declares it."""

from __future__ import annotations

from dataclasses import dataclass

from dnnlab.live.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """A slider in the browser."""

    name: str
    """The knob that hears of it."""
    label: str
    help: str
    low: float
    high: float
    step: float


def dial(config: type[Config], name: str) -> Dial:
    """The slider of a knob, which must be a number on a linear scale.

    Raises:
        ValueError: it is not.
    """
    knob = config.knobs()[name]
    if knob.low is None or knob.high is None or knob.scale != "linear":
        raise ValueError(f"{name} is not a number on a linear scale, so it has no slider in the browser")
    first, second, *_ = knob.grid()
    step = float(f"{second - first:.6g}")
    return Dial(name=name, label=knob.label, help=knob.help, low=knob.low, high=knob.high, step=step)
