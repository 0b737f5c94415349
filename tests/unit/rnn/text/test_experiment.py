"""The run of the text lesson: what it reads, how it is measured, what it tells."""

from __future__ import annotations

import math
import string

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from dnnlab.nn.modules import evaluating
from dnnlab.rnn.text.corpus import OWN, corpus_of
from dnnlab.rnn.text.knobs import TextConfig
from dnnlab.rnn.text.net.experiment import TextTraining, shape_of, side_by_side, stretches, whole_loss
from dnnlab.rnn.text.net.model import CharModel
from dnnlab.rnn.text.net.samples import LENGTH, SLICE, Sampler, thinned
from dnnlab.rnn.text.views import TEMPERATURES

OWN_TEXT = "\n".join(f"the cat number {n} sat on the mat and ate {n * n} rats" for n in range(200))
SMALL = TextConfig(text=OWN, hidden=32, embedding=8, length=16, batch_size=8)


def test_streams_are_the_text_cut_in_columns() -> None:
    assert side_by_side(np.arange(10), 3).tolist() == [[0, 3, 6], [1, 4, 7], [2, 5, 8]]


@pytest.mark.parametrize("characters", [58, 100, 1_800, 5_000, 1_000_000])
@pytest.mark.parametrize(("batch", "length"), [(8, 16), (32, 64), (128, 256)])
def test_a_short_text_still_fills_a_batch(characters: int, batch: int, length: int) -> None:
    batch, length = shape_of(characters, batch, length)
    assert batch >= 1
    assert length >= 1
    assert len(side_by_side(np.arange(characters), batch)) > 2 * length


def test_targets_are_the_next_characters_and_the_state_is_carried_on() -> None:
    run = TextTraining(SMALL, OWN_TEXT)
    before, place, states = run.model.state_dict(), run.place, run.states
    before = {name: each.clone() for name, each in before.items()}
    loss = run.step()["loss"]
    model = CharModel(len(run.corpus.vocabulary), "LSTM", 32, 1, 8)
    model.load_state_dict(before)
    codes = torch.from_numpy(run.text[place : place + 17].astype(np.int64))
    scores, after = model(codes[:16], states)
    assert math.isclose(loss, F.cross_entropy(scores.flatten(0, 1), codes[1:17].flatten()).item(), rel_tol=1e-5)
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in zip(after[0], run.states[0], strict=True))
    assert run.place == place + 16


def test_it_learns_and_goes_round_the_text() -> None:
    run = TextTraining(SMALL.replace(epochs=30), OWN_TEXT)
    first = run.step()
    assert abs(first["loss"] - math.log(len(run.corpus.vocabulary))) < 0.5
    assert "validation_loss" in first
    for _ in range(150):
        metrics = run.step()
    assert run.view().epoch > 1.5
    assert metrics["loss"] < first["loss"] - 1
    assert run.validation_loss < first["validation_loss"] - 1


def test_the_final_loss_is_that_of_one_reading_from_the_first_character_on() -> None:
    run = TextTraining(SMALL, OWN_TEXT)
    for _ in range(40):
        run.step()
    *_, final = run.final()
    before = run.corpus.training[-256:]
    text = torch.from_numpy(np.concatenate([before, run.corpus.held_out]).astype(np.int64))[:, None]
    with evaluating(run.model):
        scores, _ = run.model(text[:-1])
        expected = F.cross_entropy(scores[len(before) - 1 :, 0], text[len(before) :, 0]).item()
    assert math.isclose(final["validation_loss"], expected, rel_tol=1e-4)
    *_, (_, seen) = whole_loss(run.model, run.corpus.training, run.corpus.held_out)
    assert seen == len(run.corpus.held_out)
    assert run.view().validation_loss == final["validation_loss"]


def test_the_regular_check_reads_held_out_characters_only() -> None:
    training, held_out = np.zeros(500, int), np.ones(5_000, int)
    assert stretches(training, held_out)[-192:].min() == 1
    assert stretches(training, held_out).shape == (64 + 192 + 1, 32)
    assert stretches(training, np.ones(70, int)).shape[1] == 1


def test_clipping_leaves_the_norm_that_is_told() -> None:
    run = TextTraining(SMALL.replace(clip=0.5, optimizer="SGD", learning_rate=0.1), OWN_TEXT)
    norms = [run.step()["gradient_norm"] for _ in range(5)]
    after = run.gradient_norm()
    assert after is not None
    assert math.isclose(after, min(norms[-1], 0.5), rel_tol=1e-3)


def test_n_grams_of_an_own_text_are_counted_beside_the_training() -> None:
    run = TextTraining(SMALL, OWN_TEXT)
    assert run.view().counted.order == -1
    assert math.isnan(run.view().counted.nats)
    for _ in range(200):
        run.step()
        if run.view().counted.order >= 0:
            break
    counted = run.view().counted
    assert counted.whole
    assert counted.characters == len(run.corpus.training)
    assert 0 < counted.nats < math.log(len(run.corpus.vocabulary))
    assert counted.done == 1.0


def test_a_run_about_an_own_text_without_one_is_said() -> None:
    with pytest.raises(ValueError, match="given none"):
        TextTraining(SMALL)


@pytest.mark.parametrize(
    ("text", "words"),
    [("ab" * 40, "too short"), ("a" * 5_000, "single symbol"), ("ab" * 1_000 + "cd" * 100, "beginning lacks")],
)
def test_texts_with_nothing_to_learn_or_to_measure_are_said(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        corpus_of(OWN, 10, text)


def test_characters_that_only_the_end_has_are_left_out_and_said() -> None:
    corpus = corpus_of(OWN, 10, OWN_TEXT + "👩 " * 50)
    assert corpus.missing == "👩"
    assert len(corpus.held_out) == len(corpus.held_out_text) - corpus.held_out_text.count("👩")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_samples_come_while_somebody_looks_and_only_then() -> None:
    clock, corpus = Clock(), corpus_of(OWN, 10, OWN_TEXT)
    sampler = Sampler(corpus, 0, clock)
    model = CharModel(len(corpus.vocabulary), "LSTM", 32)
    sampler.advance(model, 1)
    assert sampler.samples == ()
    sampler.look()
    for step in range(LENGTH // SLICE):
        assert sampler.samples == ()
        sampler.advance(model, 10 + step)
    assert [each.temperature for each in sampler.samples] == list(TEMPERATURES)
    assert all(len(each.text) == LENGTH for each in sampler.samples)
    assert sampler.sampled_at == 10, "the weights of the step at which it began"
    assert all(0 <= each.known <= each.words for each in sampler.samples)
    first = sampler.samples
    sampler.advance(model, 99)
    assert sampler.samples is first, "the next one waits"
    clock.now = 100.0
    for step in range(LENGTH // SLICE):
        sampler.advance(model, 100 + step)
    assert sampler.sampled_at == 10, "nobody looks"
    sampler.look()
    for step in range(LENGTH // SLICE):
        sampler.advance(model, 200 + step)
    assert sampler.sampled_at == 200
    assert sampler.story[0][0] == 10
    assert first == sampler.samples, "same weights and same chances: the same text"


def test_the_story_of_a_long_run_stays_short_and_keeps_its_beginning() -> None:
    story: tuple[tuple[int, str], ...] = ()
    for step in range(500):
        story = thinned((*story, (step, string.ascii_letters)))
        assert len(story) <= 12
    steps = [step for step, _ in story]
    assert steps[0] == 0
    assert steps[-1] == 499
    assert steps == sorted(steps)
