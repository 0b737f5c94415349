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
    STACK: "Layers on top of each other see more and more of the picture: set kernel, stride and dilation of each, and "
    "read how much its middle unit sees.",
    DENSE: "A convolution is a dense layer with most weights at 0 and the others shared: compare the three matrices, "
    "and count.",
    LEARN: "Nobody has to write a kernel: given a photo and its target picture, gradient descent finds the numbers. "
    "Guess them first.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "One layer in every detail; several on top of each other; what it saves; and how a kernel is learnt."
