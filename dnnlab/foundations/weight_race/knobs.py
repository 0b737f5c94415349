"""The knobs of the race on the weights of a network; no torch."""

from __future__ import annotations

from dataclasses import dataclass

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
from dnnlab.live import knobs
from dnnlab.live.config import Config, InvalidConfig, knob

MLP, LENET = "dense, 32 units", "LeNet-5"
NETWORKS = (MLP, LENET)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetRaceConfig(Config, Racers):
    """The same race on the weights of a network: all begin with the same weights and see the same mini-batches."""

    network: str = knob(
        MLP,
        options=NETWORKS,
        group="Network",
        help="Dense: 784 pixels, 32 hidden units, 10 digits: 25,450 weights to move. LeNet-5: 61,706, in "
        "convolutions and dense layers, eight times as slow.",
    )
    batch_size: int = knobs.batch_size(32, things="Digits", low=8, high=256)
    sgd: bool = takes_part_knob("sgd")
    decaying: bool = takes_part_knob("decaying", default=False)
    momentum: bool = takes_part_knob("momentum")
    nesterov: bool = takes_part_knob("nesterov", default=False)
    adagrad: bool = takes_part_knob("adagrad")
    rmsprop: bool = takes_part_knob("rmsprop")
    adam: bool = takes_part_knob("adam")
    adamw: bool = takes_part_knob("adamw", default=False)
    rate_sgd: float = rate_knob("sgd", 0.1)
    rate_decaying: float = rate_knob("decaying", 0.5)
    rate_momentum: float = rate_knob("momentum", 0.01)
    rate_nesterov: float = rate_knob("nesterov", 0.01)
    rate_adagrad: float = rate_knob("adagrad", 0.01)
    rate_rmsprop: float = rate_knob("rmsprop", 1e-3)
    rate_adam: float = rate_knob("adam", 1e-3)
    rate_adamw: float = rate_knob("adamw", 1e-3)
    momentum_kept: float = momentum_knob()
    squares_kept: str = second_knob()
    shrink: float = weight_decay_knob()
    schedule: str = decay_knob()
    run_length: int = knobs.run_length(1_000, help="Where the race ends.", low=100, high=5_000)
    seed: int = knobs.seed("first weights and the order of the digits")

    def check(self) -> None:
        """Refuse a race without racers.

        Raises:
            InvalidConfig: nobody takes part.
        """
        if not self.racers:
            raise InvalidConfig(NOBODY)
