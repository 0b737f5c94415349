"""The entry of the pooling lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="pooling",
    title="Pooling",
    group="Convolutional networks",
    claim="Pooling keeps what was found and forgets where: of digits moved by 4 pixels a dense network reads 28 %, "
    "LeNet-5 61 %, one with global pooling 98 %.",
    teaser="Pool numbers, maps and photos window by window, then push a digit aside and see which network still "
    "reads it.",
    folder="cnn/pooling",
    asks=("questions:ON_SHIFT", "questions:ON_WINDOW"),
    words=(
        "max pooling", "average pooling", "global pooling", "window", "stride", "padding", "downsampling",
        "translation invariance", "equivariance", "permuted pixels",
    ),
)  # fmt: skip
