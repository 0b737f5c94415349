"""L1 and the contractive penalty against autograd and closed forms."""

from __future__ import annotations

import pytest
import torch

from dnnlab.autoencoders.basic.knobs import CONTRACTIVE, SPARSE, AutoencoderConfig
from dnnlab.autoencoders.basic.net.experiment import AutoencoderTraining
from dnnlab.autoencoders.basic.net.model import Autoencoder, losses
from dnnlab.autoencoders.basic.net.penalties import contraction, jacobians, l1, sensitivity

SMALL = (1, 8, 8)


def model(**knobs: object) -> Autoencoder:
    config = AutoencoderConfig(**{"hidden": "12-7", "code": 3, **knobs})
    return Autoencoder(config, SMALL, torch.Generator().manual_seed(0)).double()


def pictures(count: int = 4) -> torch.Tensor:
    return torch.rand(count, *SMALL, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


def by_autograd(net: Autoencoder, x: torch.Tensor) -> torch.Tensor:
    each = [torch.autograd.functional.jacobian(lambda one: net.encode(one[None])[0], picture) for picture in x]
    return torch.stack(each).flatten(2)


@pytest.mark.parametrize("hidden", ["none", "12", "12-7"])
@pytest.mark.parametrize("code_activation", ["linear", "sigmoid"])
@pytest.mark.parametrize("activation", ["ReLU", "tanh", "sigmoid", "linear"])
def test_the_product_of_the_layers_is_autograds_jacobian(activation: str, code_activation: str, hidden: str) -> None:
    net, x = model(activation=activation, code_activation=code_activation, hidden=hidden), pictures()
    found, wanted = jacobians(net.encoder, x), by_autograd(net, x)
    assert found.shape == (4, 3, 64)
    assert torch.allclose(found, wanted, atol=1e-12)
    assert contraction(net.encoder, x).item() == pytest.approx(wanted.square().sum((1, 2)).mean().item())
    assert torch.allclose(sensitivity(net.encoder, x).flatten(1), wanted.square().sum(1).sqrt())


def test_gradients_flow_through_the_penalty() -> None:
    net, x = model(activation="tanh"), pictures(2)
    first = net.encoder[1]
    (found,) = torch.autograd.grad(contraction(net.encoder, x), first.weight)
    step = 1e-5
    for place in ((0, 0), (5, 30)):
        around = []
        for sign in (1, -1):
            with torch.no_grad():
                first.weight[place] += sign * step
                around.append(contraction(net.encoder, x).item())
                first.weight[place] -= sign * step
        assert found[place].item() == pytest.approx((around[0] - around[1]) / (2 * step), rel=1e-6)


def test_a_large_batch_pays_for_some_of_its_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    net, x = model(), pictures(8)
    whole = by_autograd(net, x).square().sum((1, 2))
    monkeypatch.setattr("dnnlab.autoencoders.basic.net.penalties.MOST_PRODUCTS", 3 * 3 * (64 * 12 + 12 * 7 + 7))
    assert contraction(net.encoder, x).item() == pytest.approx(whole[:3].mean().item())


def test_l1_is_the_mean_of_the_codes_sums() -> None:
    assert l1(torch.tensor([[1.0, -2.0], [0.0, 3.0]])).item() == 3.0


@pytest.mark.parametrize("regularizer", [SPARSE, CONTRACTIVE])
def test_a_step_pays_lambda_times_the_penalty(regularizer: str) -> None:
    config = AutoencoderConfig(regularizer=regularizer, hidden="16", sparsity=0.5, contraction=0.5)
    run, twin = AutoencoderTraining(config), AutoencoderTraining(config)
    from dnnlab.autoencoders.basic.net.model import as_batch

    x = as_batch(twin.pictures.training[twin.batches.next()])
    code, raw = twin.model(x)
    penalty = l1(code) if regularizer == SPARSE else contraction(twin.model.encoder, x)
    metrics = run.step()
    assert metrics["penalty"] == pytest.approx(0.5 * penalty.item(), rel=1e-6)
    assert metrics["loss"] == pytest.approx(losses(twin.model, raw, x, config.loss).mean().item(), rel=1e-6)
    wanted = torch.autograd.grad(
        losses(twin.model, raw, x, config.loss).mean() + 0.5 * penalty, twin.model.parameters()
    )
    for parameter, gradient in zip(run.model.parameters(), wanted, strict=True):
        assert torch.allclose(parameter.grad, gradient, rtol=1e-4, atol=1e-6)


def test_l1_switches_units_off() -> None:
    """The more a unit costs, the fewer are on."""
    shares = []
    for cost in (0.001, 10.0):
        run = AutoencoderTraining(
            AutoencoderConfig(regularizer=SPARSE, hidden="32", code=32, code_activation="ReLU", sparsity=cost)
        )
        for _ in range(150):
            run.step()
        shares.append(run.view().active)
    assert shares[1] < 0.5 * shares[0]
