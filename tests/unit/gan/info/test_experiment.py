"""The run of InfoGAN: checkpoints of all networks, the judge in slices, λ, what it begins with."""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
import torch
from torch import nn

from dnnlab.gan.info.knobs import InfoConfig
from dnnlab.gan.info.net.experiment import InfoTraining
from dnnlab.gan.info.net.looking import looked_at, panels
from dnnlab.gan.net.judge import SAMPLES
from dnnlab.gan.net.judged import EARLY

SMALL = InfoConfig(batch_size=16)


def trained(config: InfoConfig, steps: int) -> InfoTraining:
    run = InfoTraining(config)
    for _ in range(steps):
        run.step()
    return run


def through_a_file(state: dict[str, Any]) -> dict[str, Any]:
    stream = io.BytesIO()
    torch.save(state, stream)
    stream.seek(0)
    found: dict[str, Any] = torch.load(stream, weights_only=False)
    return found


def same(one: InfoTraining, other: InfoTraining) -> bool:
    return all(torch.equal(a, b) for a, b in zip(one.weights().values(), other.weights().values(), strict=True))


def alike(one: nn.Module, other: nn.Module) -> bool:
    states = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in states)


def test_all_networks_go_back_to_a_checkpoint_and_on_bit_for_bit() -> None:
    run = trained(SMALL, EARLY[0] + 2)
    saved = through_a_file(run.state_dict())
    on = [run.step() for _ in range(12)]
    other = InfoTraining(SMALL)
    other.load_state_dict(saved)
    assert other.judged_at == EARLY[0] and np.array_equal(other.view().table, run.view().table)
    assert [other.step() for _ in range(12)] == on and same(run, other)
    networks = {name.partition(".")[0] for name in run.weights()}
    assert networks == {"generator", "discriminator", "recogniser", "averaged"}
    run.load_state_dict(saved)  # and back
    assert run.step() == on[0]


def test_the_judge_in_slices_finds_the_same_and_another_run_can_train_in_between() -> None:
    run, sliced, other = trained(SMALL, EARLY[0]), trained(SMALL, EARLY[0]), InfoTraining(SMALL)
    for _ in sliced.slices():
        assert not torch.is_inference_mode_enabled() and torch.is_grad_enabled()
        other.step()
    told = sliced.step()
    assert other.steps_taken > 10 and run.step() == told
    view = run.view()
    assert view.table.sum() == SAMPLES and (view.table.sum(1) == SAMPLES // 10).all()
    assert told["matching"] >= 0.1 and 0 <= told["precision"] <= 1 and 0 <= told["coverage"] <= 1
    assert view.correlations.shape == (2, 3) and np.abs(view.correlations).max() <= 1


def test_without_lambda_generator_and_discriminator_are_a_plain_gan_and_only_q_learns_to_read() -> None:
    plain, other = trained(SMALL.replace(weight=0.0), 1), trained(SMALL.replace(weight=1.0), 1)
    begun = InfoTraining(SMALL)
    assert not alike(plain.recogniser, begun.recogniser) and not alike(plain.generator, other.generator)
    with torch.no_grad():  # whatever Q is, a plain GAN's players do not hear it
        deaf = InfoTraining(SMALL.replace(weight=0.0))
        for each in deaf.recogniser.parameters():
            each.zero_()
    deaf.step()
    assert alike(plain.generator, deaf.generator) and alike(plain.discriminator, deaf.discriminator)


def test_without_shaking_a_run_goes_another_way() -> None:
    assert not same(trained(SMALL, 1), trained(SMALL.replace(shaking=0.0), 1))


def test_lambda_is_turned_under_way_and_counts_from_the_next_step_on() -> None:
    run, other = trained(SMALL, 3), trained(SMALL, 3)
    run.tune(SMALL.replace(weight=0.0, generator_rate=1.2e-3))
    assert run.generator_optimizer.param_groups[0]["lr"] == 1.2e-3
    run.step(), other.step()
    assert not same(run, other) and run.view().weight == 0.0


def test_the_bound_of_a_run_stays_below_the_entropy() -> None:
    run = InfoTraining(SMALL)
    assert all(run.step()["information_c1"] <= math.log(10) for _ in range(30))


def test_a_loss_that_is_no_number_ends_the_run_before_the_weights_are_touched() -> None:
    for name in ("discriminator", "recogniser"):
        run = trained(SMALL, 1)
        with torch.no_grad():
            next(getattr(run, name).parameters()).fill_(torch.nan)
        before = [each.clone() for each in run.generator.parameters()]
        told = run.step()
        assert not all(math.isfinite(each) for each in told.values())
        assert all(torch.equal(a, b) for a, b in zip(before, run.generator.parameters(), strict=True))
        run.view()


def test_the_panels_turn_one_part_of_the_code_and_leave_the_rest() -> None:
    generator = InfoTraining(SMALL).averaged
    made = panels(generator, 5, 4)
    assert made.by_c1.shape == (5, 10, 28, 28) and made.by_c2.shape == made.by_c3.shape == (4, 9, 28, 28)
    assert np.array_equal(made.by_c2[:, 4], made.by_c3[:, 4])  # both are 0 in the middle column
    assert np.array_equal(panels(generator, 3, 2).by_c1, made.by_c1[:3])
    assert np.array_equal(made.by_c1[0, 1], made.by_c2[0, 4])  # the same noise, category 1


def test_a_judge_looks_at_the_same_pictures_each_time() -> None:
    generator = trained(SMALL, 2).averaged
    one, again = (next(each for each in looked_at(generator) if each is not None) for _ in range(2))
    assert np.array_equal(one.table, again.table) and one.score == again.score
