"""The entry of the lesson on neurons, activations and losses in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="neuron",
    title="Neuron, activations, losses",
    group="Foundations",
    claim="A neuron draws one straight line; its slope and its loss decide how much it can learn.",
    teaser="Drag a neuron's weights, find where its gradient dies, and pull an outlier to see which loss gives way.",
    folder="foundations/neuron",
    asks=(
        "questions:ON_NEURON", "questions:ON_ACTIVATIONS", "questions:ON_SOFTMAX", "loss_questions:ON_BINARY",
        "loss_questions:ON_CLASSES", "loss_questions:ON_REGRESSION",
    ),
    words=(
        "neuron", "perceptron", "weights", "bias", "activation function", "identity", "sigmoid", "logistic function",
        "tanh", "hard threshold", "step function", "ReLU", "leaky ReLU", "softplus", "ELU", "GELU", "derivative",
        "saturation", "vanishing gradient", "dead ReLU", "softmax", "temperature", "logits", "loss function",
        "0-1 loss", "hinge loss", "squared hinge", "cross-entropy", "log loss", "L1", "L2", "mean squared error",
        "pseudo-Huber", "robust regression", "outlier", "simplex", "surrogate loss", "margin", "decision boundary",
        "linear classifier", "XOR", "gradient descent",
    ),
)  # fmt: skip
