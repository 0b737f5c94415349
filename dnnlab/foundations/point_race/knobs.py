"""The knobs of the race on the learner's net from the playground; no torch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dnnlab.foundations.optimizers.knobs import (
    NOBODY,
    Racers,
    decay_knob,
    momentum_knob,
    rate_knob,
    second_knob,
    takes_part_knob,
    weight_decay_knob,
)
from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.points import OWN_POINTS
from dnnlab.live import knobs
from dnnlab.live.config import NEVER, Config, InvalidConfig, knob_of

OF_THE_NET = (
    "data", "noise", "points", "training", "classes", "sample", "inputs", "hidden", "activation", "start",
    "batch_norm", "output", "loss", "l2", "l1", "max_norm", "dropout", "input_dropout", "batch_size", "seed",
)  # fmt: skip
"""Knobs of the playground that say what is learnt, by which net, against which loss and penalties, from where."""
NO_POINTS = "A race needs points to begin with: choose another set than your own points."


def net_knob(name: str) -> Any:
    """One of the playground's that makes the net: it has no widget here, and another one begins another race."""
    there = knob_of(PlaygroundConfig, name, when=NEVER)
    return field(default=there.default, metadata={"knob": {**there.metadata["knob"], "live": False}})


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRaceConfig(Config, Racers):
    """The same race on the net of the playground; what makes the net has no widget here, and stays in the link."""

    data: str = net_knob("data")
    noise: float = net_knob("noise")
    points: int = net_knob("points")
    training: int = net_knob("training")
    classes: int = net_knob("classes")
    sample: int = net_knob("sample")
    inputs: str = net_knob("inputs")
    hidden: str = net_knob("hidden")
    activation: str = net_knob("activation")
    start: str = net_knob("start")
    batch_norm: bool = net_knob("batch_norm")
    output: str = net_knob("output")
    loss: str = net_knob("loss")
    l2: float = net_knob("l2")
    l1: float = net_knob("l1")
    max_norm: float = net_knob("max_norm")
    dropout: float = net_knob("dropout")
    input_dropout: float = net_knob("input_dropout")
    batch_size: int = knob_of(PlaygroundConfig, "batch_size")
    sgd: bool = takes_part_knob("sgd")
    decaying: bool = takes_part_knob("decaying", default=False)
    momentum: bool = takes_part_knob("momentum")
    nesterov: bool = takes_part_knob("nesterov", default=False)
    adagrad: bool = takes_part_knob("adagrad")
    rmsprop: bool = takes_part_knob("rmsprop")
    adam: bool = takes_part_knob("adam")
    adamw: bool = takes_part_knob("adamw", default=False)
    rate_sgd: float = rate_knob("sgd", 0.2)
    rate_decaying: float = rate_knob("decaying", 0.5)
    rate_momentum: float = rate_knob("momentum", 0.05)
    rate_nesterov: float = rate_knob("nesterov", 0.05)
    rate_adagrad: float = rate_knob("adagrad", 0.2)
    rate_rmsprop: float = rate_knob("rmsprop", 0.01)
    rate_adam: float = rate_knob("adam", 0.01)
    rate_adamw: float = rate_knob("adamw", 0.01)
    momentum_kept: float = momentum_knob()
    squares_kept: str = second_knob()
    shrink: float = weight_decay_knob()
    schedule: str = decay_knob()
    run_length: int = knobs.run_length(5_000, help="Where the race ends.", low=500, high=50_000)
    seed: int = knob_of(PlaygroundConfig, "seed")

    @property
    def net(self) -> PlaygroundConfig:
        """The playground's knobs, as far as they make the net; those of its training stand at their defaults."""
        return PlaygroundConfig(**{name: getattr(self, name) for name in OF_THE_NET})

    def check(self) -> None:
        """Refuse a race without racers, or without points.

        Raises:
            InvalidConfig: nobody takes part, or there is nothing to learn.
        """
        if not self.racers:
            raise InvalidConfig(NOBODY)
        if self.data == OWN_POINTS:
            raise InvalidConfig(NO_POINTS)


def with_net(config: PointRaceConfig, net: PlaygroundConfig) -> PointRaceConfig:
    """The race on that net; of points placed by hand, which only their own run has, the spiral stands in."""
    taken = {name: getattr(net, name) for name in OF_THE_NET}
    if net.data == OWN_POINTS:
        taken["data"] = PlaygroundConfig().data
    return config.replace(**taken)
