"""The entry of the lesson on the flow of gradients in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="gradient-flow",
    title="The flow of gradients",
    group="Foundations",
    claim="Each layer multiplies the gradient on its way back: in a deep net it dies or blows up, unless helped.",
    teaser="Make a network 60 layers deep, watch its gradient vanish or explode, and bring it back to life.",
    folder="foundations/flow",
    experiment="gradient-flow",
    words=(
        "vanishing gradient", "exploding gradient", "gradient clipping", "deep network", "depth", "backpropagation",
        "initialization", "Xavier", "Glorot", "He", "sigmoid", "tanh", "ReLU", "leaky ReLU", "saturation",
        "batch normalization", "layer normalization", "residual connection", "skip connection", "ResNet",
        "layer-wise pre-training",
    ),
)  # fmt: skip
