"""The one table of lessons: navigation and the cards of the home page are made from it.

A lesson stands here only when it works.
"""

from pages.anomaly.pictures.lesson import LESSON as PICTURES
from pages.anomaly.signals.lesson import LESSON as SIGNALS
from pages.autoencoders.basic.lesson import LESSON as AUTOENCODER
from pages.cnn.convolution.lesson import LESSON as CONVOLUTION
from pages.cnn.lenet.lesson import LESSON as LENET
from pages.cnn.pooling.lesson import LESSON as POOLING
from pages.foundations.backprop.lesson import LESSON as BACKPROP
from pages.foundations.flow.lesson import LESSON as FLOW
from pages.foundations.neuron.lesson import LESSON as NEURON
from pages.foundations.optimizers.lesson import LESSON as OPTIMIZERS
from pages.foundations.playground.lesson import LESSON as PLAYGROUND
from pages.foundations.regularisation.lesson import LESSON as REGULARISATION
from pages.gan.images.lesson import LESSON as GAN_IMAGES
from pages.gan.info.lesson import LESSON as INFOGAN
from pages.gan.line.lesson import LESSON as GAN_1D
from pages.gan.plane.lesson import LESSON as GAN_PLANE
from pages.photo.classify.lesson import LESSON as PHOTO
from pages.rnn.inside.lesson import LESSON as INSIDE
from pages.rnn.memory.lesson import LESSON as MEMORY
from pages.rnn.text.lesson import LESSON as TEXT
from pages.vae.arithmetic.lesson import LESSON as ARITHMETIC
from pages.vae.model.lesson import LESSON as VAE

GROUPS = {
    "Foundations": "How a network computes, and how gradient descent teaches it.",
    "Convolutional networks": "Networks that look at pictures: small kernels, the same ones everywhere.",
    "Sequences": "Networks that read one thing after the other, and remember.",
    "Autoencoders": "Networks that squeeze their input through a narrow place, and what they keep.",
    "Generative models": "Networks that make what nobody has seen before.",
}
"""The sections of navigation and home in the order of the course; section -> what it is about."""

LESSONS = {
    lesson.slug: lesson
    for lesson in (
        NEURON,
        PLAYGROUND,
        BACKPROP,
        OPTIMIZERS,
        REGULARISATION,
        FLOW,
        LENET,
        CONVOLUTION,
        POOLING,
        PHOTO,
        INSIDE,
        TEXT,
        MEMORY,
        AUTOENCODER,
        PICTURES,
        SIGNALS,
        VAE,
        ARITHMETIC,
        GAN_1D,
        GAN_PLANE,
        GAN_IMAGES,
        INFOGAN,
    )
}
