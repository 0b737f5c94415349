"""The entry of the convolution lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="convolution",
    title="Convolution",
    group="Convolutional networks",
    claim="A convolution is one small sum, done again at every place: point at any pixel and read the products.",
    teaser="Slide edge finders and blurs over a photo, read every number, then let gradient descent find a kernel.",
    folder="cnn/convolution",
    asks=("questions:ON_SLIDE", "questions:ON_STACK", "dense.questions:QUESTIONS", "learn.questions:QUESTIONS"),
    words=(
        "convolution", "cross-correlation", "kernel", "filter", "stride", "padding", "dilation", "groups",
        "channels", "feature map", "receptive field", "edge detection", "blur", "Sobel", "transposed convolution",
        "weight sharing", "locally connected layer", "gradient descent",
    ),
)  # fmt: skip
