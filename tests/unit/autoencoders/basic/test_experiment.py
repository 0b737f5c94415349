"""The autoencoder's pieces: pairs of output and loss, tied weights, spoilt pictures, the map, what stands in gaps."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from dnnlab.autoencoders.basic.given import together
from dnnlab.autoencoders.basic.knobs import (
    CONTRACTIVE,
    CONVOLUTIONAL,
    CROSS_ENTROPY,
    DENOISING,
    GAUSSIAN,
    IDENTITY,
    NONE,
    OVERCOMPLETE,
    PIXELS,
    SIGMOID,
    SQUARE,
    SQUARED,
    AutoencoderConfig,
    widths,
)
from dnnlab.autoencoders.basic.net.experiment import AutoencoderTraining
from dnnlab.autoencoders.basic.net.model import Autoencoder, as_batch, as_bytes, losses
from dnnlab.autoencoders.basic.net.pca import components_of, fill, flat
from dnnlab.autoencoders.basic.net.plane import chart
from dnnlab.autoencoders.basic.net.spoiling import spoilt
from dnnlab.autoencoders.basic.pictures import OWN, SETS, pictures_of
from dnnlab.autoencoders.linear.pca import Pca
from dnnlab.data import faces, mnist
from dnnlab.live.config import InvalidConfig
from dnnlab.plots.decoders import MOST_BYTES

DIGIT = (1, 28, 28)


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize(
    ("knobs", "says"),
    [
        ({"regularizer": CONTRACTIVE, "kind": CONVOLUTIONAL}, "dense encoders"),
        ({"regularizer": CONTRACTIVE, "code": 128}, "at most 64"),
        ({"regularizer": OVERCOMPLETE, "kind": CONVOLUTIONAL}, "dense layers"),
        ({"tied": True, "decoder": "100"}, "mirrors"),
        ({"hidden": "1024-1024-1024"}, "would take too long"),
        ({"hidden": "12-x"}, "units with dashes"),
        ({"hidden": ""}, "units with dashes"),
    ],
)
def test_what_does_not_go_together_is_one_sentence(knobs: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidConfig, match=says) as refused:
        AutoencoderConfig(**knobs)
    assert "\n" not in str(refused.value)


def test_a_pair_that_cannot_be_trained_is_one_sentence() -> None:
    config = AutoencoderConfig(output=IDENTITY)
    assert config.impossible and not config.replace(loss=SQUARED).impossible
    with pytest.raises(ValueError, match="logarithm"):
        AutoencoderTraining(config)


@pytest.mark.parametrize("name", SETS)
def test_every_data_set_is_there(name: str) -> None:
    pictures, config = pictures_of(name), AutoencoderConfig(data=name, hidden="16")
    assert pictures.pixels == config.pixels and pictures.labels.max() < len(pictures.names)
    assert len(pictures.labels) == len(pictures.validation) and pictures.training.dtype == np.uint8
    assert math.isfinite(AutoencoderTraining(config).step()["loss"])


def test_faces_are_at_half_their_size() -> None:
    small, large = pictures_of("faces").validation[3], faces.validation().images[3].astype(float)
    assert np.abs(small - large.reshape(32, 2, 32, 2, 3).mean((1, 3))).max() <= 0.5


def test_a_pair_that_can_be_trained_but_does_not_belong_together_is_known() -> None:
    assert AutoencoderConfig(loss=SQUARED).unmatched
    assert not AutoencoderConfig().unmatched and not AutoencoderConfig(loss=SQUARED, output=IDENTITY).unmatched


@pytest.mark.parametrize(("text", "found"), [("256-64", (256, 64)), ("none", ()), ("7, 8", (7, 8))])
def test_widths(text: str, found: tuple[int, ...]) -> None:
    assert widths(text) == found


@pytest.mark.parametrize("knobs", [
    {}, {"hidden": "none", "code": 30}, {"decoder": "20-30-40"}, {"tied": True}, {"kind": CONVOLUTIONAL},
    {"regularizer": OVERCOMPLETE},
])  # fmt: skip
@pytest.mark.parametrize("shape", [DIGIT, (3, 32, 32)], ids=["grey", "colour"])
def test_every_network_copies_shapes(knobs: dict[str, object], shape: tuple[int, int, int]) -> None:
    config = AutoencoderConfig(**knobs)
    net = Autoencoder(config, shape, seeded())
    code, raw = net(torch.rand(2, *shape, generator=seeded()))
    assert code.shape == (2, config.code_size) and raw.shape == (2, *shape)
    assert torch.equal(net.decode(code), torch.sigmoid(raw))


def test_losses_are_torchs() -> None:
    x, raw = torch.rand(3, *DIGIT, generator=seeded()), torch.randn(3, *DIGIT, generator=seeded(1))
    for output, loss, wanted in (
        (SIGMOID, CROSS_ENTROPY, F.binary_cross_entropy(torch.sigmoid(raw), x, reduction="none")),
        (SIGMOID, SQUARED, (torch.sigmoid(raw) - x) ** 2),
        (IDENTITY, SQUARED, (raw - x) ** 2),
    ):
        net = Autoencoder(AutoencoderConfig(output=output, loss=loss), DIGIT, seeded())
        assert torch.allclose(losses(net, raw, x, loss), wanted.sum((1, 2, 3)), rtol=1e-5)


def test_tied_weights_are_one_tensor() -> None:
    """The decoder draws with the encoder's weights, transposed, before and after training; they are saved once."""
    run = AutoencoderTraining(AutoencoderConfig(tied=True, hidden="20"))
    for _ in range(3):
        run.step()
    down, up = run.model.encoder[1].weight, run.model.encoder[3].weight
    code = torch.randn(4, 2, generator=seeded())
    first, second = run.model.decoder[0], run.model.decoder[2]
    by_hand = torch.relu(code @ up + first.bias) @ down + second.bias
    assert torch.allclose(run.model.decoder(code).flatten(1), by_hand, atol=1e-5)
    free = AutoencoderTraining(AutoencoderConfig(hidden="20"))
    count, twice = (sum(each.numel() for each in net.model.parameters()) for net in (run, free))
    assert twice - count == 784 * 20 + 20 * 2


def test_gaussian_noise_has_its_sigma() -> None:
    x = torch.zeros(200, *DIGIT)
    noisy, gone = spoilt(x, AutoencoderConfig(regularizer=DENOISING, noise=GAUSSIAN, sigma=0.3), seeded())
    assert gone is None and noisy.std().item() == pytest.approx(0.3, rel=0.01)


@pytest.mark.parametrize("share", [10, 50, 90])
@pytest.mark.parametrize("noise", [PIXELS, SQUARE])
def test_missing_pixels_are_zero_and_as_many_as_asked_for(noise: str, share: int) -> None:
    x = torch.ones(100, 3, 32, 32)
    spoiled, gone = spoilt(x, AutoencoderConfig(regularizer=DENOISING, noise=noise, missing=share), seeded())
    assert gone is not None and torch.equal(spoiled, (~gone).float())
    assert gone.float().mean().item() == pytest.approx(share / 100, abs=0.03)
    assert torch.equal(gone[:, 0], gone[:, 2])
    if noise == SQUARE:
        heights, widths_ = gone[:, 0].any(2).sum(1), gone[:, 0].any(1).sum(1)
        assert torch.equal(heights, widths_) and torch.equal(heights * widths_, gone[:, 0].sum((1, 2)))


def test_a_denoising_run_is_asked_for_the_clean_picture() -> None:
    config = AutoencoderConfig(regularizer=DENOISING, missing=90, hidden="16")
    run, twin = AutoencoderTraining(config), AutoencoderTraining(config)
    x = as_batch(twin.pictures.training[twin.batches.next()])
    spoiled, _ = spoilt(x, config, twin.streams["noise"])
    _, raw = twin.model(spoiled)
    assert run.step()["loss"] == pytest.approx(losses(twin.model, raw, x, CROSS_ENTROPY).mean().item(), rel=1e-6)


def test_a_denoising_run_fills_in_better_and_better() -> None:
    run = AutoencoderTraining(AutoencoderConfig(regularizer=DENOISING, code=16, missing=50))
    before = run.view().filled
    for _ in range(150):
        run.step()
    after = run.view().filled
    assert before is not None and after is not None
    assert after.errors[:2] == before.errors[:2] and after.errors[2] < 0.6 * before.errors[2]
    shown = run.view()
    kept = shown.inputs > 0  # what is seen stays as it is
    assert (after.network[kept] == shown.pictures[kept]).all() and (after.pca[kept] == shown.pictures[kept]).all()


def test_a_large_contractive_network_gets_fewer_pictures_a_step() -> None:
    large = AutoencoderConfig(regularizer=CONTRACTIVE, hidden="1024-512", code=64, batch_size=512)
    assert large.batch == AutoencoderTraining(large).batches.size == 22
    assert large.replace(regularizer=NONE).batch == 512
    assert AutoencoderConfig(regularizer=CONTRACTIVE).batch == AutoencoderConfig().batch_size


def test_pca_fills_in_what_it_expects() -> None:
    """Of pictures that lie in two directions exactly, two numbers find every missing pixel."""
    generator = np.random.default_rng(0)
    axes = np.linalg.qr(generator.standard_normal((20, 2)))[0].T
    x = 0.5 + generator.standard_normal((6, 2)) @ axes
    known = Pca(np.full(20, 0.5), np.vstack([axes, np.zeros((1, 20))]), np.array([1.0, 1.0, 0.0]), 0)
    missing = generator.random((6, 20)) < 0.4
    assert fill(known, np.where(missing, 0, x), missing, 2) == pytest.approx(x, abs=1e-4)


def test_pca_is_scikit_learns() -> None:
    from sklearn.decomposition import PCA

    known = components_of("MNIST")
    theirs = PCA(10, svd_solver="full").fit(flat(mnist.training().images[:4_000]))
    x = flat(mnist.validation().images[:50])
    wanted = np.square(x - theirs.inverse_transform(theirs.transform(x))).sum(1)
    assert known.errors(x, 10) == pytest.approx(wanted, rel=1e-6)


def test_the_map_is_the_code_or_the_plane_in_which_codes_vary_most() -> None:
    from sklearn.decomposition import PCA

    generator = np.random.default_rng(0)
    labels = generator.integers(0, 10, 300).astype(np.uint8)
    codes = (generator.standard_normal((300, 12)) * np.linspace(3, 0.5, 12)).astype(np.float32)
    assert chart(codes[:, :2], labels).points is not None and np.array_equal(
        chart(codes[:, :2], labels).points, codes[:, :2]
    )
    found, theirs = chart(codes, labels), PCA(2).fit(codes)
    assert found.explained == pytest.approx(theirs.explained_variance_ratio_.sum(), rel=1e-3)
    assert np.abs((found.plane.axes * theirs.components_).sum(1)) == pytest.approx([1, 1], abs=1e-3)
    assert found.place(codes) == pytest.approx(found.points, abs=1e-4)
    assert (((labels - labels.mean())[:, None] * found.points).sum(0) >= 0).all()


@pytest.mark.parametrize("knobs", [{}, {"code": 16}, {"code": 1}, {"kind": CONVOLUTIONAL}])
def test_a_run_whose_numbers_have_overflowed_can_be_looked_at(knobs: dict[str, object]) -> None:
    run = AutoencoderTraining(AutoencoderConfig(**knobs))
    with torch.no_grad():
        for each in run.model.parameters():
            each.fill_(math.nan)
    view = run.view()
    assert view.counts.sum() == 0 and view.outputs.max() == 0


def test_own_pictures_are_split_and_learnt_from() -> None:
    given = np.random.default_rng(0).integers(0, 256, (20, 32, 32, 3)).astype(np.uint8)
    pictures = pictures_of(OWN, given)
    assert (len(pictures.training), len(pictures.validation), pictures.shape) == (16, 4, (3, 32, 32))
    run = AutoencoderTraining(AutoencoderConfig(data=OWN, hidden="16"), given)
    metrics = run.step()
    assert math.isfinite(metrics["validation_loss"]) and run.view().pictures.shape == (4, 32, 32, 3)


@pytest.mark.parametrize("given", [None, np.zeros((3, 32, 32, 3), np.uint8), np.zeros((20, 28, 28), np.uint8)])
def test_own_pictures_that_cannot_be_used_are_one_sentence(given: np.ndarray | None) -> None:
    with pytest.raises(ValueError, match="of your own"):
        pictures_of(OWN, given)


def test_pictures_of_any_size_become_small_squares() -> None:
    from PIL import Image

    pictures = [Image.new("L", (300, 40), 255), *[Image.new("RGB", (20, 90))] * 9]
    assert together(pictures).shape == (10, 32, 32, 3)
    with pytest.raises(ValueError, match="too few"):
        together(pictures[:3])


def test_bytes_and_back() -> None:
    for images in (mnist.test().images[:3], np.random.default_rng(0).integers(0, 256, (2, 4, 5, 3)).astype(np.uint8)):
        assert np.array_equal(as_bytes(as_batch(images)), images)


def test_a_decoder_that_travels_is_small() -> None:
    from dnnlab.autoencoders.basic.net.calls import decoder

    for knobs in ({}, {"code": 64}, {"kind": CONVOLUTIONAL}, {"hidden": "1000-500-250", "code": 30}):
        assert len(decoder(AutoencoderTraining(AutoencoderConfig(**knobs)))) <= MOST_BYTES
