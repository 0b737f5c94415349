"""The maths of the game in the plane, with the numbers of the moment filled in."""

from __future__ import annotations

import math

from dnnlab.gan.games import DISCRIMINATOR, GENERATOR, LABELLED, PROBABILITIES
from dnnlab.gan.plane.failures import measured
from dnnlab.gan.plane.health import end
from dnnlab.gan.plane.knobs import PlaneConfig
from dnnlab.gan.plane.views import PlaneView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex
from pages.gan.plane.theatre import table


def maths(config: PlaneConfig, now: Snapshot) -> list[str]:
    """The two losses, the game's end, the best D, the distance."""
    blocks = [
        f"**The game “{config.loss}”.** From a batch of $m$ real points $x$ and fakes $G(z)$, D minimises the first "
        "and G the second, in turns:",
        Latex(rf"L_D={DISCRIMINATOR[config.loss]}"),
        Latex(rf"L_G={GENERATOR[config.loss]}"),
        _label(config),
        "**The best D** for the fakes of now, where the data have the density $p$ and the fakes $q$:",
        Latex(r"D^*(x)=\frac{p(x)}{p(x)+q(x)}"),
        "It is a layer of the picture. With it, minimax says how far the two are apart: $V(D^*,G)=-\\log 4+2\\,"
        "\\mathrm{JS}(p,q)$, where",
        Latex(
            r"\mathrm{JS}(p,q)=\tfrac12\,\mathrm{KL}\!\left(p\,\Big\|\,\tfrac{p+q}2\right)"
            r"+\tfrac12\,\mathrm{KL}\!\left(q\,\Big\|\,\tfrac{p+q}2\right)"
        ),
    ]
    view = now.view
    if isinstance(view, PlaneView) and not math.isnan(view.now.js):
        blocks += _now(view)
    if measured():
        blocks += [
            "**Which repair mends which failure.** After 2,000 iterations the doctor finds nothing wrong any more, "
            "in how many of 5 seeds:",
            table(),
        ]
    return [
        *blocks,
        Caption(
            "p is the exact density of the data, q that of 2,000 fakes; both are blurred by normal noise of deviation "
            "0.1 and compared on a grid of 48 by 48 cells and all that lies outside. Blurred densities are equal "
            "exactly if the sharp ones are; their JS is never larger."
        ),
    ]


def _label(config: PlaneConfig) -> str:
    if config.loss in PROBABILITIES:
        said = "$D(x)=1/(1+e^{-s(x)})$ is a probability, $s$ the network’s last number."
    elif config.loss in LABELLED:
        said = "$D(x)$ is the network’s last number; its labels are 1 for real points, 0 for fakes."
    else:
        said = "$D(x)$ is a score without ends: only differences count."
    if config.label < 1:
        said += f" With label smoothing the label of real points is {written(config.label)}."
    return said


def _now(view: PlaneView) -> list[str]:
    """The numbers of this moment."""
    if view.loss not in PROBABILITIES:
        return [
            f"**Now** D’s loss is {written(view.losses[0])} and would be {written(end(view).discriminator)} at the "
            f"end; JS is {written(view.now.js)} nats, at most $\\log 2$ = {written(math.log(2))}."
        ]
    nats = written(view.now.js)
    bound = float(f"{math.log(4):.3g}") - 2 * float(f"{view.now.js:.3g}")
    return [
        "**Now**, with the best D for these fakes (its loss is $-V$), JS taken from the blurred densities:",
        Latex(rf"-V(D^*,G)={in_latex(written(math.log(4)))}-2\cdot {in_latex(nats)}={in_latex(written(bound))}"),
        f"D’s own loss is {written(view.losses[0])}, on sharp points. A D that is not the best yet lies above the "
        "sharp bound.",
    ]
