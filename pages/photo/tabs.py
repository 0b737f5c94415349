"""Below the stage: predictions, the maths, the code, the sources."""

from __future__ import annotations

import streamlit as st

from dnnlab.photo.knobs import PhotoConfig
from dnnlab.photo.views import Classification
from dnnlab.ui.source import show_source
from dnnlab.ui.tryit import ask
from pages.photo.questions import questions


def below(config: PhotoConfig, answers: dict[str, Classification]) -> None:
    """The tabs."""
    try_it, maths, code, sources = st.tabs(["Try it", "The maths", "The code", "Sources"])
    with try_it:
        for question in questions(config, answers):
            ask(question, ())
    with maths:
        _maths(config, answers)
    with code:
        st.markdown(
            "This is the very code that answers above. It needs PyTorch and the weights in `assets/photo_nets`."
        )
        show_source("dnnlab/photo/explain.py", ("grad_cam", "input_gradient"))
        show_source("dnnlab/photo/nets.py", ("SqueezeNet11", "Fire", "EfficientNetLite0", "MBConv"))
    with sources:
        _sources()


def _maths(config: PhotoConfig, answers: dict[str, Classification]) -> None:
    st.markdown("**Softmax.** A network ends with 1,000 logits $z$, one a class. They become probabilities:")
    st.latex(r"p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}")
    if answers:
        found = answers[config.net]
        ratio = float(found.probabilities[0] / max(found.probabilities[1], 1e-12))
        st.markdown(
            f"Here {config.net} finds “{found.names[0]}” {ratio:.3g} times as likely as “{found.names[1]}”: their "
            f"logits differ by $\\ln {ratio:.3g}$."
        )
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


def _sources() -> None:
    st.markdown(
        "- M. Tan, Q. Le, *EfficientNet: rethinking model scaling for convolutional neural networks* (2019); its Lite "
        "variant has ReLU6 and no squeeze-and-excitation.\n"
        "- F. Iandola et al., *SqueezeNet: AlexNet-level accuracy with 50x fewer parameters* (2016).\n"
        "- R. Selvaraju et al., *Grad-CAM: visual explanations from deep networks via gradient-based localization* "
        "(2017).\n"
        "- K. Simonyan, A. Vedaldi, A. Zisserman, *Deep inside convolutional networks* (2013): the input gradient.\n"
        "- O. Russakovsky et al., *ImageNet large scale visual recognition challenge* (2015): the 1,000 classes.\n\n"
        "Where the weights come from, and what both networks say of every photo of the gallery: "
        "`assets/photo_nets/card.md`. The photos: `assets/photos/card.md`."
    )
