"""Models of characters as a learner would write them by hand, and the lesson's own steps: what the benchmarks compare.

    python -m tools.benchmarks.bare_text

One JSON object a line comes in, ``{"loop": "by hand", "cell": "MGU", "seconds": 2.0}``,
and one goes out, ``{"steps": 80, "seconds": 2.001, "cpu": 1.98}``.  ``by hand`` is a loop
over nn.LSTM, or over a cell from linear layers, one moment after the other, and
``lesson`` the step of the text lesson without the engine; ``from scratch`` trains for so
long and tells how it writes then.  The process has a trainer's circumstances: one
thread, and the same niceness.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is imported, as in a trainer

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dnnlab.rnn.kinds import KINDS, WITH_MEMORY
from dnnlab.rnn.text.corpus import corpus_of
from dnnlab.rnn.text.generate import sample
from dnnlab.rnn.text.knobs import TextConfig
from dnnlab.rnn.text.net.experiment import TextTraining, whole_loss
from dnnlab.rnn.text.words import existing, words_of
from dnnlab.rnn.text.writer import Writer
from tools.benchmarks.loops import NICENESS, run

KNOBS = TextConfig(epochs=30)
"""The default knobs, but for the length: no run of the benchmark is to be complete."""
CHARACTERS, SAMPLES, TEMPERATURE = 3_000, 3, 0.8
CHECK_EVERY, CHECKED, CHECK_LENGTH = 50, 32, 256


class Unrolled(nn.Module):
    """A layer of one of the lesson's cells: two linear maps, and the equations at each moment."""

    def __init__(self, cell: str, inputs: int, hidden: int) -> None:
        super().__init__()
        self.cell, self.hidden = cell, hidden
        self.of_input = nn.Linear(inputs, len(KINDS[cell]) * hidden)
        self.of_state = nn.Linear(hidden, len(KINDS[cell]) * hidden, bias=False)
        self.peepholes = nn.Parameter(torch.zeros(3, hidden))

    def forward(self, x: Tensor, state: tuple[Tensor, ...]) -> tuple[Tensor, tuple[Tensor, ...]]:
        """x (T, N, inputs) -> outputs (T, N, hidden), and the last state."""
        outputs = []
        for moment in x:
            state = self.step(self.of_input(moment), *state)
            outputs.append(state[0])
        return torch.stack(outputs), state

    def step(self, a: Tensor, h: Tensor, c: Tensor | None = None) -> tuple[Tensor, ...]:
        """One moment."""
        last = self.of_state.weight[-self.hidden :]
        match self.cell:
            case "LSTM with peepholes" if c is not None:
                i, f, g, o = (a + self.of_state(h)).chunk(4, -1)
                i, f = torch.sigmoid(i + self.peepholes[0] * c), torch.sigmoid(f + self.peepholes[1] * c)
                c = f * c + i * torch.tanh(g)
                return torch.sigmoid(o + self.peepholes[2] * c) * torch.tanh(c), c
            case "LSTM without forget gate" if c is not None:
                i, g, o = (a + self.of_state(h)).chunk(3, -1)
                c = c + torch.sigmoid(i) * torch.tanh(g)
                return torch.sigmoid(o) * torch.tanh(c), c
            case "GRU":
                r, z, n = a.chunk(3, -1)
                r_h, z_h = F.linear(h, self.of_state.weight[: -self.hidden]).chunk(2, -1)
                r, z = torch.sigmoid(r + r_h), torch.sigmoid(z + z_h)
                n = torch.tanh(n + F.linear(r * h, last))
                return ((1 - z) * h + z * n,)
            case "MGU":
                f, n = a.chunk(2, -1)
                f = torch.sigmoid(f + F.linear(h, self.of_state.weight[: self.hidden]))
                return ((1 - f) * h + f * torch.tanh(n + F.linear(f * h, last)),)
        raise ValueError(f"no hand-written loop for {self.cell}")


def by_hand(cell: str) -> Iterator[dict[str, float]]:
    """Train for ever with an nn.LSTM ("LSTM"), or with a cell unrolled by hand; yield the metrics of each step."""
    corpus = corpus_of(KNOBS.text, KNOBS.held_out)
    hidden, count, length, symbols = KNOBS.hidden, KNOBS.batch_size, KNOBS.length, len(corpus.vocabulary)
    embedding, output = nn.Embedding(symbols, KNOBS.embedding), nn.Linear(hidden, symbols)
    kernel = nn.LSTM(KNOBS.embedding, hidden) if cell == "LSTM" else None
    layer = kernel or Unrolled(cell, KNOBS.embedding, hidden)
    parameters = [*embedding.parameters(), *layer.parameters(), *output.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=KNOBS.learning_rate)
    columns = corpus.training[: len(corpus.training) // count * count].reshape(count, -1).T
    checked = corpus.held_out[: CHECKED * CHECK_LENGTH].reshape(CHECKED, -1).T.astype(np.int64)

    def start() -> tuple[Tensor, ...]:
        shape = (1, count, hidden) if kernel else (count, hidden)
        return tuple(torch.zeros(shape) for _ in range(2 if cell in WITH_MEMORY else 1))

    step = 0
    while True:
        state = start()
        for place in range(0, len(columns) - length - 1, length):
            codes = torch.from_numpy(columns[place : place + length + 1].astype(np.int64))
            h, state = layer(embedding(codes[:-1]), tuple(each.detach() for each in state))
            loss = F.cross_entropy(output(h).flatten(0, 1), codes[1:].flatten())
            metrics = {"loss": loss.item()}
            optimizer.zero_grad()
            loss.backward()
            metrics["gradient_norm"] = nn.utils.clip_grad_norm_(parameters, KNOBS.clip).item()
            optimizer.step()
            step += 1
            if step % CHECK_EVERY == 0:
                with torch.no_grad():
                    held_out = torch.from_numpy(checked)
                    h, _ = layer(embedding(held_out[:-1]), start())
                    metrics["validation_loss"] = F.cross_entropy(output(h).flatten(0, 1), held_out[1:].flatten()).item()
            yield metrics


def from_scratch(cell: str, seconds: float) -> dict[str, Any]:
    """Train with the default knobs for so many seconds of CPU time; then the held-out loss and the words of samples."""
    experiment, steps = TextTraining(KNOBS.replace(cell=cell)), 0
    began = time.process_time()
    while time.process_time() - began < seconds:
        experiment.step()
        steps += 1
    corpus = experiment.corpus
    *_, (lost, seen) = whole_loss(experiment.model, corpus.training, corpus.held_out)
    writer, begin = Writer(experiment.model.parameters_as_arrays()), corpus.vocabulary.encode("\n").astype(np.int64)
    known, shares, floor = words_of(corpus.training_text), [], []
    for seed in range(SAMPLES):
        rng = np.random.default_rng(seed)
        codes = [code for code, _ in sample(writer, begin, CHARACTERS, rng, temperature=TEMPERATURE)]
        shares.append(existing(corpus.vocabulary.decode(codes), known).share)
        floor.append(existing(three_gram(corpus.training_text, CHARACTERS, rng), known).share)
    return {"steps": steps, "loss": lost / seen, "shares": shares, "floor": floor}


def three_gram(text: str, length: int, rng: np.random.Generator) -> str:
    """What a model writes that knows how often each character follows each two, at the same temperature."""
    follows: dict[str, Counter[str]] = defaultdict(Counter)
    for place in range(len(text) - 2):
        follows[text[place : place + 2]][text[place + 2]] += 1
    written = text[:2]
    while len(written) < length + 2:
        after = follows[written[-2:]] or Counter(text[:1])
        shares = np.array(list(after.values()), float) ** (1 / TEMPERATURE)
        written += list(after)[int(rng.choice(len(shares), p=shares / shares.sum()))]
    return written[2:]


def lesson(cell: str) -> Iterator[dict[str, float]]:
    """The lesson's own step, without the engine."""
    experiment = TextTraining(KNOBS.replace(cell=cell))
    while True:
        yield experiment.step()


@cache
def loop(name: str, cell: str) -> Iterator[dict[str, float]]:
    """The loop of that name, begun once."""
    return lesson(cell) if name == "lesson" else by_hand(cell)


def main() -> None:
    """Answer requests until the input ends."""
    os.nice(NICENESS)
    torch.set_num_threads(1)
    for text in sys.stdin:
        asked = json.loads(text)
        if asked["loop"] == "from scratch":
            done = from_scratch(asked["cell"], asked["seconds"])
        else:
            done = run(loop(asked["loop"], asked["cell"]), asked["seconds"])
        print(json.dumps(done), flush=True)


if __name__ == "__main__":
    main()
