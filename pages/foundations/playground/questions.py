"""Predictions about the playground, judged from the learner's own runs."""

from __future__ import annotations

from dnnlab.foundations.playground.knobs import PlaygroundConfig
from dnnlab.ui.predictions import about_pair, about_run
from dnnlab.ui.tryit import Questions

SOON, LATER = 2000, 5000
SAME = 0.03
"""Errors that differ by less are called the same."""
ANY = ("seed", "run_length")
"""Knobs that a judge of the sixteen leaves out of account."""

QUESTIONS = Questions(
    PlaygroundConfig,
    about_run(
        PlaygroundConfig(activation="linear", hidden="32, 32, 32"),
        "training_error",
        key="playground-linear",
        ask="Three layers of 32 units, but linear ones: each gives its sum as it is. How many of the spiral's "
        f"training points does this net get wrong at step {SOON:,}?",
        options=("hardly any: it is large enough", "10 to 30 %", "more than 30 %"),
        bounds=(0.1, 0.3),
        seen=f"Your net had {{value}} of them wrong at step {SOON:,} (as a share).",
        step=SOON,
        why="A linear function of a linear function is linear: the three layers together are one weight for x, one for "
        "y and a bias, and cut the plane along one straight line. What bends the plane is the activation. Now set it "
        "to tanh while it trains.",
    ),
    about_pair(
        PlaygroundConfig,
        {"start": "Xavier"},
        {"start": "zeros"},
        "training_error",
        names=("Xavier", "zeros"),
        key="playground-zeros",
        ask=f"All weights begin at exactly 0 in place of Xavier's random ones. Where is the training error at step "
        f"{SOON:,}?",
        options=("lower: nothing has to be unlearnt", "the same, within 3 points", "higher"),
        close=SAME,
        step=SOON,
        why="With the weights at 0 every hidden unit gives 0, and the gradient of every weight is 0: only the output's "
        "bias learns. Units that begin alike get the same gradient and stay alike. Random first weights break that "
        "symmetry.",
    ),
    about_pair(
        PlaygroundConfig,
        {"hidden": "32, 32", "noise": 0.4, "points": 100, "l2": 0.0},
        {"hidden": "32, 32", "noise": 0.4, "points": 100, "l2": 0.03},
        "validation_loss",
        names=("no L2", "L2 of 0.03"),
        key="playground-l2",
        ask=f"50 noisy points to learn from, two layers of 32 units. What does L2 of 0.03 do to the loss on held-out "
        f"points at step {LATER:,}?",
        options=("it is lower", "it is the same, within 0.05", "it is higher"),
        close=0.05,
        step=LATER,
        why="The net can learn 50 points by heart, noise and all, and with large weights it is very sure of itself "
        "even where it is wrong: a loss counts that. L2 keeps the weights small, the borders smooth and the answers "
        "modest. More points do it, too.",
    ),
    about_run(
        PlaygroundConfig(inputs="x, y, xy", hidden="", data="xor"),
        "validation_error",
        key="playground-xor",
        ask=f"No hidden layer, and xor, which no straight line can part. But the net is told x·y as well. What is the "
        f"validation error at step {SOON:,}?",
        options=("nearly 0", "10 to 40 %", "about half: it guesses"),
        bounds=(0.1, 0.4),
        seen=f"Your net had {{value}} wrong at step {SOON:,} (as a share).",
        step=SOON,
        why="In xor the class is the sign of x·y, so one weight is enough. The right input can do what a hidden layer "
        "would have to learn; a hidden layer finds such inputs by itself, when nobody knows them.",
    ),
)

ON_SEEDS = Questions(
    PlaygroundConfig,
    about_run(
        PlaygroundConfig(hidden="16, 16"),
        "worst_error",
        key="playground-seeds-worst",
        ask=f"Sixteen networks with two layers of 16 learn the spiral; only their random numbers differ. At step "
        f"{LATER:,} half of them have less than 5 % of the held-out points wrong. And the unluckiest of the sixteen?",
        options=("below 5 %: all arrive together", "5 to 20 %", "more than 20 %: it is stuck"),
        bounds=(0.05, 0.2),
        seen=f"The worst of your sixteen had an error of {{value}} at step {LATER:,} (as a share).",
        step=LATER,
        whatever=ANY,
        why="Some are done where one has hardly begun, and nothing differs but the first weights and the order of the "
        "points. Whoever tries one seed and reports it reports one throw of a die: show the spread, or at least say "
        "how many seeds there were.",
    ),
    about_pair(
        PlaygroundConfig,
        {"hidden": "4"},
        {"hidden": "16, 16"},
        "median_error",
        names=("one layer of 4", "two layers of 16"),
        key="playground-seeds-width",
        ask=f"One hidden layer of 4 units, sixteen times, then two layers of 16. Where is the median error at step "
        f"{LATER:,}?",
        options=("lower: it is not luck that was missing", "the same, within 3 points", "higher"),
        close=SAME,
        step=LATER,
        whatever=ANY,
        why="No seed helps a net that is too small: all sixteen of the small one lie close together, and high. "
        "Whether a change helps is seen where the two groups of sixteen hardly overlap; one run each shows one throw "
        "of dice each.",
    ),
)
