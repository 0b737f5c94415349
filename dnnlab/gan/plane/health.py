"""Are these losses healthy?  One sentence or two, from a run's own figures; no torch."""

from __future__ import annotations

import math

from dnnlab.gan.games import CRITICS, HINGE, WASSERSTEIN, WASSERSTEIN_GP, End, end_of
from dnnlab.gan.plane.targets import GAUSSIANS
from dnnlab.gan.plane.views import PlaneView
from dnnlab.plots.written import written

QUESTION = "Are these losses healthy?"
NEAR = (0.85, 1.04)
"""D's loss over what it is at the game's end: between these it is near."""
FAR_BELOW = 0.35
APART = 0.25
"""Nats of JS: from here on fakes and data are plainly not the same."""


def end(view: PlaneView) -> End:
    """Where this run's game ends."""
    return end_of(view.loss, view.label)


def health(view: PlaneView) -> str:
    """What D's loss would be at the game's end, what it is, and what that means here."""
    loss = view.losses[0]
    at_end = _at_end(view)
    if math.isnan(loss):
        return f"A GAN’s losses do not fall to 0. {at_end} Press Play to see what they do here."
    now = f"It is {written(loss)} now: "
    if view.loss in (WASSERSTEIN, WASSERSTEIN_GP):
        return f"{at_end} {now}{_critic(view)}"
    ratio = loss / end(view).discriminator
    if ratio < FAR_BELOW:
        said = "far below, D sees through the fakes. That is no victory: G has little left to learn from."
    elif ratio < NEAR[0]:
        said = "below, D still finds much to tell them apart by. G has something to learn, and may well."
    elif ratio <= NEAR[1]:
        said = _near(view)
    else:
        said = "above, worse than a coin: G has just moved to where D errs. D is too slow, or steps are too large."
    return f"{at_end} {now}{said}"


def _at_end(view: PlaneView) -> str:
    value = written(end(view).discriminator)
    if view.loss in (WASSERSTEIN, WASSERSTEIN_GP):
        return f"At the game’s end D’s loss is {value}, real points and fakes get the same score on average."
    if view.loss == HINGE:
        return f"At the game’s end D’s loss is {value}, when it can tell nothing apart."
    why = " = log 4" if view.label == 1.0 and view.loss not in CRITICS and end(view).discriminator > 1 else ""
    return f"At the game’s end D’s loss is {value}{why}, when it can only guess."


def _near(view: PlaneView) -> str:
    if math.isnan(view.now.js):
        return "near its end, as every game begins: D has learnt nothing yet."
    told = f"{view.now.modes} of {view.mode_count} {modes_word(view)}, JS {written(view.now.js)}"
    if view.now.js > APART:
        return f"it looks like the end, but the fakes do not: {told}. Losses alone do not tell."
    return f"near the end, and the fakes agree: {told}."


def _critic(view: PlaneView) -> str:
    told = f"the gap between the scores is {written(view.says[0] - view.says[1])}"
    if view.now.js > APART:
        return f"{told}, and JS {written(view.now.js)}: this loss alone is a distance, and should go up towards 0."
    return f"{told}, and the fakes are near: JS {written(view.now.js)}. This loss alone is a distance."


def modes_word(view: PlaneView) -> str:
    """What the target is made of."""
    return "modes" if view.target in GAUSSIANS else "parts"
