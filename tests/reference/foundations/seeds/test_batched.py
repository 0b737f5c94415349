"""Sixteen networks in the same products are the sixteen that train alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.foundations.playground.net.experiment import PlaygroundTraining
from dnnlab.foundations.seeds.knobs import COUNT, SeedsConfig
from dnnlab.foundations.seeds.net.experiment import SeedsTraining


@pytest.mark.parametrize(
    "knobs",
    [
        {}, {"data": "pinwheel", "hidden": "7 ReLU, 5", "optimizer": "SGD", "learning_rate": 0.1},
        {"dropout": 0.3, "input_dropout": 0.2, "l1": 0.002, "l2": 0.01, "max_norm": 1.0, "optimizer": "Nesterov"},
        {"batch_norm": True, "activation": "GELU", "schedule": "cosine"}, {"data": "hills", "optimizer": "RMSProp"},
        {"loss": "hinge", "output": "linear", "batch_size": 1, "hidden": ""},
    ],
)  # fmt: skip
def test_each_of_the_sixteen_is_the_one_with_its_seed(knobs: dict[str, Any]) -> None:
    """After 100 steps, to 1e-9: products of many nets are added up in another order."""
    together = SeedsTraining(SeedsConfig(seed=3, **knobs))
    for _ in range(100):
        together.step()
    for number in (0, 1, 7, COUNT - 1):
        alone = PlaygroundTraining(PlaygroundConfig(seed=3 + number, **knobs))
        for _ in range(100):
            alone.step()
        assert together.net.theta[number] == pytest.approx(alone.net.theta, abs=1e-9, rel=1e-9)
        assert together.validation[number] == pytest.approx(alone.quality.validation_error, abs=0.005)


def test_one_that_diverges_stays_and_the_others_go_on() -> None:
    together = SeedsTraining(SeedsConfig())
    together.step()
    together.net.theta[4] = np.nan
    kept = together.net.theta[5].copy()
    together.step()
    assert together.alive.sum() == COUNT - 1 and np.isnan(together.net.theta[4]).all()
    assert not (together.net.theta[5] == kept).all() and np.isfinite(together.net.theta[5]).all()
    for _ in range(60):
        metrics = together.step()
    assert np.isfinite(metrics["loss"]) and np.isnan(together.validation[4])
    view = together.view()
    assert view.surfaces.shape == (COUNT, 36, 36)
