"""The maths of latent arithmetic, with the numbers of the moment filled in."""

from __future__ import annotations

import numpy as np

from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Caption, Latex
from dnnlab.ui.rules import update_rule
from dnnlab.vae.arithmetic.gallery import gallery
from dnnlab.vae.arithmetic.knobs import ATTRIBUTE_NAMES, FACES, BuilderConfig, FaceConfig
from dnnlab.vae.arithmetic.vectors import colours_of, ends
from dnnlab.vae.arithmetic.views import Codes

CODE = (
    "**The code.** The encoder says a Gaussian for each face, with mean $\\mu$ and variance $\\sigma^2$ for each "
    "number of the code. Here a face’s code is its $\\mu$; the decoder draws a picture of any code."
)


def of_building(config: BuilderConfig, known: Codes | None) -> list[str]:
    """What is added to what."""
    blocks = [
        CODE,
        "**The arithmetic.** The difference of two codes is added to a third one, $s$ times:",
        Latex(r"z = \mu_C + s\,(\mu_A - \mu_B), \qquad s = " + in_latex(written(config.strength))),
        "**Averages.** With $\\bar\\mu_1$ the average code of all faces with an attribute, $\\bar\\mu_0$ of all "
        "without, whatever is as frequent in both groups cancels out. In a single pair it does not.",
        Latex(r"v = \bar\mu_1 - \bar\mu_0 = \frac{1}{n_1} \sum_{i \in \text{with}} \mu_i"
              r" - \frac{1}{n_0} \sum_{i \in \text{without}} \mu_i"),
        "**Least squares.** With $y_{ij}$ 1 where face $i$ has the label $j$ (attributes, hair and skin colours) and 0 "
        "where not, all vectors are fitted at once, so that none takes the blame for a label that goes together with "
        "it. Of independent labels $v_j$ is the difference of means but for chance.",
        Latex(r"\min_{c, v} \sum_i \Big\lVert \mu_i - c - \sum_j y_{ij} v_j \Big\rVert^2"),
        "**Same colours.** Adding up assumes that a beard changes every code alike. But it has the colour of the hair, "
        "and lies on skin: what it adds depends on both. The averages of only those faces that have C’s hair and skin "
        "colour allow for it.",
    ]  # fmt: skip
    if known is not None:
        if config.use == FACES:
            difference = known.gallery[config.a] - known.gallery[config.b]
        else:
            colours = colours_of(gallery().labels)[config.c]
            without, with_it = ends(known, config.vector, ATTRIBUTE_NAMES.index(config.attribute), colours)
            difference = with_it - without
        length = written(float(np.linalg.norm(difference)))
        blocks.append(f"At this moment $\\lVert\\mu_A - \\mu_B\\rVert$ is {length}, in {len(difference)} numbers.")
    return blocks


def of_the_way() -> list[str]:
    """Straight line and arc."""
    return [
        CODE,
        "**Linear**: the straight line between two codes.",
        Latex(r"z(t) = (1 - t)\,a + t\,b"),
        "**Spherical**: the arc between their directions, while the length goes evenly from one to the other; "
        "$\\Omega$ is the angle between $a$ and $b$.",
        Latex(r"\frac{z(t)}{\lVert z(t) \rVert} = \frac{\sin((1 - t)\,\Omega)}{\sin \Omega}\,"
              r"\frac{a}{\lVert a \rVert} + \frac{\sin(t\,\Omega)}{\sin \Omega}\,\frac{b}{\lVert b \rVert}"),
        "A code drawn from the prior $N(0, I)$ of $k$ numbers has a length near $\\sqrt{k}$. Halfway along the "
        "straight line between two of them it is shorter, by a factor of about $\\sqrt{2}$ where they are at a right "
        "angle: where few faces lie. The arc stays where they lie.",
        "**Dimensions by KL.** What a number of the code says about a face, on average, is how far its Gaussian is "
        "from the prior. A dimension near 0 nats says nothing: its value does not matter to the decoder.",
        Latex(r"\mathrm{KL}_j = \tfrac{1}{2}\big(\mu_j^2 + \sigma_j^2 - \log \sigma_j^2 - 1\big)"),
    ]  # fmt: skip


def of_training(config: FaceConfig) -> list[str]:
    """What a step minimises."""
    return [
        "**The loss** of a face $x$, in nats, summed over its pixels and over the numbers of its code; a step takes "
        f"the mean over {config.batch_size} faces.",
        Latex(r"\frac{\lVert x - \hat{x}(z) \rVert^2}{2 \cdot 0.1^2} + \beta \sum_j \mathrm{KL}_j, \qquad "
              r"z = \mu + \sigma \epsilon, \quad \epsilon \sim N(0, I), \quad \beta = "
              + in_latex(written(config.beta))),
        "A pixel is taken to be Gaussian around what the decoder says, with a standard deviation of 0.1 of full light. "
        "With β = 1 this is the negative ELBO but for a constant.",
        Caption("The sum over pixels matters: a mean over them would be the same as a β thousands of times larger."),
        update_rule("Adam", config.learning_rate),
    ]  # fmt: skip
