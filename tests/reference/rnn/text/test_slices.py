"""The step of a large network in slices: the sums are those of the whole batch at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F

from dnnlab.live.fingerprints import fingerprint
from dnnlab.nn.modules import evaluating
from dnnlab.rnn.net.cells import State
from dnnlab.rnn.text.corpus import OWN
from dnnlab.rnn.text.knobs import TextConfig
from dnnlab.rnn.text.net import slices
from dnnlab.rnn.text.net.experiment import TextTraining
from dnnlab.rnn.text.net.model import CELLS, CharModel
from dnnlab.rnn.text.net.slices import Cut, add_gradient, at_once, cut, loss_of, work

TEXT = "\n".join(f"the cat number {n} sat on the mat and ate {n * n} rats" for n in range(200))
CONFIG = TextConfig(text=OWN, hidden=32, embedding=8, length=16, batch_size=8, layers=2, dropout=0.3)


def drawn(*shape: int) -> torch.Tensor:
    return torch.randint(0, 11, shape, generator=torch.Generator().manual_seed(1))


def states_of(model: CharModel, count: int) -> list[State]:
    generator = torch.Generator().manual_seed(2)
    zeros = model.stack.zeros(torch.zeros(1, count, 1))
    return [tuple(torch.randn(part.shape, generator=generator) for part in state) for state in zeros]


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("size", [Cut(10, 13), Cut(10, 1), Cut(3, 4), Cut(4, 13)])
def test_the_gradient_is_that_of_the_whole_batch(kind: str, size: Cut) -> None:
    model = CharModel(11, kind, 24, 2, 6).double()
    codes, states = drawn(14, 10), [tuple(part.double() for part in state) for state in states_of(model, 10)]
    scores, last = model(codes[:-1], states)
    expected = F.cross_entropy(scores.flatten(0, 1), codes[1:].flatten())
    expected.backward()
    whole = {name: each.grad.clone() for name, each in model.named_parameters() if each.grad is not None}
    model.zero_grad()
    loss, after = at_once(add_gradient(model, codes, states, size))
    assert loss == pytest.approx(expected.item(), rel=1e-9)
    for name, each in model.named_parameters():
        assert torch.allclose(each.grad, whole[name], rtol=1e-6, atol=1e-12), name
    for one, other in zip(after, last, strict=True):
        assert all(torch.allclose(a, b, atol=1e-10) for a, b in zip(one, other, strict=True))


def test_the_loss_of_stretches_is_that_of_reading_them_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    model, codes = CharModel(11, "GRU", 24), drawn(31, 6)
    with evaluating(model):
        scores, _ = model(codes[:-1])
        expected = F.cross_entropy(scores[10:].flatten(0, 1), codes[11:].flatten()).item()
    for moments in (1, 7, 100):
        monkeypatch.setattr(slices, "moments_at_once", lambda *_, moments=moments: moments)
        assert at_once(loss_of(model, codes, 10)) == pytest.approx(expected, rel=1e-5)


def test_large_steps_are_cut_and_default_ones_are_not() -> None:
    small = CharModel(78, "LSTM", 128, 1, 32)
    assert cut(small, 32, 64) == Cut(32, 64)
    large = CharModel(78, "LSTM", 512, 3, 32)
    size = cut(large, 128, 256)
    assert size.streams == 32
    assert work(large) * 3 * size.streams * size.moments <= slices.AT_ONCE
    assert cut(CharModel(78, "GRU", 512, 3, 128), 128, 256).moments >= 1


@pytest.fixture
def sliced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small networks count as large ones."""
    monkeypatch.setattr(slices, "AT_ONCE", 4e6)


def test_a_step_in_slices_is_the_same_bit_for_bit_and_may_be_dropped(sliced: None) -> None:
    straight, dropped = TextTraining(CONFIG, TEXT), TextTraining(CONFIG, TEXT)
    assert straight.size != Cut(straight.batch, straight.length)
    for number in range(60):
        before = fingerprint(dropped.state_dict())
        begun = dropped.slices()
        for _ in range(number % 4):
            next(begun)
        assert fingerprint(dropped.state_dict()) == before, "nothing has changed yet"
        taken = list(dropped.slices()) if number % 2 else []
        assert len(taken) > 2 or number % 2 == 0
        one, other = straight.step(), dropped.step()
        assert one == other
    assert fingerprint(straight.state_dict()) == fingerprint(dropped.state_dict())


def test_the_check_comes_with_the_next_step(sliced: None) -> None:
    run = TextTraining(CONFIG, TEXT)
    told = [step for step in range(1, 103) if "validation_loss" in run.step()]
    assert told == [2, 51, 101]
    whole = TextTraining(replace(CONFIG, dropout=0.0), TEXT)
    whole.size = Cut(whole.batch, whole.length)
    assert [step for step in range(1, 103) if "validation_loss" in whole.step()] == [1, 50, 100]
