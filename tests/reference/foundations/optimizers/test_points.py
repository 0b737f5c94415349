"""On the playground's net every racer takes the steps of torch.optim on the same network in plain PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from dnnlab.foundations.optimizers.rules import RULES, decayed
from dnnlab.foundations.playground.net.model import Network, plain_step
from dnnlab.foundations.point_race.knobs import PointRaceConfig
from dnnlab.foundations.point_race.net.experiment import PointRace

STEPS = 60
EVERYBODY: dict[str, Any] = dict.fromkeys(RULES, True)
NETS: dict[str, dict[str, Any]] = {
    "as it stands": {},
    "classes, penalties": {
        "data": "5 clouds", "hidden": "6 ReLU, 4", "inputs": "x, y, x²", "l1": 0.002, "l2": 0.01, "max_norm": 1.5,
        "batch_size": 20, "loss": "squared hinge",
    },
    "a value, dropout": {
        "data": "hills", "activation": "sigmoid", "dropout": 0.2, "input_dropout": 0.1, "batch_norm": True,
        "loss": "pseudo-Huber",
    },
}  # fmt: skip


def optimizer_of(key: str, network: Network, config: PointRaceConfig) -> tuple[torch.optim.Optimizer, Any]:
    p, rate, c = list(network.parameters()), config.rate(key), config.constants
    made: dict[str, Any] = {
        "sgd": lambda: torch.optim.SGD(p, lr=rate),
        "decaying": lambda: torch.optim.SGD(p, lr=rate),
        "momentum": lambda: torch.optim.SGD(p, lr=rate, momentum=c.momentum),
        "nesterov": lambda: torch.optim.SGD(p, lr=rate, momentum=c.momentum, nesterov=True),
        "adagrad": lambda: torch.optim.Adagrad(p, lr=rate, eps=1e-8),
        "rmsprop": lambda: torch.optim.RMSprop(p, lr=rate, alpha=c.rho, eps=1e-8),
        "adam": lambda: torch.optim.Adam(p, lr=rate, betas=(c.momentum, c.second), eps=1e-8),
        "adamw": lambda: torch.optim.AdamW(
            p, lr=rate, betas=(c.momentum, c.second), eps=1e-8, weight_decay=c.weight_decay
        ),
    }
    assert made.keys() == RULES.keys()
    optimizer = made[key]()
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda done: decayed(1.0, done + 1, c.decay) if key == "decaying" else 1.0
    )
    return optimizer, schedule


@pytest.mark.parametrize("net", NETS)
def test_everybody_takes_the_steps_of_torch(net: str) -> None:
    config = PointRaceConfig(**NETS[net], **EVERYBODY)
    race = PointRace(config)
    first = race.net.theta.copy()
    assert (first == first[0]).all(), "all begin with the same weights"
    losses = [race.step() for _ in range(STEPS)]
    for k, key in enumerate(race.keys):
        twin = PointRace(config)  # for its points, and the same order and dropout from the start
        network = Network(twin.task.shape, (config.input_dropout, config.dropout), twin.streams["dropout"]).train()
        vector_to_parameters(torch.from_numpy(first[k].copy()), network.parameters())
        optimizer, schedule = optimizer_of(key, network, config)
        for step in range(STEPS):
            rows = twin.batches.next()
            value = plain_step(
                network, optimizer, torch.from_numpy(twin.inputs[rows]), torch.from_numpy(twin.targets[rows]),
                loss=twin.task.shape.loss, l1=config.l1, l2=config.l2, max_norm=config.max_norm,
            )  # fmt: skip
            schedule.step()
            assert losses[step][key] == pytest.approx(value, abs=1e-6)
        theirs = parameters_to_vector(network.parameters()).detach().numpy()
        assert np.abs(race.net.theta[k] - theirs).max() < 1e-6, key
