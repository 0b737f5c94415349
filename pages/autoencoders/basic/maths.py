"""The maths of the autoencoder lesson, with the numbers of the moment filled in."""

from __future__ import annotations

import math
from itertools import pairwise

from dnnlab.autoencoders.basic.knobs import (
    CONTRACTIVE,
    CROSS_ENTROPY,
    DENOISING,
    DENSE,
    OVERCOMPLETE,
    SIGMOID,
    SPARSE,
    AutoencoderConfig,
)
from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex, parameter_table, units
from dnnlab.ui.rules import update_rule

LOSSES = {
    CROSS_ENTROPY: r"L(x, \hat x) = -\sum_i \big( x_i \ln \hat x_i + (1 - x_i) \ln (1 - \hat x_i) \big)",
    "squared error": r"L(x, \hat x) = \lVert x - \hat x \rVert^2 = \sum_i (x_i - \hat x_i)^2",
}
REGULARIZERS = {
    OVERCOMPLETE: (
        "**Overcomplete.** The code has more numbers than the picture: $g(f(x)) = x$ is possible with nothing learnt "
        "about digits, one unit a pixel. That is why a code is made small, or a penalty is added.",
    ),
    SPARSE: (
        "**Sparse.** The sum of the code's absolute values is added to the loss (L1). Its slope is λ however small a "
        "number is, so that those which do not earn it go to 0; with ReLU they are exactly 0.",
        Latex(r"J = L(x, g(f(x))) + \lambda \sum_j |h_j|, \qquad h = f(x)"),
    ),
    DENOISING: (
        "**Denoising.** The encoder gets a spoilt picture $\\tilde x$, the loss asks for the clean one. A copy of the "
        "input would be wrong now: the network has to know what pictures look like.",
        Latex(r"J = L(x, g(f(\tilde x)))"),
    ),
    CONTRACTIVE: (
        "**Contractive.** The sum of the squared derivatives of the code by every pixel is added: the squared "
        "Frobenius norm of the Jacobian. Of dense layers it is the product of the layers', with the slopes of their "
        "curves on the diagonals $D_l$. The page works it out exactly.",
        Latex(
            r"J = L(x, g(f(x))) + \lambda \Big\lVert \frac{\partial f(x)}{\partial x} \Big\rVert_F^2, \qquad "
            r"\frac{\partial f(x)}{\partial x} = D_n W_n \cdots D_2 W_2\, D_1 W_1"
        ),
    ),
}


def maths(config: AutoencoderConfig, now: Snapshot) -> list[str]:
    """What is computed, first of a network with these knobs, then of the run that is shown."""
    output = r"\sigma(z)" if config.output == SIGMOID else "z"
    blocks = [
        "**Encoder and decoder.** The encoder $f$ makes a code $h$ of a picture $x$, the decoder $g$ a picture of the "
        "code. Both are trained together, to make the copy like the picture; nobody says what a code should be.",
        Latex(rf"h = f(x) \in \mathbb{{R}}^{{{config.code_size}}}, \qquad \hat x = g(h) = {output}"),
    ]
    if config.kind == DENSE:
        blocks.append(parameter_table(parameter_counts(config)))
        if config.tied:
            blocks.append(
                "**Tied weights**: $W'_l = W_{n-l+1}^T$, so the decoder learns its biases alone, and the table "
                "counts the weights once."
            )
    blocks += ["**The loss**, summed over the pixels of a picture:", Latex(LOSSES[config.loss])]
    if config.unmatched:
        blocks.append(
            "With the squared error the gradient of a logit $z$ is $2 (\\hat x - x)\\, \\hat x (1 - \\hat x)$: its "
            "last factor vanishes where $\\hat x$ is near 0 or 1, even if it is wrong. With cross-entropy it cancels, "
            "and $\\hat x - x$ remains."
        )
    elif config.output == SIGMOID:
        blocks.append(
            "Sigmoid and cross-entropy belong together: the gradient of the logit $z$ is just $\\hat x - x$. So do "
            "identity and the squared error, with $2 (\\hat x - x)$."
        )
    blocks += REGULARIZERS.get(config.regularizer, ())
    if (error := now.status.latest.get("validation_error")) is not None and math.isfinite(error):
        trained = now.status.config
        assert isinstance(trained, AutoencoderConfig)
        blocks += [
            Caption(f"Of step {now.status.step:,} on the stage, at its last check on held-out pictures."),
            "**How far off is a pixel?** The squared error of a picture, by its pixels, which go from 0 to 1:",
            Latex(a_pixel(error, trained.pixels)),
            f"Its root says how far a pixel is off: {written(math.sqrt(error / trained.pixels), digits=2)}.",
        ]
    return [
        *blocks,
        f"**The step**: {config.optimizer} with the learning rate that the slider shows; $g$ is the gradient.",
        update_rule(config.optimizer, config.learning_rate),
        "**PCA**, the dashed line, is the best that a linear encoder and decoder can do: its error is what the "
        "components beyond the code's size leave over. It was fitted on 4,000 training pictures (1,000 in colour).",
    ]


def a_pixel(error: float, pixels: int) -> str:
    """From a picture's squared error to that of a pixel."""
    told, result = written(error, digits=6), written(error / pixels)
    return rf"\frac{{{in_latex(told)}}}{{{in_latex(f'{pixels:,}')}}} = {in_latex(result)}"


def parameter_counts(config: AutoencoderConfig) -> dict[str, tuple[str, int]]:
    """Layer -> (the product in words, the count of weights and biases), of dense layers."""
    down = (config.pixels, *config.encoder_widths, config.code_size)
    up = (config.code_size, *config.decoder_widths, config.pixels)
    found = {f"encoder, {a:,} → {b:,}": units(b, a) for a, b in pairwise(down)}
    for a, b in pairwise(up):
        found[f"decoder, {a:,} → {b:,}"] = (f"{b} biases", b) if config.tied else units(b, a)
    return found
