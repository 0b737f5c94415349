"""Reading pictures: by the shipped weights or by a run, which it leaves as it was."""

import numpy as np
import pytest
import torch

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.net.calls import read
from dnnlab.cnn.lenet.net.experiment import LeNetTraining
from dnnlab.data import mnist

CONFIG = LeNetConfig(batch_size=16, training_share=1, dropout=0.5)


def test_probabilities_sum_to_1_and_maps_are_of_the_first_picture():
    images = mnist.validation().images[:3]
    reading = read(images)
    assert reading.probabilities.shape == (3, 10)
    assert reading.probabilities.sum(1) == pytest.approx(np.ones(3), abs=1e-5)
    alone = read(images[:1])
    assert alone.probabilities[0] == pytest.approx(reading.probabilities[0], abs=1e-5)
    assert reading.maps.conv1.shape == (6, 28, 28)
    assert np.allclose(alone.maps.conv2, reading.maps.conv2, atol=2e-3)


def test_the_shipped_weights_read_clear_digits():
    digits = mnist.validation()
    reading = read(digits.images[:200])
    assert (reading.probabilities.argmax(1) == digits.labels[:200]).mean() > 0.97


def test_a_run_answers_as_it_stands_and_without_dropout():
    run = LeNetTraining(CONFIG)
    images = mnist.validation().images[:4]
    first = read(images, experiment=run)
    assert np.array_equal(first.probabilities, read(images, experiment=run).probabilities)
    run.step()
    assert not np.array_equal(first.probabilities, read(images, experiment=run).probabilities)


def test_reading_does_not_change_what_the_run_does_next():
    one, other = LeNetTraining(CONFIG), LeNetTraining(CONFIG)
    for _ in range(5):
        one.step()
        other.step()
        read(mnist.validation().images[:2], experiment=one)
    assert one.model.training
    assert one.step() == other.step()
    assert all(torch.equal(a, b) for a, b in zip(one.model.parameters(), other.model.parameters(), strict=True))


@pytest.mark.parametrize(
    "images", [np.zeros((1, 28, 28), np.float32), np.zeros((28, 28), np.uint8), np.zeros((0, 28, 28), np.uint8)]
)
def test_other_shapes_and_types_are_refused_with_their_name(images):
    with pytest.raises(ValueError, match=r"must be uint8 of shape \(n, 28, 28\), got"):
        read(images)
