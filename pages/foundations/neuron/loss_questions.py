"""Predictions about losses, judged from where the knobs stand."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from dnnlab.foundations.neuron.curves import CROSS_ENTROPY, binary_curves, boundary_curves, class_surfaces, descend
from dnnlab.foundations.neuron.examples import FAR, LINE, OUTLIER, to_text
from dnnlab.foundations.neuron.fitting import l1_line, l2_line, pseudo_huber_line
from dnnlab.foundations.neuron.knobs import BinaryConfig, ClassesConfig, RegressionConfig
from dnnlab.plots.written import written
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions

STEPS = 120
"""That a ball takes."""
THREE = ("hinge", "squared hinge", CROSS_ENTROPY)
CONTENT = ("none of them", "the hinge alone", "both hinges", "all three")
LINES = ("L2", "L1", "pseudo-Huber")
GAP = -0.3
"""The middle between the two classes, the example far off left out."""
FAR_TEXT = to_text(FAR)


def _pull(config: BinaryConfig) -> Outcome | None:
    """Who pulls hardest at a score of -3."""
    if (config.y, config.t, config.unit) != (-3.0, 1, "nats"):
        return None
    pulls = {name: abs(float(each.slopes[0])) for name, each in binary_curves(config).items()}
    told = ", ".join(f"{name} {written(pull)}" for name, pull in pulls.items())
    return Outcome(THREE.index(max(pulls, key=lambda name: pulls[name])), f"The gradients' sizes: {told}.")


def _rolled(config: BinaryConfig) -> Outcome | None:
    """Who is led astray most by an example far off."""
    if (config.examples, config.boundary, config.rate, config.unit) != (OUTLIER, 2.0, 0.5, "nats"):
        return None
    drawn = boundary_curves(config)
    ends = {name: descend(drawn[name], config.boundary, config.rate, STEPS) for name in THREE}
    told = ", ".join(f"{name} at {written(end, digits=2)}" for name, end in ends.items())
    worst = max(THREE, key=lambda name: abs(ends[name] - GAP))
    return Outcome(THREE.index(worst), f"The boundaries after {STEPS} steps: {told}.")


def _content(config: ClassesConfig) -> Outcome | None:
    """Which losses are 0 for a fairly sure right answer."""
    if (config.place, config.target) != ((45, 8), "A"):
        return None
    losses, told = _losses(config)
    zero = "".join("01"[loss == 0] for loss in losses)
    return Outcome({"000": 0, "100": 1, "110": 2}.get(zero, 3), told)


def _wrong(config: ClassesConfig) -> Outcome | None:
    """Which loss is largest for a sure wrong answer."""
    if (config.place, config.target) != ((2, 56), "A"):
        return None
    losses, told = _losses(config)
    return Outcome(int(np.argmax(losses)), told)


def _losses(config: ClassesConfig) -> tuple[list[float], str]:
    found = class_surfaces(np.array([config.shares]), config.t)  # of (1, 3)
    losses = [float(found[name].values[0]) for name in THREE]
    told = ", ".join(f"{name} {written(loss)}" for name, loss in zip(THREE, losses, strict=True))
    return losses, f"The losses: {told}."


def _turned(config: RegressionConfig) -> Outcome | None:
    """Whose line turns least."""
    if (config.points, config.delta) != (FAR_TEXT, 1.0):
        return None
    slopes = [_slopes(each, config.delta) for each in (LINE, config.placed())]
    turns = [abs(after - before) for before, after in zip(*slopes, strict=True)]
    told = ", ".join(f"{name} by {written(turn)}" for name, turn in zip(LINES, turns, strict=True))
    return Outcome(int(np.argmin(turns)), f"The slopes changed: {told}.")


def _wide(config: RegressionConfig) -> Outcome | None:
    """Which line the pseudo-Huber one is near with a large delta."""
    if (config.points, config.delta) != (FAR_TEXT, 10.0):
        return None
    l2, l1, huber = _slopes(config.placed(), config.delta)
    share = (huber - l2) / (l1 - l2)  # 0: the L2 line, 1: the L1 line
    told = ", ".join(f"{name} {written(slope)}" for name, slope in zip(LINES, (l2, l1, huber), strict=True))
    return Outcome((0, 2, 1)[bisect_right((1 / 3, 2 / 3), share)], f"The slopes: {told}.")


def _slopes(points: np.ndarray, delta: float) -> tuple[float, float, float]:
    return l2_line(points)[0], l1_line(points)[0], pseudo_huber_line(points, delta)[0]


ON_BINARY = Questions(
    BinaryConfig,
    Question(
        key="binary-pull",
        ask="The right label is 1, and the neuron says −3: far on the wrong side. Which loss has the largest gradient?",
        options=THREE,
        todo="Set the right label to 1, the cross-entropy to nats, and drag the line to y = −3.",
        setups={SET_UP: {"y": -3.0}},
        keeps=("examples", "rate", "boundary"),
        judge=_pull,
        why="The squared hinge's gradient grows with the distance: 2 · (1 + 3) = 8. The hinge pulls with 1 wherever it "
        "pulls at all, and the cross-entropy with σ(y) − t, never more than 1.",
    ),
    Question(
        key="binary-far",
        ask="Eleven examples lie neatly apart around −0.3, and one orange one lies far to the left. The balls begin at "
        "2. Whose boundary ends farthest from −0.3?",
        options=THREE,
        todo="Set Examples to “one far off”, the learning rate to 0.5, the cross-entropy to nats, drag the lower line "
        "to b = 2, and let the balls roll.",
        setups={SET_UP: {"examples": OUTLIER, "boundary": 2.0}},
        keeps=("label", "y"),
        judge=_rolled,
        why="The example far off is on the wrong side of any good boundary. The squared hinge lets it pull with a "
        "force that grows with its distance; the others pull it with 1 at most, as hard as any other example.",
    ),
)
ON_CLASSES = Questions(
    ClassesConfig,
    Question(
        key="classes-content",
        ask="A is right, and the prediction is A 75 %, B 13 %, C 12 %. Which losses are exactly 0?",
        options=CONTENT,
        todo="Set the right class to A and drag the prediction to A 0.75, B 0.133.",
        setups={SET_UP: {"p1": 45, "p2": 8}},
        keeps=("rate", "first", "second", "y"),
        judge=_content,
        why="The scores are logarithms of the shares: A's is more than 1 above both others, so both hinges are "
        "content, and push no further. The cross-entropy −log 0.75 is above 0, and so it is for any share below 1.",
    ),
    Question(
        key="classes-wrong",
        ask="A is right, and the prediction is B, with 93 %. Which loss is largest?",
        options=THREE,
        todo="Set the right class to A and drag the prediction to A 0.033, B 0.933.",
        setups={SET_UP: {"p1": 2, "p2": 56}},
        keeps=("rate", "first", "second", "y"),
        judge=_wrong,
        why="The hinge and the cross-entropy grow with the distance between the scores, the squared hinge with its "
        "square. Which one is larger says nothing about which one is better: only slopes teach.",
    ),
)
ON_REGRESSION = Questions(
    RegressionConfig,
    Question(
        key="regression-outlier",
        ask="The last of nine points is pulled down from 5.7 to −4. Which line turns least?",
        options=LINES,
        todo="Drag the last point straight down to −4, with δ = 1.",
        setups={SET_UP: {"points": FAR_TEXT}},
        keeps=("residual",),
        judge=_turned,
        why="L1 pulls with the same force however far a point is: one against eight. L2 pulls with twice the distance, "
        "so one point far off weighs as much as many near ones. The pseudo-Huber loss lies between.",
    ),
    Question(
        key="regression-delta",
        ask="With that outlier δ is raised to 10. Which line does the pseudo-Huber loss come to?",
        options=("that of L2", "that of L1", "halfway between them"),
        todo="Drag the last point down to −4, and set δ to 10.",
        setups={SET_UP: {"points": FAR_TEXT, "delta": 10.0}},
        keeps=("residual",),
        judge=_wide,
        why="Up to about δ the pseudo-Huber loss is half of L2, and no point is farther than that from the line. "
        "With a small δ nearly all points are beyond it, and it is δ times L1.",
    ),
)
