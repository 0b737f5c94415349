"""The maths of the lesson on InfoGAN, with the numbers of the moment."""

from __future__ import annotations

import math

from dnnlab.gan.info.codes import CATEGORICAL_ENTROPY, CONTINUOUS_ENTROPY, CONTINUOUS_WEIGHT, SHARPEST, SPREAD
from dnnlab.gan.info.knobs import MOVED, TURNED, InfoConfig
from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex

METRICS = ("information_c1", "information_c2", "information_c3", "discriminator_loss", "generator_loss")


def maths(config: InfoConfig, now: Snapshot) -> list[str]:
    """The game with its extra term, the bound and its own bounds, the three losses; then the numbers of the run."""
    weight, spread, shaking = (in_latex(written(each)) for each in (config.weight, SPREAD, config.shaking))
    return [
        "**The game** gets a third term. G reads a code c beside the noise z, and is to keep it readable:",
        Latex(r"\min_{G, Q} \max_D\; V(D, G) - \lambda\, L(G, Q), \qquad \lambda = " + weight),
        "**Mutual information** is what the picture tells of the code: how uncertain the code is, less how uncertain "
        "it still is once the picture is seen.",
        Latex(r"I(c; x) = H(c) - H(c \mid x), \qquad H(c) = -\sum_c p(c) \ln p(c)"),
        "**The bound.** p(c|x) is not known, so another network, Q, says what it takes c to be. Whatever it says, this "
        "is never more than I(c; x); what is missing is how far Q is from the truth:",
        Latex(r"L_I = \mathrm{E}\big[\ln Q(c \mid x)\big] + H(c) = I(c; x) - "
              r"\mathrm{E}\big[\mathrm{KL}(p(c \mid x) \,\|\, Q(c \mid x))\big] \le I(c; x)"),
        "**Of c1**, ten categories as likely as each other, Q says ten probabilities. Its cross-entropy is what is "
        "missing from ln 10, which no reader can exceed:",
        Latex(rf"L_1 = \ln 10 - \frac{{1}}{{m}} \sum_i -\ln Q(c_{{1,i}} \mid x_i) \;\le\; \ln 10 \approx "
              rf"{CATEGORICAL_ENTROPY:.3f}"),
        "**Of c2 and c3**, uniform on −1 to 1, Q says the mean μ of a normal distribution with a fixed deviation "
        f"σ = {written(SPREAD)}, so that its bound ends where the means are right:",
        Latex(r"L_k = \ln 2 - \tfrac12 \ln(2 \pi \sigma^2) - \frac{1}{m} \sum_i "
              r"\frac{(c_{k,i} - \mu_{k,i})^2}{2 \sigma^2}"
              rf"\;\le\; {SHARPEST:.3f}, \qquad \ln 2 \approx {CONTINUOUS_ENTROPY:.3f}, \; \sigma = {spread}"),
        "**What is trained** weighs the three. A nat of c2 or c3 counts a quarter, so that c1 is served first:",
        Latex(rf"L = L_1 + {written(CONTINUOUS_WEIGHT)}\, (L_2 + L_3)"),
        "**Who minimises what.** D and Q share their first layers. One backward pass gives each its own:",
        Latex(r"D:\; L_D - \lambda L, \qquad G:\; L_G - \lambda L, \qquad Q:\; -L"),
        "**Shaking.** D and Q look at T x, not at x: T turns, stretches, slants and moves each picture by chance, real "
        "and generated alike. So the code has to be written in something that a small move leaves as it is:",
        Latex(r"(T x)(p) = x(A p + t), \quad A_{ij} \sim \mathcal{N}(I_{ij}, a^2), \; t_i \sim \mathcal{N}(0, b^2)"),
        Latex(rf"a = {written(TURNED)}\, s, \quad b = {written(MOVED)}\, s, \quad s = {shaking}"),
        Caption("p runs from −1 to 1 along both sides of a picture; s is the knob."),
        "At λ = 0 the players are a plain GAN, and Q alone still tries to read.",
        *_moment(now),
    ]  # fmt: skip


def _moment(now: Snapshot) -> list[str]:
    latest = now.status.latest
    found = [latest.get(name) for name in METRICS]
    if any(each is None or not math.isfinite(each) for each in found):
        return []
    one, two, three, d, g = (in_latex(written(float(each or 0.0))) for each in found)
    return [
        Caption(f"Of step {now.status.step:,} on the stage, of that one batch:"),
        Latex(rf"L_1 = {one}, \quad L_2 = {two}, \quad L_3 = {three}, \qquad L_D = {d}, \quad L_G = {g}"),
    ]
