"""Below the stage: predictions, the maths, the code, the sources."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.views import Classification
from dnnlab.ui.compare import runs_table
from dnnlab.ui.latex import number
from dnnlab.ui.source import show_source
from dnnlab.ui.tryit import Question, ask
from dnnlab.ui.workbench import Workbench
from pages.photo.classify.lesson import LESSON
from pages.photo.classify.parts import COVER, INSIDE, LOOK


def below(
    part: str,
    config: PhotoConfig,
    questions: Sequence[Question],
    answers: Mapping[str, Classification],
    bench: Workbench[Any] | None = None,
    metrics: Sequence[str] = (),
) -> None:
    """The tabs of a part; with a table of runs where it has a bench.

    Args:
        config: what the knobs stand for.
        bench: what the runs of this part are made on.
        metrics: of its runs, worth a column.
    """
    names = ["Try it", "The maths", "The code", *(["Runs in this tab"] if bench else []), "Sources"]
    tabs = dict(zip(names, st.tabs(names), strict=True))
    with tabs["Try it"]:
        for question in questions:
            ask(question, LESSON.slug, config, bench)
    with tabs["The maths"]:
        {LOOK: _look, COVER: _cover, INSIDE: _inside}[part](answers)
    with tabs["The code"]:
        _code(part)
    if bench:
        with tabs["Runs in this tab"]:
            runs_table(bench, metrics)
    with tabs["Sources"]:
        _sources()


def _code(part: str) -> None:
    st.markdown("This is the very code that answers above. It needs PyTorch and the weights in `assets/photo`.")
    if part == LOOK:
        show_source("dnnlab/photo/net/explain.py", ("grad_cam", "input_gradient"))
        show_source("dnnlab/photo/net/models.py", ("SqueezeNet11", "Fire", "EfficientNetLite0", "MBConv"))
    elif part == COVER:
        show_source("dnnlab/photo/net/explain.py", ("cover", "occlusion_scores", "occlusion_map"))
        show_source("dnnlab/photo/occlusion/net/experiment.py", ("OcclusionMap.step",))
        show_source("dnnlab/photo/covering.py", ("patches", "covering", "covered"))
    else:
        show_source("dnnlab/photo/net/explain.py", ("excite", "liking", "blurred"))
        show_source("dnnlab/photo/ascent/net/experiment.py", ("GradientAscent.step",))
        show_source("dnnlab/photo/net/models.py", ("PhotoNet",))


def _look(answers: Mapping[str, Classification]) -> None:
    st.markdown("**Softmax.** A network ends with 1,000 logits $z$, one a class. They become probabilities:")
    st.latex(r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}")
    for net, found in answers.items():
        if found.probabilities[1] > 0:  # else it is too small for single precision
            st.markdown(compared(net, found))
    st.markdown(
        "The 1,000 probabilities add up to 1 whatever the photo shows: a photo of something else gets an answer too."
    )
    st.markdown("**Grad-CAM.** How much does each map $A^k$ of a layer raise the logit $z_c$ of the class, on average?")
    st.latex(
        r"\alpha_k = \frac{1}{h\,w} \sum_{i,j} \frac{\partial z_c}{\partial A^k_{i,j}} \qquad "
        r"L_{i,j} = \mathrm{ReLU}\Big( \sum_k \alpha_k A^k_{i,j} \Big)"
    )
    st.markdown("**Input gradient.** How much does the logit change with a pixel; of the three colours the largest:")
    st.latex(
        r"S_{i,j} = \max_{\mathrm{colour}} \left| \frac{\partial z_c}{\partial x_{\mathrm{colour},\,i,\,j}} \right|"
    )


def compared(net: str, found: Classification) -> str:
    """How much likelier the first class is than the second, and what that says of their logits."""
    first, second = found.names[:2]
    likelier = float(found.probabilities[0]) / float(found.probabilities[1])
    ratio = number(likelier, 3)
    return (
        f"Here {net} finds “{first}” ${ratio}$ times as likely as “{second}”: their logits differ by "
        f"$\\ln ({ratio}) = {math.log(likelier):.2f}$."
    )


def _cover(answers: Mapping[str, Classification]) -> None:
    st.markdown(
        "**Occlusion.** Cover the square $P$ of the photo $x$ with something else, $b$, and ask again how likely the "
        "class $c$ is. The network itself is never opened: this works for any model that gives probabilities."
    )
    st.latex(
        r"x^{(P)}_{i,j} = \begin{cases} b_{i,j} & (i,j) \in P \\ x_{i,j} & \text{otherwise} \end{cases} \qquad "
        r"s(P) = p_c\big(x^{(P)}\big)"
    )
    st.markdown("A pixel gets the mean over all squares that covered it, against the photo with nothing covered:")
    st.latex(r"M_{i,j} = p_c(x) - \frac{1}{|\{P \ni (i,j)\}|} \sum_{P \ni (i,j)} s(P)")
    st.markdown(
        "Squares that overlap share the blame, so the map is smoother than the squares are. Each square costs one pass "
        "through the network; Grad-CAM needs a single one, there and back."
    )


def _inside(answers: Mapping[str, Classification]) -> None:
    st.markdown(
        "**A unit** is one map of a layer: the same weights asked at every place. Where it answers most, its receptive "
        "field shows what drives it."
    )
    st.markdown(
        "**Gradient ascent.** Training changes the weights so that a loss falls. Here the weights stay, and the "
        "picture $x$ changes so that $a$ rises, the mean of the map (or the logit of a class). A ReLU at its end leaks "
        "a tenth here: a unit that is silent everywhere has no way up otherwise."
    )
    st.latex(
        r"g = \mathrm{blur}_\sigma\!\left( \frac{\partial a}{\partial x} \right) \qquad "
        r"x \leftarrow x + \lambda\, (x_0 - x) + \eta\, \frac{g}{\sqrt{\mathrm{mean}(g^2)}}"
    )
    st.markdown(
        "$\\eta$ is the rate: the division makes every step equally large, however flat the unit is there. $\\lambda$ "
        "is the decay, back to grey or to the photo $x_0$. The blur $\\sigma$ falls to a quarter until the last step: "
        "shapes first, then details. Jitter shifts the picture before each step and back after it."
    )


def _sources() -> None:
    st.markdown(
        "- M. Tan, Q. Le, *EfficientNet: rethinking model scaling for convolutional neural networks* (2019); its Lite "
        "variant has ReLU6 and no squeeze-and-excitation.\n"
        "- F. Iandola et al., *SqueezeNet: AlexNet-level accuracy with 50x fewer parameters* (2016).\n"
        "- R. Selvaraju et al., *Grad-CAM: visual explanations from deep networks via gradient-based localization* "
        "(2017).\n"
        "- K. Simonyan, A. Vedaldi, A. Zisserman, *Deep inside convolutional networks* (2013): the input gradient, and "
        "pictures by gradient ascent.\n"
        "- M. Zeiler, R. Fergus, *Visualizing and understanding convolutional networks* (2014): occlusion, and the "
        "patches that drive a unit.\n"
        "- J. Yosinski et al., *Understanding neural networks through deep visualization* (2015): decay and blur.\n"
        "- A. Mordvintsev, C. Olah, M. Tyka, *Inceptionism* (2015): jitter, and beginning with a photo.\n"
        "- O. Russakovsky et al., *ImageNet large scale visual recognition challenge* (2015): the 1,000 classes.\n\n"
        "Where the weights come from, and what both networks say of every photo of the gallery: "
        "`assets/photo/card.md`. The photos: `assets/data/photos/card.md`."
    )
