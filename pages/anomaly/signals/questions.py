"""Predictions about the signals lesson, judged from the learner's own runs."""

from __future__ import annotations

from dnnlab.anomaly.signals.knobs import SignalConfig, WatchConfig
from dnnlab.anomaly.signals.words import INTERVAL, MOVING, RECORD, SHUTTLE, SINGLE
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Outcome, Question, Questions

QUESTIONS = Questions(
    SignalConfig,
    about_pair(
        SignalConfig,
        {"contamination": 0},
        {"contamination": 10},
        "auc",
        names=("clean data", "10 % contamination"),
        key="signals-contamination",
        ask="The network learns from normal beats alone. What becomes of its AUC if 10 % of what it learns from are "
        "anomalies after all, because nobody has looked?",
        options=("It falls", "It stays, within 0.01: ten to one is enough", "It rises"),
        close=0.01,
        why="A tenth is enough for the network to learn to rebuild these anomalies too: then their error is small. PCA "
        "suffers in the same way. z-scores, which cannot learn a second shape, suffer least: look at the dashed lines. "
        "Who takes a detector to work should know what is in the data that it learns from.",
    ),
    about_pair(
        SignalConfig,
        {"code": 2},
        {"code": 64},
        "auc",
        names=("2 numbers", "64 numbers"),
        key="signals-code",
        ask="The code has 2 numbers. With 64 the network can rebuild a beat much better: the loss falls. And the AUC?",
        options=("It falls: anomalies come back as well", "It is the same, within 0.001", "It rises"),
        close=0.001,
        why="A low loss is not the aim: the detector lives on what it cannot rebuild. Through a wide code anomalies "
        "get as well. PCA, whose components follow the same knob, loses even more.",
    ),
    about_run(
        SignalConfig(data=SHUTTLE),
        "auc",
        key="signals-shuttle",
        ask="On the shuttle's nine sensors the sum of squared z-scores, one line of code, has an AUC of 0.997. What "
        "does the network reach?",
        options=("less than 0.99", "0.99 to 0.999: no more than the one line to speak of", "more than 0.999"),
        bounds=(0.99, 0.999),
        seen="Your network reached {value}.",
        why="These anomalies lie far out in single sensors, and for that no network is needed. Always draw a simple "
        "detector beside the network: where it does as well, take it.",
    ),
)


def _by_interval(config: WatchConfig) -> Outcome | None:
    plain = WatchConfig(look=INTERVAL)
    if (config.signal, config.look, config.rule, config.accepted) != (RECORD, INTERVAL, SINGLE, plain.accepted):
        return None
    return Outcome(2, "The line beside the buttons counts: by interval all 29 are found, without a false alarm.")


def _slower(config: WatchConfig) -> Outcome | None:
    wanted = (RECORD, INTERVAL, MOVING, WatchConfig().over, WatchConfig().accepted)
    if (config.signal, config.look, config.rule, config.over, config.accepted) != wanted:
        return None
    return Outcome(0, "Of the 29 early beats 7 are left, and these are told later.")


ON_WATCHING = Questions(
    WatchConfig,
    Question(
        key="signals-interval",
        ask="Record 100 has 29 atrial premature beats after the minutes that are learnt: they come early and look "
        "nearly normal. By shape the autoencoder finds hardly one. How many does the time since the last beat find?",
        options=("hardly one either", "about half", "all of them"),
        todo="Set what it looks at to interval, and read the line beside the buttons.",
        judge=_by_interval,
        setups={"Set it to the interval": {"look": INTERVAL}},
        why="What is wrong with these beats is when they come. No network finds that in a window that does not hold "
        "the time: the right feature, one division, finds them all. Think about what is in the window before you "
        "think about the network.",
    ),
    Question(
        key="signals-average",
        ask="By interval all early beats are found. A moving average over 3 beats makes a monitor calmer. What does it "
        "do here?",
        options=("It misses most of them", "It finds them as well, a little later", "It finds them sooner"),
        todo="Set what it looks at to interval and the rule to moving average.",
        judge=_slower,
        setups={"Set the average": {"look": INTERVAL, "rule": MOVING}},
        why="A single odd beat among normal ones is averaged away. A moving average suits faults that last, such as a "
        "bearing that wears out, and harms where one event is all there is.",
    ),
)
