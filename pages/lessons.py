"""The one table of lessons: navigation and the cards of the home page are made from it.

A lesson stands here only when it works.
"""

from dnnlab.ui.lesson import Lesson
from pages.cnn_convolution.lesson import LESSON as CONVOLUTION
from pages.cnn_pooling.lesson import LESSON as POOLING
from pages.photo.lesson import LESSON as PHOTO

LESSONS = {
    lesson.slug: lesson
    for lesson in (
        Lesson(
            slug="digits",
            title="Digits with LeNet-5",
            group="Convolutional networks",
            claim="Six small filters and two poolings are enough to read handwriting: watch them form, then draw a "
            "digit and follow it through every layer.",
            teaser="Train a convolutional network on 55,000 handwritten digits, then draw one yourself.",
            page="pages/cnn_digits/page.py",
            picture="lenet-{theme}.png",
        ),
        CONVOLUTION,
        POOLING,
        PHOTO,
    )
}
