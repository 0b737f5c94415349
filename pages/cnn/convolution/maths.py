"""The maths of the convolution lesson, part by part."""

from __future__ import annotations

from dnnlab.cnn.convolution.knobs import DENSE, SLIDE, STACK
from dnnlab.ui.blocks import Latex
from pages.cnn.convolution.parts import LEARN

SUM = (
    "**The sum.** Output map $o$ at row $i$, column $j$: for every channel $c$ and every weight $(u, v)$ of "
    "the kernel, multiply and add. Stride $s$ and dilation $d$ say where on the (padded) picture $x$ to look.",
    Latex(
        r"y_{o,i,j} = b_o + \sum_{c=1}^{C} \sum_{u=0}^{f-1} \sum_{v=0}^{f-1} "
        r"w_{o,c,u,v}\; x_{c,\; i s + u d,\; j s + v d}"
    ),
    "The lecture writes the inner part $F^c \\cdot Img^c$: one slice of the kernel on one channel. The partial "
    "sums of all channels, and the bias, make one number. Above they stand in rows below the picture.",
    "**Turned or not.** Mathematics turns the kernel by 180° before it slides: $x_{c,\\, i - u,\\, j - v}$. "
    "Without the turn it is called cross-correlation. Networks learn the weights, so it makes no difference to "
    "them, and every library leaves the turn out. The switch *Turn the kernel* shows it: the left Sobel "
    "becomes the right one.",
    "**Sizes.** How often a kernel fits; the floor drops a last step that would reach over the edge.",
    Latex(r"w' = \left\lfloor \frac{w + p_{left} + p_{right} - d(f-1) - 1}{s} \right\rfloor + 1"),
    "“Same” padding gives $\\lceil w/s \\rceil$. Stride 1 needs $p = (f-1)/2$ on each side. 32 pixels with "
    "$f=3$, $s=2$ become 16 exactly with one pixel on one side only; with $p = 1$ on both sides it is 16.5, "
    "which the floor makes 16 too: the kernel never reaches the last pixel of the padding.",
    "**The transposed layer** makes pictures larger: every pixel stamps the kernel, stamps add up.",
    Latex(r"w' = (w-1)\,s + d(f-1) + 1 - 2p"),
)
COUNT = (
    "**Parameters** of $n$ filters of $f \\times f$ on $c$ channels, for $h' \\times w'$ outputs, with weights "
    "shared by all places, with weights of their own, and connected to everything ($h \\times w$ inputs):",
    Latex(r"(f\,f\,c + 1)\,n \qquad (f\,f\,c + 1)\,n\,h'\,w' \qquad (h\,w\,c + 1)\,n\,h'\,w'"),
    "One slide counts a convolution as $((h \\cdot w \\cdot c)+1) \\cdot n$ with the picture’s height and "
    "width: that is a dense layer with $n$ units.",
)
LOSS = (
    "**The loss** is the mean squared difference between what the kernel makes of the picture and the target. "
    "It is a sum of squares of something linear in the weights: one valley, and gradient descent finds its "
    "floor.",
    Latex(
        r"L(w) = \frac{1}{N} \sum_{i,j} \Big( \sum_{u,v} w_{u,v}\, x_{i+u,\,j+v} - t_{i,j} \Big)^2 \qquad "
        r"\frac{\partial L}{\partial w_{u,v}} = \frac{2}{N} \sum_{i,j} e_{i,j}\, x_{i+u,\,j+v}"
    ),
    "$e$ is the error picture. The gradient of a weight is itself a convolution: of the picture with the "
    "error. Neighbouring pixels are nearly equal, so the valley is long and narrow: how bright a kernel is "
    "overall is found at once, how its weights differ takes longer.",
)
MATHS: dict[str, tuple[str, ...]] = {SLIDE: SUM, STACK: SUM, DENSE: COUNT, LEARN: LOSS}
