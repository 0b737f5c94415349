"""The models that ship: what their card says is what they do."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dnnlab.rnn.text.brain import FOLDER, SHIPPED, shipped
from dnnlab.rnn.text.corpus import BEST_COUNTING, corpus_of
from dnnlab.rnn.text.net.experiment import whole_loss
from dnnlab.rnn.text.net.inside import model_of
from dnnlab.rnn.text.ngrams import measure


def said(name: str) -> float:
    """The loss on the card."""
    card = (FOLDER / "card.md").read_text(encoding="utf-8")
    row = re.search(rf"\| `{SHIPPED[name]}.safetensors` \| [^|]+ \| ([\d.]+) \|", card)
    assert row is not None, f"{name} is not on the card"
    return float(row.group(1))


@pytest.mark.parametrize("name", ["Shakespeare, RNN of 128", "Shakespeare, GRU of 128"])
def test_a_small_models_loss_on_the_whole_held_out_text_is_its_cards(name: str) -> None:
    brain = shipped(name)
    corpus = corpus_of(brain.text, brain.held_out)
    *_, (lost, seen) = whole_loss(model_of(brain), corpus.training, corpus.held_out)
    assert seen == len(corpus.held_out)
    assert abs(lost / seen - said(name)) < 1e-3


@pytest.mark.parametrize("name", SHIPPED)
def test_a_models_loss_on_the_first_held_out_pages_is_about_its_cards(name: str) -> None:
    brain = shipped(name)
    corpus = corpus_of(brain.text, brain.held_out)
    *_, (lost, seen) = whole_loss(model_of(brain), corpus.training, corpus.held_out[:30_000])
    assert abs(lost / seen - said(name)) < 0.2
    assert brain.vocabulary == corpus.vocabulary
    assert (FOLDER / f"{SHIPPED[name]}.safetensors").stat().st_size < 10 * 2**20


@pytest.mark.parametrize("name", BEST_COUNTING)
def test_the_best_that_counting_can_do_is_as_the_lesson_says(name: str) -> None:
    corpus = corpus_of(name, 10)
    *_, result = measure(corpus.training, corpus.held_out, len(corpus.vocabulary))
    order, nats = BEST_COUNTING[name]
    assert result.best == order
    assert np.isclose(result.nats[order], nats, atol=1e-4)
