"""The parts of the convolution lesson."""

SLIDE, STACK, DENSE, LEARN = "slide", "stack", "dense", "learn"
TITLES = {
    SLIDE: "Slide a kernel",
    STACK: "Stack layers",
    DENSE: "Why not dense?",
    LEARN: "Learn the kernel",
}
HELP = "One layer in every detail; several on top of each other; what it saves; and how a kernel is learnt."
