"""What the card says of the recorded run holds for the weights and the recording that ship."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import torch

from dnnlab.autoencoders.basic.net.calls import decoder, passed, shipped
from dnnlab.autoencoders.basic.net.model import as_batch
from dnnlab.catalogue import CATALOGUE
from dnnlab.data import mnist
from dnnlab.live.recorded import load

CARD = Path("assets/autoencoders/basic/card.md")


def test_the_error_on_the_test_digits(root: Path) -> None:
    """Recomputed with the shipped weights, all 10,000 digits; the recording ended with the same figure."""
    told = float(re.search(r"from 0 to 1: ([\d.]+)\.\n", (root / CARD).read_text())[1])
    model, total = shipped().model.eval(), 0.0
    with torch.inference_mode():
        for start in range(0, 10_000, 1_000):
            x = as_batch(mnist.test().images[start : start + 1_000])
            total += float((model.decode(model.encode(x)) - x).double().square().sum())
    assert total / 10_000 == pytest.approx(told, abs=2e-3)
    assert load(CATALOGUE, "autoencoder").final["test_error"] == pytest.approx(told, abs=2e-3)


def test_the_weights_are_those_of_the_recordings_end() -> None:
    """So the decoder behind the map belongs to the points that the recording ends with."""
    last = load(CATALOGUE, "autoencoder").views[-1]
    assert np.abs(shipped().chart().points - last.points).max() < 0.02 * np.abs(last.points).max()
    wanted = shipped().view().outputs.astype(int)
    assert np.abs(wanted - last.outputs).max() <= 2
    assert sum(each.numel() for each in shipped().model.parameters()) == 435_858


def test_a_digit_passes() -> None:
    image = mnist.test().images[0]
    found = passed(image)
    assert found.output.shape == (28, 28) and np.allclose(found.code, found.point)
    off = (found.output / 255.0 - image / 255.0) ** 2
    assert found.error == pytest.approx(off.sum(), rel=0.02)
    with pytest.raises(ValueError, match="28×28"):
        passed(image[:20])


def test_the_shipped_decoder_travels_as_weights() -> None:
    assert b'"kind":"layers"' in decoder()[:40]
