"""Below the lesson: predictions, the maths with this moment's numbers, the code, the sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dnnlab.cnn.pooling.knobs import GLOBAL, MAX, PoolingConfig, ShiftConfig
from dnnlab.ui.source import show_source
from dnnlab.ui.tryit import ask
from pages.cnn.pooling import facts, formulas
from pages.cnn.pooling.lesson import LESSON
from pages.cnn.pooling.moving import MOVING
from pages.cnn.pooling.pictures import Picture
from pages.cnn.pooling.questions import Answers, shift_questions, window_questions

Floats = NDArray[np.float32]


def below(
    config: PoolingConfig,
    shown: Picture | None,
    pooled: Mapping[str, Floats],
    shift: ShiftConfig,
    path: Sequence[Answers],
) -> None:
    """The four tabs."""
    try_it, maths, code, sources = st.tabs(["Try it", "The maths", "The code", "Sources"])
    with try_it:
        for question in window_questions(config, pooled):
            ask(question, LESSON.slug, config)
        for question in shift_questions(shift.dx, path):
            ask(question, MOVING, shift)
    with maths:
        if shown is not None and pooled:
            _maths(config, shown, pooled)
        else:
            st.caption("There is nothing to work out: choose a picture and a window that fits into it.")
    with code:
        _code()
    with sources:
        _sources()


def _maths(config: PoolingConfig, shown: Picture, pooled: Mapping[str, Floats]) -> None:
    """The formulas with the numbers under the sliding window."""
    values = shown.values
    st.markdown(
        f"**The rule**, with the window $f$, stride $s$ and padding $p$ of the knobs. Below it, the first output of "
        f"{shown.words}."
    )
    st.latex(formulas.rule(config))
    st.latex(formulas.worked(config, values, pooled))
    st.markdown("**The size** of what comes out, for an input $w$ wide; $\\lfloor\\;\\rfloor$ rounds down.")
    st.latex(facts.sizes(config, values.shape[1:]))
    if config.mode != GLOBAL:
        st.markdown(
            f"**The way back.** Nothing is learnt here, but what comes before must learn: {formulas.way_back(config)}"
        )
        st.latex(formulas.gradient(config, values))
    st.markdown(
        f"**What it saves.** Pooling has no parameters; a dense layer of {formulas.UNITS} units behind it has fewer:"
    )
    st.latex(formulas.saved(values.shape, pooled[MAX].shape))


def _code() -> None:
    """The source that runs."""
    st.markdown("This is the very code that pools above. It needs PyTorch and nothing else of this app.")
    show_source("dnnlab/cnn/net/pooling.py", ("pool2d", "global_pool2d", "_summary"))
    show_source("dnnlab/cnn/net/convolution.py", ("windows",))
    st.markdown("And the network that pools globally:")
    show_source("dnnlab/cnn/shift/net/models.py", ("LeNetGlobal",))


def _sources() -> None:
    """Where it comes from, and where we differ."""
    st.markdown(
        "- C. M. Alaíz, *Deep Neural Networks* (lecture, UAM 2021/22): the 4 × 4 example, the vector that moves by "
        "one place.\n"
        "- The other lectures: f, s and the size formula; f = 3, s = 2 and f = 2, s = 2 as the two schemes in use; "
        "“less sensitive to small translations”.\n"
        "- Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning applied to document recognition*, "
        "Proceedings of the IEEE 86 (1998): pooling as “subsampling”.\n"
        "- A. Krizhevsky, I. Sutskever, G. Hinton, *ImageNet classification with deep convolutional neural networks* "
        "(2012): overlapping windows, f = 3, s = 2.\n"
        "- M. Lin, Q. Chen, S. Yan, *Network in network* (2014): global average pooling in place of dense layers.\n"
        "- R. Zhang, *Making convolutional networks shift-invariant again* (2019): why a stride breaks what pooling "
        "promises.\n\n"
        "**Remarks on slides.** One prints the averages of the 4 × 4 example as −3.3, 5.3, 2.0, 2.0: they are 3.25, "
        "5.25, 2, 2; the minus is a slip. One calls max pooling “invariant to scale”: it is invariant to small "
        "shifts, locally and a little, and not to scale. One gives the size as $(w-f)/s+1$, and in words as the width "
        "divided by the stride: both hold without padding and when the windows come out even; else the fraction is "
        "rounded down.\n\n"
        "**What the comparison can and cannot say.** The three networks learnt from the same unmoved digits. LeNet-5 "
        "differs from the MLP by convolution and pooling together, not by pooling alone. The global one also has more "
        "maps (64 in place of 16) and a frame of background, so that no stroke is cut at the edge; yet it has fewer "
        "parameters (28,634 against 61,706)."
    )
    st.caption(
        "How they were trained and measured, with all figures: `assets/cnn/shift/card.md`, a file of the project's "
        "source."
    )
