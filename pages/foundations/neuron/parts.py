"""The parts of the lesson on neurons, activations and losses."""

NEURON, ACTIVATIONS, SOFTMAX, BINARY, CLASSES, REGRESSION = (
    "neuron", "activations", "softmax", "binary", "classes", "regression",
)  # fmt: skip
TITLES = {
    NEURON: "One neuron",
    ACTIVATIONS: "Activations",
    SOFTMAX: "Softmax",
    BINARY: "Loss: two classes",
    CLASSES: "Loss: K classes",
    REGRESSION: "Loss: regression",
}
CLAIMS = {
    ACTIVATIONS: "A gradient passes an activation times its slope: where that is near 0, nothing is learnt.",
    SOFTMAX: "Softmax turns any scores into shares of one whole; the temperature says how sure they are.",
    BINARY: "Nobody minimises the error itself: its slope is 0. What stands in for it has a slope that helps.",
    CLASSES: "A hinge loss is content with a margin; the cross-entropy is never content.",
    REGRESSION: "One outlier turns the line of least squares, and hardly moves that of least distances.",
}
"""What a part lets the learner check; the first one says what the lesson says."""
HELP = "A neuron, its activation, and the losses that teach it: what each does, and what its slope says."
