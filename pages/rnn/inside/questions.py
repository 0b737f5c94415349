"""Predictions about the cell lesson, judged from the learner's own runs and settings."""

from __future__ import annotations

from dnnlab.plots.written import written
from dnnlab.rnn.inside.count_knobs import CountConfig
from dnnlab.rnn.inside.knobs import InsideConfig
from dnnlab.rnn.kinds import parameter_count
from dnnlab.rnn.unfolded.knobs import LAST, UnfoldedConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions

PACE = ("by_gate", "pace", "draw")
"""Knobs that change nothing of what a latch computes."""
TWICE = 2 * CountConfig().hidden
SOON = 600


def _doubled(config: CountConfig) -> Outcome | None:
    before = CountConfig()
    if (config.inputs, config.hidden) != (before.inputs, TWICE):
        return None
    counts = [parameter_count("LSTM", each.inputs, each.hidden) for each in (before, config)]
    ratio = counts[1] / counts[0]
    answer = 0 if ratio < 2.5 else 1 if ratio < 3.8 else 2
    return Outcome(answer, f"{counts[0]:,} weights become {counts[1]:,}: {written(ratio)} times as many.")


QUESTIONS = Questions(
    InsideConfig,
    about_run(
        InsideConfig(cell="LSTM without forget gate", sequence="1 1 1 1 1 1"),
        "memory",
        key="inside-adds",
        ask="The first LSTM had no forget gate. As a latch it writes about 0.9 into its memory at each 1. Where is the "
        "memory after six of them?",
        options=("about 0.9: it holds the newest", "about 1.8: it wears off", "about 5.4: each is added"),
        bounds=(1.3, 4.0),
        seen="The memory of your run ended at {value}.",
        whatever=PACE,
        why="Nothing ever takes away from it: C = C + i · g only adds, and so it grows with the length of the "
        "sequence. Then tanh(C) is flat, and what the cell puts out can hardly change any more. The forget gate came "
        "three years later (Gers et al. 2000): C = f · C + i · g.",
    ),
    about_run(
        InsideConfig(cell="RNN", sequence="1 -1 0 0 0 0"),
        "output",
        key="inside-holds",
        ask="An RNN reads 1, then −1, then zeros. Its weight on its own output is 2, that on the input 1.5. Where does "
        "its output end?",
        options=("near −0.95: the last one counts", "near 0: they cancel out", "near 0.95: the first one holds"),
        bounds=(-0.5, 0.5),
        seen="The output of your run ended at {value}.",
        whatever=PACE,
        why="After the 1 it is at 0.905, and 2 · 0.905 − 1.5 · 1 is still above 0: the state beats the input. From "
        "there it climbs back by itself. A second −1 would tip it over: try it. So an RNN can keep a sign, but no gate "
        "protects it from what it reads next.",
    ),
)

ON_UNFOLDED = Questions(
    UnfoldedConfig,
    about_pair(
        UnfoldedConfig,
        {"truncation": 8},
        {"truncation": 5},
        "loss",
        names=("all copies", "five of six"),
        key="unfolded-cut",
        ask=f"The net must say the first of six numbers. Now the gradient stops one copy short of it: it goes through "
        f"five of the six. Where is the loss at step {SOON}?",
        options=("lower: the gradient is less noisy", "the same, within 0.05", "higher: nearly as if it said 0 always"),
        close=0.05,
        step=SOON,
        whatever=("seed",),
        why="How the first number gets into the state is the work of copy 1 alone, and its share is missing. The other "
        "copies learn to carry on what they find, which tells nothing. Forward nothing is cut: the state still goes "
        "through all six. Gates do not mend this: try an LSTM.",
    ),
    about_run(
        UnfoldedConfig(task=LAST, truncation=1),
        "loss",
        key="unfolded-last",
        ask=f"Asked for the last number, with a gradient that goes through one copy only: where is the loss at step "
        f"{SOON}?",
        options=("below 0.02: it has learnt it", "0.02 to 0.1", "above 0.1: one copy teaches too little"),
        bounds=(0.02, 0.1),
        seen=f"Your run stood at {{value}} at step {SOON}.",
        step=SOON,
        why="The last number enters in the last copy, and that copy’s share is exact. All copies have the same "
        "weights, so one that learns teaches all. Truncation costs only what lies further back than it reaches.",
    ),
)

ON_COUNT = Questions(
    CountConfig,
    Question(
        key="inside-doubled",
        ask=f"An LSTM of {CountConfig().hidden} units reads {CountConfig().inputs} characters. How many times as many "
        f"weights has one of {TWICE} units?",
        options=("twice as many", "about three times as many", "four times as many"),
        todo=f"Set Units to {TWICE}, leave the inputs, and read the table.",
        setups={SET_UP: {"hidden": TWICE}},
        judge=_doubled,
        why="The weights between units grow with the square, those for the inputs in proportion: 4 · n · (d + n + 1). "
        "With few inputs and many units it comes near four times.",
    ),
)
