"""The entry of the lesson on backpropagation in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="backpropagation",
    title="Backpropagation microscope",
    group="Foundations",
    claim="Every gradient is a product of local slopes along a path, added up where paths meet: check each number.",
    teaser="Type any expression and watch its gradient come back node by node, each number worked out and checked.",
    folder="foundations/backprop",
    asks=("questions:ON_EXPRESSION", "questions:ON_NET"),
    words=(
        "backpropagation", "chain rule", "gradient", "derivative", "computational graph", "automatic differentiation",
        "autograd", "forward pass", "backward pass", "vanishing gradient", "dead ReLU", "hidden layer", "delta rule",
    ),
)  # fmt: skip
