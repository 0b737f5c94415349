"""Below the stage: predictions, the maths, the code, the sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dnnlab.cnn.convolution.knobs import DENSE, SLIDE, STACK, ConvolutionConfig
from dnnlab.data.photos import PHOTOS
from dnnlab.live.config import Config
from dnnlab.ui.compare import runs_table
from dnnlab.ui.source import show_source
from dnnlab.ui.tryit import Question, ask
from dnnlab.ui.workbench import Workbench
from pages.cnn.convolution.learn.questions import QUESTIONS
from pages.cnn.convolution.lesson import LESSON
from pages.cnn.convolution.parts import LEARN
from pages.cnn.convolution.questions import setting_questions

Show = Callable[[], None]


def below(part: str, config: ConvolutionConfig) -> None:
    """The tabs of a part that stands on the bench."""
    _tabs(part, partial(_ask_about, setting_questions(part, config), LESSON.slug, config), None)


def below_run(part: str, bench: Workbench[Any]) -> None:
    """The tabs of a part that trains: with the table of its runs."""
    questions = partial(_ask_about, QUESTIONS, bench.page, bench.config, bench)
    _tabs(part, questions, partial(runs_table, bench, ["loss", "kernel_error"]))


def _tabs(part: str, try_it: Show, runs: Show | None) -> None:
    shown: dict[str, Show | None] = {
        "Try it": try_it,
        "The maths": partial(_maths, part),
        "The code": partial(_code, part),
        "Runs in this tab": runs,
        "Sources": _sources,
    }
    kept = {name: show for name, show in shown.items() if show is not None}
    for tab, show in zip(st.tabs(list(kept)), kept.values(), strict=True):
        with tab:
            show()


def _ask_about(questions: Sequence[Question], page: str, config: Config, bench: Workbench[Any] | None = None) -> None:
    for question in questions:
        ask(question, page, config, bench)


def _maths(part: str) -> None:
    if part in (SLIDE, STACK):
        st.markdown(
            "**The sum.** Output map $o$ at row $i$, column $j$: for every channel $c$ and every weight $(u, v)$ of "
            "the kernel, multiply and add. Stride $s$ and dilation $d$ say where on the (padded) picture $x$ to look."
        )
        st.latex(
            r"y_{o,i,j} = b_o + \sum_{c=1}^{C} \sum_{u=0}^{f-1} \sum_{v=0}^{f-1} "
            r"w_{o,c,u,v}\; x_{c,\; i s + u d,\; j s + v d}"
        )
        st.markdown(
            "The lecture writes the inner part $F^c \\cdot Img^c$: one slice of the kernel on one channel. The partial "
            "sums of all channels, and the bias, make one number. On the bench they stand in rows below the picture."
        )
        st.markdown(
            "**Turned or not.** Mathematics turns the kernel by 180° before it slides: $x_{c,\\, i - u,\\, j - v}$. "
            "Without the turn it is called cross-correlation. Networks learn the weights, so it makes no difference to "
            "them, and every library leaves the turn out. The switch *Turn the kernel* shows it: the left Sobel "
            "becomes the right one."
        )
        st.markdown("**Sizes.** How often a kernel fits; the floor drops a last step that would reach over the edge.")
        st.latex(r"w' = \left\lfloor \frac{w + p_{left} + p_{right} - d(f-1) - 1}{s} \right\rfloor + 1")
        st.markdown(
            "“Same” padding gives $\\lceil w/s \\rceil$. Stride 1 needs $p = (f-1)/2$ on each side. 32 pixels with "
            "$f=3$, $s=2$ become 16 exactly with one pixel on one side only; with $p = 1$ on both sides it is 16.5, "
            "which the floor makes 16 too: the kernel never reaches the last pixel of the padding."
        )
        st.markdown("**The transposed layer** makes pictures larger: every pixel stamps the kernel, stamps add up.")
        st.latex(r"w' = (w-1)\,s + d(f-1) + 1 - 2p")
    if part == DENSE:
        st.markdown(
            "**Parameters** of $n$ filters of $f \\times f$ on $c$ channels, for $h' \\times w'$ outputs, with weights "
            "shared by all places, with weights of their own, and connected to everything ($h \\times w$ inputs):"
        )
        st.latex(r"(f\,f\,c + 1)\,n \qquad (f\,f\,c + 1)\,n\,h'\,w' \qquad (h\,w\,c + 1)\,n\,h'\,w'")
        st.markdown(
            "One slide counts a convolution as $((h \\cdot w \\cdot c)+1) \\cdot n$ with the picture’s height and "
            "width: that is a dense layer with $n$ units."
        )
    if part == LEARN:
        st.markdown(
            "**The loss** is the mean squared difference between what the kernel makes of the picture and the target. "
            "It is a sum of squares of something linear in the weights: one valley, and gradient descent finds its "
            "floor."
        )
        st.latex(
            r"L(w) = \frac{1}{N} \sum_{i,j} \Big( \sum_{u,v} w_{u,v}\, x_{i+u,\,j+v} - t_{i,j} \Big)^2 \qquad "
            r"\frac{\partial L}{\partial w_{u,v}} = \frac{2}{N} \sum_{i,j} e_{i,j}\, x_{i+u,\,j+v}"
        )
        st.markdown(
            "$e$ is the error picture. The gradient of a weight is itself a convolution: of the picture with the "
            "error. Neighbouring pixels are nearly equal, so the valley is long and narrow: how bright a kernel is "
            "overall is found at once, how its weights differ takes longer."
        )


def _code(part: str) -> None:
    st.markdown(
        "This is the very code that computes above. The small helpers that it calls stand in the same files, and in "
        "`dnnlab/cnn/geometry.py`."
    )
    if part in (SLIDE, DENSE):
        show_source("dnnlab/cnn/net/convolution.py", ("convolve2d", "windows"))
    if part == SLIDE:
        show_source("dnnlab/cnn/net/convolution.py", ("transposed2d", "convolve1d"))
        show_source("dnnlab/cnn/geometry.py", ("output_size", "same_padding"))
    if part == STACK:
        show_source("dnnlab/cnn/geometry.py", ("receptive_field", "field_of"))
    if part == DENSE:
        show_source("dnnlab/cnn/net/convolution.py", ("as_matrix", "LocallyConnected2d", "dense_as_convolution"))
    if part == LEARN:
        show_source("dnnlab/cnn/learn_kernel/net/experiment.py", ("LearnKernel.step",))
        show_source("dnnlab/cnn/net/convolution.py", ("convolve2d", "windows"))


def _sources() -> None:
    st.markdown(
        "- C. M. Alaíz, *Deep Neural Networks*, and the other lectures of the course: the formula, the kernels "
        "identity, left and top Sobel, stride, padding, sizes, weight sharing.\n"
        "- V. Dumoulin, F. Visin, *A guide to convolution arithmetic for deep learning* (2016): all sizes, with "
        "transposed and dilated layers.\n"
        "- V. Powell, *Image kernels*, setosa.io: most of the kernels with a name.\n"
        "- A. Krizhevsky, I. Sutskever, G. Hinton, *ImageNet classification with deep convolutional neural networks* "
        "(2012).\n\n"
        "**Remarks on slides.** One formula, $K(m,n)\\, I(i+n, j+m)$, swaps rows and columns: taken at its word the "
        "top Sobel becomes the left Sobel. Another says that 32 × 32 with $f=3$, $s=2$ becomes 16 × 16: exactly so "
        "with padding on one side only; with $p = 1$ on both it is 16.5, and 16 by the floor. AlexNet’s first layer "
        "has 55 · 55 · 96 = 290,400 units; the paper says 253,440."
    )
    credits = "; ".join(f"{photo.name}: {photo.credit}" for photo in PHOTOS.values())
    st.caption(f"The photos, from scikit-image and scikit-learn, made smaller. {credits}.")
