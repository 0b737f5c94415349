"""The one table of lessons: navigation and the cards of the home page are made from it.

A lesson stands here only when it works.
"""

from pages.cnn.convolution.lesson import LESSON as CONVOLUTION
from pages.cnn.lenet.lesson import LESSON as LENET
from pages.cnn.pooling.lesson import LESSON as POOLING
from pages.photo.classify.lesson import LESSON as PHOTO

GROUPS = (
    "Foundations",
    "Convolutional networks",
    "Sequences",
    "Autoencoders",
    "Generative models",
)
"""The sections of the navigation, in the order of the course."""

LESSONS = {lesson.slug: lesson for lesson in (LENET, CONVOLUTION, POOLING, PHOTO)}
