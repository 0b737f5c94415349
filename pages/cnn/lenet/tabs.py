"""Below the stage: predictions, the maths with this moment's numbers, the code, the sources."""

from __future__ import annotations

import streamlit as st

from dnnlab.cnn.lenet.knobs import LeNetConfig
from dnnlab.cnn.lenet.views import LeNetView
from dnnlab.ui.source import show_source
from dnnlab.ui.tryit import ask
from dnnlab.ui.workbench import Workbench
from pages.cnn.lenet import formulas
from pages.cnn.lenet.questions import QUESTIONS


def try_it(bench: Workbench[LeNetConfig]) -> None:
    """Predict, run, and be judged by your own run."""
    for question in QUESTIONS:
        ask(question, bench.page, bench.config, bench)


def maths(bench: Workbench[LeNetConfig]) -> None:
    """The formulas of the layers, with the numbers of this moment."""
    snapshot, config = bench.snapshot, bench.config
    view: LeNetView | None = snapshot.view
    st.markdown(
        "**Sizes.** A filter of width $f$ that moves by $s$ over an image of width $w$, padded by $p$, gives "
        "$(w-f+2p)/s+1$ values a row; each filter has $f \\cdot f \\cdot c + 1$ weights, $c$ being the input's "
        "channels."
    )
    st.latex(formulas.sizes(config))
    st.markdown(formulas.parameters_table(config))
    trained = snapshot.status.config
    if view is not None and isinstance(trained, LeNetConfig):
        when = f"The numbers below are those of step {view.step:,}, for the digit on the stage."
        st.caption(f"{when} Pause and they stand still; the sums are the ones that the network computed.")
        st.markdown("**One pixel of C1**: 25 products of the image with filter 1, the bias, then the activation.")
        st.latex(formulas.convolution(view, trained))
        st.markdown(f"**One pixel of S2**: the {trained.pooling} of 2×2 neighbours.")
        st.latex(formulas.pooling(view, trained))
        st.markdown("**Softmax and cross-entropy**: from ten logits $z$ to ten probabilities, and to the loss.")
        st.latex(formulas.softmax(view))
    st.markdown(f"**The step**: {config.optimizer} with the learning rate that the slider shows; $g$ is the gradient.")
    st.latex(formulas.update(config))


def code(bench: Workbench[LeNetConfig]) -> None:
    """The source that runs."""
    st.markdown("This is the very code that trains above. It needs PyTorch and nothing else of this app.")
    show_source("dnnlab/cnn/lenet/net/model.py", ("LeNet5",))
    show_source("dnnlab/cnn/lenet/net/experiment.py", ("LeNetTraining.step",))


def sources(bench: Workbench[LeNetConfig]) -> None:
    """Where it comes from, and where we differ."""
    st.markdown(
        "- C. M. Alaíz, *Deep Neural Networks* (lecture, UAM 2021/22): the table of layers, average pooling.\n"
        "- Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning applied to document recognition*, "
        "Proceedings of the IEEE 86 (1998): the network, and 99.05 % on the test digits.\n"
        "- The digits are MNIST (Y. LeCun, C. Cortes, C. Burges), 28×28 pixels, padded to 32×32 for LeNet-5 so that "
        "the corners of a stroke can stand in the middle of a filter.\n\n"
        "**Where this page differs from 1998.** LeCun's pooling had a learnt factor and bias, his C3 saw only some of "
        "the maps, and his output layer measured distances to drawn patterns. Here pooling is a plain average, C3 sees "
        "all maps, and the output is softmax: the lecture's table, 61,706 weights.\n\n"
        "**A remark on a slide.** One lecture counts a convolution's weights as $((h \\cdot w \\cdot c)+1) \\cdot n$ "
        "with the image's height and width: that is a dense layer. Right is $(f \\cdot f \\cdot c + 1) \\cdot n$: "
        "weights are shared by all places of the image. And both slides' convolution is what mathematics calls "
        "cross-correlation: the filter is not flipped."
    )
    st.caption(
        "How the shipped network was trained, and its exact figure: `assets/cnn/lenet/card.md`. "
        "The data: `assets/data/mnist/card.md`."
    )
