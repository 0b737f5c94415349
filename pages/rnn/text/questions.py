"""Predictions about the text lesson: judged from the learner's own runs, and from how they let a model write."""

from __future__ import annotations

from dnnlab.rnn.text.knobs import TextConfig
from dnnlab.rnn.text.writing import DRAW, WriteConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions

SOON = 300
CLOSE = 0.02
"""Nats by which two losses of a few hundred steps may differ and be called the same."""


def _one_left(config: WriteConfig) -> Outcome | None:
    if config.how != DRAW or config.top_k != 1:
        return None
    return Outcome(2, "With top-k 1 a single character is left at each place, with probability 1.")


QUESTIONS = Questions(
    TextConfig,
    about_run(
        TextConfig(hidden=64),
        "validation_loss",
        key="text-soon",
        ask=f"Guessing blindly among 78 characters costs 4.4 nats, and the best counting of five characters 1.69. "
        f"Where will an LSTM of only 64 units be after {SOON} steps?",
        options=("below 1.7: it beats counting already", "1.7 to 2.3", "2.3 to 3", "above 3: it knows letters at most"),
        bounds=(1.7, 2.3, 3.0),  # 2.05 to 2.11 with seeds 0 to 3
        seen=f"Your run stood at {{value}} nats a character at step {SOON}.",
        step=SOON,
        why="How often each letter comes is learnt within some dozen steps, and costs about 3.3 nats. Then come pairs "
        "and triples, short words, names in capitals. From there on it is slow work: each further tenth of a nat costs "
        "as many steps as all before. Read the samples at 2.5, 2.2 and 2.0 nats.",
    ),
    about_pair(
        TextConfig,
        {"dropout": 0.0},
        {"dropout": 0.5},
        "validation_loss",
        names=("no dropout", "dropout 0.5"),
        key="text-dropout",
        ask="Dropout is known to help against learning by heart. Where is the validation loss of a run with dropout "
        "0.5 after 500 steps, all else equal?",
        options=("lower: it helps", "the same, within 0.02 nats", "higher: it hinders"),
        close=CLOSE,  # 1.845 to 1.858 without, 1.891 to 1.919 with dropout, seeds 0 to 3
        step=500,
        why="After 500 steps it has read a million characters, each once: there is nothing yet that it could know by "
        "heart. Half of its units are off at each step, so it only learns more slowly. On a short text, read twenty "
        "times, it is the other way round: paste a few pages of your own, and compare again.",
    ),
    about_run(
        TextConfig(text="Cervantes", epochs=3),
        "validation_loss",
        key="text-counting",
        ask="The best counting of Don Quijote looks at five characters and costs 1.373 nats. Will an LSTM of 128 "
        "units that reads the book three times, about 2,800 steps, do better on the last tenth of it?",
        options=("Yes: below 1.373", "Not quite: up to 1.55", "By far not: above 1.55"),
        bounds=(1.373, 1.55),  # 1.468 to 1.475 with seeds 0 to 2
        seen="Your run ended at {value} nats a character, over all held-out text.",
        why="Counting needs no training and is hard to beat: five characters settle most of a word. A network must "
        "find out by gradient descent what a table just notes. It wins where more than five characters matter, once it "
        "has enough units and steps, and when the learning rate is turned down in the end. Try that: it is live.",
    ),
)

ON_WRITING = Questions(
    WriteConfig,
    Question(
        key="text-top-k",
        ask="Draw with top-k 1, at any temperature. What does another seed change?",
        options=("The whole text", "The text from some place on", "Nothing"),
        todo="Set Top-k to 1, then move the seed.",
        setups={SET_UP: {"top_k": 1}},
        keeps=("temperature", "top_p", "length", "seed"),
        judge=_one_left,
        why="With a single character to draw from, chance has nothing to decide: it is greedy, whatever temperature "
        "and seed say. Read on, and you find it going in circles.",
    ),
)
