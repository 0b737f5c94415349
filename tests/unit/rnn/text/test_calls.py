"""Questions to models of characters: what comes back, and what is refused."""

from __future__ import annotations

import itertools
import math
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from dnnlab.nn.modules import evaluating
from dnnlab.rnn.kinds import parts
from dnnlab.rnn.text.corpus import OWN
from dnnlab.rnn.text.knobs import TextConfig
from dnnlab.rnn.text.net import calls, inside
from dnnlab.rnn.text.net.experiment import TextTraining
from dnnlab.rnn.text.net.influence import influences

OWN_TEXT = "\n".join(f'HAMLET:\nThe "cat" number {n} (a cat) sat on {n * n} mats.\n' for n in range(200))


@pytest.fixture(scope="module")
def run() -> TextTraining:
    """A run about a small text, a few steps old."""
    config = TextConfig(text=OWN, hidden=32, embedding=8, length=16, batch_size=8, layers=2, dropout=0.3)
    experiment = TextTraining(config, OWN_TEXT)
    for _ in range(30):
        experiment.step()
    return experiment


def test_text_streams_in_pieces_and_the_seed_decides(run: TextTraining) -> None:
    pieces = list(calls.generate("", "HAMLET:", 130, seed=3, experiment=run))
    assert [len(piece.text) for piece in pieces] == [50, 50, 30]
    assert all(len(piece.nats) == len(piece.text) for piece in pieces)

    def text(**options: Any) -> str:
        return "".join(piece.text for piece in calls.generate("", "HAMLET:", 130, experiment=run, **options))

    assert text(seed=3) == "".join(piece.text for piece in pieces)
    assert text(seed=4) != text(seed=3)
    assert text(seed=3, greedy=True) == text(seed=4, greedy=True) == text(seed=9, top_k=1)
    assert text(seed=3, held=[(1, unit, 0.0) for unit in range(32)]) != text(seed=3)


def test_asking_leaves_the_run_as_it_was(run: TextTraining) -> None:
    before = {name: each.clone() for name, each in run.model.state_dict().items()}
    place = run.streams["dropout"].get_state()
    run.model.train()
    for answer in (
        calls.generate("", "", 60, experiment=run),
        calls.score("", "The cat", experiment=run),
        inside.xray("", "The cat", experiment=run),
        calls.beams("", "The", 20, experiment=run),
    ):
        for _ in answer:
            assert run.model.training
    list(influences("", "The cat", experiment=run))
    assert all(torch.equal(each, before[name]) for name, each in run.model.state_dict().items())
    assert torch.equal(place, run.streams["dropout"].get_state())


def test_what_comes_next_before_and_after_the_filters(run: TextTraining) -> None:
    said = calls.expect("", "The 👩c", temperature=0.5, top_k=3, experiment=run)
    assert said.left_out == "👩"
    assert sorted(said.characters) == list(run.corpus.vocabulary.characters)
    assert math.isclose(said.before.sum(), 1, abs_tol=1e-5)
    assert np.all(np.diff(said.before) <= 0)
    assert np.count_nonzero(said.after) == 3
    expected = said.before[:3].astype(float) ** 2
    assert np.allclose(said.after[:3], expected / expected.sum(), atol=1e-5)
    without = calls.expect("", "The c", temperature=0.5, top_k=3, experiment=run)
    assert np.array_equal(without.before, said.before)


def test_scores_are_the_models_losses_and_unknown_characters_have_none(run: TextTraining) -> None:
    text = ("The cat 👩 sat. " * 20)[:250]
    pieces = list(calls.score("", text, experiment=run))
    assert [piece.start for piece in pieces] == [0, 200]
    nats = np.concatenate([piece.nats for piece in pieces])
    assert np.array_equal(np.isnan(nats), [each == "👩" for each in text])
    codes = run.corpus.vocabulary.encode("\n" + run.corpus.vocabulary.known(text)).astype(np.int64)
    with evaluating(run.model):
        scores, _ = run.model(torch.from_numpy(codes[:-1, None]))
        expected = torch.nn.functional.cross_entropy(scores[:, 0], torch.from_numpy(codes[1:]), reduction="none")
    assert np.allclose(nats[~np.isnan(nats)], expected.numpy(), atol=1e-4)


@pytest.mark.parametrize("part", parts("LSTM"))
@pytest.mark.parametrize("layer", [0, 1])
def test_an_x_ray_shows_what_the_trace_has(run: TextTraining, part: str, layer: int) -> None:
    text = "The cat number 7 (a cat) sat. " * 5
    pieces = list(inside.xray("", text, layer, part, 3, experiment=run))
    values = np.concatenate([piece.values for piece in pieces])
    assert "".join(piece.text for piece in pieces) == text
    codes = torch.from_numpy(run.corpus.vocabulary.encode(text).astype(np.int64))[:, None]
    with evaluating(run.model):
        traces, _ = run.model.trace(codes)
    assert np.allclose(values, traces[layer][part][:, 0, 3].numpy(), atol=1e-5)
    assert all(piece.low <= piece.values.min() and piece.values.max() <= piece.high for piece in pieces)


def test_the_influence_is_the_gradient(run: TextTraining) -> None:
    """Against finite differences, in the direction of the gradient itself, for one earlier character."""
    text, place = "The 👩cat sat", 10
    pieces = list(influences("", text, experiment=run))
    assert [at for piece in pieces for at in piece.places] == [1, 2, 3, *range(5, 12)]
    (found,) = [piece for piece in pieces if place in piece.places]
    row = list(found.places).index(place)
    norms = found.norms[row]
    assert np.array_equal(np.isfinite(norms), [at < place and at != 4 for at in range(len(text))])
    known = "The cat sa"
    model = inside.model_of(calls.brain_of("", run)).double()
    codes = torch.from_numpy(run.corpus.vocabulary.encode(known).astype(np.int64))[:, None]
    x = model.inputs(codes[:-1]).detach()

    def log(inputs: torch.Tensor) -> torch.Tensor:
        return model.output(model.stack(inputs)[0][-1]).log_softmax(-1)[0, codes[-1, 0]]

    x.requires_grad_()
    (gradient,) = torch.autograd.grad(log(x), x)
    at = 2
    direction = torch.zeros_like(x)
    direction[at] = gradient[at] / gradient[at].norm()
    with torch.no_grad():
        slope = (log(x + 1e-4 * direction) - log(x - 1e-4 * direction)) / 2e-4
        probability = log(x).exp()
    assert math.isclose(slope.item(), norms[at], rel_tol=1e-3)
    assert math.isclose(probability.item(), found.probabilities[row], rel_tol=1e-4)
    assert np.allclose(norms[[0, 1, 2, 3, 5, 6, 7, 8, 9]], gradient[:, 0].norm(dim=-1).numpy(), rtol=1e-4)


def test_several_models_are_asked_one_after_the_other(run: TextTraining) -> None:
    others = ("Shakespeare, RNN of 128", "Shakespeare, GRU of 128")
    pieces = list(influences("", "The cat", others, experiment=run))
    assert [number for number, _ in itertools.groupby(piece.model for piece in pieces)] == [0, 1, 2]
    alone = list(influences(others[1], "The cat"))
    assert np.array_equal(alone[0].norms, next(each for each in pieces if each.model == 2).norms, equal_nan=True)
    assert list(influences("", "a", experiment=run)) == list(influences("", "👩", experiment=run)) == []


def test_a_kept_model_answers_as_the_run_did(run: TextTraining) -> None:
    kept = calls.keep(run)
    assert (kept.step, kept.text) == (30, OWN)
    pickle.dumps(kept)
    before = [piece.text for piece in calls.generate("", "HAMLET:", 100, experiment=run)]
    later = TextTraining(run.config.replace(seed=1), OWN_TEXT)
    later.load_state_dict(run.state_dict())
    stays = calls.keep(later)
    later.step()
    for each in (kept, stays):
        assert [piece.text for piece in calls.generate(each, "HAMLET:", 100)] == before
    assert calls.page(kept, 300, 1) == calls.page("", 300, 1, experiment=run)
    assert calls.texts_behind(kept, None) == (run.corpus.training_text, run.corpus.held_out_text)
    (one,), (other,) = (list(inside.xray(*asked)) for asked in ((kept, "The cat"), ("", "The cat", 0, "h", 0, run)))
    assert np.array_equal(one.values, other.values)
    *_, units = inside.find_units(kept)
    assert units
    assert list(influences(kept, "The cat"))


def test_a_kept_model_of_a_shipped_text_does_not_carry_the_text() -> None:
    kept = calls.keep(TextTraining(TextConfig(hidden=32)))
    assert kept.given == ""
    assert sum(each.nbytes for each in kept.weights.values()) < 200_000
    training, held_out = calls.texts_behind(kept, None)
    assert len(training) > 8 * len(held_out)


def test_units_are_found_that_follow_the_text(run: TextTraining) -> None:
    *_, found = inside.find_units("", experiment=run)
    names = {unit.feature for unit in found}
    assert {"position in the line", "inside quotes", "inside parenthesis", "vowels"} <= names
    for name in names:
        best = [abs(unit.correlation) for unit in found if unit.feature == name]
        assert best == sorted(best, reverse=True)
        assert 0 < best[0] <= 1 + 1e-9


def test_the_correlation_is_that_of_the_unit_with_the_feature(run: TextTraining) -> None:
    *_, found = inside.find_units("", experiment=run)
    best = next(unit for unit in found if unit.feature == "vowels")
    codes, features = inside._read_for(calls.brain_of("", run), run.corpus.held_out_text)
    with evaluating(run.model):
        traces, _ = run.model.trace(torch.from_numpy(codes))
    values = traces[best.layer][best.part][..., best.unit].numpy().ravel()
    place = list(inside.FEATURES).index("vowels")
    expected = np.corrcoef(values, features[..., place].ravel())[0, 1]
    assert math.isclose(best.correlation, expected, abs_tol=1e-4)


def test_copied_runs_are_looked_for_in_the_training_part_only(run: TextTraining) -> None:
    *_, own = calls.copied("", run.corpus.training_text[100:300], experiment=run)
    assert own is not None
    assert own.length == 200
    page = calls.page("", 300, 1, experiment=run)
    assert page in run.corpus.held_out_text
    assert len(page) == 300
    *_, other = calls.copied("", page, experiment=run)
    assert other is not None
    assert other.length < 300


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda run: list(calls.generate("", "a", 0, experiment=run)), "length"),
        (lambda run: list(calls.generate("", "a", 10, temperature=0, experiment=run)), "temperature"),
        (lambda run: list(calls.generate("", "a", 10, top_p=2, experiment=run)), "top-p"),
        (lambda run: list(calls.generate("", "a", 10, held=[(0, 99, 0.0)], experiment=run)), "no unit 99"),
        (lambda run: list(calls.beams("", "a", 10, 99, experiment=run)), "width"),
        (lambda run: list(calls.score("", "", experiment=run)), "1 to 5,000"),
        (lambda run: list(calls.copied("", "a" * 6_000, experiment=run)), "1 to 5,000"),
        (lambda run: list(inside.xray("", "👩", experiment=run)), "knows no character"),
        (lambda run: list(inside.xray("", "cat", 0, "z", experiment=run)), "has no 'z'"),
        (lambda run: list(inside.xray("", "cat", 2, experiment=run)), "no layer 3"),
        (lambda run: list(influences("", "a" * 241, experiment=run)), "at most 240"),
        (lambda run: list(influences("", "cat", ("Dante",), experiment=run)), "no model 'Dante'"),
        (lambda run: list(calls.generate("Dante", "a", 10)), "no model 'Dante'"),
    ],
)
def test_what_cannot_be_answered_is_said(run: TextTraining, ask: Callable[[TextTraining], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ask(run)
