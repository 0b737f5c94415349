"""The parts of the convolution lesson."""

from dnnlab.cnn.convolution.knobs import DENSE, SLIDE, STACK

LEARN = "learn"
TITLES = {
    SLIDE: "Slide a kernel",
    STACK: "Stack layers",
    DENSE: "Why not dense?",
    LEARN: "Learn the kernel",
}
CLAIMS = {
    STACK: "Stacked layers see more of the picture: set kernel, stride and dilation, read how much a unit sees.",
    DENSE: "A convolution is a dense layer with most weights at 0 and the others shared: compare, and count.",
    LEARN: "Nobody has to write a kernel: gradient descent finds it from a photo and its target. Guess it first.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "One layer in every detail; several on top of each other; what it saves; and how a kernel is learnt."
