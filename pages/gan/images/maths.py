"""The maths of the lesson on generative adversarial networks of pictures, with the numbers of the moment."""

from __future__ import annotations

import math

from dnnlab.gan.images.knobs import DENSE, ImagesConfig
from dnnlab.gan.standards import standards
from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex

GAME = r"\min_G \max_D\; \mathrm{E}_{x \sim p_\mathrm{data}}[\ln D(x)] + \mathrm{E}_{z}[\ln(1 - D(G(z)))]"


def maths(config: ImagesConfig, now: Snapshot) -> list[str]:
    """The game, both losses, the average, the judge; then the numbers of the run that is shown."""
    noise = config.numbers_of_noise
    told = ", beside the class as one-hot numbers" if config.conditional else ""
    blocks = [
        f"**The game.** G makes a picture of {noise} normally distributed numbers z{told}. D says how probably a "
        "picture is real.",
        Latex(GAME),
        "**D’s loss**, mean over a batch of real and one of generated pictures"
        + (f", with real pictures to be called {written(1 - config.smoothing)}:" if config.smoothing else ":"),
        Latex(_discriminator(config.smoothing)),
        "**G’s loss.** The game’s own form, ln(1 − D(G(z))), is flat where D is sure, at the very beginning. Instead G "
        "maximises ln D(G(z)): the same direction, a gradient that does not vanish.",
        Latex(r"L_G = -\frac{1}{m} \sum_i \ln D(G(z_i))"),
        "**A perfect D** against a given G, and what both lose where G’s pictures are distributed as real ones:",
        Latex(r"D^*(x) = \frac{p_\mathrm{data}(x)}{p_\mathrm{data}(x) + p_G(x)} \;\to\; \frac12, \qquad "
              r"L_D \to 2 \ln 2 \approx 1.386, \quad L_G \to \ln 2 \approx 0.693"),
        *_average(config),
        "**The judge** looks at where pictures lie in the last hidden layer of a network that was trained on real "
        "ones. The ball of a real picture reaches to its 5th nearest other real picture.",
        Latex(r"\mathrm{precision} = \frac{\#\{\text{generated ones in some ball}\}}{\#\{\text{generated ones}\}}, "
              r"\qquad \mathrm{coverage} = \frac{\#\{\text{balls with a generated one}\}}{\#\{\text{balls}\}}"),
        _ceilings(config.data),
    ]  # fmt: skip
    if config.network == DENSE and config.conditional:
        blocks.append(
            "**Told the class**, both players read it as further inputs: D says whether this looks real *for a 7*. "
            "That G’s 7 must look like a 7 is then part of the game. GauGAN does it with a map of classes, one a pixel."
        )
    return [*blocks, *_moment(now)]


def _discriminator(smoothing: float) -> str:
    generated = r"- \frac{1}{m} \sum_i \ln(1 - D(G(z_i)))"
    if not smoothing:
        return rf"L_D = -\frac{{1}}{{m}} \sum_i \ln D(x_i) {generated}"
    s, rest = (in_latex(written(each)) for each in (smoothing, 1 - smoothing))
    return rf"L_D = -\frac{{1}}{{m}} \sum_i \big( {rest} \ln D(x_i) + {s} \ln(1 - D(x_i)) \big) {generated}"


def _average(config: ImagesConfig) -> list[str]:
    if not config.average:
        return []
    rate = in_latex(config.averaging)
    rest = in_latex(written(1 - config.average))
    return [
        "**What is shown** is G with averaged weights; both players circle around what they look for.",
        Latex(rf"\bar\theta \leftarrow {rate}\, \bar\theta + {rest}\, \theta"),
    ]


def _ceilings(data: str) -> str:
    scores = standards()[data]["scores"]
    told = "; ".join(
        f"{name}: {written(each['precision'], percent=True)} and {written(each['coverage'], percent=True)}"
        for name, each in scores.items()
    )
    return f"Measured on {data}, precision and coverage: {told}. Other held-out pictures do not reach 100 % either."


def _moment(now: Snapshot) -> list[str]:
    latest = now.status.latest
    both = [latest.get(name) for name in ("discriminator_loss", "generator_loss")]
    if any(each is None or not math.isfinite(each) for each in both):
        return []
    d, g = (in_latex(written(float(each or 0.0))) for each in both)
    return [
        Caption(f"Of step {now.status.step:,} on the stage, of that one batch:"),
        Latex(rf"L_D = {d}, \quad L_G = {g}"),
    ]
