"""What the card says holds for the weights and the recordings that ship."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import torch

from dnnlab.catalogue import CATALOGUE
from dnnlab.data import mnist
from dnnlab.live.recorded import load
from dnnlab.vae.model.net.calls import decoder, evidence, recorded
from dnnlab.vae.model.net.shipped import CODE, as_input, shipped
from dnnlab.vae.model.recordings import BETAS, PLAIN, file_of
from dnnlab.vae.net.elbo import importance_sampled, log_p, terms

CARD = Path("assets/vae/model/card.md")
SUBSET = 1_000
"""Test digits of which the figures are recomputed."""


def told(root: Path, pattern: str) -> float:
    found = re.search(pattern, (root / CARD).read_text(encoding="utf-8"))
    assert found is not None
    return float(found[1])


def test_the_elbo_of_the_first_test_digits(root: Path) -> None:
    generator = torch.Generator().manual_seed(0)
    x = as_input(mnist.test().images)[:SUBSET]
    with torch.inference_mode():
        found = terms(shipped(), x, torch.randn((1, SUBSET, CODE), generator=generator))
    assert float(found.elbo.mean()) == pytest.approx(told(root, r"first 1,000 of them, ELBO (-[\d.]+)"), abs=0.02)
    assert told(root, r"\*\*ELBO (-[\d.]+)\*\*") >= -100
    assert told(root, r"\*\*ln p\(x\) (-[\d.]+)\*\*") >= -92


def test_ln_p_of_x_is_above_the_elbo_as_the_card_says() -> None:
    x = as_input(mnist.test().images)[:50]
    generator = torch.Generator().manual_seed(0)
    with torch.inference_mode():
        weights = torch.cat(list(importance_sampled(shipped(), x, 200, generator)))
    gap = (log_p(weights) - weights.mean(0)).numpy()
    assert (gap > 0).all() and 3 < gap.mean() < 8


def test_the_evidence_of_a_digit_climbs_as_it_comes() -> None:
    pieces = list(evidence(0))
    assert [each.samples for each in pieces] == list(range(250, 5_001, 250))
    last = pieces[-1]
    assert last.curve[0] == pytest.approx(last.elbo, abs=1e-3) and last.curve[-1] == pytest.approx(last.log_p, abs=1e-3)
    assert (np.diff(last.curve[:8]) > 0).all()


def test_the_recordings_end_with_the_cards_figures(root: Path) -> None:
    assert load(CATALOGUE, "vae").final["test_elbo"] == pytest.approx(told(root, r" 1: (-[\d.]+)"), abs=0.06)
    for beta in BETAS:
        final = load(CATALOGUE, "vae", file_of(beta)).final["test_elbo"]
        assert final == pytest.approx(told(root, rf" {beta:g}: (-[\d.]+)"), abs=0.06)
    plain = load(CATALOGUE, "vae", PLAIN).final["test_reconstruction"]
    assert plain == pytest.approx(told(root, r"10,000 test digits: (-[\d.]+) nats"), abs=0.06)


def test_the_weights_are_those_of_the_recordings_end() -> None:
    """So the decoder behind the map belongs to the points that the recording ends with."""
    last = load(CATALOGUE, "vae").views[-1]
    assert np.abs(recorded().chart().points - last.points).max() < 0.02 * np.abs(last.points).max()
    assert np.abs(recorded().view().from_mean.astype(int) - last.from_mean).max() <= 2
    assert b'"kind":"layers"' in decoder()[:40]
