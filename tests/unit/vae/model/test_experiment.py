"""The run: knobs do what they say, new pictures come from where they should, views bear everything."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from dnnlab.autoencoders.basic.knobs import CONVOLUTIONAL
from dnnlab.autoencoders.basic.pictures import OWN
from dnnlab.data import mnist
from dnnlab.live.config import InvalidConfig
from dnnlab.plots.decoders import MOST_BYTES
from dnnlab.vae.model.knobs import GAUSSIAN, LEARNT, MEAN, POINT, VaeConfig
from dnnlab.vae.model.net.calls import decode, decoder, passed
from dnnlab.vae.model.net.experiment import VaeTraining
from dnnlab.vae.net.gaussian import kl_per_dimension

SMALL = {"hidden": "16"}


@pytest.mark.parametrize(("knobs", "says"), [
    ({"hidden": "1024-1024-1024"}, "would take too long"),
    ({"hidden": "12-x"}, "units with dashes"),
])  # fmt: skip
def test_what_does_not_go_together_is_one_sentence(knobs: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidConfig, match=says) as refused:
        VaeConfig(**knobs)
    assert "\n" not in str(refused.value)


def test_a_step_decodes_at_most_512_codes() -> None:
    run = VaeTraining(VaeConfig(**SMALL, samples=8, batch_size=512))
    assert run.batches.size == 64 and VaeConfig(batch_size=512).batch == 512
    assert VaeTraining(VaeConfig(**SMALL, samples=8)).batches.size == 64


def test_beta_warms_up_and_means_what_it_says() -> None:
    config = VaeConfig(beta=4.0, warm_up=1_000)
    assert [config.beta_at(step) for step in (0, 499, 999, 5_000)] == pytest.approx([0.004, 2, 4, 4])
    assert VaeConfig(beta=4.0).beta_at(0) == 4.0 and VaeConfig(coder=POINT).beta_at(0) == 0.0
    assert VaeConfig(reduction=MEAN).effective_beta == 784
    assert VaeConfig(reduction=MEAN, data="faces").effective_beta == 3_072


def test_the_loss_of_a_step_is_what_its_metrics_say() -> None:
    for knobs, wanted in (
        ({}, lambda m: -m["elbo"]),
        ({"beta": 3.0}, lambda m: 3 * m["kl"] - m["reconstruction"]),
        ({"reduction": MEAN}, lambda m: m["kl"] - m["reconstruction"] / 784),
        ({"coder": POINT}, lambda m: -m["reconstruction"]),
    ):
        metrics = VaeTraining(VaeConfig(**SMALL, **knobs)).step()
        assert metrics["loss"] == pytest.approx(wanted(metrics), rel=1e-5)


def test_a_plain_autoencoder_draws_nothing() -> None:
    run = VaeTraining(VaeConfig(**SMALL, coder=POINT))
    metrics = run.step()
    assert "kl" not in metrics and "validation_elbo" not in metrics
    view = run.view()
    assert np.array_equal(view.from_mean, view.from_sample)
    assert (view.of_one == view.of_one[0]).all() and not view.draws
    assert passed(mnist.test().images[0], run).deviation.max() == 0


def test_the_mean_over_pixels_collapses_the_code_and_the_sum_does_not() -> None:
    kl = {}
    for reduction in ("sum over pixels", MEAN):
        run = VaeTraining(VaeConfig(reduction=reduction, hidden="64"))
        for _ in range(150):
            run.step()
        kl[reduction] = float(run.view().kl.sum())
    assert kl[MEAN] < 0.1 and kl["sum over pixels"] > 1.0


@pytest.mark.parametrize("knobs", [
    {}, {"code": 16}, {"kind": CONVOLUTIONAL}, {"coder": POINT}, {"pixels": GAUSSIAN, "sigma_is": LEARNT},
    {"data": "faces", "code": 8, **SMALL}, {"data": "Fashion-MNIST"},
])  # fmt: skip
def test_every_run_can_be_looked_at_even_when_its_numbers_have_overflowed(knobs: dict[str, object]) -> None:
    run = VaeTraining(VaeConfig(**knobs))
    assert math.isfinite(run.step()["validation_reconstruction"])
    assert len(decoder(run)) <= MOST_BYTES
    view = run.view()
    assert view.plane.shape[0] == 20 * 14 if view.pictures.ndim == 3 and "kind" not in knobs else 10 * 14
    with torch.no_grad():
        for each in run.model.parameters():
            each.fill_(math.nan)
    assert np.isfinite(run.view().kl).all()


def test_pixels_of_digits_are_black_or_white_and_those_of_faces_are_not() -> None:
    digits = VaeTraining(VaeConfig(**SMALL))
    assert set(np.unique(digits.view().pictures)) == {0, 255}
    grey = VaeTraining(VaeConfig(**SMALL, pixels=GAUSSIAN)).view()
    assert len(np.unique(grey.pictures)) > 100 and grey.sigma == pytest.approx(0.2)
    assert not VaeConfig(data="faces").tosses


def test_own_pictures_are_learnt_from() -> None:
    given = np.random.default_rng(0).integers(0, 256, (20, 32, 32, 3)).astype(np.uint8)
    run = VaeTraining(VaeConfig(data=OWN, **SMALL), given)
    assert math.isfinite(run.step()["elbo"]) and run.view().pictures.shape == (4, 32, 32, 3)
    with pytest.raises(ValueError, match="of your own"):
        VaeTraining(VaeConfig(data=OWN))


def test_a_digit_passes_with_its_distribution() -> None:
    run = VaeTraining(VaeConfig(**SMALL))
    found = passed(mnist.test().images[0], run)
    assert np.allclose(found.mean, found.point, atol=1e-6)
    assert np.allclose(np.diag(found.deviation**2), found.spread, rtol=1e-4)
    mean, log_variance = torch.tensor(found.mean)[None], 2 * torch.tensor(found.deviation).log()[None]
    assert found.kl == pytest.approx(float(kl_per_dimension(mean, log_variance).sum()), rel=1e-3)
    assert np.array_equal(decode(found.mean[None], run)[0], found.output)
    with pytest.raises(ValueError, match="28×28"):
        passed(mnist.test().images[0][:20], run)
    with pytest.raises(ValueError, match="codes have 2 numbers"):
        decode(np.zeros((1, 3), np.float32), run)


def test_live_knobs_act_at_the_next_step() -> None:
    run = VaeTraining(VaeConfig(**SMALL))
    run.tune(run.config.replace(beta=10.0, learning_rate=0.01))
    metrics = run.step()
    assert metrics["loss"] == pytest.approx(10 * metrics["kl"] - metrics["reconstruction"], rel=1e-5)
    assert run.optimizer.param_groups[0]["lr"] == 0.01
