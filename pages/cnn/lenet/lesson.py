"""The entry of the digit lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="digits",
    title="Digits with LeNet-5",
    group="Convolutional networks",
    claim="Six small filters and two poolings are enough to read handwriting: watch them form, then draw a digit.",
    teaser="Train a convolutional network on 55,000 handwritten digits, then draw one yourself.",
    folder="cnn/lenet",
    experiment="lenet",
    words=(
        "LeNet-5", "MNIST", "convolutional network", "feature map", "softmax", "logits", "cross-entropy", "accuracy",
        "training and validation", "confusion matrix", "learning rate", "batch size", "optimizer",
        "data augmentation", "overfitting",
    ),
)  # fmt: skip
