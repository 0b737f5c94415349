"""The fast writer writes the module's own characters, whatever the cell."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from dnnlab.rnn.text.generate import beam_search, greedy, sample, start
from dnnlab.rnn.text.net.model import CELLS, CharModel
from dnnlab.rnn.text.sampling import draw, filtered, softmax
from dnnlab.rnn.text.writer import Writer

SYMBOLS = 11


def model_of(kind: str, layers: int = 2, embedding: int = 6, hidden: int = 24) -> CharModel:
    """A model with weights large enough that its characters vary, peepholes and biases not 0."""
    generator = torch.Generator().manual_seed(3)
    model = CharModel(SYMBOLS, kind, hidden, layers, embedding, generator=generator)
    with torch.no_grad():
        for name, each in model.named_parameters():
            # small on the way from state to state: a chaotic network would make a large difference of a rounding
            each.normal_(0, 0.15 if name.endswith("w_h") else 0.6, generator=generator)
    return model.eval()


@torch.inference_mode()
def module_writes(model: CharModel, prompt: list[int], length: int, seed: int, **filters: float) -> list[int]:
    """Text by the module itself, a character at a time."""
    rng, written = np.random.default_rng(seed), []
    scores, states = model(torch.tensor(prompt)[:, None])
    for _ in range(length):
        code = int(draw(filtered(scores[-1].numpy(), **filters), rng.random(1))[0])  # type: ignore[arg-type]
        written.append(code)
        scores, states = model(torch.tensor([[code]]), states)
    return written


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize(("layers", "embedding"), [(1, 6), (2, 0)])
def test_the_same_characters_as_the_module(kind: str, layers: int, embedding: int) -> None:
    model = model_of(kind, layers, embedding)
    writer, prompt = Writer(model.parameters_as_arrays()), np.array([1, 2, 3])
    for filters in ({"temperature": 0.9}, {"temperature": 1.2, "top_k": 5, "top_p": 0.8}):
        written = sample(writer, prompt, 300, np.random.default_rng(7), **filters)  # type: ignore[arg-type]
        expected = module_writes(model, prompt.tolist(), 300, 7, **filters)
        assert [code for code, _ in written] == expected


@pytest.mark.parametrize("kind", CELLS)
def test_scores_and_surprise_are_the_modules(kind: str) -> None:
    model = model_of(kind)
    writer = Writer(model.parameters_as_arrays())
    written = list(sample(writer, np.array([4]), 40, np.random.default_rng(0)))
    codes = torch.tensor([4, *(code for code, _ in written)])
    with torch.inference_mode():
        scores, _ = model(codes[:-1, None])
    nats = torch.nn.functional.cross_entropy(scores[:, 0], codes[1:], reduction="none")
    assert np.allclose([lost for _, lost in written], nats.numpy(), atol=1e-4)


def test_texts_side_by_side_do_not_touch() -> None:
    writer = Writer(model_of("LSTM").parameters_as_arrays())
    both, states = writer.step(np.array([1, 2]), writer.begin(2))
    both, _ = writer.step(np.array([3, 4]), states)
    for place, codes in enumerate(([1, 3], [2, 4])):
        alone, _ = writer.read(np.array(codes), writer.begin())
        assert alone is not None
        assert np.allclose(both[place], alone[0], atol=1e-5)


def test_a_held_unit_is_as_if_its_output_were_fixed() -> None:
    model = model_of("GRU", layers=1)
    value, unit = 0.7, 5
    writer = Writer(model.parameters_as_arrays(), {(0, unit): value})
    states, cell = writer.begin(), model.stack.cells[0]
    h = torch.zeros(1, 24)
    with torch.inference_mode():
        for code in (1, 2, 3, 4):
            scores, states = writer.step(np.array([code]), states)
            h = cell(model.inputs(torch.tensor([code])), (h,)).h.clone()
            h[:, unit] = value
        expected = model.output(h)
    assert np.allclose(scores, expected.numpy(), atol=1e-5)
    free, _ = Writer(model.parameters_as_arrays()).read(np.array([1, 2, 3, 4]), writer.begin())
    assert free is not None
    assert not np.allclose(free, scores, atol=1e-2)


@pytest.mark.parametrize("place", [(1, 0), (0, 24), (-1, 0), (0, -1)])
def test_a_unit_that_there_is_not_is_said(place: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="there is no unit"):
        Writer(model_of("RNN", layers=1).parameters_as_arrays(), {place: 0.0})


def test_a_beam_as_wide_as_all_texts_finds_the_likeliest() -> None:
    """Against every text of 3 characters of a model of 3 symbols."""
    model = CharModel(3, "LSTM", 8, 1, 4)
    with torch.no_grad():
        for each in model.parameters():
            each.normal_(0, 1.0, generator=torch.Generator().manual_seed(5))
    writer, prompt = Writer(model.parameters_as_arrays()), np.array([0])
    logs = {}
    for text in itertools.product(range(3), repeat=3):
        pen, log = start(writer, prompt), 0.0
        for code in text:
            log += float(np.log(softmax(pen.scores)[0, code]))
            pen.scores, pen.states = writer.step(np.array([code]), pen.states)
        logs[text] = log
    *_, found = beam_search(writer, prompt, 3, 27)
    ranked = sorted(logs, key=lambda text: -logs[text])
    assert [tuple(text.tolist()) for text, _ in found] == ranked
    assert np.allclose([log for _, log in found], [logs[text] for text in ranked], atol=1e-6)


def test_a_beam_of_one_is_greedy_and_a_wider_one_no_less_likely_here() -> None:
    writer, prompt = Writer(model_of("LSTM").parameters_as_arrays()), np.array([2])
    *_, [(one, log)] = beam_search(writer, prompt, 60, 1)
    steps = list(greedy(writer, prompt, 60))
    assert one.tolist() == [code for code, _ in steps]
    assert np.isclose(-log, sum(lost for _, lost in steps), atol=1e-3)
    *_, wide = beam_search(writer, prompt, 60, 8)
    assert wide[0][1] >= log
    assert [each for _, each in wide] == sorted((each for _, each in wide), reverse=True)


def test_what_cannot_be_written_is_said() -> None:
    writer = Writer(model_of("LSTM").parameters_as_arrays())
    with pytest.raises(ValueError, match="nothing to go on from"):
        list(sample(writer, np.zeros(0, int), 5, np.random.default_rng(0)))
    with pytest.raises(ValueError, match="width"):
        list(beam_search(writer, np.array([1]), 5, 0))
