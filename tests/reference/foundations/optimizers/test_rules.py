"""Every rule takes torch.optim's steps; every slope is that of its height."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from dnnlab.foundations.optimizers.rules import DECAYS, RULES, SLOW, Constants, decayed
from dnnlab.foundations.optimizers.surfaces import POINTS, REGRESSION, SURFACES, examples, of_examples

RATE = 0.02
CONSTANTS = Constants(momentum=0.85, second=0.97, weight_decay=0.1)
Make = Callable[[list[torch.Tensor]], torch.optim.Optimizer]
THEIRS: dict[str, Make] = {
    "sgd": lambda p: torch.optim.SGD(p, lr=RATE),
    "decaying": lambda p: torch.optim.SGD(p, lr=RATE),
    "momentum": lambda p: torch.optim.SGD(p, lr=RATE, momentum=0.85),
    "nesterov": lambda p: torch.optim.SGD(p, lr=RATE, momentum=0.85, nesterov=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=RATE, eps=1e-8),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=RATE, alpha=0.97, eps=1e-8),
    "adam": lambda p: torch.optim.Adam(p, lr=RATE, betas=(0.85, 0.97), eps=1e-8),
    "adamw": lambda p: torch.optim.AdamW(p, lr=RATE, betas=(0.85, 0.97), eps=1e-8, weight_decay=0.1),
}


def loss(theta: torch.Tensor, r: int) -> torch.Tensor:
    """Some function whose gradient changes from step to step."""
    return (theta**4).sum() / 4 + (theta * torch.linspace(-1, 1, theta.numel(), dtype=theta.dtype)).sum() * (1 + r % 3)


@pytest.mark.parametrize("decay", DECAYS)
@pytest.mark.parametrize("key", RULES)
def test_steps_are_those_of_torch(key: str, decay: str) -> None:
    assert THEIRS.keys() == RULES.keys()
    rule, constants = RULES[key], Constants(momentum=0.85, second=0.97, weight_decay=0.1, decay=decay)
    theirs = torch.linspace(-1.5, 2, 7, dtype=torch.float64).requires_grad_()
    ours, state = theirs.detach().clone(), rule.begin(theirs.detach())
    optimizer = THEIRS[key]([theirs])
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda done: decayed(1.0, done + 1, decay) if key == "decaying" else 1.0
    )
    for r in range(1, 151):
        optimizer.zero_grad()
        loss(theirs, r).backward()
        optimizer.step()
        schedule.step()
        here = ours.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(loss(here, r), here)
        ours, state = rule.move(ours, gradient, state, RATE, r, constants)
        assert torch.allclose(ours, theirs.detach(), rtol=0, atol=1e-6)
    assert set(state) == set(rule.letters)


@pytest.mark.parametrize("key", RULES)
def test_numbers_and_tensors_take_the_same_steps(key: str) -> None:
    rule = RULES[key]
    array, tensor = np.array([0.5, -2.0]), torch.tensor([0.5, -2.0], dtype=torch.float64)
    one, other = rule.begin(array), rule.begin(tensor)
    for r in range(1, 20):
        array, one = rule.move(array, 3 * array, one, RATE, r, CONSTANTS)
        tensor, other = rule.move(tensor, 3 * tensor, other, RATE, r, CONSTANTS)
        assert np.allclose(array, tensor.numpy(), rtol=0, atol=1e-12)


def test_nesterov_is_momentum_with_the_gradient_ahead() -> None:
    """The lecture's form: the gradient where the velocity will have carried the point; ours follows that point."""
    mu, rate = 0.9, 0.05
    theta, v = 2.0, 0.0
    ours, state = np.array([2.0]), {"v": np.zeros(1)}
    for r in range(1, 30):
        ahead = theta + mu * v
        assert ours[0] == pytest.approx(ahead, abs=1e-12)
        v = mu * v - rate * 3 * ahead
        theta = theta + v
        ours, state = RULES["nesterov"].move(ours, 3 * ours, state, rate, r, Constants(momentum=mu))


def test_the_rates_fall_as_their_names_say() -> None:
    assert [decayed(1.0, r, "1/r") for r in (1, 2, 10)] == [1.0, 0.5, 0.1]
    assert decayed(1.0, 4, "1/√r") == 0.5
    assert decayed(1.0, 1 + SLOW, "exponential") == 0.5
    assert [decayed(1.0, r, "steps") for r in (SLOW, SLOW + 1, 2 * SLOW + 1)] == [1.0, 0.5, 0.25]


@pytest.mark.parametrize("name", SURFACES)
def test_slopes_are_finite_differences(name: str) -> None:
    surface = SURFACES[name]
    x0, x1, y0, y1 = surface.box
    for place in np.random.default_rng(1).uniform((x0, y0), (x1, y1), (50, 2)):
        h = 1e-5
        numeric = [(surface.at(place + h * axis) - surface.at(place - h * axis)) / (2 * h) for axis in np.eye(2)]
        assert surface.gradient(place) == pytest.approx(numeric, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("name", SURFACES)
def test_the_lowest_places_are_at_height_0_and_nothing_is_lower(name: str) -> None:
    surface = SURFACES[name]
    x0, x1, y0, y1 = surface.box
    x, y = np.meshgrid(np.linspace(x0, x1, 200), np.linspace(y0, y1, 200))
    assert surface.height(x, y).min() >= -1e-12
    for lowest in surface.lowest:
        assert surface.at(np.array(lowest)) == pytest.approx(0, abs=1e-9)


def test_the_regressions_mini_batches_average_to_its_slope() -> None:
    surface, place = SURFACES[REGRESSION], np.array([-1.0, 1.5])
    single = [of_examples(place, np.array([i])) for i in range(POINTS)]
    assert np.mean(single, 0) == pytest.approx(surface.gradient(place), abs=1e-12)
    x, y = examples()
    best = surface.lowest[0]
    least = ((best[0] * x + best[1] - y) ** 2).mean() / 2
    height = ((place[0] * x + place[1] - y) ** 2).mean() / 2 - least
    assert surface.at(place) == pytest.approx(height, abs=1e-12)
    assert f"{least:.4f}" in surface.formula
