"""PCA gives the lecture's figures, the linear autoencoder becomes it, the shipped nets are as good as is told."""

import numpy as np
import pytest
import torch

from dnnlab.autoencoders.linear.knobs import PORTRAITS, LinearConfig
from dnnlab.autoencoders.linear.net.calls import compare
from dnnlab.autoencoders.linear.net.experiment import LinearTraining
from dnnlab.autoencoders.linear.net.model import LinearAutoencoder, expected_error
from dnnlab.autoencoders.linear.pca import as_rows, fit, fit_rows, of_digits, of_portraits, principal_angles
from dnnlab.autoencoders.linear.recordings import SIZES, file_of, further
from dnnlab.autoencoders.linear.results import HINTON, PCA_LIKE, pca_error, results
from dnnlab.catalogue import CATALOGUE
from dnnlab.data import mnist
from dnnlab.live.recorded import load


def squared_error(pixels, rows):
    return float(np.square(pixels - rows).sum(1).mean())


@pytest.mark.parametrize(("components", "error"), [(30, 13.87), (99, 4.454), (138, 2.996)])
def test_pca_has_the_lectures_error_on_the_test_digits(components, error):
    """Pixels in 0..1, summed an image, the training mean, not clipped."""
    rows = as_rows(mnist.test().images)
    found = squared_error(of_digits().through(rows, components), rows)
    assert found == pytest.approx(error, abs=0.005)
    assert found == pytest.approx(pca_error(components), abs=1e-3)


def test_pca_needs_99_and_138_components_for_the_marked_errors():
    for error, size in PCA_LIKE.items():
        assert pca_error(size) <= error < pca_error(size - 1)


def test_the_shipped_axes_are_those_of_the_60000_training_digits():
    rows = np.concatenate([part.images.reshape(len(part), -1) for part in (mnist.training(), mnist.validation())])
    mean = rows.mean(0, dtype=np.float64) / 255
    scatter = np.zeros((784, 784))
    for start in range(0, len(rows), 5_000):
        centred = rows[start : start + 5_000].astype(np.float32) / 255 - mean.astype(np.float32)
        scatter += (centred.T @ centred).astype(np.float64) / len(rows)
    again, shipped = fit(scatter, mean, 28), of_digits()
    assert np.abs(again.mean - shipped.mean).max() < 1e-6
    assert principal_angles(again.axes[:30].T, shipped.axes[:30]).max() < 0.1
    assert again.error(30) == pytest.approx(shipped.error(30), rel=1e-4)


@pytest.mark.parametrize("name", ["deep", "shallow"])
def test_the_shipped_nets_have_the_error_that_is_told(name):
    images = mnist.test().images
    rows = as_rows(images)
    errors = [
        np.square(compare(images[i : i + 200])[name] - rows[i : i + 200]).sum(1) for i in range(0, len(images), 200)
    ]
    found = float(np.concatenate(errors).mean())
    assert found == pytest.approx(results()[name]["test"], rel=1e-3)
    assert found < (HINTON if name == "deep" else pca_error(30))


def test_the_exact_loss_is_the_mean_over_all_pictures():
    random = torch.Generator().manual_seed(1)
    centred = torch.randn(200, 12, generator=random, dtype=torch.float64)
    model = LinearAutoencoder(12, 3, random).double()
    plain = (model(centred) - centred).square().sum(1).mean()
    exact = expected_error(model.encoder.weight, model.decoder.weight, centred.T @ centred / 200)
    assert exact.item() == pytest.approx(plain.item(), rel=1e-12)
    for one, two in zip(
        torch.autograd.grad(plain, list(model.parameters())),
        torch.autograd.grad(exact, list(model.parameters())),
        strict=True,
    ):
        assert torch.allclose(one, two, rtol=1e-10, atol=1e-12)


def test_angles_are_those_of_a_known_rotation_and_small_ones_are_exact():
    axes = np.eye(5, dtype=np.float32)[:2]
    for degrees in (1e-4, 0.5, 40.0, 90.0):
        turned = np.zeros((5, 2))
        turned[0, 0] = 1.0
        turned[1, 1], turned[2, 1] = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        mixed = turned @ np.array([[2.0, 1.0], [0.5, -3.0]])  # other columns of the same space
        assert principal_angles(mixed, axes) == pytest.approx([0.0, degrees], rel=1e-3, abs=1e-6)


@pytest.mark.parametrize("config", [LinearConfig(code_size=4), LinearConfig(code_size=2, optimizer="momentum")])
def test_the_linear_autoencoder_becomes_pca(config):
    run = LinearTraining(config.replace(run_length=1_000))
    while run.steps_taken < 1_000:
        metrics = run.step()
    assert metrics["largest_angle"] < 2.0
    assert 0.0 <= metrics["excess"] < 0.01
    final = list(run.final())[-1]
    assert final["test_error"] == pytest.approx(final["pca_test_error"], rel=0.01)
    assert final["pca_test_error"] == pytest.approx(pca_error(config.code_size), rel=1e-4)


def test_the_gram_matrix_of_few_pictures_gives_the_scatter_matrixs_axes():
    rows = np.random.default_rng(0).standard_normal((12, 30)) * np.linspace(3, 1, 30)
    mean = rows.mean(0)
    by_gram = fit_rows(rows, 0)
    by_scatter = fit((rows - mean).T @ (rows - mean) / 12, mean, 0)
    assert by_gram.axes.shape == (11, 30)
    assert by_gram.variances == pytest.approx(by_scatter.variances[:11], rel=1e-6)
    assert principal_angles(by_gram.axes[:4].T, by_scatter.axes[:4]).max() < 1e-3
    left = rows - mean - (rows - mean) @ by_scatter.axes[:4].T @ by_scatter.axes[:4]
    assert by_gram.errors(rows, 4) == pytest.approx(np.square(left).sum(1), rel=1e-4)
    assert by_gram.errors(rows, 4).mean() == pytest.approx(by_gram.error(4), rel=1e-4)


def test_all_axes_of_the_portraits_lose_nothing():
    pca = of_portraits()
    run = LinearTraining(LinearConfig(data=PORTRAITS))
    assert pca.error(99) == pytest.approx(0.0, abs=1e-9)
    assert run.view().originals.shape == (8, 25, 25)
    assert list(run.final()) == []


def test_the_recordings_reach_the_angles_that_are_told():
    told = {each["code_size"]: each for each in results()["angles"] if "optimizer" not in each}
    for size in SIZES:
        run = load(CATALOGUE, "linear-autoencoder", file_of(size))
        assert run.config == LinearConfig(code_size=size) and further(run.config) == file_of(size)
        assert float(run.views[-1].angles[-1]) == pytest.approx(told[size]["angle"], rel=0.02, abs=0.005)
        assert run.curves["largest_angle"][1][-1] == pytest.approx(told[size]["angle"], rel=0.02, abs=0.005)
    assert further(LinearConfig()) is None
