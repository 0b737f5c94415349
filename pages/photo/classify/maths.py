"""The maths of the photo lesson, part by part."""

from __future__ import annotations

import math
from collections.abc import Mapping

from dnnlab.photo.views import Classification
from dnnlab.plots.written import in_latex, written
from dnnlab.ui.blocks import Latex


def of_look(answers: Mapping[str, Classification]) -> list[str]:
    """Softmax with what both networks say, and where they look."""
    ratios = [
        compared(net, found)
        for net, found in answers.items()
        if found.probabilities[1] > 0  # else it is too small for single precision
    ]
    return [
        "**Softmax.** A network ends with 1,000 logits $z$, one a class. They become probabilities:",
        Latex(r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}"),
        *ratios,
        "The 1,000 probabilities add up to 1 whatever the photo shows: a photo of something else gets an answer too.",
        "**Grad-CAM.** How much does each map $A^k$ of a layer raise the logit $z_c$ of the class, on average?",
        Latex(
            r"\alpha_k = \frac{1}{h\,w} \sum_{i,j} \frac{\partial z_c}{\partial A^k_{i,j}} \qquad "
            r"L_{i,j} = \mathrm{ReLU}\Big( \sum_k \alpha_k A^k_{i,j} \Big)"
        ),
        "**Input gradient.** How much does the logit change with a pixel; of the three colours the largest:",
        Latex(
            r"S_{i,j} = \max_{\mathrm{colour}} \left| \frac{\partial z_c}{\partial x_{\mathrm{colour},\,i,\,j}} \right|"
        ),
    ]


def compared(net: str, found: Classification) -> str:
    """How much likelier the first class is than the second, and what that says of their logits."""
    first, second = found.names[:2]
    likelier = float(found.probabilities[0]) / float(found.probabilities[1])
    said = written(likelier)
    ratio = in_latex(said)
    difference = in_latex(written(math.log(float(said.replace(",", "")))))  # of the ratio as it stands there
    return (
        f"Here {net} finds “{first}” ${ratio}$ times as likely as “{second}”: their logits differ by "
        f"$\\ln ({ratio}) = {difference}$."
    )


OF_COVER = (
    "**Occlusion.** Cover the square $P$ of the photo $x$ with something else, $b$, and ask again how likely the "
    "class $c$ is. The network itself is never opened: this works for any model that gives probabilities.",
    Latex(
        r"x^{(P)}_{i,j} = \begin{cases} b_{i,j} & (i,j) \in P \\ x_{i,j} & \text{otherwise} \end{cases} \qquad "
        r"s(P) = p_c\big(x^{(P)}\big)"
    ),
    "A pixel gets the mean over all squares that covered it, against the photo with nothing covered:",
    Latex(r"M_{i,j} = p_c(x) - \frac{1}{|\{P \ni (i,j)\}|} \sum_{P \ni (i,j)} s(P)"),
    "Squares that overlap share the blame, so the map is smoother than the squares are. Each square costs one pass "
    "through the network; Grad-CAM needs a single one, there and back.",
)
OF_INSIDE = (
    "**A unit** is one map of a layer: the same weights asked at every place. Where it answers most, its receptive "
    "field shows what drives it.",
    "**Gradient ascent.** Training changes the weights so that a loss falls. Here the weights stay, and the "
    "picture $x$ changes so that $a$ rises, the mean of the map (or the logit of a class). A ReLU at its end leaks "
    "a tenth here: a unit that is silent everywhere has no way up otherwise.",
    Latex(
        r"g = \mathrm{blur}_\sigma\!\left( \frac{\partial a}{\partial x} \right) \qquad "
        r"x \leftarrow x + \lambda\, (x_0 - x) + \eta\, \frac{g}{\sqrt{\mathrm{mean}(g^2)}}"
    ),
    "$\\eta$ is the rate: the division makes every step equally large, however flat the unit is there. $\\lambda$ "
    "is the decay, back to grey or to the photo $x_0$. The blur $\\sigma$ falls to a quarter until the last step: "
    "shapes first, then details. Jitter shifts the picture before each step and back after it.",
)
