"""Predictions about "learn the kernel", judged from the learner's own runs."""

from __future__ import annotations

from collections.abc import Sequence

from dnnlab.cnn.learn_kernel.figures import FOUND
from dnnlab.cnn.learn_kernel.knobs import LearnKernelConfig
from dnnlab.live.shelf import PastRun
from dnnlab.plots.written import written
from dnnlab.ui.judges import Shown, began_with, value_at
from dnnlab.ui.predictions import about_run
from dnnlab.ui.tryit import SET_UP, Outcome, Question, Questions

EARLY = 1_000
"""The step at which plain gradient descent is looked at."""
FAINT = 0.02
"""The share of its first value below which the loss has all but gone."""
NAMED = LearnKernelConfig(target="left sobel")
"""What is asked is about Sobel's kernel: a secret one changes with the seed."""
NOISY = NAMED.replace(noise=0.5)
NEAR, FAR = 0.25, 1.0
"""Misses of a weight: the kernel is recognised below the first, lost beyond the second."""


WRITTEN = ("own_target",)
"""What the learner wrote, and no run here is about."""
WHATEVER = ("seed", "run_length", *WRITTEN)


def _misses(runs: Sequence[PastRun], asked: LearnKernelConfig) -> list[Shown[LearnKernelConfig]]:
    """Such runs with their largest miss at the usual end."""
    return began_with(runs, asked, "kernel_error", asked.run_length, whatever=WHATEVER)


def _two_starts(runs: Sequence[PastRun]) -> Outcome | None:
    by_seed = {run.config.seed: run.value for run in _misses(runs, NAMED)}
    if len(by_seed) < 2:
        return None
    (one, first), (two, second) = list(by_seed.items())[-2:]
    found = sum(miss < FOUND for miss in (first, second))
    seen = f"Your runs: with seed {one} the largest miss is {written(first)}, with seed {two} it is {written(second)}."
    return Outcome(2 - found, seen)


def _valley(runs: Sequence[PastRun]) -> Outcome | None:
    for run in reversed(began_with(runs, NAMED.replace(optimizer="SGD"), "kernel_error", EARLY, whatever=WHATEVER)):
        first, early = (value_at(run.snapshot, "loss", step) for step in (1, EARLY))
        if first is None or early is None:
            continue
        share, miss = early / first, run.value
        seen = f"the loss is {written(share, percent=True)} of its first value, the largest miss {written(miss)}."
        return Outcome(0 if miss < FOUND else 1 if share < FAINT else 2, f"Your run at step {EARLY:,}: {seen}")
    return None


QUESTIONS = Questions(
    LearnKernelConfig,
    Question(
        key="learn-kernel-two-starts",
        ask="Two runs begin with different random kernels. Both see only the cat and its target picture. "
        "What will they find?",
        options=(
            "Both find Sobel's nine numbers",
            "Only one of them does: the other gets stuck on its way",
            "Two other kernels, which make nearly the same picture",
        ),
        todo=f"Choose {NAMED.target} as the target, leave the other knobs at their defaults, press Play and let it "
        "come to its end. Then change the seed, press Play, and let that run come to its end too.",
        setups={
            "Set up the first start": {"target": NAMED.target},
            "Set up another start": {"target": NAMED.target, "seed": 1},
        },
        keeps=WRITTEN,
        judge=_two_starts,
        why="The output is a sum of weights times pixels, so the loss is a square of a straight-line formula: a bowl "
        "with one lowest point, wherever you start. About 10,000 places tell about 9 numbers, which leaves no second "
        "kernel with the same picture. A network of many layers has no such promise: its loss has many valleys.",
    ),
    Question(
        key="learn-kernel-valley",
        ask=f"Now SGD in place of Adam, with {NAMED.target} as the target and all else at its default. How do things "
        f"stand at step {EARLY:,}?",
        options=(
            f"The kernel is found: all weights within {FOUND:g}",
            "The picture is all but right, the weights are not",
            "The picture is still wrong, and so are the weights",
        ),
        todo=f"Set the target to {NAMED.target} and the optimizer to SGD, press Play, and let it come to step "
        f"{EARLY:,}.",
        setups={SET_UP: {"target": NAMED.target, "optimizer": "SGD"}},
        keeps=WRITTEN,
        judge=_valley,
        step=EARLY,
        why="Neighbouring pixels are nearly equal, so moving weight from one place of the kernel to the next hardly "
        "changes the picture. The loss is a long valley: steep across, nearly flat along its floor. SGD's steps are as "
        "long as the slope is steep: it drops to the floor at once and then creeps. Momentum gathers speed along the "
        "floor, Adam rescales each weight’s step by itself. And a small loss does not say that the weights are right.",
    ),
    about_run(
        NOISY,
        "kernel_error",
        key="learn-kernel-noise",
        ask=f"Add noise to every pixel of the target ({NAMED.target}), {NOISY.noise:g} times as strong as "
        "the picture itself. How far will the worst of the nine weights be off at the end?",
        options=(f"by less than {NEAR:g}", f"by {NEAR:g} to {FAR:g}", f"by more than {FAR:g}: the kernel is lost"),
        bounds=(NEAR, FAR),
        seen=f"Your run's largest miss at step {NOISY.run_length:,} is {{value}}.",
        step=NOISY.run_length,
        whatever=WHATEVER,
        keeps=WRITTEN,
        why="Noise pulls a weight up at one place and down at the next, and the same nine weights serve all 10,000 "
        "places: most of it averages out. That is what sharing weights is worth. The loss cannot fall to 0 any more, "
        "since no kernel can draw the noise; what remains in the error picture is noise alone.",
    ),
)
