"""The maths of "Linear = PCA", with the numbers of the moment filled in."""

from __future__ import annotations

import numpy as np

from dnnlab.autoencoders.linear.knobs import LinearConfig
from dnnlab.autoencoders.linear.pca import of
from dnnlab.autoencoders.linear.views import LinearView
from dnnlab.live.wire import Snapshot
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex
from dnnlab.ui.rules import update_rule


def maths(config: LinearConfig, now: Snapshot) -> list[str]:
    """Net, PCA, angles; then the numbers of the run that is shown."""
    blocks = [
        "**The net.** $V$ maps the $D$ pixels of a picture, less the mean picture $m$, to $K$ numbers, $U$ maps them "
        "back; there is no activation.",
        Latex(r"x' = U\,V\,(x - m) + m, \qquad E = \frac{1}{n} \sum_i \lVert x_i - x_i' \rVert^2"),
        "**PCA.** The scatter matrix has eigenvalues $\\lambda_1 \\ge \\lambda_2 \\ge \\dots$ Among all linear maps "
        "through $K$ numbers none has a smaller error than the projection onto the first $K$ eigenvectors.",
        Latex(
            r"S = \frac{1}{n} \sum_i (x_i - m)(x_i - m)^{\top}, \qquad "
            r"E_{\mathrm{PCA}} = \sum_{k > K} \lambda_k"
        ),
        "**The exact gradient.** The mean loss over all pictures depends on them through $S$ alone, so a step that "
        "looks at all of them costs no more than a mini-batch.",
        Latex(r"E = \mathrm{tr}\,(I - UV)\,S\,(I - UV)^{\top}"),
        "**Principal angles.** With orthogonal bases $Q$ of the net’s columns and $P$ of PCA’s axes, their sines are "
        "the singular values of what $Q$ has outside of $P$. All are 0 when the two spaces are the same.",
        Latex(r"\sin \theta_k = \sigma_k\!\left( Q - P P^{\top} Q \right)"),
    ]  # fmt: skip
    view, trained = now.view, now.status.config
    if isinstance(view, LinearView) and isinstance(trained, LinearConfig):
        variances = of(trained.data).variances
        code = view.code_size
        blocks += [
            Caption(f"The numbers below are those of step {view.step:,}, with {code} numbers in the code."),
            Latex(
                rf"\lambda_{{{code}}} = {_number(variances[code - 1])}, \quad "
                rf"\lambda_{{{code + 1}}} = {_number(variances[code])}, \quad "
                rf"E_{{\mathrm{{PCA}}}} = {_number(view.pca_error)}, \quad E = {_number(view.error)}"
            ),
        ]
        if np.isfinite(view.angles).all():
            blocks.append(Latex(rf"\theta_{{\max}} = {_number(view.angles[-1])}^{{\circ}}"))
    return [
        *blocks,
        f"**The step**: {config.optimizer} with the learning rate that the slider shows; $g$ is the gradient.",
        update_rule(config.optimizer, config.learning_rate),
    ]


def _number(value: float) -> str:
    return in_latex(written(float(value)))
