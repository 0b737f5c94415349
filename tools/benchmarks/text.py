"""The text lesson: a run in a trainer against a loop over nn.LSTM, its cells against loops by hand, how it writes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

import numpy as np

from dnnlab.rnn.text.brain import shipped
from dnnlab.rnn.text.generate import sample
from dnnlab.rnn.text.knobs import TextConfig
from dnnlab.rnn.text.writer import Writer
from tools.benchmarks.processes import Helper, helper
from tools.benchmarks.summary import interleaved, line
from tools.benchmarks.training import Speed, compared, live_speed, trainer

LONG = TextConfig(epochs=30)
"""The default knobs, but for the length: no run of the benchmark is to be complete."""
WITHOUT_KERNEL = ("LSTM without forget gate", "LSTM with peepholes", "GRU", "MGU")
TEMPERATURE = 0.8
MINUTES = 2


def text(repetitions: int) -> Iterator[str]:
    """A run in a trainer, looked at four times a second and writing its samples, against a loop over nn.LSTM."""
    with trainer() as pool, helper("tools.benchmarks.bare_text") as loops:
        run = pool.start("char-lm", LONG, "learner", play=False)
        live = partial(live_speed, pool, [run], seconds=6.0, every=0.25)
        bare = partial(_speed, loops, "by hand", "LSTM", 6.0)
        interleaved(1, live, bare)  # to warm up
        ours, theirs = interleaved(repetitions, live, bare)
    yield from compared("text_engine_vs_lstm_loop", ours, theirs, ("engine", "bare loop"), "target at least 0.85")
    yield line("text_generation", [_pace() for _ in range(repetitions)], "characters/s; target at least 3,000")


def cells(repetitions: int) -> Iterator[str]:
    """The lesson's step with each cell that PyTorch lacks against a loop that unrolls it by hand."""
    with helper("tools.benchmarks.bare_text") as loops:
        for cell in WITHOUT_KERNEL:
            lesson, hand = (partial(_speed, loops, name, cell, 2.0) for name in ("lesson", "by hand"))
            interleaved(1, lesson, hand)  # to warm up
            ours, theirs = interleaved(repetitions, lesson, hand)
            name = f"text_{cell.lower().replace(' ', '_')}_vs_loop_by_hand"
            yield from compared(name, ours, theirs, ("lesson", "by hand"), "target at least 0.7")


def _speed(loops: Helper, name: str, cell: str, seconds: float) -> Speed:
    answer = loops.ask({"loop": name, "cell": cell, "seconds": seconds})
    return Speed(rates=[answer["steps"] / answer["seconds"]], cpu=answer["steps"] / answer["cpu"])


def _pace() -> float:
    """Characters that the largest shipped model writes in a second of processor time."""
    brain, count = shipped("Shakespeare"), 1_000
    began = time.thread_time()
    for _ in sample(Writer(brain.parameters), brain.opening, count, np.random.default_rng(0), temperature=TEMPERATURE):
        pass
    return count / (time.thread_time() - began)


def words(repetitions: int) -> Iterator[str]:
    """From scratch with the default knobs, two minutes of processor time: how many of its words exist."""
    with helper("tools.benchmarks.bare_text") as loops:
        done = loops.ask({"loop": "from scratch", "cell": "LSTM", "seconds": 60.0 * MINUTES})
    note = f"{done['steps']:,} steps, {done['loss']:.3f} nats a character held out; target at least 0.6"
    yield line("text_words_that_exist", done["shares"], note)
    yield line("text_words_that_exist_3_gram", done["floor"], "the floor: a model that looks at two characters")
