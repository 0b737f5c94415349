"""The maths of the lesson in one dimension, with the numbers of the moment filled in."""

from __future__ import annotations

import math

import numpy as np

from dnnlab.gan.line.knobs import MINIMAX, LineConfig
from dnnlab.gan.line.table import HALF_END, JS_END, SEEDS, SETTINGS, STEPS, WINDOW, table
from dnnlab.gan.line.views import LineView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex, parameter_table, units
from dnnlab.ui.rules import update_rule

LOG4 = math.log(4)


def maths(config: LineConfig, now: Snapshot) -> list[str]:
    """The game, its best discriminator, the bound, the gradients, the change of variables, the table of settings."""
    view = now.view if isinstance(now.view, LineView) and math.isfinite(now.view.value) else None
    step = [Caption(f"The numbers of step {view.step:,}. Pause and they stand still.")] if view else []
    return [
        *step,
        "**The game.** D(x) is the probability that x is a real point; G makes fakes of noise. D wants the value "
        "large, G wants it small:",
        Latex(
            r"\min_G \max_D V(D, G) = \mathbb{E}_{x \sim p}[\log D(x)] + \mathbb{E}_{z}[\log(1 - D(G(z)))]"
            + (rf", \qquad V = {_number(view.value)}" if view else "")
        ),
        "**The best discriminator** for a generator of density q takes, at each x by itself, the D that makes "
        r"$p \log D + q \log(1 - D)$ largest:",
        Latex(r"D^*(x) = \frac{p(x)}{p(x) + q(x)}"),
        *_at_one_place(view),
        "**The bound.** With D* the value is the Jensen-Shannon divergence of the two densities, but for a constant. "
        "No D gets above it, and it is lowest, −log 4, where p = q:",
        Latex(r"V(D, G) \le V(D^*, G) = -\log 4 + 2\,\mathrm{JS}(p, q)"),
        *_bound(view),
        *_gradients(config, view),
        "**The density of the fakes.** Where the map is monotone, what lies in a short piece dz of the noise lies in "
        "|G′(z)| dz afterwards; where it turns, several z have one x, and their densities add up:",
        Latex(r"q(x) = \sum_{z:\ G(z) = x} \frac{p(z)}{|G'(z)|}"),
        f"**The step**: {config.optimizer}, {config.discriminator_steps} of D with rate "
        f"{written(config.discriminator_rate)}, then one of G with rate {written(config.generator_rate)}. G's:",
        _rule(config),
        *_penalty(config),
        "**Parameters** of each of the two networks:",
        parameter_table(parameter_counts(config)),
        f"**Which settings come to the end.** {STEPS:,} steps, seeds {SEEDS[0]} to {SEEDS[-1]}, all of them shown; all "
        "other knobs as at first. At its end means: on average over the last "
        f"{WINDOW} steps JS is below {written(JS_END)} nats, and |D − ½| is below {written(HALF_END)} wherever p + q "
        "exceeds 5 % of its maximum.",
        settings_table(),
    ]


def _at_one_place(view: LineView | None) -> list[str]:
    """D and D* where the data is densest, with its numbers."""
    if view is None:
        return []
    place = int(np.nanargmax(view.data))
    p, q, best, d = (float(each[place]) for each in (view.data, view.exact, view.best, view.d))
    at = in_latex(written(float(view.x[place]), digits=2))
    return [
        "Where the data is densest, with what D says there:",
        Latex(
            rf"D^*({at}) = \frac{{{p:.4f}}}{{{p:.4f} + {q:.4f}}} = {_share(best)}, \qquad D({at}) = {_share(d)}"
        ),
    ]  # fmt: skip


def _bound(view: LineView | None) -> list[str]:
    if view is None:
        return []
    js = view.divergence
    return [
        Latex(rf"{-LOG4:.4f} + 2 \cdot {js:.4f} = {2 * js - LOG4:.3f}, \qquad V = {view.value:.3f}"),
        f"So D is {written(max(0.0, 2 * js - LOG4 - view.value), digits=2)} nats below its best.",
    ]


def _gradients(config: LineConfig, view: LineView | None) -> list[str]:
    """What reaches G through D's score."""
    told = [
        r"**What reaches G.** With D = σ(s), s being D's score, the chain rule goes through s: "
        r"$\partial L/\partial s \cdot \partial s/\partial x \cdot \partial x/\partial w$. The last two factors are "
        "the same for both losses, the first is not:",
        Latex(
            r"\frac{\partial}{\partial s} \log(1 - \sigma(s)) = -D, \qquad "
            r"\frac{\partial}{\partial s} \big(-\log \sigma(s)\big) = -(1 - D)"
        ),
        "Where D is sure that a fake is one, D(G(z)) is near 0: minimax passes on next to nothing, just when G has "
        f"most to learn. G has the {'minimax' if config.loss == MINIMAX else 'non-saturating'} loss now.",
    ]
    if view is not None and np.isfinite(view.fakes).all():
        d = float(view.fakes[0].mean())
        told.append(f"Mean D(G(z)) of {view.fakes.shape[1]} fakes: {d:.3f}; mean gradients −{d:.3f} and −{1 - d:.3f}.")
    return told


def _rule(config: LineConfig) -> Latex:
    """G's update; of Adam with this lesson's β₁."""
    if config.optimizer != "Adam":
        return update_rule(config.optimizer, config.generator_rate)
    first, rate = f"{config.momentum:g}", in_latex(written(config.generator_rate, digits=6))
    rest = f"{1 - config.momentum:.1g}" if config.momentum else "1"
    return Latex(
        rf"m \leftarrow {first}\,m + {rest}\,g \qquad s \leftarrow 0.999\,s + 0.001\,g^2 \qquad "
        rf"w \leftarrow w - {rate}\,\frac{{m/(1-{first}^t)}}{{\sqrt{{s/(1-0.999^t)}} + 10^{{-8}}}}"
    )


def _penalty(config: LineConfig) -> list[str]:
    if not config.penalty:
        return []
    return [
        "**The gradient penalty** is added to D's loss; it keeps D flat where the data is, so that at the end "
        "it pushes nobody (R1 of Mescheder et al., 2018):",
        Latex(rf"\frac{{\gamma}}{{2}}\, \mathbb{{E}}_{{x \sim p}}[s'(x)^2], \qquad \gamma = {config.penalty:g}"),
    ]


def parameter_counts(config: LineConfig) -> dict[str, tuple[str, int]]:
    """Layer -> (the sum in words, the count of weights and biases)."""
    hidden = config.hidden
    return {"Hidden 1": units(hidden, 1), "Hidden 2": units(hidden, hidden), "Output": units(1, hidden)}


def settings_table() -> str:
    """How many of the five seeds come to the end with each setting, and where all of them stand."""
    found = table()
    lines = ["| Setting | At its end | JS, nats | largest \\|D − ½\\| |", "|---|---|---|---|"]
    for setting in SETTINGS:
        rows = [found[setting, seed] for seed in SEEDS]
        js = ", ".join(written(each.divergence, digits=2) for each in rows)
        half = ", ".join(written(each.from_half, digits=2) for each in rows)
        lines.append(f"| {setting} | {sum(each.over for each in rows)} of {len(rows)} | {js} | {half} |")
    return "\n".join(lines)


def _share(value: float) -> str:
    return f"{value:.3f}"


def _number(value: float) -> str:
    return in_latex(written(value, digits=4))
