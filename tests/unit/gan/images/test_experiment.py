"""The run of GANs of pictures: checkpoints of both players, the film, the judge, what it begins with."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dnnlab.gan.images.knobs import DCGAN, SCRATCH, ImagesConfig
from dnnlab.gan.images.net.experiment import FILMED, SHOWN, ImagesTraining
from dnnlab.gan.images.net.shipped import parts_of
from dnnlab.gan.images.shipped import SHIPPED
from dnnlab.gan.material import AVATARS, FASHION, MNIST
from dnnlab.gan.net.judged import EARLY
from dnnlab.gan.net.pictures import as_batch, as_bytes
from dnnlab.live.config import InvalidConfig

SMALL = ImagesConfig(generator_units=32, discriminator_units=32, batch_size=16)


def trained(config: ImagesConfig, steps: int) -> ImagesTraining:
    run = ImagesTraining(config)
    for _ in range(steps):
        run.step()
    return run


def same(one: ImagesTraining, other: ImagesTraining) -> bool:
    return all(torch.equal(a, b) for a, b in zip(one.weights().values(), other.weights().values(), strict=True))


def test_both_players_and_their_average_go_back_to_a_checkpoint_and_on_bit_for_bit() -> None:
    run = trained(SMALL, 12)
    saved = {name: torch.clone(part) if isinstance(part, torch.Tensor) else part for name, part in
             torch.load(_stream(run.state_dict()), weights_only=True).items()}  # fmt: skip
    on = [run.step() for _ in range(12)]
    assert run.film().steps.tolist() == [0, 8, 24]  # two frames that are kept, and what it shows now
    other = ImagesTraining(SMALL)
    other.load_state_dict(saved)
    assert [other.step() for _ in range(12)] == on and same(run, other)
    assert {name.partition(".")[0] for name in run.weights()} == {"generator", "discriminator", "averaged"}


def _stream(state: dict[str, object]) -> object:
    import io

    stream = io.BytesIO()
    torch.save(state, stream)
    stream.seek(0)
    return stream


def test_the_average_is_what_is_shown_and_training_never_reads_it() -> None:
    plain, averaged = (trained(SMALL.replace(averaging=each), 10) for each in ("none", "0.99"))
    assert all(
        torch.equal(a, b)
        for a, b in zip(plain.generator.state_dict().values(), averaged.generator.state_dict().values(), strict=True)
    )
    assert not np.array_equal(plain.view().samples, averaged.view().samples)
    shown = plain.averaged.state_dict()
    assert all(torch.equal(each, shown[name]) for name, each in plain.generator.state_dict().items())


@pytest.mark.parametrize("data", [MNIST, FASHION, AVATARS])
def test_every_set_is_judged_and_the_slices_change_nothing(data: str) -> None:
    run, sliced = (ImagesTraining(SMALL.replace(data=data)) for _ in range(2))
    told = {}
    for _ in range(EARLY[0] + 1):
        for _ in sliced.slices():
            pass
        told = sliced.step()
        assert run.step() == told
    assert run.judged_at == EARLY[0] and 0 <= told["precision"] <= 1 and 0 <= told["coverage"] <= 1
    view = run.view()
    assert len(view.shares) == len(view.names) and view.rarest == told["rarest_class"]
    assert len(view.samples) == SHOWN and view.data == data


def test_between_two_slices_of_the_judge_another_run_can_train() -> None:
    run, other = trained(SMALL, EARLY[0]), ImagesTraining(SMALL)
    pieces = 0
    for _ in run.slices():
        assert not torch.is_inference_mode_enabled() and torch.is_grad_enabled()
        other.step()
        pieces += 1
    assert pieces > 10 and other.steps_taken == pieces
    assert "precision" in run.step()


def test_the_film_has_its_frames_closer_together_at_the_start() -> None:
    film = trained(SMALL, 80).film()
    assert film.steps.tolist() == [0, 8, 32, 72, 80] and film.frames.shape == (5, FILMED, 28, 28)


def test_a_conditional_run_shows_a_class_a_column() -> None:
    view = trained(SMALL.replace(conditional=True), 2).view()
    assert view.classes.tolist() == list(range(10)) * 3
    assert trained(SMALL, 1).view().classes.size == 0


def test_a_dcgan_of_digits_goes_on_from_the_shipped_weights_and_one_of_clothes_begins_anew() -> None:
    config = ImagesConfig(network=DCGAN)
    shipped, run = parts_of(SHIPPED["dcgan"]), ImagesTraining(config)
    assert all(torch.equal(run.averaged.state_dict()[name], each) for name, each in shipped["averaged"].items())
    assert all(torch.equal(run.generator.state_dict()[name], each) for name, each in shipped["generator"].items())
    assert all(
        torch.equal(run.discriminator.state_dict()[name], each) for name, each in shipped["discriminator"].items()
    )
    assert not config.replace(start=SCRATCH).continues and not config.replace(data=FASHION).continues
    assert not config.replace(conditional=True).continues


def test_pictures_come_back_from_the_range_of_the_network() -> None:
    for images in (np.arange(256, dtype=np.uint8).reshape(1, 16, 16), np.full((2, 4, 4, 3), 77, np.uint8)):
        assert np.array_equal(as_bytes(as_batch(images)), images)
    assert as_bytes(torch.full((1, 1, 2, 2), torch.nan)).max() == 0


def test_a_loss_that_is_no_number_ends_the_run_before_the_weights_are_touched() -> None:
    run = trained(SMALL, 1)
    with torch.no_grad():
        run.discriminator.output.bias.fill_(torch.nan)
    before = [each.clone() for each in run.generator.parameters()]
    told = run.step()
    assert not np.isfinite(told["discriminator_loss"])
    assert all(torch.equal(a, b) for a, b in zip(before, run.generator.parameters(), strict=True))
    assert run.view().samples.dtype == np.uint8


def test_work_that_would_take_too_long_is_refused() -> None:
    with pytest.raises(InvalidConfig, match="smaller batch"):
        ImagesConfig(network=DCGAN, batch_size=64, discriminator_steps=2)
    ImagesConfig(network=DCGAN, batch_size=64)
