"""The entry of the pooling lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="pooling",
    title="Pooling",
    group="Convolutional networks",
    claim="Pooling keeps what a convolution found and forgets where exactly: of digits moved by 4 pixels a dense "
    "network still reads 28 %, convolution with 2 × 2 pooling (LeNet-5) 61 %, and with global pooling 98 %.",
    teaser="Pool numbers, maps and photos window by window, then push a digit aside and see which network still "
    "reads it.",
    folder="cnn/pooling",
    asks=("questions:ON_WINDOW", "questions:ON_SHIFT"),
)
