"""The digit lesson's run: reproducible, resumable, tunable, and honest about what it measures."""

import io
import math
import pickle
from typing import Any

import numpy as np
import pytest
import torch

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.convert import MEAN, STD, to_input
from dnnlab.cnn.lenet.net.experiment import CHECKED, FOLLOWED, LeNetTraining
from dnnlab.data import mnist
from dnnlab.nn.optimizers import OPTIMIZERS

SMALL = LeNetConfig(batch_size=16, training_share=1)
"""550 digits: an epoch ends after 34.4 steps, in the middle of a batch."""


def after(steps: int, config: LeNetConfig = SMALL) -> LeNetTraining:
    run = LeNetTraining(config)
    for _ in range(steps):
        run.step()
    return run


def same(a: Any, b: Any) -> bool:
    """Bit-for-bit equality of two states."""
    if isinstance(a, torch.Tensor):
        return a.dtype == b.dtype and torch.equal(a, b)
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return bool(a == b)


def stored(state: dict[str, Any]) -> dict[str, Any]:
    """The state after a way through a file."""
    file = io.BytesIO()
    torch.save(state, file)
    file.seek(0)
    return torch.load(file, weights_only=True)


def test_knobs_offer_the_optimizers():
    assert LeNetConfig.knobs()["optimizer"].options == tuple(OPTIMIZERS)


def test_batch_sizes_are_powers_of_two():
    assert LeNetConfig.knobs()["batch_size"].grid() == (16, 32, 64, 128, 256, 512)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_saved_run_goes_on_bit_for_bit(optimizer):
    config = SMALL.replace(
        optimizer=optimizer, dropout=0.3, augmentation="shift and rotate", weight_decay=0.001, epochs=30
    )
    straight = LeNetTraining(config)
    expected = [straight.step() for _ in range(60)]
    first = LeNetTraining(config)
    metrics = [first.step() for _ in range(27)]
    second = LeNetTraining(config)
    second.load_state_dict(stored(first.state_dict()))
    metrics += [second.step() for _ in range(33)]
    assert metrics == expected
    assert same(second.state_dict(), straight.state_dict())


def test_a_run_leaves_the_state_alone_that_it_was_loaded_from():
    state = stored(after(40).state_dict())
    before = stored(state)
    run = LeNetTraining(SMALL)
    run.load_state_dict(state)
    run.step()
    assert same(state, before)


def test_seeds_make_runs_equal_and_different():
    assert same(after(5).state_dict(), after(5).state_dict())
    assert not same(after(5).state_dict(), after(5, SMALL.replace(seed=1)).state_dict())


def test_a_run_neither_reads_nor_changes_pytorchs_global_generator():
    config = SMALL.replace(dropout=0.5, augmentation="shift and rotate")
    before = torch.get_rng_state()
    first = after(40, config)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(77)
    second = after(40, config)
    torch.set_rng_state(before)
    assert same(first.state_dict(), second.state_dict())


def test_dropout_and_augmentation_leave_the_order_of_the_digits_as_it_is():
    plain = after(40)
    other = after(40, SMALL.replace(dropout=0.5, augmentation="shift"))
    assert plain.batches.next().tolist() == other.batches.next().tolist()


def test_an_epoch_shows_every_digit_once():
    run = LeNetTraining(SMALL)
    shown = np.concatenate([run.batches.next() for _ in range(69)])  # 1,104 of them: two epochs and 4 more
    first, second = shown[:550], shown[550:1100]
    assert sorted(first) == sorted(second) == list(range(550))
    assert first.tolist() != second.tolist()


@pytest.mark.parametrize(
    ("epochs", "share", "batch", "steps"), [(3, 100, 64, 2579), (1, 1, 16, 35), (30, 50, 512, 1612)]
)
def test_the_run_ends_after_its_epochs(epochs, share, batch, steps):
    config = LeNetConfig(epochs=epochs, training_share=share, batch_size=batch)
    assert steps == math.ceil(epochs * round(55_000 * share / 100) / batch)
    assert LeNetTraining(config).total_steps == steps


def test_validation_is_checked_at_the_first_step_every_50_and_at_the_last():
    run = LeNetTraining(SMALL.replace(epochs=2))
    checked = [step for step in range(1, run.total_steps + 1) if "validation_loss" in run.step()]
    assert checked == [1, 50, 69]


def test_the_metrics_are_those_of_the_batch_and_of_the_validation_digits():
    run = after(49)
    position = after(49).batches.next()
    digits = mnist.training()
    logits = run.model(to_input(digits.images[position]))
    labels = torch.from_numpy(digits.labels[position]).long()
    metrics = run.step()
    assert metrics["loss"] == pytest.approx(torch.nn.functional.cross_entropy(logits, labels).item(), abs=1e-6)
    assert metrics["train_accuracy"] == (logits.argmax(1) == labels).float().mean().item()
    held = mnist.validation()
    logits = run.model(to_input(held.images[:CHECKED]))
    labels = torch.tensor(held.labels[:CHECKED]).long()
    assert metrics["validation_loss"] == pytest.approx(
        torch.nn.functional.cross_entropy(logits, labels).item(), rel=1e-5
    )
    assert metrics["validation_accuracy"] == pytest.approx((logits.argmax(1) == labels).float().mean().item())


def test_inputs_have_mean_0_and_deviation_1():
    pixels = mnist.training().images[::10] / 255
    assert pixels.mean() == pytest.approx(MEAN, abs=2e-3)
    assert pixels.std() == pytest.approx(STD, abs=2e-3)
    x = to_input(mnist.training().images[:2000])
    assert x.shape == (2000, 1, 32, 32)
    assert abs(x[:, :, 2:30, 2:30].mean().item()) < 0.02
    assert abs(x[:, :, 2:30, 2:30].std().item() - 1) < 0.02
    assert x[:, :, 0].unique().tolist() == x[:, :, -1].unique().tolist() == pytest.approx([x.min().item()])


def test_to_input_leaves_the_pictures_alone():
    images = mnist.validation().images[:2].copy()
    to_input(images)
    assert np.array_equal(images, mnist.validation().images[:2])


def test_tuning_takes_effect_at_the_next_step():
    run = after(3, SMALL.replace(optimizer="SGD", learning_rate=0.01))
    run.tune(run.config.replace(learning_rate=0.05, weight_decay=0.01, dropout=0.5, augmentation="shift"))
    before = [each.detach().clone() for each in run.model.parameters()]
    run.step()
    for old, new in zip(before, run.model.parameters(), strict=True):
        torch.testing.assert_close(new.detach(), old - 0.05 * (new.grad + 0.01 * old))
    assert run.model.dropout.p == 0.5
    moved = run.streams["augmentation"].get_state()
    assert not torch.equal(moved, after(4, SMALL).streams["augmentation"].get_state())


def test_more_epochs_move_the_end():
    run = after(3)
    run.tune(run.config.replace(epochs=5))
    assert run.total_steps == 172


def test_live_knobs_stay_as_the_config_says_when_a_state_is_loaded():
    state = after(3, SMALL).state_dict()
    run = LeNetTraining(SMALL)
    run.tune(SMALL.replace(learning_rate=0.1, dropout=0.2))
    run.load_state_dict(state)
    assert [group["lr"] for group in run.optimizer.param_groups] == [0.1]
    assert run.model.dropout.p == 0.2


def test_a_loss_that_is_not_finite_leaves_the_weights_alone():
    run = after(2)
    norm = run.gradient_norm()
    with torch.no_grad():
        run.model.output.bias.fill_(float("nan"))
    before = stored(run.model.state_dict())
    metrics = run.step()
    assert math.isnan(metrics["loss"])
    assert run.steps_taken == 2
    assert run.gradient_norm() == norm
    after_it = run.model.state_dict()
    assert all(torch.equal(before[name].nan_to_num(7), after_it[name].nan_to_num(7)) for name in before)


def test_gradient_norm_is_that_of_all_gradients_together():
    run = LeNetTraining(SMALL)
    assert run.gradient_norm() is None
    run.step()
    together = torch.cat([each.grad.flatten() for each in run.model.parameters()])
    assert run.gradient_norm() == pytest.approx(together.norm().item(), rel=1e-5)


def test_the_view_is_small_plain_and_complete():
    run = after(50, SMALL.replace(filters=16))
    view = run.view()
    content = pickle.dumps(view)
    assert len(content) < 120_000
    assert b"torch" not in content
    assert view.step == 50
    assert view.epoch == pytest.approx(50 * 16 / 550)
    assert view.filters.shape == (16, 5, 5)
    assert view.label == mnist.validation().labels[FOLLOWED] == 5
    assert view.maps.conv2.shape == (43, 10, 10)
    assert view.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert len(view.predictions) == CHECKED
    assert np.array_equal(view.predictions.labels, mnist.validation().labels[:CHECKED])


def test_a_run_that_has_not_begun_can_be_looked_at():
    view = LeNetTraining(SMALL).view()
    assert view.step == len(view.predictions) == 0
    assert math.isnan(view.predictions.accuracy)


def test_looking_changes_neither_the_run_nor_the_view_that_was_taken():
    config = SMALL.replace(dropout=0.4)
    run = after(10, config)
    view = run.view()
    kept = view.filters.copy()
    run.step()
    assert np.array_equal(view.filters, kept)
    assert same(run.state_dict(), after(11, config).state_dict())


def test_the_end_measures_all_validation_and_test_digits_in_small_pieces():
    run = after(35)
    pieces = list(run.final())
    assert len(pieces) == 10 + 20 + 1
    for name, digits in (("validation_accuracy", mnist.validation()), ("test_accuracy", mnist.test())):
        with torch.inference_mode():
            right = run.model(to_input(digits.images)).argmax(1).numpy() == digits.labels
        assert pieces[-1][name] == pytest.approx(right.mean())
    predictions = run.view().predictions
    assert len(predictions) == 5_000
    assert predictions.accuracy == pieces[-1]["validation_accuracy"]


def test_weights_are_plain_copies_of_the_model():
    run = after(1)
    weights = run.weights()
    assert all(each.is_contiguous() for each in weights.values())
    kept = weights["conv2.weight"].clone()
    assert torch.equal(kept, run.model.conv2.weight)
    run.step()
    assert torch.equal(weights["conv2.weight"], kept)


def test_it_learns():
    run = LeNetTraining(LeNetConfig())
    metrics = [run.step() for _ in range(200)]
    assert metrics[-1]["validation_accuracy"] > 0.9
