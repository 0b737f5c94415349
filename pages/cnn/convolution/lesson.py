"""The entry of the convolution lesson in the table of lessons."""

from dnnlab.ui.lesson import Lesson

LESSON = Lesson(
    slug="convolution",
    title="Convolution",
    group="Convolutional networks",
    claim="A convolution is one small sum, done again at every place: point at any pixel of the result and read the "
    "products that made it.",
    teaser="Slide edge finders and blurs over a photo, read every number, then let gradient descent find a kernel.",
    folder="cnn/convolution",
    asks=("questions:ON_SLIDE", "questions:ON_STACK", "dense.questions:QUESTIONS", "learn.questions:QUESTIONS"),
)
