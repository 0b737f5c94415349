"""The entry of the playground in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="playground",
    title="Playground",
    group="Foundations",
    claim="Each hidden layer bends the plane, until the last layer's straight cut is enough to part the classes.",
    teaser="Build a small network, place your own points while it learns, edit its weights, ask the doctor.",
    folder="foundations/playground",
    experiment="playground",
    asks=("questions:QUESTIONS", "questions:ON_SEEDS", "other_questions:ON_OTHERS"),
    words=(
        "neural network", "multilayer perceptron", "hidden layer", "neuron", "decision boundary", "decision surface",
        "activation function", "ReLU", "tanh", "sigmoid", "softmax", "weights", "bias", "gradient descent",
        "backpropagation", "learning rate", "batch size", "optimizer", "Adam", "momentum", "loss", "cross-entropy",
        "overfitting", "underfitting", "regularization", "L1", "L2", "weight decay", "dropout", "max-norm",
        "batch normalization", "initialization", "Xavier", "He", "dead ReLU", "saturation", "vanishing gradient",
        "confusion matrix", "spiral", "xor", "regression", "classification", "CSV", "random seed", "decision tree",
        "support vector machine", "nearest neighbours",
    ),
)  # fmt: skip
