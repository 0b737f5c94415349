"""The maths of the lesson on variational autoencoders, with the numbers of the moment filled in."""

from __future__ import annotations

import math

from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex
from dnnlab.ui.rules import update_rule
from dnnlab.vae.model.knobs import MEAN, VaeConfig

KL = r"\mathrm{KL} = \tfrac{1}{2} \sum_j \big( \mu_j^2 + \sigma_j^2 - 1 - \ln \sigma_j^2 \big)"
BERNOULLI = r"\ln p(x \mid z) = \sum_i \big( x_i \ln p_i + (1 - x_i) \ln (1 - p_i) \big)"
GAUSSIAN = r"\ln p(x \mid z) = -\sum_i \Big( \frac{(x_i - \hat x_i)^2}{2 s^2} + \ln s + \tfrac{1}{2} \ln 2 \pi \Big)"


def maths(config: VaeConfig, now: Snapshot) -> list[str]:
    """What is computed, first of a network with these knobs, then of the run that is shown."""
    blocks = [
        "**The model.** A code $z$ is drawn from a standard normal, the prior; the decoder says what a picture with "
        "that code looks like. ln p(x) would be what to maximise, but it is an integral over all codes.",
        Latex(r"p(z) = \mathcal{N}(0, I), \qquad p(x) = \int p(x \mid z)\, p(z)\, dz"),
        "**The encoder** puts out a mean and a log-variance for each number of the code: $q(z \\mid x)$, which stands "
        "in for the posterior $p(z \\mid x)$ that nobody can compute. **Reparametrisation**: the chance sits in ε, so "
        "that gradients reach μ and σ.",
        Latex(
            r"q(z \mid x) = \mathcal{N}(\mu(x), \mathrm{diag}\, \sigma(x)^2), \qquad z = \mu + \sigma \varepsilon, "
            r"\quad \varepsilon \sim \mathcal{N}(0, I)"
        ),
        "**The bound.** What q is away from the posterior is what the ELBO is below ln p(x).",
        Latex(
            r"\ln p(x) = \underbrace{\mathrm{E}_q[\ln p(x \mid z)] - \mathrm{KL}(q(z \mid x) \,\|\, p(z))}"
            r"_{\mathrm{ELBO}} + \mathrm{KL}(q(z \mid x) \,\|\, p(z \mid x))"
        ),
        Latex(KL),
        "**A pixel** is a coin toss: the picture is binarised, each pixel with its grey value as the probability, "
        "anew at each step and once for the test. Grey values themselves have no probability under a Bernoulli: "
        "cross-entropy with them is no ln p(x)."
        if config.tosses
        else "**A pixel** is normal around what the decoder says. This is a density: it may be above 0, and cannot be "
        "compared with that of binarised pictures.",
        Latex(BERNOULLI if config.tosses else GAUSSIAN),
    ]
    blocks += _loss(config)
    blocks += _moment(now)
    return [
        *blocks,
        f"**The step**: {config.optimizer} with the learning rate that the slider shows; $g$ is the gradient.",
        update_rule(config.optimizer, config.learning_rate),
    ]


def _loss(config: VaeConfig) -> list[str]:
    if not config.draws:
        return [
            "**The loss** of the plain autoencoder is the reconstruction alone: the code is μ, and nothing is drawn."
        ]
    found = [
        "**The loss**, mean over the pictures of a batch, sums over the pixels of each. With β = 1 it is the negative "
        "ELBO. While β warms up it rises from 0. Free nats λ: each number of the code, mean over the batch, pays only "
        "what is above λ.",
        Latex(r"L = -\ln p(x \mid z) + \beta \sum_j \max(\lambda, \mathrm{KL}_j)"),
    ]
    if config.reduction == MEAN:
        beta, pixels = written(config.beta), f"{config.numbers:,}"
        found += [
            "**The mean over pixels** divides the reconstruction and not the KL. Times the number of pixels it is the "
            "loss above, with another β:",
            Latex(rf"{in_latex(beta)} \cdot {in_latex(pixels)} = {in_latex(written(config.effective_beta, digits=6))}"),
        ]
    return found


def _moment(now: Snapshot) -> list[str]:
    latest = now.status.latest
    parts = [latest.get(f"validation_{name}") for name in ("reconstruction", "kl")]
    if any(each is None or not math.isfinite(each) for each in parts):
        return []
    return [
        Caption(f"Of step {now.status.step:,} on the stage, at its last check on held-out pictures:"),
        Latex(bound(float(parts[0] or 0.0), float(parts[1] or 0.0))),
    ]


def bound(reconstruction: float, kl: float) -> str:
    """ELBO = reconstruction - KL, as printed."""
    first, second = (f"{each:.2f}" for each in (reconstruction, kl))
    return rf"{first} - {second} = {float(first) - float(second):.2f}"
