"""The card's figures are recomputed from the shipped file."""

import re

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from dnnlab.cnn.lenet.net.calls import WEIGHTS, read
from dnnlab.cnn.lenet.net.experiment import LeNetTraining
from dnnlab.data import mnist
from tools.build_lenet import CONFIG, command

CARD = WEIGHTS.with_name("card.md").read_text(encoding="utf-8")


def accuracy(digits: mnist.Digits) -> float:
    answers = [read(digits.images[i : i + 500]).probabilities.argmax(1) for i in range(0, len(digits), 500)]
    return float(np.mean(np.concatenate(answers) == digits.labels))


def said(what: str) -> float:
    found = re.search(rf"{what} accuracy: ([\d.]+) %", CARD)
    assert found is not None, f"the card gives no {what} accuracy"
    return float(found[1])


def test_test_accuracy_is_what_the_card_says():
    assert said("Test") == pytest.approx(100 * accuracy(mnist.test()), abs=0.006)
    assert said("Test") >= 98.9


def test_validation_accuracy_is_what_the_card_says():
    assert said("Validation") == pytest.approx(100 * accuracy(mnist.validation()), abs=0.011)


def test_the_card_gives_the_command_that_repeats_the_training():
    assert command() in CARD


def test_the_shipped_weights_fit_the_run_that_made_them():
    weights = load_file(WEIGHTS)
    run = LeNetTraining(CONFIG)
    assert {name: each.shape for name, each in weights.items()} == {
        name: each.shape for name, each in run.weights().items()
    }
    assert sum(each.numel() for each in weights.values()) == 61_706
    assert all(torch.isfinite(each).all() for each in weights.values())
